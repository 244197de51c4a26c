/** References of each kind over a real server: PostGraphile with its connection filter, over an embedded PostgreSQL. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../../src/wix/json.js';
import { parseQuery, parseQueryReferenced } from '../../src/wix/requests.js';
import { bookshop } from '../fixtures/bookshop.js';
import { hasRare, rareNote } from '../rare/rare.js';
import { context, type Rig, startRig } from '../rig.js';
import { type RunningServer, startPostgraphile } from '../upstreams/postgraphile-server.js';

const shop = bookshop();
type Item = Readonly<Record<string, Json>>;

/** Names of relations as the simplify-inflector plugin makes them. */
const names = {
  author: 'author',
  reviews: 'reviews',
  joins: 'bookCategories',
  category: 'category',
  parent: 'parent',
} as const;

const id = String;
const books = shop.books.slice(0, 40);
const some = shop.books.slice(0, 40).map((row) => id(row.id));
const reviewsOf = (book: string) =>
  shop.reviews
    .filter((row) => id(row.book_id) === book)
    .sort((a, b) => Date.parse(a.written_at) - Date.parse(b.written_at) || a.id - b.id);
const categoriesOf = (book: string) =>
  shop.book_categories.filter((row) => id(row.book_id) === book).map((row) => id(row.category_id));

describe.skipIf(!hasRare)(`PostGraphile over the bookshop${rareNote}`, () => {
  let server: RunningServer;
  let rig: Rig;
  beforeAll(async () => {
    server = await startPostgraphile({ simple: true });
    const to = (collection: string, path: string, more: Record<string, Json> = {}) => ({
      path,
      type: 'REFERENCE',
      collection,
      ...more,
    });
    const several = (collection: string, through: Json, more: Record<string, Json> = {}) => ({
      type: 'MULTI_REFERENCE',
      collection,
      through,
      ...more,
    });
    const asked = { size: 'first', filter: 'filter', sort: 'orderBy' };
    rig = await startRig(server.url, { dialect: 'postgraphile4' }, [
      {
        collection: 'books',
        type: 'Book',
        list: 'books',
        id: 'id',
        fields: {
          title: 'title',
          author: to('authors', 'authorId', { include: names.author }),
          byObject: to('authors', `${names.author}.id`),
          reviews: several(
            'reviews',
            { list: { path: `${names.reviews}.nodes`, total: `${names.reviews}.totalCount`, ...asked } },
            { operators: { hasSome: { [names.reviews]: { some: { id: { in: '$value' } } } } } },
          ),
          back: several('reviews', { reverse: 'book' }),
          categories: several('categories', {
            list: {
              path: `${names.joins}.nodes[].${names.category}`,
              total: `${names.joins}.totalCount`,
              size: 'first',
            },
          }),
          joined: several('categories', {
            join: { collection: 'bookCategories', from: 'book', to: 'category' },
          }),
        },
      },
      {
        collection: 'authors',
        type: 'Author',
        list: 'authors',
        id: 'id',
        fields: { name: 'name', country: 'country', books: several('books', { reverse: 'author' }) },
      },
      {
        collection: 'reviews',
        type: 'Review',
        list: 'reviews',
        id: 'id',
        fields: { stars: 'stars', _createdDate: 'writtenAt', book: to('books', 'bookId') },
      },
      {
        collection: 'categories',
        type: 'Category',
        list: 'categories',
        id: 'id',
        fields: { name: 'name', parent: to('categories', 'parentId', { include: names.parent }) },
      },
      {
        // A composite key: the global id stands for it.
        collection: 'bookCategories',
        type: 'BookCategory',
        list: 'bookCategories',
        id: 'nodeId',
        fields: {
          book: to('books', 'bookId'),
          category: to('categories', 'categoryId', { include: names.category }),
        },
      },
    ]);
  });
  afterAll(async () => {
    await rig?.close();
    await server?.close();
  });

  const query = async (collection: string, query: object, includes: readonly object[] = []) => {
    rig.started.length = 0;
    const request = parseQuery({ collectionId: collection, query, includeReferencedItems: includes });
    const { items } = await rig.engine.query(rig.model(collection), request, context());
    return { items: items as readonly Item[], requests: rig.started.length };
  };
  const page = { filter: { _id: { $in: some } }, paging: { limit: 40 } };
  const sorted = (items: readonly Item[]): readonly Item[] =>
    [...items].sort((a, b) => Number(a._id) - Number(b._id));
  const idsOf = (value: unknown): readonly string[] =>
    (value as readonly Item[]).map(({ _id }) => String(_id));

  test('forward, in the same request', async () => {
    const { items, requests } = await query('books', page, [{ fieldKey: 'author' }]);
    expect(requests).toBe(1);
    expect(sorted(items).map(({ author }) => author)).toEqual(
      books.map(({ author_id }) => {
        const row = shop.authors.find((each) => each.id === author_id)!;
        return { _id: id(row.id), name: row.name, country: row.country };
      }),
    );
  });

  test('a parent of the same collection, and none', async () => {
    const { items } = await query('categories', { paging: { limit: 100 } }, [{ fieldKey: 'parent' }]);
    const expected = shop.categories.map(({ parent_id }) => {
      const row = shop.categories.find((each) => each.id === parent_id);
      return row
        ? { _id: id(row.id), name: row.name, parent: row.parent_id === null ? null : id(row.parent_id) }
        : null;
    });
    expect(sorted(items).map(({ parent }) => parent)).toEqual(expected.slice(0, items.length));
  });

  test('backward, with limit, filter and order in the list of each row', async () => {
    const { items, requests } = await query('books', page, [
      { fieldKey: 'reviews', limit: 2, filter: { stars: { $gte: 3 } } },
    ]);
    expect(requests).toBe(1);
    expect(sorted(items).map(({ reviews }) => idsOf(reviews))).toEqual(
      some.map((book) =>
        reviewsOf(book)
          .filter(({ stars }) => stars >= 3)
          .slice(0, 2)
          .map((row) => id(row.id)),
      ),
    );
  });

  test('backward, by the key of the other items: a request more', async () => {
    const { items, requests } = await query('books', page, [{ fieldKey: 'back', limit: 1000 }]);
    expect(requests).toBe(2);
    expect(sorted(items).map(({ back }) => idsOf(back))).toEqual(
      some.map((book) => reviewsOf(book).map((row) => id(row.id))),
    );
  });

  test.each(['categories', 'joined'])('many to many: %s', async (fieldKey) => {
    const { items, requests } = await query('books', page, [{ fieldKey, limit: 50 }]);
    expect(requests).toBe(fieldKey === 'joined' ? 2 : 1);
    expect(sorted(items).map((item) => [...idsOf(item[fieldKey])].sort())).toEqual(
      some.map((book) => [...categoriesOf(book)].sort()),
    );
  });

  test.each<[string, Json, (book: (typeof shop.books)[number]) => boolean]>([
    ['author', '1', ({ author_id }) => author_id === 1],
    ['author', { $in: ['1', '3'] }, ({ author_id }) => author_id === 1 || author_id === 3],
    ['byObject', '2', ({ author_id }) => author_id === 2],
    ['author', { _id: '2', name: 'x' }, ({ author_id }) => author_id === 2],
    [
      'reviews',
      { $hasSome: shop.reviews.slice(0, 5).map((row) => id(row.id)) },
      ({ id: book }) => shop.reviews.slice(0, 5).some((row) => row.book_id === book),
    ],
  ])('filters by %s: %j, in one request', async (key, condition, fits) => {
    const { items, requests } = await query('books', {
      filter: { [key]: condition },
      paging: { limit: 1000 },
    });
    expect(requests).toBe(1);
    expect(sorted(items).map(({ _id }) => _id)).toEqual(shop.books.filter(fits).map((row) => id(row.id)));
  });

  test('$hasAll by pairs of another collection', async () => {
    const [first, second] = shop.categories.map((row) => id(row.id));
    const { items } = await query('books', {
      filter: { joined: { $hasAll: [first!, second!] } },
      paging: { limit: 1000 },
    });
    expect(sorted(items).map(({ _id }) => _id)).toEqual(
      shop.books
        .map((row) => id(row.id))
        .filter((book) => [first!, second!].every((each) => categoriesOf(book).includes(each))),
    );
  });

  const pairs = async (collectionId: string, request: object) => {
    rig.started.length = 0;
    const parsed = parseQueryReferenced({ collectionId, ...request });
    const { items, pagingMetadata } = await rig.engine.references(rig.model(collectionId), parsed, context());
    return { items, total: pagingMetadata.total, requests: rig.started.length };
  };

  test('pairs by the referring items, in the order of their making, with a total', async () => {
    const [book] = some.filter((each) => reviewsOf(each).length > 1);
    const { items, total } = await pairs('books', {
      referringFieldKey: 'back',
      referringItemIds: [book],
      includeReferencedItems: true,
      returnTotalCount: true,
      paging: { limit: 1000 },
    });
    expect(items.map((each) => [each.referencedItemId, each.referencedItem?.stars])).toEqual(
      reviewsOf(book!).map((row) => [id(row.id), row.stars]),
    );
    expect(total).toBe(reviewsOf(book!).length);
  });

  test('pairs by the referenced items', async () => {
    const { total, requests } = await pairs('authors', {
      referringFieldKey: 'books',
      referencedItemIds: some,
      returnTotalCount: true,
    });
    expect([total, requests]).toEqual([some.length, 1]);
  });

  test('whether one item refers to another: one request', async () => {
    const [link] = shop.book_categories;
    const refers = (category: number) =>
      pairs('books', {
        referringFieldKey: 'joined',
        referringItemIds: [id(link!.book_id)],
        referencedItemIds: [id(category)],
        paging: { limit: 1 },
      });
    expect(await refers(link!.category_id)).toMatchObject({ items: [{}], requests: 1 });
    expect(await refers(0)).toMatchObject({ items: [], requests: 1 });
  });
});
