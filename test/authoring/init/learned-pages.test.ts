/** What `init` finds out about the pages of lists that tell little of themselves. */
import { afterEach, expect, test } from 'vitest';
import { mapSmallApi, type SmallApi } from './small-api.js';

let api: SmallApi | undefined;
afterEach(async () => {
  await api?.close();
  api = undefined;
});

const thing = 'type Thing { id: ID!, size: Int! }';
const rows = Array.from({ length: 137 }, (_, index) => ({ id: `k${index}`, size: index % 7 }));
const allIds = rows.map((row) => row.id);

test.each([
  { kind: 'reckons with the cut size', skip: (page: number, _asked: number, size: number) => page * size },
  { kind: 'reckons with the size asked for', skip: (page: number, asked: number) => page * asked },
])('numbered pages cut to 20 without a word, by an API that $kind', async ({ skip }) => {
  api = await mapSmallApi(
    'things',
    `${thing} type Query { things(page: Int = 1, perPage: Int = 10): [Thing!]! }`,
    {
      things: ({ page, perPage }: { page: number; perPage: number }) => {
        const size = Math.min(perPage, 20);
        const start = skip(page - 1, perPage, size);
        return rows.slice(start, start + size);
      },
    },
  );
  expect(api.text).toMatch(/max: 20\b/);
  expect(await api.ids()).toEqual(allIds);
  expect(await api.ids({ paging: { limit: 30, offset: 15 } })).toEqual(allIds.slice(15, 45));
});

test('a list of one round page is not taken for a cut one where the next page is empty', async () => {
  api = await mapSmallApi(
    'things',
    `${thing} type Query { things(page: Int = 1, perPage: Int = 10): [Thing!]! }`,
    {
      things: ({ page, perPage }: { page: number; perPage: number }) =>
        rows.slice(0, 20).slice((page - 1) * perPage, page * perPage),
    },
  );
  expect(api.text).not.toMatch(/max: 20\b/);
  expect(await api.ids()).toEqual(allIds.slice(0, 20));
});

test('nothing continues the list, and a larger limit gives a round number of rows', async () => {
  api = await mapSmallApi('things', `${thing} type Query { things(limit: Int = 20): [Thing!]! }`, {
    things: ({ limit }: { limit: number }) => rows.slice(0, Math.min(limit, 50)),
  });
  expect(api.text).toMatch(/max: 50\b/);
  expect(api.text).toContain('a larger limit gives 50 rows');
  expect(await api.ids()).toContain('cannot be continued');
  expect(await api.count()).toContain('cannot be continued');
});

test('nothing continues the list, and all of it comes', async () => {
  api = await mapSmallApi('things', `${thing} type Query { things(limit: Int = 20): [Thing!]! }`, {
    things: ({ limit }: { limit: number }) => rows.slice(0, 47).slice(0, limit),
  });
  expect(await api.ids()).toEqual(allIds.slice(0, 47));
});

test.each(['limit must be between 5 and 50', 'expected 5 <= limit <= 50, got 1000'])(
  'a refusal that names two bounds: %s',
  async (message) => {
    api = await mapSmallApi(
      'things',
      `${thing} type Page { items: [Thing!]!, totalCount: Int! }
       type Query { things(limit: Int = 20, offset: Int = 0): Page! }`,
      {
        things: ({ limit, offset }: { limit: number; offset: number }) => {
          if (limit < 5 || limit > 50) throw new Error(message);
          return { items: rows.slice(offset, offset + limit), totalCount: rows.length };
        },
      },
    );
    expect(api.text).toMatch(/max: 50\b/);
  },
);

test('a collection that is empty does not tell how its pages are numbered', async () => {
  api = await mapSmallApi(
    'things',
    `${thing} type Slice { content: [Thing!]!, hasNext: Boolean! }
     type Query { things(page: Int, size: Int): Slice! }`,
    { things: () => ({ content: [], hasNext: false }) },
  );
  expect(api.text).toContain('base: 1 is assumed: the collection was empty');
});

test('a collection with rows does', async () => {
  api = await mapSmallApi(
    'things',
    `${thing} type Slice { content: [Thing!]!, hasNext: Boolean! }
     type Query { things(page: Int, size: Int): Slice! }`,
    {
      things: ({ page, size }: { page: number; size: number }) => ({
        content: page < 1 ? [] : rows.slice((page - 1) * size, page * size),
        hasNext: page * size < rows.length,
      }),
    },
  );
  expect(api.text).not.toContain('base: 1 is assumed');
});
