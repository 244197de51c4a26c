/** The licences of the packages whose code stands in dist. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Name, version and licence of each package, with the text that its licence wants to be kept beside the code.
 * @param root folder of the project
 * @param inputs paths of the files in the bundle, from the root
 * @throws Error for a package that has no licence
 */
export function licencesOf(root, inputs) {
  const folders = new Set(
    inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0] ?? []),
  );
  const entries = [...folders].map((folder) => entryOf(join(root, folder))).sort();
  return `This program holds code of these packages.\n\n${[...new Set(entries)].join(`\n${'-'.repeat(80)}\n`)}`;
}

function entryOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (!license) throw new Error(`${name} has no licence`);
  const texts = readdirSync(folder)
    .filter((file) => /^(?:licen[cs]e|copying|notice)/i.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return [`${name} ${version}: ${license}`, ...texts].join('\n\n') + '\n';
}
