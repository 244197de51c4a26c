/** Conditions on the id of a REFERENCE, in each way in which APIs filter by it: the answers of Wix's own rules, and one request. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../../src/wix/json.js';
import { parseQuery } from '../../src/wix/requests.js';
import type { Served } from '../authoring/init/serve-graphql.js';
import { filters } from '../oracle/arbitrary.js';
import { naiveFilter } from '../oracle/naive.js';
import type { Item } from '../oracle/values.js';
import { context, type Rig, startRig } from '../rig.js';
import { startLibrary } from './library.js';
import { libraryRows } from './library-data.js';
import type { Row } from './library-filter.js';
import { authors, books, libraryStyle } from './library-mapping.js';

const seed = Number(process.env.LAW_SEED ?? 3);
const runs = Number(process.env.LAW_RUNS ?? 25);
const given = libraryRows(seed, 14);
// An author that is gone has no object either: what is filtered by the object cannot see its id.
const rows = {
  ...given,
  books: given.books.map(
    (row): Row => ({
      ...row,
      authorId: given.authors.some(({ id }) => id === row.authorId) ? row.authorId : null,
    }),
  ),
};

const reference = (path: string, more: Record<string, Json> = {}): Record<string, Json> => ({
  path,
  type: 'REFERENCE',
  collection: 'authors',
  ...more,
});

let server: Served;
let rig: Rig;
/** Its list takes the ids as arguments of their own. */
let byArgument: Rig;
beforeAll(async () => {
  server = await startLibrary(rows);
  rig = await startRig(server.url, libraryStyle, [
    books({
      key: reference('authorId'),
      nested: reference('author.id'),
      is: reference('writer.id'),
      some: reference('author.id', { filter: 'writers.some.id' }),
      named: reference('title'),
    }),
    authors(),
  ]);
  const { filter: _filter, ...defaults } = libraryStyle.defaults as Record<string, Json>;
  byArgument = await startRig(server.url, { ...libraryStyle, defaults }, [
    {
      collection: 'booksBy',
      type: 'Book',
      list: { field: 'booksBy', filter: { style: 'templates', at: '' } },
      id: 'id',
      fields: {
        title: 'title',
        argument: reference('authorId', {
          operators: {
            eq: { authorId: '$value' },
            in: { authorIds: '$value' },
            isNull: { authorless: true },
            notNull: { authorless: false },
          },
        }),
      },
    },
    authors(),
  ]);
});
afterAll(async () => {
  await rig?.close();
  await byArgument?.close();
  await server?.close();
});

const text = (a: unknown, b: unknown): number => (String(a) < String(b) ? -1 : 1);
const ids = [...rows.books].sort((a, b) => text(a.id, b.id));
const ask = async (collection: string, filter: Json) => {
  const before = server.asked.length;
  const request = {
    collectionId: collection,
    query: { filter, paging: { limit: 50 } },
    returnTotalCount: true,
  };
  const of = collection === 'books' ? rig : byArgument;
  const { items, pagingMetadata } = await of.engine.query(
    of.model(collection),
    parseQuery(request),
    context(),
  );
  return {
    ids: items.map(({ _id }) => _id),
    total: pagingMetadata.total,
    requests: server.asked.length - before,
    variables: JSON.stringify(server.asked.at(-1)?.variables),
  };
};

describe.each([
  ['books', 'key'],
  ['books', 'nested'],
  ['books', 'is'],
  ['books', 'some'],
  ['booksBy', 'argument'],
])('%s by %s', (collection, key) => {
  const expected = (filter: Json): unknown[] =>
    ids
      .filter((row) =>
        naiveFilter({ _id: row.id, [key]: row.authorId } as Item, filter, { [key]: 'REFERENCE' }),
      )
      .map(({ id }) => id);

  test('any condition', async () => {
    const samples = [null, 'a1', 'a2', 'a3', 'a9'];
    await fc.assert(
      fc.asyncProperty(filters([{ key, type: 'REFERENCE', samples }], { depth: 2 }), async (filter) => {
        const found = await ask(collection, filter);
        expect(found.ids).toEqual(expected(filter));
        expect(found.total).toBe(found.ids.length);
      }),
      { numRuns: runs, seed },
    );
  });

  test.each<[string, Json, boolean]>([
    ['an id', 'a1', true],
    ['one of several', { $in: ['a1', 'a2'] }, true],
    ['an item', { $eq: { _id: 'a1', name: 'Ann' } }, true],
    ['items', { $hasSome: [{ _id: 'a1' }, 'a3'] }, true],
  ])('%s: one request, filtered by the API', async (_, condition) => {
    const found = await ask(collection, { [key]: condition });
    const plain = JSON.parse(JSON.stringify(condition), (_name, value) =>
      typeof value === 'object' && value !== null && '_id' in value ? value._id : value,
    ) as Json;
    expect(found.ids).toEqual(expected({ [key]: plain }));
    expect(found.requests).toBe(1);
    expect(found.variables).toContain('a1');
  });

  test('the path of the id inside the reference', async () => {
    const found = await ask(collection, { [`${key}._id`]: 'a1' });
    expect(found.ids).toEqual(expected({ [key]: 'a1' }));
    expect(found.requests).toBe(1);
  });
});

test.each([
  // An API may order ids by their number.
  ['key', 'authorId', false],
  ['named', 'title', true],
])('sorts by the id, %s, are sent where the API orders as Wix does', async (fieldName, path, sent) => {
  for (const order of ['ASC', 'DESC'] as const) {
    const before = server.asked.length;
    const query = { sort: [{ fieldName, order }], paging: { limit: 50 } };
    const parsed = parseQuery({ collectionId: 'books', query, returnTotalCount: true });
    const { items } = await rig.engine.query(rig.model('books'), parsed, context());
    const way = order === 'ASC' ? 1 : -1;
    const rank = (row: Row): string => (row[path] ?? '') as string;
    const sorted = [...ids].sort((a, b) => (rank(a) === rank(b) ? 0 : way * text(rank(a), rank(b))));
    expect(items.map(({ _id }) => _id)).toEqual(sorted.map(({ id }) => id));
    const { reasons } = rig.engine.explain(rig.model('books'), 'query', parsed);
    if (sent) expect(server.asked.length - before).toBe(1);
    else
      expect(reasons.map(({ reason }) => reason)).toEqual([
        'the upstream orders these values otherwise than Wix',
      ]);
    expect(JSON.stringify(server.asked[before]!.variables).includes(`"field":"${path}"`)).toBe(sent);
  }
});

test('the spellings, as they are sent', async () => {
  expect((await ask('books', { is: 'a1' })).variables).toContain('{"writer":{"is":{"id":{"eq":"a1"}}}}');
  expect((await ask('books', { some: 'a1' })).variables).toContain('{"writers":{"some":{"id":{"eq":"a1"}}}}');
  expect((await ask('booksBy', { argument: 'a1' })).variables).toContain('"authorId":"a1"');
});
