/** Each recipe of docs/recipes.md is carried out: its files in a folder of their own, its commands, and what they print. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { directoryWith } from '../cli/harness.js';
import { inside } from '../cli/inside.js';
import { type Block, blocksOf, readPage, root } from './markdown.js';

const page = 'docs/recipes.md';
const text = readPage(page);
const update = process.env.UPDATE_DOCS === '1';
const environment = {
  UPSTREAM_URL: 'http://127.0.0.1:9/graphql',
  UPSTREAM_TOKEN: 'x',
  CLIENT_ID: 'x',
  CLIENT_SECRET: 'x',
};
const usual = { 'upstream.yaml': 'version: 1\nurl: ${UPSTREAM_URL}\nschema: schema.graphql\n' };

/** By the title of the recipe. */
const recipes = new Map<string, Block[]>();
for (const block of blocksOf(page)) {
  if (!block.marker.startsWith('recipe: ') && block.language !== 'text') continue;
  const title = /^## (.*)$/m.exec(text.slice(text.lastIndexOf('\n## ', block.start)))![1]!;
  recipes.set(title, [...(recipes.get(title) ?? []), block]);
}
const outputs = new Map<Block, string>();

it('there are as many as there are titles', () => {
  expect([...recipes.keys()]).toEqual([...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title));
  expect(recipes.size).toBeGreaterThan(9);
});

it.each([...recipes])('%s', async (_, blocks) => {
  const named = (wanted: RegExp) => blocks.filter(({ marker }) => wanted.test(marker));
  const files = Object.fromEntries(
    named(/\.(yaml|graphql)$/).map((each) => [each.marker.slice('recipe: '.length), each.text]),
  );
  const folder = directoryWith({ ...usual, ...files });
  try {
    expect(named(/run$/).length).toBeGreaterThan(0);
    for (const block of named(/run$/)) {
      const printed = await printedBy(block.text, folder.path);
      const shown = blocks[blocks.indexOf(block) + 1]!;
      expect(shown.language, block.place).toBe('text');
      outputs.set(shown, printed);
      if (!update) expect(printed, shown.place).toBe(shown.text);
    }
  } finally {
    folder.remove();
  }
});

it('outputs are refreshed where that is wanted', () => {
  if (!update) return;
  let now = text;
  for (const [block, printed] of [...outputs].sort(([a], [b]) => b.start - a.start))
    now = now.slice(0, block.start) + printed + now.slice(block.start + block.text.length);
  writeFileSync(join(root, page), now);
});

/** What the command lines of a block print, together. Each must end well. */
async function printedBy(script: string, mappings: string): Promise<string> {
  let printed = '';
  for (const line of script.trimEnd().split('\n')) {
    const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!);
    expect(words[0]).toBe('wix-graphql-adapter');
    const { code, stdout, stderr } = await inside(words.slice(1), {
      environment: { ...environment, MAPPINGS_DIR: mappings },
    });
    expect(code, stderr).toBe(0);
    printed += stdout.replaceAll(`${mappings}/`, 'mappings/');
  }
  return printed;
}
