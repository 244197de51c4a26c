/** $hasSome and $hasAll by the upstream's own filters through relations: one request, and the same answer as by looking up. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../../src/wix/json.js';
import { parseQuery } from '../../src/wix/requests.js';
import type { Served } from '../authoring/init/serve-graphql.js';
import { context, type Rig, startRig } from '../rig.js';
import { startLibrary } from './library.js';
import { libraryRows } from './library-data.js';
import { books, bookTags, libraryStyle, reviews, tags } from './library-mapping.js';
import { someIds } from './some-ids.js';

const seed = Number(process.env.LAW_SEED ?? 23);
const rows = libraryRows(seed, 14);
const runs = Number(process.env.LAW_RUNS ?? 30);

const some = (relation: string) => ({
  operators: { hasSome: { [relation]: { some: { id: { in: '$value' } } } } },
});
const join = { join: { collection: 'bookTags', from: 'book', to: 'tag' } };

const servers: Served[] = [];
const rigs: Rig[] = [];
/** @param everyOfNone what `every` says of an item without elements: SQL and Prisma disagree, and nothing here depends on it */
async function started(everyOfNone: boolean): Promise<Rig> {
  const server = await startLibrary(rows, { everyOfNone });
  servers.push(server);
  const rig = await startRig(server.url, libraryStyle, [
    books({
      reviews: {
        type: 'MULTI_REFERENCE',
        collection: 'reviews',
        through: { reverse: 'book' },
        ...some('reviews'),
      },
      plain: { type: 'MULTI_REFERENCE', collection: 'reviews', through: { reverse: 'book' } },
      tags: { type: 'MULTI_REFERENCE', collection: 'tags', through: join, ...some('tags') },
      listed: {
        type: 'MULTI_REFERENCE',
        collection: 'tags',
        through: { list: { path: 'tags', max: 100 } },
        ...some('tags'),
      },
    }),
    reviews({ book: { path: 'bookId', type: 'REFERENCE', collection: 'books' } }),
    tags(),
    bookTags({
      book: { path: 'bookId', type: 'REFERENCE', collection: 'books' },
      tag: { path: 'tagId', type: 'REFERENCE', collection: 'tags' },
    }),
  ]);
  rigs.push(rig);
  return rig;
}

let rig: Rig;
let other: Rig;
beforeAll(async () => {
  rig = await started(true);
  other = await started(false);
});
afterAll(async () => {
  for (const each of [...rigs, ...servers]) await each.close();
});
const asked = (): number => servers.reduce((sum, each) => sum + each.asked.length, 0);

const query = async (filter: Json, of = rig) => {
  const before = asked();
  const request = parseQuery({
    collectionId: 'books',
    query: { filter, paging: { limit: 50 }, fields: ['title'] },
    returnTotalCount: true,
  });
  const { items, pagingMetadata } = await of.engine.query(of.model('books'), request, context());
  return {
    ids: items.map(({ _id }) => String(_id)).sort(),
    total: pagingMetadata.total,
    requests: asked() - before,
  };
};

const held = (key: string, book: string): readonly string[] =>
  key === 'reviews' || key === 'plain'
    ? rows.reviews.filter((row) => row.bookId === book).map((row) => String(row.id))
    : rows.bookTags
        .filter((row) => row.bookId === book && rows.tags.some(({ id }) => id === row.tagId))
        .map((row) => String(row.tagId));

const bookIds = rows.books.map(({ id }) => String(id));
const matching = (key: string, ids: readonly string[], all: boolean, negative: boolean): readonly string[] =>
  bookIds
    .filter((book) => {
      const has = (id: string): boolean => held(key, book).includes(id);
      return (ids.length > 0 && (all ? ids.every(has) : ids.some(has))) !== negative;
    })
    .sort();

describe.each(['reviews', 'tags', 'listed'])('%s', (key) => {
  test('one request, whatever is asked', async () => {
    await fc.assert(
      fc.asyncProperty(
        someIds(key),
        fc.boolean(),
        fc.boolean(),
        fc.boolean(),
        async (ids, all, negative, sql) => {
          const leaf = { [key]: { [all ? '$hasAll' : '$hasSome']: ids } };
          const filter = { $and: [negative ? { $not: leaf } : leaf, { _id: { $ne: 'b3' } }] };
          const found = await query(filter, sql ? rig : other);
          const expected = matching(key, ids, all, negative).filter((id) => id !== 'b3');
          expect(found.ids).toEqual(expected);
          expect(found.total).toBe(expected.length);
          expect(found.requests).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: runs, seed },
    );
  });

  test('is told to be done upstream', () => {
    const states = rig.engine
      .abilities(rig.model('books'))
      .filter((each) => each.field === key && JSON.stringify(each.operation).includes('has'))
      .map(({ state }) => state);
    expect(new Set(states)).toEqual(new Set(['there']));
    const { fields } = rig.engine.describe(rig.model('books'));
    expect(fields.find((each) => each.key === key)!.capabilities.queryOperators).toEqual([
      'HAS_SOME',
      'HAS_ALL',
    ]);
  });
});

describe('beside what is worked out here', () => {
  const awkward = (key: string, id: string): Json => ({
    $or: [{ [key]: { $hasSome: [id] } }, { title: { $endsWith: '3' } }],
  });
  const expected = (key: string, id: string) =>
    bookIds
      .filter(
        (book) =>
          held(key, book).includes(id) ||
          String(rows.books.find((row) => row.id === book)!.title).endsWith('3'),
      )
      .sort();

  test('it is looked up, where a way leads back', async () => {
    for (const [key, id] of [
      ['reviews', 'r2'],
      ['plain', 'r2'],
      ['tags', 't1'],
    ] as const)
      expect((await query(awkward(key, id))).ids).toEqual(expected(key, id));
  });

  test('it is refused with what helps, where none does', async () => {
    await expect(query(awkward('listed', 't1'))).rejects.toThrow('through reverse or join');
  });

  test('with a condition that is sent as a superset', async () => {
    const found = await query({ reviews: { $hasSome: ['r1', 'r2', 'r3'] }, title: { $endsWith: '3' } });
    const all = matching('reviews', ['r1', 'r2', 'r3'], false, false);
    expect(found.ids).toEqual(
      all.filter((book) => String(rows.books.find((row) => row.id === book)!.title).endsWith('3')),
    );
  });
});

test.each([
  [{ eq: { tags: { some: { id: { eq: '$value' } } } } }, 'only has, hasSome and hasAll'],
  [{ hasSome: { tagz: { some: { id: { in: '$value' } } } } }, 'the filter has no "tagz"'],
])('the mapping is checked: %j', async (operators, message) => {
  const field = { type: 'MULTI_REFERENCE', collection: 'tags', through: join, operators };
  await expect(startRig(servers[0]!.url, libraryStyle, [books({ field } as never)])).rejects.toThrow(message);
});
