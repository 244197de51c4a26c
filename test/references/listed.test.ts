/** Lists of related objects inside the rows: all of them, or a refusal. */
import { afterEach, describe, expect, test } from 'vitest';
import type { Json } from '../../src/wix/json.js';
import { parseQuery, parseQueryReferenced } from '../../src/wix/requests.js';
import type { Served } from '../authoring/init/serve-graphql.js';
import { context, type Rig, startRig } from '../rig.js';
import { type LibraryOptions, startLibrary } from './library.js';
import { libraryRows } from './library-data.js';
import type { Row } from './library-filter.js';
import { books, libraryStyle, reviews, tags } from './library-mapping.js';

const rows = libraryRows(5, 8);
let server: Served;
let rig: Rig;
afterEach(async () => {
  await rig?.close();
  await server?.close();
});

async function started(field: Record<string, Json>, options: LibraryOptions = {}): Promise<void> {
  server = await startLibrary(rows, options);
  rig = await startRig(server.url, libraryStyle, [
    books({ several: { type: 'MULTI_REFERENCE', ...field } }),
    reviews({ book: { path: 'bookId', type: 'REFERENCE', collection: 'books' } }),
    tags(),
  ]);
}

const ask = async (include: object = {}, query: object = {}) => {
  const before = server.asked.length;
  const request = {
    collectionId: 'books',
    query,
    includeReferencedItems: [{ fieldKey: 'several', ...include }],
  };
  const { items } = await rig.engine.query(rig.model('books'), parseQuery(request), context());
  return { items, requests: server.asked.length - before };
};

const pairs = async (request: object = {}) => {
  const parsed = parseQueryReferenced({ collectionId: 'books', referringFieldKey: 'several', ...request });
  return rig.engine.references(rig.model('books'), parsed, context());
};

const text = (a: unknown, b: unknown): number => (String(a) < String(b) ? -1 : 1);
const bookRows = [...rows.books].sort((a, b) => text(a.id, b.id));
const reviewsOf = (id: unknown): readonly Row[] =>
  rows.reviews.filter((row) => row.bookId === id).sort((a, b) => text(a.createdAt, b.createdAt));
const tagsOf = (id: unknown): readonly unknown[] =>
  rows.bookTags
    .filter((row) => row.bookId === id && rows.tags.some((tag) => tag.id === row.tagId))
    .map((row) => row.tagId);
const idsOf = (value: unknown): readonly unknown[] => (value as readonly Row[]).map(({ _id }) => _id);

const listedReviews = {
  collection: 'reviews',
  through: { list: { path: 'reviewPage.nodes', total: 'reviewPage.total' } },
};

describe('one request for the rows and what they refer to', () => {
  test.each([
    ['with a total', { path: 'reviewPage.nodes', total: 'reviewPage.total' }],
    ['with a flag', { path: 'reviewPage.nodes', more: 'reviewPage.pageInfo.hasNextPage' }],
    ['with a maximum', { path: 'reviews', max: 100 }],
  ])('%s', async (_, list) => {
    await started({ collection: 'reviews', through: { list } });
    const { items, requests } = await ask({ limit: 3, filter: { stars: { $gte: 2 } } });
    expect(items.map((item) => idsOf(item.several))).toEqual(
      bookRows.map(({ id }) =>
        reviewsOf(id)
          .filter(({ stars }) => typeof stars === 'number' && stars >= 2)
          .slice(0, 3)
          .map((row) => row.id),
      ),
    );
    expect(requests).toBe(1);
  });

  test('the objects of join rows', async () => {
    await started({ collection: 'tags', through: { list: { path: 'bookTags[].tag', max: 100 } } });
    const { items } = await ask();
    expect(items.map((item) => idsOf(item.several))).toEqual(bookRows.map(({ id }) => tagsOf(id)));
  });

  test('a list that takes no size is whole', async () => {
    await started({ collection: 'tags', through: { list: 'allTags' } });
    const { items } = await ask();
    expect(items.map((item) => idsOf(item.several))).toEqual(bookRows.map(({ id }) => tagsOf(id)));
  });
});

test('pairs', async () => {
  await started(listedReviews);
  const all = bookRows.flatMap(({ id }) =>
    rows.reviews.filter((row) => row.bookId === id).map((row) => [id, row.id]),
  );
  const { items, pagingMetadata } = await pairs({ paging: { limit: 1000 }, returnTotalCount: true });
  expect(items.map((each) => [each.referringItemId, each.referencedItemId])).toEqual(all);
  expect(pagingMetadata).toEqual({ total: all.length });
  const [from, to] = all[1]! as [string, string];
  const one = await pairs({
    referringItemIds: [from],
    referencedItemIds: [to],
    includeReferencedItems: true,
  });
  expect(one.items.map((each) => each.referencedItem?._id)).toEqual([to]);
});

describe('a list that the API cuts', () => {
  const most = Math.max(...rows.books.map(({ id }) => reviewsOf(id).length));

  test.each([
    ['by the total', { path: 'reviewPage.nodes', total: 'reviewPage.total' }],
    ['by the flag', { path: 'reviewPage.nodes', more: 'reviewPage.pageInfo.hasNextPage' }],
    ['by its maximum', { path: 'reviews', max: most - 1 }],
  ])('is noticed %s and refused', async (_, list) => {
    await started({ collection: 'reviews', through: { list } }, { cap: most - 1 });
    await expect(ask()).rejects.toThrow('gives only some of the several');
    await expect(pairs({ paging: { limit: 1000 } })).rejects.toThrow('gives only some of the several');
  });

  test.each([
    ['the key of the other item', { reverse: 'book' }],
    ['an argument', { argument: 'bookId' }],
    ['another list that takes the id', { argument: { list: 'reviewsOf', name: 'bookId' } }],
  ])('is completed by %s, for all rows together', async (_, way) => {
    const list = { path: 'reviewPage.nodes', total: 'reviewPage.total' };
    await started({ collection: 'reviews', through: { list, ...way } }, { cap: most - 1 });
    const expected = (limit: number) =>
      bookRows.map(({ id }) =>
        reviewsOf(id)
          .filter(({ stars }) => stars !== 3)
          .slice(0, limit)
          .map((row) => row.id),
      );
    const filter = { stars: { $ne: 3 } };
    const { items, requests } = await ask({ filter });
    expect(items.map((item) => idsOf(item.several))).toEqual(expected(50));
    // One more, where the pairs are sorted here first.
    expect(requests).toBeLessThanOrEqual('reverse' in way ? 3 : 2);
    const some = await ask({ filter, limit: 2 });
    expect(some.items.map((item) => idsOf(item.several))).toEqual(expected(2));
    const { items: found } = await pairs({
      paging: { limit: 1000 },
      referringItemIds: bookRows.map(({ id }) => id),
    });
    expect(found.length).toBe(bookRows.flatMap(({ id }) => reviewsOf(id)).length);
  });

  test('is not read a second time, where it comes whole', async () => {
    const list = { path: 'reviewPage.nodes', total: 'reviewPage.total' };
    await started({ collection: 'reviews', through: { list, reverse: 'book' } });
    const { items, requests } = await ask();
    expect(items.map((item) => idsOf(item.several))).toEqual(
      bookRows.map(({ id }) => reviewsOf(id).map((row) => row.id)),
    );
    expect(requests).toBe(1);
  });

  test('with another way back, filters lead by that', async () => {
    const list = { path: 'reviewPage.nodes', total: 'reviewPage.total' };
    await started({ collection: 'reviews', through: { list, reverse: 'book' } }, { cap: most - 1 });
    const [first] = rows.reviews.filter((row) => rows.books.some(({ id }) => id === row.bookId));
    const { items } = await ask({ limit: 0 }, { filter: { several: { $hasSome: [first!.id] } } });
    expect(items.map(({ _id }) => _id)).toEqual([first!.bookId]);
  });

  test('gives its first ones, where no other order is wanted', async () => {
    await started({ collection: 'tags', through: { list: { path: 'tags', max: 1 } } }, { cap: 1 });
    const { items } = await ask({ limit: 1 });
    expect(items.map((item) => idsOf(item.several))).toEqual(
      bookRows.map(({ id }) => tagsOf(id).slice(0, 1)),
    );
  });
});

test('a list that can be asked for parts needs a word on what is all', async () => {
  await expect(started({ collection: 'tags', through: { list: 'tags' } })).rejects.toThrow(
    'nothing says whether "tags" has all of them',
  );
});

test('no filter is offered, and one is refused with what helps', async () => {
  await started(listedReviews);
  const { fields } = rig.engine.describe(rig.model('books'));
  expect(fields.find(({ key }) => key === 'several')!.capabilities.queryOperators).toEqual([]);
  await expect(ask({}, { filter: { several: { $hasSome: ['r1'] } } })).rejects.toThrow(
    'through reverse or join',
  );
});
