/** The mapping files that pages show are valid, and those about the demo shop bind to its schema. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createApp } from '../../src/app/app.js';
import { createDemoSchema } from '../../src/demo/schema.js';
import { formatProblem, type Problem } from '../../src/mapping/problem.js';
import { readMappings } from '../../src/mapping/read.js';
import { printSchemaFile } from '../../src/upstream/schema/print.js';
import { unobserved } from '../../src/world/observation.js';
import { systemWorld } from '../../src/world/system-world.js';
import { type Block, blocksOf, pages, root } from './markdown.js';

const url = 'http://127.0.0.1:9/graphql';
const environment = { UPSTREAM_URL: url, UPSTREAM_TOKEN: 'x', CLIENT_SECRET: 'x' };
const shopUpstream = readFileSync(join(root, 'mappings/demo/upstream.yaml'), 'utf8');
const anyUpstream = `version: 1\nurl: ${url}\n`;
const anyCollection =
  'version: 1\ncollection: items\ntype: Product\nlist: products\nid: id\nfields: { title: name }\n';

const examples = pages()
  .flatMap((page) => blocksOf(page))
  .filter((each) => each.marker.startsWith('mapping: '))
  .map((each) => [each.place, each] as const);

it('there are examples', () => expect(examples.length).toBeGreaterThan(9));

it.each(examples)('%s', async (_, block) => {
  const folder = mkdtempSync(join(tmpdir(), 'wix-docs-'));
  try {
    write(folder, block);
    expect(errors(readMappings(folder, environment).problems)).toEqual([]);
    if (block.marker.endsWith('demo')) expect(await bindingErrors(folder)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

const dialectPages = readdirSync(join(root, 'docs/dialects'))
  .filter((name) => name !== 'README.md')
  .map((name) => `docs/dialects/${name}`);

it.each(dialectPages)('the example of %s', (page) => {
  const folder = mkdtempSync(join(tmpdir(), 'wix-docs-'));
  try {
    const files = blocksOf(page).flatMap((each) => {
      const name = /^# mappings\/(\S+)/.exec(each.text)?.[1];
      return name === undefined ? [] : [[name, each.text] as const];
    });
    expect(files.map(([name]) => name)).toEqual(['upstream.yaml', 'items.yaml']);
    for (const [name, text] of files) writeFileSync(join(folder, name), text);
    const variables = files.flatMap(([, text]) =>
      [...text.matchAll(/\$\{(\w+)/g)].map(([, name]) => [name, 'x']),
    );
    const all = { ...Object.fromEntries(variables), ...environment };
    expect(errors(readMappings(folder, all).problems)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

function write(folder: string, { marker, text }: Block): void {
  const isUpstream = marker.startsWith('mapping: upstream');
  const onDemo = marker.endsWith('demo');
  const upstream = isUpstream ? text : onDemo ? shopUpstream : anyUpstream;
  writeFileSync(
    join(folder, 'upstream.yaml'),
    onDemo ? `${upstream}schema: shop.graphql\nintrospection: { enabled: false }\n` : upstream,
  );
  writeFileSync(join(folder, 'items.yaml'), isUpstream ? anyCollection : text);
  writeFileSync(join(folder, 'shop.graphql'), printSchemaFile(createDemoSchema()));
}

async function bindingErrors(folder: string): Promise<readonly string[]> {
  const app = createApp({
    world: systemWorld,
    mappingsDirectory: folder,
    environment,
    observe: unobserved,
    prefer: 'saved',
    retry: 'never',
  });
  try {
    await app.started;
    expect(app.collections.size).toBe(1);
    return errors(app.problems);
  } finally {
    await app.close();
  }
}

const errors = (problems: readonly Problem[]): readonly string[] =>
  problems.filter((each) => each.severity === 'error').map(formatProblem);
