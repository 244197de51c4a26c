/** `init --update`: what is new goes into the files that are there, and not a letter else changes. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { inside } from '../../cli/inside.js';
import { createFolder, type Folder } from './folder.js';
import { type Served, serveGraphql } from './serve-graphql.js';

const types = (more: string, others = ''): string => `
  type Product { id: ID!, name: String!, price: Float ${more} }
  type Brand { id: ID!, title: String! }
  ${others === '' ? '' : 'type Shop { id: ID!, city: String! }'}
  type Query {
    products(limit: Int = 20, offset: Int = 0): [Product!]!
    brands(limit: Int = 20, offset: Int = 0): [Brand!]!
    ${others}
  }`;
const root = {
  products: () => [{ id: '1', name: 'Lamp', price: 5, weight: 3, colour: 'red' }],
  brands: () => [{ id: 'b', title: 'B' }],
  shops: () => [{ id: 's', city: 'Oslo' }],
};
const shops = 'shops(limit: Int = 20, offset: Int = 0): [Shop!]!';

let folder: Folder;
const apis: Served[] = [];
afterEach(async () => {
  folder.remove();
  for (const each of apis.splice(0)) await each.close();
});

async function api(more: string, others = ''): Promise<string> {
  const served = await serveGraphql(types(more, others), root);
  apis.push(served);
  return served.url;
}

const path = (name: string): string => join(folder.path, name);
const read = (name: string): string => readFileSync(path(name), 'utf8');

/** A folder that `init` wrote for the API as it was; the address is that of the API as it is now. */
async function grown(edit: (text: string) => string = (text) => text): Promise<string> {
  folder = createFolder();
  const before = await api('');
  await folder.init(before);
  const now = await api(', weight: Int, colour: String', shops);
  writeFileSync(path('upstream.yaml'), read('upstream.yaml').replace(before, now));
  writeFileSync(path('products.yaml'), edit(read('products.yaml')));
  return now;
}

const edited = (text: string): string =>
  text
    .replace('name: name', "label:   'name'   # our own word")
    .replace(/^( *)price: .*\n/m, '')
    .replace(/$/, '# the end\n');

it('new fields go behind the last one; edits, comments and what was taken out stay so', async () => {
  const url = await grown(edited);
  const before = read('products.yaml');
  const ran = await folder.init(url, { update: true });
  expect(ran.exitCode).toBe(0);
  const after = read('products.yaml');
  const added = after.split('\n').filter((line) => !before.split('\n').includes(line));
  expect(added.map((line) => line.trim())).toEqual(['weight: weight', 'colour: colour']);
  expect(after.replace(/^ *(weight: weight|colour: colour)\n/gm, '')).toBe(before);
  expect(after).not.toContain('price: price');
  expect(ran.output).toContain('+  weight: weight\n+  colour: colour');
  expect(ran.output).toContain('new fields: products.yaml (weight, colour)');
  expect(read('shops.yaml')).toContain('city: city');
  expect(read('schema.graphql')).toContain('colour: String');
  expect((await folder.checkLive()).output).toMatch(/^3 collections, 0 problems/m);
  // All of it is known now.
  const again = await folder.init(url, { update: true });
  expect(again.output).toContain('no file gets a new field');
  expect(read('products.yaml')).toBe(after);
});

it('--dry-run shows the same and writes nothing', async () => {
  const url = await grown();
  const before = folder.files();
  const ran = await folder.init(url, { update: true, dryRun: true });
  expect(ran.output).toContain('+  weight: weight\n+  colour: colour');
  expect(ran.output).toContain('would write 2 file(s)');
  expect(ran.output).toContain('city: city');
  expect(folder.files()).toEqual(before);
});

it('a collection whose file was removed stays away, unless it is asked for', async () => {
  const url = await grown();
  rmSync(path('brands.yaml'));
  const ran = await folder.init(url, { update: true });
  expect(ran.output).toContain('not new, and without a file, so not wanted: brands');
  expect(existsSync(path('brands.yaml'))).toBe(false);
  await folder.init(url, { update: true, only: ['brands'] });
  expect(existsSync(path('brands.yaml'))).toBe(true);
});

it('without a saved schema, what the file does not mention is new', async () => {
  const url = await grown((text) => text.replace(/^( *)price: .*$/m, '$1# price is none of theirs'));
  rmSync(path('schema.graphql'));
  await folder.init(url, { update: true });
  expect(read('products.yaml')).toContain('weight: weight');
  expect(read('products.yaml')).not.toContain('price: ');
});

it('a key that is taken is told, and a file without a place for lines too', async () => {
  const url = await grown((text) => text.replace('name: name', 'weight: name'));
  const ran = await folder.init(url, { update: true });
  expect(ran.output).toContain('products.yaml: the key weight is taken by another path');
  expect(read('products.yaml')).toContain('colour: colour');
});

it('the first run with --dry-run writes nothing at all', async () => {
  folder = createFolder();
  const ran = await folder.init(await api(''), { dryRun: true });
  expect(ran.output).toContain('name: name');
  expect(ran.output).toMatch(/would write \d file\(s\)/);
  expect(Object.keys(folder.files())).toEqual([]);
});

it('pull brings what editors complete with up to date', async () => {
  await grown();
  const name = '.schemas/of-products.schema.json';
  expect(read(name)).not.toContain('colour');
  expect((await inside(['pull', '--mappings', folder.path])).code).toBe(0);
  expect(read(name)).toContain('colour');
});
