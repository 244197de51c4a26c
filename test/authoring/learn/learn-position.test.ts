/** Lists whose offset, page number or cursor is declared and not heeded: seen by init and by check --live. */
import { afterEach, describe, expect, test } from 'vitest';
import { mapSmallApi, type SmallApi } from '../init/small-api.js';

let api: SmallApi | undefined;
afterEach(async () => {
  await api?.close();
  api = undefined;
});

const thing = 'type Thing { id: ID!, size: Int! }';
const byOffset = `${thing} type Query { things(limit: Int = 10, offset: Int = 0): [Thing!]! }`;
const make = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `k${index}`, size: index % 7 }));

interface Asked {
  readonly limit: number;
  readonly offset: number;
}

test.each([1, 2, 3, 47])('an offset that is ignored, of %i rows', async (count) => {
  const rows = make(count);
  api = await mapSmallApi('things', byOffset, { things: ({ limit }: Asked) => rows.slice(0, limit) });
  expect(api.text).toContain('learned: the offset is not heeded');
  expect(api.text).toMatch(/offset: null/);
  expect(await api.ids()).toEqual(rows.map(({ id }) => id));
  expect(await api.ids({ paging: { limit: 50, offset: 50 } })).toEqual([]);
  if (count > 2) expect(await api.ids({ paging: { limit: 2, offset: 1 } })).toEqual(['k1', 'k2']);
  expect(await api.count()).toBe(count);
});

test.each([
  { kind: 'no total', types: byOffset, result: (rows: readonly unknown[]) => rows },
  {
    kind: 'a total',
    types: `${thing} type Page { items: [Thing!]!, total: Int! }
      type Query { things(limit: Int = 10, offset: Int = 0): Page! }`,
    result: (items: readonly unknown[], total: number) => ({ items, total }),
  },
])('an offset that is rounded to a multiple of the limit, with $kind', async ({ types, result }) => {
  const rows = make(470);
  api = await mapSmallApi('things', types, {
    things: ({ limit, offset }: Asked) => {
      const start = Math.floor(offset / limit) * limit;
      return result(rows.slice(start, start + limit), rows.length);
    },
  });
  expect(api.text).toContain('learned: the offset is rounded to a multiple of the limit');
  expect(api.text).toMatch(/offset: null/);
  expect(api.text).toMatch(/page: offset/);
  expect(api.text).toMatch(/unit: rows/);
  const all = rows.map(({ id }) => id);
  for (const [limit, offset] of [
    [3, 1],
    [7, 5],
    [50, 450],
    [1, 469],
    [20, 470],
    [1000, 0],
  ] as const)
    expect(await api.ids({ paging: { limit, offset } }), `${limit} at ${offset}`).toEqual(
      all.slice(offset, offset + limit),
    );
  expect(await api.count()).toBe(470);
  const threes = rows.filter(({ size }) => size === 3).map(({ id }) => id);
  expect(await api.ids({ filter: { size: 3 } })).toHaveLength(threes.length);
  expect(await api.checkLive()).toMatch(/^1 collection, 0 problems$/m);
});

test('a page number that is ignored', async () => {
  const rows = make(30);
  api = await mapSmallApi(
    'things',
    `${thing} type Query { things(page: Int = 1, perPage: Int = 10): [Thing!]! }`,
    { things: ({ perPage }: { readonly perPage: number }) => rows.slice(0, perPage) },
  );
  expect(api.text).toContain('learned: the page number is not heeded');
});

test('a cursor that is ignored', async () => {
  const rows = make(120);
  api = await mapSmallApi(
    'things',
    `${thing} type Things { nodes: [Thing!]!, pageInfo: PageInfo! }
     type PageInfo { hasNextPage: Boolean!, endCursor: String }
     type Query { things(first: Int = 10, after: String): Things! }`,
    {
      things: ({ first }: { readonly first: number }) => ({
        nodes: rows.slice(0, first),
        pageInfo: { hasNextPage: true, endCursor: String(first) },
      }),
    },
  );
  expect(api.text).toContain('learned: the cursor is not heeded');
});

test('check --live sees an offset that is no longer heeded, and names the line that mends it', async () => {
  const rows = make(30);
  let heeded = true;
  api = await mapSmallApi(
    'things',
    byOffset,
    {
      things: ({ limit, offset }: Asked) => {
        const start = heeded ? offset : 0;
        return rows.slice(start, start + limit);
      },
    },
    () => {
      heeded = true;
    },
  );
  expect(api.text).not.toContain('not heeded');
  expect(await api.checkLive()).toMatch(/^1 collection, 0 problems$/m);
  heeded = false;
  const checked = await api.checkLive();
  expect(checked).toContain('the offset is not heeded');
  expect(checked).toContain('write list.page.offset: null');
  expect(checked).toMatch(/2 problems$/m);
});

describe('an offset that is rounded, in an API of two lists', () => {
  const rows = make(70);
  const two = (numbers: string) => `${thing}
    type Other { id: ID!, size: Int! }
    type Things { items: [Thing!]!, total: Int! }
    type Others { items: [Other!]!, total: Int! }
    type Query {
      things(limit: Int = 10, offset: Int = 0${numbers}): Things!
      others(limit: Int = 10, offset: Int = 0${numbers}): Others!
    }`;
  const list = ({ limit, offset, page = 1 }: Asked & { readonly page?: number }) => {
    const start = (Math.floor(offset / limit) + page - 1) * limit;
    return { items: rows.slice(start, start + limit), total: rows.length };
  };
  test.each([
    ['beside a page number', ', page: Int = 1'],
    ['alone', ''],
  ])('%s', async (_, numbers) => {
    api = await mapSmallApi('things', two(numbers), { things: list, others: list });
    expect(api.text).toContain('learned: the offset is rounded to a multiple of the limit');
    expect(await api.checkLive()).toMatch(/^2 collections, 0 problems$/m);
    const all = rows.map(({ id }) => id);
    expect(await api.ids({ paging: { limit: 7, offset: 5 } })).toEqual(all.slice(5, 12));
    expect(await api.ids({ paging: { limit: 1000, offset: 0 } })).toEqual(all);
  });
});
