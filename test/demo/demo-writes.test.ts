/** The demo's mapping writes what its API stores: one result for each item, and every later read shows it. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type App, createApp } from '../../src/app/app.js';
import { createCatalogue } from '../../src/demo/catalog.js';
import { createShop } from '../../src/demo/shop.js';
import { type DemoUpstream, startDemoUpstream } from '../../src/demo/upstream.js';
import type { OperationName } from '../../src/wix/operations.js';
import { unobserved } from '../../src/world/observation.js';
import { systemWorld } from '../../src/world/system-world.js';
import { root } from '../cli/harness.js';

let api: DemoUpstream;
let app: App;
const now = Date.UTC(2026, 2, 1);

beforeEach(async () => {
  api = await startDemoUpstream(0, () => now);
  app = createApp({
    world: systemWorld,
    mappingsDirectory: join(root, 'mappings/demo'),
    environment: { UPSTREAM_URL: api.url },
    observe: unobserved,
  });
  await app.started;
});
afterEach(async () => {
  await app.close();
  await api.close();
});

type Shown = Readonly<Record<string, unknown>>;
interface Result {
  readonly item?: Shown;
  readonly error?: { readonly errorCode: string; readonly errorMessage: string };
}

async function ask(operation: OperationName, collectionId: string, request: Shown): Promise<Shown> {
  return (await app.service(undefined)(
    operation,
    { collectionId, ...request },
    {
      world: systemWorld,
      requestId: undefined,
      scope: {},
      signal: new AbortController().signal,
      observe: unobserved,
      arrived: systemWorld.now(),
    },
  )) as Shown;
}
const write = async (operation: OperationName, collection: string, request: Shown) =>
  (await ask(operation, collection, request)).results as readonly Result[];
const insert = (collection: string, ...items: readonly Shown[]) =>
  write('InsertDataItems', collection, { items });
const update = (collection: string, ...items: readonly Shown[]) =>
  write('UpdateDataItems', collection, { items });
const remove = (collection: string, ...itemIds: readonly string[]) =>
  write('RemoveDataItems', collection, { itemIds });
const read = async (collection: string, _id: string): Promise<Shown | undefined> =>
  ((await ask('QueryDataItems', collection, { query: { filter: { _id } } })).items as readonly Shown[])[0];
const codes = (results: readonly Result[]) => results.map(({ error }) => error?.errorCode ?? 'done');

const lamp = { _id: 'l', title: 'Lamp', sku: 'L-1', price: 12.5, currency: 'EUR', category: 'c3' };

it('inserts what a query shows, changes it as a whole, and removes it', async () => {
  const [inserted] = await insert('products', { ...lamp, brand: 'b1', tags: ['eco'], condition: 'Used' });
  expect(inserted!.item).toMatchObject({ ...lamp, brandName: 'Northwind', condition: 'Used', tags: ['eco'] });
  expect(await read('products', 'l')).toEqual({ ...inserted!.item });
  const changed = { ...inserted!.item, title: 'Lamp II', listPrice: 20, brand: undefined, tags: undefined };
  const [updated] = await update('products', changed);
  expect(updated!.item).toMatchObject({ title: 'Lamp II', listPrice: 20, brand: null, tags: null });
  const [cheaper] = await update('products', { ...updated!.item, listPrice: undefined });
  expect(cheaper!.item).toMatchObject({ listPrice: null, price: 12.5 });
  expect(await read('products', 'l')).toEqual(cheaper!.item);
  expect(codes(await remove('products', 'l'))).toEqual(['done']);
  expect(await read('products', 'l')).toBeUndefined();
});

it('keeps what Wix cannot write, and refuses to change it', async () => {
  const before = (await read('products', 'p001'))!;
  expect(before.pictures).not.toEqual([]);
  expect(codes(await update('products', { ...before, stock: 7 }))).toEqual(['done']);
  expect(await read('products', 'p001')).toEqual({
    ...before,
    stock: 7,
    _updatedDate: { $date: new Date(now).toISOString() },
  });
  const [refused] = await update('products', { ...before, brandName: 'Another' });
  expect(refused!.error).toMatchObject({ errorCode: 'VALIDATION_ERROR' });
  expect(JSON.stringify(refused)).toContain('brandName');
});

it('gives each item its own answer: taken, not there, not valid, in use', async () => {
  expect(
    codes(
      await insert(
        'products',
        lamp,
        { ...lamp, title: 'Same id' },
        { ...lamp, _id: 'm' },
        { ...lamp, _id: 'n', sku: 'N-1', category: 'c99' },
        { ...lamp, _id: 'o', sku: 'O-1' },
      ),
    ),
  ).toEqual(['done', 'ITEM_ALREADY_EXISTS', 'ITEM_ALREADY_EXISTS', 'VALIDATION_ERROR', 'done']);
  expect(codes(await update('brands', { _id: 'b1', title: 'North' }, { _id: 'b99', title: 'None' }))).toEqual(
    ['done', 'ITEM_NOT_FOUND'],
  );
  // Products that refer to a brand show its new name.
  expect(
    (await ask('CountDataItems', 'products', { filter: { brandName: 'North' } })).totalCount,
  ).toBeGreaterThan(0);
  expect(codes(await remove('brands', 'b99', 'b1'))).toEqual(['ITEM_NOT_FOUND', 'VALIDATION_ERROR']);
  expect(codes(await insert('brands', { _id: 'b99', title: 'New', founded: 2026 }))).toEqual(['done']);
  expect(codes(await remove('brands', 'b99'))).toEqual(['done']);
});

it('empties what may be emptied', async () => {
  expect(await ask('TruncateDataItems', 'products', {})).toEqual({});
  expect(await ask('CountDataItems', 'products', { filter: {} })).toEqual({ totalCount: 0 });
  await expect(ask('TruncateDataItems', 'brands', {})).rejects.toThrow('does not offer TRUNCATE');
  // Now nothing refers to them.
  expect(codes(await remove('brands', 'b1'))).toEqual(['done']);
});

it('puts no category inside itself, and leaves a row alone that is refused', () => {
  const { categories, products } = createShop(createCatalogue(), () => now);
  const before = structuredClone(products.get('p001'));
  expect(() => categories.update('c1', { parentId: 'c2' })).toThrow('inside itself');
  expect(() => products.update('p001', { stock: 1, rating: 7 })).toThrow('from 1 to 5');
  expect(products.get('p001')).toEqual(before);
  expect(() => categories.remove('c1')).toThrow('still belong');
  expect(categories.create({ slug: 'new', name: 'New' }).id).toBe('c9');
});
