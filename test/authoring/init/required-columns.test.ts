/** Keystone over Prisma refuses to compare a required column with null: only that test is taken away. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Json } from '../../../src/wix/json.js';
import { parseCount, parseQuery } from '../../../src/wix/requests.js';
import { context, type Rig, startRig } from '../../rig.js';
import { makeRows } from '../../upstreams/data.js';
import type { ProductUpstream } from '../../upstreams/engine/start.js';
import { startKeystone } from '../../upstreams/keystone.js';
import { createFolder, type Folder } from './folder.js';

const rows = makeRows(60, 5).map((row, index) => ({ ...row, title: `title ${index % 9}` }));
const withQuantity = rows.filter(({ quantity }) => quantity !== null).length;
let server: ProductUpstream;
let folder: Folder;
let rig: Rig;
beforeAll(async () => {
  server = await startKeystone(rows, { required: ['title'] });
  folder = createFolder();
  rig = await startRig(server.url, { dialect: 'keystone' }, [
    {
      collection: 'products',
      type: 'Product',
      id: 'id',
      list: 'products',
      fields: { title: 'title', quantity: 'quantity' },
    },
  ]);
});
afterAll(async () => {
  await rig.close();
  folder.remove();
  await server.close();
});

const count = async (filter: Json) =>
  (await rig.engine.count(rig.model('products'), parseCount({ collectionId: 'products', filter }), context()))
    .totalCount;

test('init takes away the test for a value of that column, and nothing else', async () => {
  await folder.init(server.url);
  const text = folder.files()['products.yaml']!;
  const line = text.split('\n').find((each) => /^\s+title:/.test(each))!;
  expect(line).toMatch(/operators: \{ isNull: null, notNull: null \}/);
  expect(text).not.toMatch(/filter: false|operators: *\n\s+any: \{ isNull: null/);
  expect(text.match(/isNull: null/g)).toHaveLength(1);
});

test('served as it is, each filter is answered, and the test is not sent again', async () => {
  expect(await count({ title: null })).toBe(0);
  const { items } = await rig.engine.query(
    rig.model('products'),
    parseQuery({ collectionId: 'products', query: { filter: { title: { $ne: 'title 1' } } } }),
    context(),
  );
  expect(items).toHaveLength(50);
  const nullTests = () =>
    server.requests.filter(({ variables }) => JSON.stringify(variables).includes('"title":{"equals":null}'));
  const before = nullTests().length;
  expect(before).toBeGreaterThan(0);
  expect(await count({ title: null })).toBe(0);
  expect(nullTests()).toHaveLength(before);
  expect(await count({ quantity: { $ne: null } })).toBe(withQuantity);
  expect(await count({ title: 'title 1' })).toBe(rows.filter(({ title }) => title === 'title 1').length);
});
