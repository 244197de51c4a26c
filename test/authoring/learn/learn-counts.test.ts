/** Totals: what a place, a page of one row, a filter with its complement, and a sister list tell of them. */
import { afterEach, expect, test } from 'vitest';
import { createFolder } from '../init/folder.js';
import { serveGraphql } from '../init/serve-graphql.js';
import { mapSmallApi, type SmallApi } from '../init/small-api.js';

let api: SmallApi | undefined;
afterEach(async () => {
  await api?.close();
  api = undefined;
});

interface Row {
  readonly id: string;
  readonly open: boolean;
  readonly size: number;
}
const make = (count: number): readonly Row[] =>
  Array.from({ length: count }, (_, index) => ({ id: `k${index}`, open: index % 3 === 0, size: index % 7 }));

const connection = `type Thing { id: ID!, open: Boolean!, size: Int! }
  input IntFilter { lt: Int, gte: Int }
  input ThingFilter { size: IntFilter }
  type Things { nodes: [Thing!]!, pageInfo: PageInfo!, totalCount: Int! }
  type PageInfo { hasNextPage: Boolean!, endCursor: String }
  type Query { things(first: Int = 10, after: String, where: ThingFilter): Things! }`;
interface Asked {
  readonly first: number;
  readonly after?: string;
  readonly where?: { readonly size?: { readonly lt?: number; readonly gte?: number } };
}

function byCursor(rows: readonly Row[], total: (found: number, filtered: boolean) => number) {
  return {
    things: ({ first, after, where }: Asked) => {
      const { lt, gte } = where?.size ?? {};
      const found = rows.filter(
        ({ size }) => (lt === undefined || size < lt) && (gte === undefined || size >= gte),
      );
      const start = Number(after ?? 0);
      const nodes = found.slice(start, start + first);
      const end = start + nodes.length;
      return {
        nodes,
        pageInfo: { hasNextPage: end < found.length, endCursor: String(end) },
        totalCount: total(found.length, where?.size !== undefined),
      };
    },
  };
}

test('a round total that is right is proved by its halves', async () => {
  api = await mapSmallApi(
    'things',
    connection,
    byCursor(make(3000), (found) => found),
  );
  expect(api.text).not.toMatch(/cap:|count: null/);
  expect(await api.count()).toBe(3000);
});

test('a cap is proved by its halves', async () => {
  api = await mapSmallApi(
    'things',
    connection,
    byCursor(make(5000), (found) => Math.min(found, 3000)),
  );
  expect(api.text).toMatch(/cap: 3000\b/);
  expect(await api.count()).toBe(5000);
  expect(await api.count({ size: { $lt: 2 } })).toBe(make(5000).filter(({ size }) => size < 2).length);
});

test('a round estimate is no cap', async () => {
  api = await mapSmallApi(
    'things',
    connection,
    byCursor(make(455), (found, filtered) => (filtered ? found : 300)),
  );
  expect(api.text).toMatch(/count: null/);
  expect(api.text).not.toContain('cap:');
  expect(await api.count()).toBe(455);
});

test('an estimate is no total', async () => {
  api = await mapSmallApi(
    'things',
    connection,
    byCursor(make(455), (found, filtered) => (filtered ? found : 317)),
  );
  expect(api.text).toMatch(/count: null/);
  expect(await api.count()).toBe(455);
});

const offsets = `type Thing { id: ID!, size: Int! }
  type Page { items: [Thing!]!, total: Int!, hasMore: Boolean! }
  type Query { things(limit: Int = 10, offset: Int = 0): Page! }`;

const filtered = `type Thing { id: ID!, size: Int! }
  input IntFilter { lt: Int, gte: Int }
  input ThingFilter { size: IntFilter }
  type Page { items: [Thing!]!, total: Int! }
  type Query { things(limit: Int = 10, offset: Int = 0, where: ThingFilter): Page! }`;

test.each([
  {
    kind: 'an estimate',
    total: (found: number, all: boolean) => (all ? 300 : found),
    written: /count: null/,
  },
  { kind: 'a cap', total: (found: number) => Math.min(found, 300), written: /cap: 300\b/ },
])('$kind, where an offset shows that the list goes on', async ({ total, written }) => {
  const rows = make(455);
  api = await mapSmallApi('things', filtered, {
    things: ({ limit, offset, where }: Asked & { readonly limit: number; readonly offset: number }) => {
      const { lt, gte } = where?.size ?? {};
      const found = rows.filter(
        ({ size }) => (lt === undefined || size < lt) && (gte === undefined || size >= gte),
      );
      return {
        items: found.slice(offset, offset + limit),
        total: total(found.length, where?.size === undefined),
      };
    },
  });
  expect(api.text).toMatch(written);
  expect(await api.count()).toBe(455);
  expect(await api.count({ size: { $gte: 1 } })).toBe(rows.filter(({ size }) => size >= 1).length);
});

test('an estimate that the flag for more rows follows', async () => {
  const rows = make(455);
  api = await mapSmallApi('things', offsets, {
    things: ({ limit, offset }: { readonly limit: number; readonly offset: number }) => ({
      items: rows.slice(offset, offset + limit),
      total: 301,
      hasMore: offset + limit < 301,
    }),
  });
  expect(api.text).toMatch(/count: null/);
  expect(api.text).toMatch(/more: null/);
  expect(await api.ids()).toHaveLength(455);
  expect(await api.count()).toBe(455);
});

test('what one list betrays of its total holds for its sisters that are too short to show it', async () => {
  const lists = { books: make(72), shelves: make(1), authors: make(0) };
  const page = (name: string) => `type ${name}Page { items: [${name}!]!, count: Int! }`;
  const item = (name: string) => `type ${name} { id: ID!, size: Int! }`;
  const upstream = await serveGraphql(
    ['Book', 'Shelf', 'Author'].flatMap((name) => [page(name), item(name)]).join('\n') +
      `type Query { books(limit: Int = 50, offset: Int = 0): BookPage!
        shelves(limit: Int = 50, offset: Int = 0): ShelfPage!
        authors(limit: Int = 50, offset: Int = 0): AuthorPage! }`,
    Object.fromEntries(
      Object.entries(lists).map(([name, rows]) => [
        name,
        ({ limit, offset }: { readonly limit: number; readonly offset: number }) => {
          const items = rows.slice(offset, offset + limit);
          return { items, count: items.length };
        },
      ]),
    ),
  );
  const folder = createFolder();
  try {
    await folder.init(upstream.url);
    const files = folder.files();
    for (const name of ['books', 'shelves', 'authors'])
      expect(files[`${name}.yaml`], name).toMatch(/count: null/);
    expect(files['shelves.yaml']).toContain('learned of books, whose list is of the same style');
  } finally {
    folder.remove();
    await upstream.close();
  }
});
