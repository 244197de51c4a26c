/** Limit, filter and order of an include in the arguments of the list in each row: the same answer, and no more nodes than allowed. */
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import type { Json } from '../../src/wix/json.js';
import { parseQuery } from '../../src/wix/requests.js';
import type { Served } from '../authoring/init/serve-graphql.js';
import { fieldsOf, filters } from '../oracle/arbitrary.js';
import { naiveFilter, type Types } from '../oracle/naive.js';
import type { Item } from '../oracle/values.js';
import { context, type Rig, startRig } from '../rig.js';
import { type LibraryOptions, startLibrary } from './library.js';
import { libraryRows } from './library-data.js';
import { books, libraryStyle, reviews, tags } from './library-mapping.js';
import { nodesAsked } from './node-count.js';

const seed = Number(process.env.LAW_SEED ?? 7);
const runs = Number(process.env.LAW_RUNS ?? 12);
const rows = libraryRows(seed, 12);

let server: Served;
let rig: Rig;
afterEach(async () => {
  await rig?.close();
  await server?.close();
});

type Mapping = Record<string, Json>;

/** @param list `through.list` of the field, @param more beside it */
async function started(list: Mapping, options: LibraryOptions = {}, more: Mapping = {}): Promise<void> {
  server = await startLibrary(rows, options);
  const { limits = {}, pushdown, ...through } = more;
  rig = await startRig(
    server.url,
    { ...libraryStyle, limits },
    [
      books({
        several: { type: 'MULTI_REFERENCE', collection: 'reviews', through: { list, ...through } },
      }),
      reviews({
        book: { path: 'bookId', type: 'REFERENCE', collection: 'books' },
        // A date-time that the API sorts and compares by.
        _createdDate: 'madeAt',
      }),
      tags(),
    ],
    pushdown === 'off' ? { pushdown: 'off' } : {},
  );
}

const text = (a: unknown, b: unknown): number => (String(a) < String(b) ? -1 : 1);
const bookIds = rows.books.map(({ id }) => String(id)).sort(text);
const reviewItems: readonly Item[] = rows.reviews.map((row) => ({
  _id: row.id as string,
  stars: row.stars as number | null,
  text: row.text as string | null,
  _createdDate: { $date: row.createdAt as string },
  book: row.bookId as string | null,
}));
const types: Types = { book: 'REFERENCE', _createdDate: 'DATETIME', stars: 'NUMBER', text: 'TEXT' };
const samples = fieldsOf(reviewItems).map((each) =>
  each.key === 'book' ? { ...each, type: 'REFERENCE' as const } : each,
);

/** What a naive reading of the same rows includes. */
const expected = (limit: number, filter: Json): Json[][] =>
  bookIds.map((id) =>
    reviewItems
      .filter((item) => item.book === id && naiveFilter(item, filter, types))
      .sort((a, b) =>
        text((a._createdDate as { $date: string }).$date, (b._createdDate as { $date: string }).$date),
      )
      .slice(0, limit)
      .map(({ _id }) => _id!),
  );

const request = (limit: number, filter: Json = {}, size = 50) =>
  parseQuery({
    collectionId: 'books',
    query: { paging: { limit: size } },
    includeReferencedItems: [{ fieldKey: 'several', limit, filter }],
  });

const ask = async (limit: number, filter: Json = {}, size = 50) => {
  const before = server.asked.length;
  const { items } = await rig.engine.query(rig.model('books'), request(limit, filter, size), context());
  return {
    ids: items.map(({ several }) => (several as readonly Item[]).map(({ _id }) => _id)),
    asked: server.asked.slice(before),
  };
};

const page = { path: 'reviewPage.nodes', total: 'reviewPage.total' };
const all = { size: 'limit', filter: 'where', sort: 'orderBy' };
const cap = 3;
/** Lists that are cut are completed by this. */
const reverse = { reverse: 'book' };

describe('the same answer as by a naive reading', () => {
  test.each<[string, Mapping, LibraryOptions, Mapping]>([
    ['all arguments', { ...page, ...all }, {}, {}],
    ['the flag', { path: 'reviewPage.nodes', more: 'reviewPage.pageInfo.hasNextPage', ...all }, {}, {}],
    ['a plain list', { path: 'reviews', max: 100, ...all }, {}, {}],
    ['size alone', { ...page, size: 'limit' }, {}, {}],
    ['size and filter', { ...page, size: 'limit', filter: 'where' }, {}, {}],
    ['size and order', { ...page, size: 'limit', sort: 'orderBy' }, {}, {}],
    ['filter alone', { ...page, filter: 'where' }, {}, {}],
    ['order alone', { path: 'reviews', max: 100, sort: 'orderBy' }, {}, {}],
    ['lists that are cut', { ...page, ...all }, { cap }, reverse],
    ['plain lists that are cut', { path: 'reviews', max: cap, ...all }, { cap }, reverse],
    ['few nodes in one request', { ...page, ...all }, {}, { limits: { nodes: 40 } }],
    [
      'few nodes, and lists that are cut',
      { ...page, ...all },
      { cap },
      { limits: { nodes: 20 }, ...reverse },
    ],
    ['nothing pushed', { ...page, ...all }, {}, { pushdown: 'off' }],
  ])('%s', async (_, list, options, more) => {
    await started(list, options, more);
    const { nodes } = (more.limits ?? {}) as { nodes?: number };
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 6 }),
        filters(samples, { depth: 2 }),
        async (limit, filter) => {
          const { ids, asked } = await ask(limit, filter);
          expect(ids).toEqual(expected(limit, filter));
          if (nodes !== undefined)
            for (const each of asked) expect(nodesAsked(each)).toBeLessThanOrEqual(nodes);
        },
      ),
      { numRuns: runs, seed },
    );
  });
});

test('limit, filter and order go into the document of the rows, as variables', async () => {
  await started({ ...page, ...all });
  const filter = { stars: { $gte: 2 } };
  const { ids, asked } = await ask(2, filter);
  expect(ids).toEqual(expected(2, filter));
  expect(asked).toHaveLength(1);
  const { query, variables } = asked[0]!;
  expect(query).not.toContain('stars: {');
  expect(Object.values(variables)).toContainEqual({ stars: { gte: 2 } });
  expect(Object.values(variables)).toContainEqual([{ field: 'madeAt' }, { field: 'id' }]);
  // Another filter and another limit are the same text.
  const [second, third] = [await ask(4, { stars: { $lt: 5 } }), await ask(5, { text: { $ne: 'good' } })];
  expect(third.asked[0]!.query).toBe(second.asked[0]!.query);
});

test('as many nodes as are allowed, in as many documents as that takes, and explain shows it', async () => {
  await started({ ...page, ...all }, {}, { limits: { nodes: 40 } });
  const { asked } = await ask(7);
  // 40 nodes are 4 rows with 7 objects, and the connection around these.
  expect(asked.map((each) => nodesAsked(each))).toEqual([4 * 8, 4 * 8, 4 * 8]);
  const tree = rig.engine.explain(rig.model('books'), 'query', request(7)).plan;
  const explained = JSON.stringify(tree);
  expect(explained).toContain('by offset, 4 rows at first');
  expect(explained).toContain('up to 7 several of reviews for each item, in the same rows');
});

test('explain shows what is left to be done here, and why', async () => {
  await started({ ...page, ...all });
  const filter: Json = { text: { $matches: { ignoreCase: true, spec: [{ type: 'literal', value: 'go' }] } } };
  const { plan } = rig.engine.explain(rig.model('books'), 'query', request(7, filter));
  expect(JSON.stringify(plan)).toContain('filter here: text (matches)');
});

describe('an API that does not heed an argument', () => {
  test.each([['where'], ['orderBy']] as const)('%s', async (ignored) => {
    await started({ ...page, ...all }, { ignored: [ignored] });
    const filter = { stars: { $lte: 3 } };
    await expect(ask(3, filter)).resolves.toMatchObject({ ids: expected(3, filter) });
  });
});

describe('mistakes', () => {
  test.each<[Mapping, Mapping, string]>([
    [{ ...page, size: 'count' }, {}, 'no field of "reviewPage.nodes" has an argument "count"'],
    [
      { ...page, size: 'limit' },
      { arguments: { reviewPage: { limit: 5 } } },
      'gives "limit" of reviewPage a value already',
    ],
  ])('%j', async (list, more, message) => {
    server = await startLibrary(rows);
    const field = { type: 'MULTI_REFERENCE', collection: 'reviews', through: { list }, ...more };
    await expect(startRig(server.url, libraryStyle, [books({ several: field }), reviews()])).rejects.toThrow(
      message,
    );
  });

  test('a filter of another type', async () => {
    server = await startLibrary(rows);
    const list = { path: 'bookTags[].tag', max: 100, filter: 'where' };
    const field = { type: 'MULTI_REFERENCE', collection: 'tags', through: { list } };
    rig = await startRig(server.url, libraryStyle, [books({ several: field }), tags()]);
    await expect(ask(5)).rejects.toThrow('"where" takes BookTagWhere, and the list of tags takes TagWhere');
  });
});

test('lists that take the id of the item ask for no more nodes than allowed', async () => {
  server = await startLibrary(rows);
  rig = await startRig(server.url, { ...libraryStyle, limits: { nodes: 30 } }, [
    books({ several: { type: 'MULTI_REFERENCE', collection: 'reviews', through: { argument: 'bookId' } } }),
    reviews({ _createdDate: 'madeAt' }),
  ]);
  const { ids, asked } = await ask(50);
  expect(ids).toEqual(expected(50, {}));
  for (const each of asked) expect(nodesAsked(each)).toBeLessThanOrEqual(30);
});

test('a hidden field that the items are sorted by is not shown', async () => {
  server = await startLibrary(rows);
  const through = { list: { ...page, ...all }, order: 'made' };
  rig = await startRig(server.url, libraryStyle, [
    books({ several: { type: 'MULTI_REFERENCE', collection: 'reviews', through } }),
    reviews({ made: { path: 'madeAt', hidden: true } }),
  ]);
  const { items } = await rig.engine.query(rig.model('books'), request(3), context());
  const keys = items.flatMap(({ several }) =>
    (several as readonly Item[]).flatMap((each) => Object.keys(each)),
  );
  expect([...new Set(keys)].sort()).toEqual(['_createdDate', '_id', 'stars', 'text']);
});

test('the objects of join rows that are gone count as places of the list', async () => {
  const gone = rows.bookTags.filter(({ tagId }) => !rows.tags.some(({ id }) => id === tagId));
  expect(gone.length).toBeGreaterThan(0);
  const most = Math.max(...bookIds.map((id) => rows.bookTags.filter(({ bookId }) => bookId === id).length));
  server = await startLibrary(rows, { cap: most - 1 });
  const list = { path: 'bookTags[].tag', max: most - 1 };
  const field = { type: 'MULTI_REFERENCE', collection: 'tags', through: { list } };
  rig = await startRig(server.url, libraryStyle, [books({ several: field }), tags()]);
  await expect(ask(50)).rejects.toThrow('gives only some of the several');
});
