/** What `init` finds out about totals: capped ones, those that ignore the filter, and those of other rows. */
import { afterEach, expect, test } from 'vitest';
import { mapSmallApi, type SmallApi } from './small-api.js';

let api: SmallApi | undefined;
afterEach(async () => {
  await api?.close();
  api = undefined;
});

const thing = `type Thing { id: ID!, size: Int!, name: String! }
  input SizeFilter { eq: Int, gt: Int, lt: Int }
  input IdFilter { eq: ID, in: [ID!] }
  input ThingFilter { size: SizeFilter }
  input ThingIdFilter { size: SizeFilter, id: IdFilter }
  type Page { items: [Thing!]!, totalCount: Int! }`;

interface Row {
  readonly id: string;
  readonly size: number;
  readonly name: string;
}
interface Asked {
  readonly where?: {
    readonly size?: { readonly eq?: number; readonly gt?: number; readonly lt?: number };
    readonly id?: { readonly eq?: string; readonly in?: readonly string[] };
  };
  readonly limit: number;
  readonly offset: number;
}

const make = (number: number): readonly Row[] =>
  Array.from({ length: number }, (_, index) => ({ id: `k${index}`, size: index % 7, name: `n${index}` }));

const matching = (rows: readonly Row[], { size, id }: NonNullable<Asked['where']> = {}): readonly Row[] =>
  rows.filter(
    (row) =>
      (size?.eq === undefined || row.size === size.eq) &&
      (size?.gt === undefined || row.size > size.gt) &&
      (size?.lt === undefined || row.size < size.lt) &&
      (id?.eq === undefined || row.id === id.eq) &&
      (id?.in === undefined || id.in.includes(row.id)),
  );

test('a total that stops at 1000 while the list goes on', async () => {
  const rows = make(1200);
  api = await mapSmallApi(
    'things',
    `${thing} type Query { things(where: ThingFilter, limit: Int = 10, offset: Int = 0): Page! }`,
    {
      things: ({ where, limit, offset }: Asked) => {
        const found = matching(rows, where);
        return {
          items: found.slice(offset, offset + Math.min(limit, 100)),
          totalCount: Math.min(found.length, 1000),
        };
      },
    },
  );
  expect(api.text).toMatch(/cap: 1000\b/);
  expect(api.text).toContain('learned: it counts to 1000, and the list goes on');
  expect(await api.count()).toBe(1200);
  expect(await api.count({ size: 3 })).toBe(rows.filter((row) => row.size === 3).length);
});

test('a capped total that heeds the filter is told below the cap', async () => {
  const rows = make(3000);
  api = await mapSmallApi(
    'things',
    `${thing} type Query { things(where: ThingFilter, limit: Int = 10, offset: Int = 0): Page! }`,
    {
      things: ({ where, limit, offset }: Asked) => {
        const found = matching(rows, where);
        return { items: found.slice(offset, offset + limit), totalCount: Math.min(found.length, 100) };
      },
    },
  );
  expect(api.text).toMatch(/cap: 100\b/);
  expect(api.text).not.toContain('does not heed');
  expect(await api.count({ size: 3 })).toBe(rows.filter((row) => row.size === 3).length);
});

test('the same with numbered pages', async () => {
  const rows = make(1200);
  api = await mapSmallApi(
    'things',
    `${thing} type Query { things(page: Int = 1, perPage: Int = 10): Page! }`,
    {
      things: ({ page, perPage }: { page: number; perPage: number }) => ({
        items: rows.slice((page - 1) * perPage, page * perPage),
        totalCount: 1000,
      }),
    },
  );
  expect(api.text).toMatch(/cap: 1000\b/);
  expect(await api.count()).toBe(1200);
});

test('a total of 1000 that no offset can verify is walked to', async () => {
  const rows = make(1200);
  api = await mapSmallApi(
    'things',
    `type Thing { id: ID!, size: Int! }
     type PageInfo { endCursor: String, hasNextPage: Boolean! }
     type Edge { cursor: String!, node: Thing! }
     type Things { edges: [Edge!]!, pageInfo: PageInfo!, totalCount: Int! }
     type Query { things(first: Int, after: String): Things! }`,
    {
      things: ({ first = 10, after }: { first?: number; after?: string }) => {
        const start = after === undefined ? 0 : Number(after) + 1;
        const found = rows.slice(start, start + first);
        const end = start + found.length;
        return {
          edges: found.map((node, index) => ({ cursor: String(start + index), node })),
          pageInfo: { endCursor: String(end - 1), hasNextPage: end < rows.length },
          totalCount: 1000,
        };
      },
    },
  );
  expect(api.text).toMatch(/cap: 1000\b/);
  expect(api.text).toContain('it counts to 1000, and the list goes on');
  expect(await api.count()).toBe(1200);
});

test.each([
  { kind: 'right', rows: 3000, size: 1000, written: /^(?![\s\S]*(?:cap:|count: null|could not be proved))/ },
  {
    kind: 'too far away to be walked to',
    rows: 3000,
    size: 50,
    written:
      /whether 3000 is all that there is could not be proved; if the API counts no further, write cap: 3000/,
  },
])('a round total without halves that is $kind', async ({ rows: length, size, written }) => {
  const rows = make(length);
  api = await mapSmallApi(
    'things',
    `type Thing { id: ID!, size: Int! }
     type PageInfo { endCursor: String, hasNextPage: Boolean! }
     type Edge { cursor: String!, node: Thing! }
     type Things { edges: [Edge!]!, pageInfo: PageInfo!, totalCount: Int! }
     type Query { things(first: Int, after: String): Things! }`,
    {
      things: ({ first = 10, after }: { first?: number; after?: string }) => {
        const start = after === undefined ? 0 : Number(after) + 1;
        const found = rows.slice(start, start + Math.min(first, size));
        const end = start + found.length;
        return {
          edges: found.map((node, index) => ({ cursor: String(start + index), node })),
          pageInfo: { endCursor: String(end - 1), hasNextPage: end < rows.length },
          totalCount: rows.length,
        };
      },
    },
  );
  expect(api.text).toMatch(written);
  expect(api.text.replace(/#.*$/gm, '')).not.toContain('cap:');
  expect(await api.count()).toBe(length);
});

test('a total of 1000 that is right stays', async () => {
  const rows = make(1000);
  api = await mapSmallApi(
    'things',
    `${thing} type Query { things(where: ThingFilter, limit: Int = 10, offset: Int = 0): Page! }`,
    {
      things: ({ where, limit, offset }: Asked) => {
        const found = matching(rows, where);
        return { items: found.slice(offset, offset + limit), totalCount: found.length };
      },
    },
  );
  expect(api.text).not.toMatch(/cap:/);
  expect(api.text).toMatch(/count: totalCount/);
});

test.each([
  { filter: 'ThingFilter', by: 'a value' },
  { filter: 'ThingIdFilter', by: 'an id' },
])('a total that ignores a filter by $by', async ({ filter }) => {
  const rows = make(137);
  api = await mapSmallApi(
    'things',
    `${thing} type Query { things(where: ${filter}, limit: Int = 10, offset: Int = 0): Page! }`,
    {
      things: ({ where, limit, offset }: Asked) => ({
        items: matching(rows, where).slice(offset, offset + limit),
        totalCount: rows.length,
      }),
    },
  );
  expect(api.text).toContain('count: null');
  expect(api.text).toContain('learned: it does not heed the filter');
  expect(await api.count({ size: 3 })).toBe(rows.filter((row) => row.size === 3).length);
  expect(await api.count()).toBe(137);
});

test('a counter beside the list that ignores its filter still counts everything', async () => {
  const rows = make(137);
  api = await mapSmallApi(
    'things',
    `${thing} type Query {
       things(where: ThingFilter, limit: Int = 10, offset: Int = 0): [Thing!]!
       thingsCount(where: ThingFilter): Int! }`,
    {
      things: ({ where, limit, offset }: Asked) => matching(rows, where).slice(offset, offset + limit),
      thingsCount: () => rows.length,
    },
  );
  expect(api.text).toContain('filter: null');
  expect(await api.count({ size: 3 })).toBe(rows.filter((row) => row.size === 3).length);
  expect(await api.count()).toBe(137);
});

test('a counter that counts rows that the list never shows', async () => {
  const rows = make(137);
  const shown = rows.filter((row) => row.size < 4);
  api = await mapSmallApi(
    'things',
    `${thing} type Query {
       things(where: ThingFilter, limit: Int = 10, offset: Int = 0): [Thing!]!
       thingsCount(where: ThingFilter): Int! }`,
    {
      things: ({ where, limit, offset }: Asked) => matching(shown, where).slice(offset, offset + limit),
      thingsCount: ({ where }: Asked) => matching(rows, where).length,
    },
  );
  expect(api.text).toContain('count: null');
  expect(api.text).toContain('learned: it counts rows that the list does not show');
  expect(api.text).not.toContain('pages come with at most');
  expect(await api.count()).toBe(shown.length);
});
