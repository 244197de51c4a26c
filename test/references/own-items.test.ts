/** Pairs are those of the items that the collection shows, although others of the same type share the joining collection. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../../src/wix/json.js';
import { parseQuery, parseQueryReferenced } from '../../src/wix/requests.js';
import type { Served } from '../authoring/init/serve-graphql.js';
import { context, type Rig, startRig } from '../rig.js';
import { startLibrary } from './library.js';
import { libraryRows } from './library-data.js';
import type { Row } from './library-filter.js';
import { authors, books, bookTags, libraryStyle, reviews, tags } from './library-mapping.js';

const rows = libraryRows(17, 16);
type Mapping = Record<string, Json>;
const many = (collection: string, through: Mapping): Mapping => ({
  type: 'MULTI_REFERENCE',
  collection,
  through,
});
const to = (path: string, collection: string): Mapping => ({ path, type: 'REFERENCE', collection });
const long = { pages: { $gte: 100 } };
const short = { $not: [long] };

let server: Served;
let rig: Rig;
beforeAll(async () => {
  server = await startLibrary(rows, { page: 5 });
  const style = structuredClone(libraryStyle) as { defaults: { page: { max: number } } };
  style.defaults.page.max = 5;
  const own = (id: string, key: string, where: Json): Mapping => ({
    ...books({
      tags: many('tags', { join: { collection: 'bookTags', from: key, to: 'tag' } }),
      reviews: many('reviews', { reverse: key }),
    }),
    collection: id,
    where,
  });
  rig = await startRig(server.url, style as never, [
    own('novels', 'novel', long),
    own('stories', 'story', short),
    authors({ books: many('novels', { reverse: 'author' }) }, { where: { born: { $ne: null } } }),
    reviews({ novel: to('bookId', 'novels'), story: to('bookId', 'stories') }),
    tags(),
    bookTags({ novel: to('bookId', 'novels'), story: to('bookId', 'stories'), tag: to('tagId', 'tags') }),
  ]);
});
afterAll(async () => {
  await rig?.close();
  await server?.close();
});

const isLong = ({ pages }: Row): boolean => typeof pages === 'number' && pages >= 100;
const shown: Readonly<Record<string, readonly unknown[]>> = {
  novels: rows.books.filter(isLong).map(({ id }) => id),
  stories: rows.books.filter((row) => !isLong(row)).map(({ id }) => id),
};
const byTime = (a: Row, b: Row): number =>
  String(a.createdAt) < String(b.createdAt) || (a.createdAt === b.createdAt && String(a.id) < String(b.id))
    ? -1
    : 1;
const pairsOf = (collection: string, key: string) =>
  [...(key === 'tags' ? rows.bookTags : rows.reviews)]
    .sort(byTime)
    .filter(({ bookId }) => shown[collection]!.includes(bookId))
    .map((row) => ({ referringItemId: row.bookId, referencedItemId: key === 'tags' ? row.tagId : row.id }));

const ask = async (collectionId: string, request: object) => {
  const before = server.asked.length;
  const parsed = parseQueryReferenced({ collectionId, ...request });
  const { items, pagingMetadata } = await rig.engine.references(rig.model(collectionId), parsed, context());
  return { items, pagingMetadata, requests: server.asked.length - before };
};

describe.each([
  ['novels', 'tags'],
  ['novels', 'reviews'],
  ['stories', 'tags'],
  ['stories', 'reviews'],
])('%s.%s', (collection, referringFieldKey) => {
  const all = pairsOf(collection, referringFieldKey);
  const hidden = rows.books.map(({ id }) => id).filter((id) => !shown[collection]!.includes(id));

  test('all pairs, with their number, and downwards', async () => {
    expect(all.length).toBeGreaterThan(4);
    const request = { referringFieldKey, paging: { limit: 1000 }, returnTotalCount: true };
    const up = await ask(collection, request);
    expect(up.items).toEqual(all);
    expect(up.pagingMetadata).toEqual({ total: all.length });
    const down = await ask(collection, { ...request, order: 'DESC' });
    expect(down.items).toEqual([...all].reverse());
  });

  test('pages', async () => {
    for (let offset = 0; offset <= all.length; offset += 3) {
      const { items } = await ask(collection, { referringFieldKey, paging: { offset, limit: 3 } });
      expect(items).toEqual(all.slice(offset, offset + 3));
    }
    const first = await ask(collection, { referringFieldKey, cursorPaging: { limit: all.length } });
    expect(first.items).toEqual(all);
    expect(first.pagingMetadata.cursors?.next).toBeNull();
  });

  test('far behind the end there is nothing, and no more is read than there is', async () => {
    const far = { referringFieldKey, paging: { offset: 2 ** 31, limit: 5 } };
    const { items, requests } = await ask(collection, far);
    expect(items).toEqual([]);
    expect(requests).toBeLessThan(30);
  });

  test('an item that is not shown refers to nothing', async () => {
    const { items, pagingMetadata } = await ask(collection, {
      referringFieldKey,
      referringItemIds: hidden,
      returnTotalCount: true,
    });
    expect([items, pagingMetadata]).toEqual([[], { total: 0 }]);
  });

  test('whether one refers to another: a small request for the pair, and one for the item', async () => {
    const [pair] = all;
    const yes = await ask(collection, {
      referringFieldKey,
      referringItemIds: [pair!.referringItemId],
      referencedItemIds: [pair!.referencedItemId],
      paging: { limit: 1 },
    });
    expect(yes.items).toEqual([pair]);
    expect(yes.requests).toBe(2);
  });

  test('with the items', async () => {
    const { items } = await ask(collection, {
      referringFieldKey,
      includeReferencedItems: true,
      fieldsToReturn: ['_id'],
      paging: { limit: 1000 },
    });
    const there = (id: unknown): boolean =>
      referringFieldKey === 'reviews' || rows.tags.some((row) => row.id === id);
    expect(items).toEqual(
      all.map((pair) =>
        there(pair.referencedItemId) ? { ...pair, referencedItem: { _id: pair.referencedItemId } } : pair,
      ),
    );
  });

  test('filters and includes keep to them as well', async () => {
    const [pair] = all;
    const request = parseQuery({
      collectionId: collection,
      query: { filter: { [referringFieldKey]: { $hasSome: [pair!.referencedItemId] } } },
      includeReferencedItems: [{ fieldKey: referringFieldKey, limit: 1000 }],
    });
    const { items } = await rig.engine.query(rig.model(collection), request, context());
    expect(items.map(({ _id }) => _id).sort()).toEqual(
      [
        ...new Set(
          all
            .filter((each) => each.referencedItemId === pair!.referencedItemId)
            .map((each) => each.referringItemId),
        ),
      ].sort(),
    );
  });
});

test('explain shows that the items are looked for', () => {
  const request = parseQueryReferenced({ collectionId: 'novels', referringFieldKey: 'tags' });
  const { plan, upstreamRequests } = rig.engine.explain(rig.model('novels'), 'references', request);
  expect(JSON.stringify(plan)).toContain('only of items that novels shows');
  expect(upstreamRequests.most).toBeNull();
});
