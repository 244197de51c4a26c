/** What stands in the files of dist, as their source maps say. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { root } from '../cli/harness.js';

const dist = join(root, 'dist');

/** Source files of a file of dist, from the root of the project. */
export function sourcesHeld(file: string): readonly string[] {
  const { sources } = JSON.parse(readFileSync(`${file}.map`, 'utf8')) as { sources: readonly string[] };
  return sources.map((each) => relative(root, resolve(file, '..', each)));
}

/** The programs of dist and their parts. */
export function filesOfDist(): readonly string[] {
  return readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .filter((each) => /\.c?js$/.test(each) && existsSync(join(dist, `${each}.map`)))
    .map((each) => join(dist, each));
}

/** Names of the packages whose code is there. */
export function packagesHeld(): readonly string[] {
  const names = filesOfDist()
    .flatMap(sourcesHeld)
    .flatMap((each) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(each)?.[1] ?? []);
  return [...new Set(names)].sort();
}
