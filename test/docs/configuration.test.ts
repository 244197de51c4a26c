/** docs/configuration.md names every option of every command, every environment variable, and the right defaults. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { upstreamMapping } from '../../src/mapping/schema.js';
import { inside } from '../cli/inside.js';
import { readPage, root } from './markdown.js';

const page = readPage('docs/configuration.md');
const help = async (...command: readonly string[]): Promise<string> =>
  (await inside([...command, '--help'])).stdout;
const commands = [...(await help()).matchAll(/^ {2}([a-z]+) (?:\[|<)/gm)]
  .map(([, name]) => name!)
  .filter((name) => name !== 'help');

it('there are commands', () => expect(commands).toContain('serve'));

it.each(commands)('every option of %s is described', async (command) => {
  const section = sectionOf(command);
  const options = [...(await help(command)).matchAll(/^ {2}(--[a-z-]+(?: [<[][^>\]]+[>\]])?)/gm)].map(
    ([, text]) => text!,
  );
  expect(options.filter((each) => !section.includes(`\`${each}\``))).toEqual([]);
  // And nothing is described that is gone; sections of two commands are compared with both.
  const shared = /^### .*and/.test(section)
    ? (await help('explain')) + (await help('query'))
    : await help(command);
  const described = [...section.matchAll(/`(--[a-z-]+)(?: [<[][^`]*)?`/g)].map(([, name]) => name!);
  expect(described.filter((each) => !shared.includes(each))).toEqual([]);
});

it('every environment variable that the code reads is described', () => {
  const read = sourceFiles(join(root, 'src'))
    .map((file) => readFileSync(file, 'utf8'))
    .flatMap((text) => [
      ...text.matchAll(/(?:environment|variables)\.([A-Z][A-Z_]+)|variable\('([A-Z_]+)'\)/g),
    ])
    .map(([, member, name]) => member ?? name!);
  expect(new Set(read).size).toBeGreaterThan(8);
  expect([...new Set(read)].filter((each) => !page.includes(`\`${each}\``))).toEqual([]);
});

it('limits and their defaults are those of the mapping schema', () => {
  const { shape } = upstreamMapping.shape.limits.unwrap();
  for (const [name, schema] of Object.entries(shape)) {
    const row = new RegExp(`^\\| \`${name}\` \\| ([^|]+) \\|`, 'm').exec(page)?.[1];
    expect(row, name).toBeDefined();
    const number = /Default (\d+)/.exec(schema.description ?? '')?.[1];
    if (number !== undefined) expect(row, name).toContain(number);
  }
});

function sectionOf(command: string): string {
  const sections = page.split(/^(?=##+ )/m);
  const found = sections.find((each) => new RegExp(`^### .*\\b${command}\\b`).test(each));
  if (found === undefined) throw new Error(`no section describes ${command}`);
  return found;
}

function sourceFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}
