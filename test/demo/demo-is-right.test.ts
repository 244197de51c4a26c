/** The demo's mapping says what its API does exactly; here the API's answers are compared with Wix's own rules. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, createApp } from '../../src/app/app.js';
import { type DemoUpstream, startDemoUpstream } from '../../src/demo/upstream.js';
import { compileFilter } from '../../src/wix/filter/evaluate.js';
import type { Item } from '../../src/wix/json.js';
import { parseQuery } from '../../src/wix/requests.js';
import { compileSort } from '../../src/wix/sort.js';
import { unobserved } from '../../src/world/observation.js';
import { systemWorld } from '../../src/world/system-world.js';
import { root } from '../cli/harness.js';

let api: DemoUpstream;
let app: App;
let all: readonly Item[];

async function ask(query: Readonly<Record<string, unknown>>) {
  const request = parseQuery({ collectionId: 'products', query, returnTotalCount: true });
  const context = {
    world: systemWorld,
    requestId: undefined,
    scope: {},
    signal: new AbortController().signal,
    deadline: Date.now() + 10_000,
    observe: unobserved,
  };
  return {
    request,
    answer: await app.generation.engine.query(app.collections.get('products')!, request, context),
  };
}

beforeAll(async () => {
  api = await startDemoUpstream();
  app = createApp({
    world: systemWorld,
    mappingsDirectory: join(root, 'mappings/demo'),
    environment: { UPSTREAM_URL: api.url },
    observe: unobserved,
  });
  await app.started;
  all = (await ask({ paging: { limit: 1000 } })).answer.items;
});
afterAll(async () => {
  await app.close();
  await api.close();
});

const filters: readonly Readonly<Record<string, unknown>>[] = [
  { title: { $contains: '%_' } },
  { title: { $startsWith: 'Ål' } },
  { title: { $startsWith: 'SÜSSER' } },
  { title: { $contains: '禅' } },
  { title: { $gt: 'Travel' } },
  { brandName: { $ne: 'Łąka' } },
  { brandName: { $in: ['Łąka', null] } },
  { brandName: { $nin: ['Łąka', null] } },
  { brand: { $exists: false } },
  { $not: [{ rating: { $gte: 3 } }] },
  { $not: [{ $or: [{ brandName: { $contains: 'wind' } }, { listPrice: { $exists: true } }] }] },
  { rating: { $gte: 4.5, $lt: 5 } },
  { price: 147.91 },
  { price: { $gt: 100.005, $lte: 120 } },
  { condition: { $ne: 'New' } },
  { condition: 'Worn' },
  { tags: { $hasSome: ['eco', 'Été'] } },
  { tags: { $hasAll: ['new', 'eco'] } },
  { tags: 'NEW' },
  { tags: { $isEmpty: true } },
  { tags: { $exists: false } },
  { releasedOn: { $gte: '2023-01-01', $lt: '2023-02-01' } },
  { _createdDate: { $lt: { $date: '2022-03-01T00:00:00.000Z' } } },
  { available: true, stock: { $lt: 5 } },
  { available: { $ne: true } },
  { image: { $exists: false } },
];
const sorts: readonly (readonly { readonly fieldName: string; readonly order: string }[])[] = [
  [],
  [{ fieldName: 'brandName', order: 'ASC' }],
  [
    { fieldName: 'rating', order: 'DESC' },
    { fieldName: 'title', order: 'ASC' },
  ],
  [{ fieldName: 'condition', order: 'DESC' }],
];

describe('filters', () => {
  it.each(filters)('%j', async (filter) => {
    const { request, answer } = await ask({ filter, paging: { limit: 1000 } });
    const expected = all.filter(compileFilter(request.filter)).map((item) => item._id);
    expect(answer.items.map((item) => item._id)).toEqual(expected);
    expect(answer.pagingMetadata.total).toBe(expected.length);
  });

  it('are neither empty nor everything, but for two (ß is not ss)', () => {
    const sizes = filters.map(
      (filter) =>
        all.filter(compileFilter(parseQuery({ collectionId: 'products', query: { filter } }).filter)).length,
    );
    expect(sizes.filter((size) => size > 0 && size < all.length).length).toBe(filters.length - 2);
  });
});

describe('sorts', () => {
  it.each(sorts.map((sort) => [sort]))('%j', async (sort) => {
    const { request, answer } = await ask({
      sort,
      filter: { available: true },
      paging: { limit: 40, offset: 20 },
    });
    const order = compileSort([...request.sort, { path: '_id', order: 'ASC' }]);
    const expected = all
      .filter((item) => item.available === true)
      .sort(order)
      .slice(20, 60);
    expect(answer.items.map((item) => item._id)).toEqual(expected.map((item) => item._id));
  });
});
