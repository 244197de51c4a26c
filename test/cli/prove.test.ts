/** `prove` from the outside: of the demo, whose claims are true, and of one that is made false. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DemoUpstream, startDemoUpstream } from '../../src/demo/upstream.js';
import { cli, directoryWith, ensureBuilt, root } from './harness.js';

let upstream: DemoUpstream;
beforeAll(async () => {
  await ensureBuilt();
  upstream = await startDemoUpstream();
});
afterAll(() => upstream?.close());

const folder = ['mappings/demo', 'mappings']
  .map((each) => join(root, each))
  .find((each) => existsSync(join(each, 'products.yaml')))!;
const files = (change: (name: string, text: string) => string) =>
  Object.fromEntries(
    readdirSync(folder)
      .filter((name) => /\.(yaml|graphql)$/.test(name))
      .map((name) => {
        const text = readFileSync(join(folder, name), 'utf8');
        return [name, change(name, text)];
      }),
  );
const proveIn = (path: string, ...more: string[]) =>
  cli(['prove', '--mappings', path, ...more], { environment: { UPSTREAM_URL: upstream.url } });

it('a mapping whose claims are true: exit code 0', async () => {
  const directory = directoryWith(files((_, text) => text));
  const ended = await proveIn(directory.path);
  expect(ended.stdout).toContain('no claim is false');
  expect(ended.code).toBe(0);
  directory.remove();
});

it('a claim that is false: its line, its mend and exit code 1, for people and for programs', async () => {
  const directory = directoryWith(
    files((name, text) =>
      name === 'upstream.yaml'
        ? text
            .replace('ascending: { $field: ASC }', 'ascending: { $field: DESC }')
            .replace('descending: { $field: DESC }', 'descending: null')
        : text,
    ),
  );
  const text = await proveIn(directory.path, 'products', '--requests', '30');
  expect(text.stdout).toMatch(/products\.yaml:\d+:\d+: .*order of price/);
  expect(text.stdout).toContain('write fields.price.sort: false');
  expect(text.stdout).toContain(
    'not everything was asked of products: give more with --requests, or go on with --resume',
  );
  expect(text.code).toBe(1);
  const json = await proveIn(directory.path, 'products', '--requests', '30', '--json');
  expect(json.code).toBe(1);
  const { proofs } = JSON.parse(json.stdout);
  expect(proofs[0]).toMatchObject({ collection: 'products', whole: true, items: 300 });
  expect(proofs[0].faults).toContainEqual(
    expect.objectContaining({
      claim: 'sort price ascending',
      line: expect.any(Number),
      mend: 'fields.price.sort: false',
    }),
  );
  const junit = await proveIn(directory.path, 'products', '--requests', '30', '--junit');
  expect(junit.stdout).toMatch(/<testsuite name="products" tests="\d+" failures="[1-9]\d*">/);
  expect(junit.stdout).toMatch(
    /<testcase classname="products" name="sort price ascending" file="[^"]*products\.yaml" line="\d+">/,
  );
  expect(junit.code).toBe(1);
  directory.remove();
});

it.each([
  [['--requests', '0'], 'from 1 to'],
  [['--requests', 'many'], 'whole number'],
])('%j is wrong usage', async (args, message) => {
  const ended = await proveIn(folder, ...args);
  expect(ended).toMatchObject({ code: 2 });
  expect(ended.stderr).toContain(message);
});
