/** An API that gives smaller pages than it is asked for, and does not say so: references are all there, whichever list they are read from. */
import { afterEach, expect, test } from 'vitest';
import type { Json } from '../../src/wix/json.js';
import { parseQuery, parseQueryReferenced } from '../../src/wix/requests.js';
import type { Served } from '../authoring/init/serve-graphql.js';
import type { Item } from '../oracle/values.js';
import { context, type Rig, startRig } from '../rig.js';
import { startLibrary } from './library.js';
import { libraryRows } from './library-data.js';
import { books, bookTags, libraryStyle, reviews, tags } from './library-mapping.js';

const rows = libraryRows(5, 8);
let server: Served;
let rig: Rig;
afterEach(async () => {
  await rig?.close();
  await server?.close();
});

const to = (path: string, collection: string) => ({ path, type: 'REFERENCE', collection });
const bookIds = rows.books.map(({ id }) => String(id)).sort();
const reviewsOf = (id: string) => rows.reviews.filter((row) => row.bookId === id).map((row) => row.id);
const tagsOf = (id: string) => rows.bookTags.filter((row) => row.bookId === id).map((row) => row.tagId);
const isTag = (id: unknown): boolean => rows.tags.some((row) => row.id === id);

test('a list that ends just where the API cuts others is not taken for proof that it cuts none', async () => {
  const [few, many] = [25, 40];
  const reviewsOfTwo = Array.from({ length: few + many }, (_, index) => ({
    id: `r${100 + index}`,
    bookId: index < few ? 'b1' : 'b2',
    stars: 1,
    text: 'good',
    createdAt: '2024-01-01T00:00:00.000Z',
  }));
  server = await startLibrary({ ...rows, reviews: reviewsOfTwo }, { page: few });
  const style = structuredClone(libraryStyle) as { defaults: Record<string, Json> };
  delete style.defaults.count;
  rig = await startRig(server.url, style, [reviews({ book: to('bookId', 'books') }), books()]);
  const found = async (book: string): Promise<number> => {
    const query = { filter: { book }, paging: { limit: 50 } };
    const request = parseQuery({ collectionId: 'reviews', query });
    return (await rig.engine.query(rig.model('reviews'), request, context())).items.length;
  };
  expect(await found('b1')).toBe(few);
  expect(await found('b2')).toBe(many);
});

test.each<[string, string, Json, boolean]>([
  ['the key of the other item', 'reviews', { reverse: 'book' }, true],
  ['the key of the other item', 'reviews', { reverse: 'book' }, false],
  ['joining items', 'tags', { join: { collection: 'bookTags', from: 'book', to: 'tag' } }, true],
  ['joining items', 'tags', { join: { collection: 'bookTags', from: 'book', to: 'tag' } }, false],
  ['the list with an argument', 'reviews', { argument: 'bookId' }, true],
  ['the list with an argument', 'reviews', { argument: 'bookId' }, false],
  ['another list with an argument', 'reviews', { argument: { list: 'reviewsOf', name: 'bookId' } }, true],
  ['another list with an argument', 'reviews', { argument: { list: 'reviewsOf', name: 'bookId' } }, false],
])('%s, %s, %j, with a total: %s', async (_, collection, through, counted) => {
  server = await startLibrary(rows, { page: 2 });
  const style = structuredClone(libraryStyle) as { defaults: Record<string, Json> };
  if (!counted) delete style.defaults.count;
  rig = await startRig(server.url, style, [
    books({ several: { type: 'MULTI_REFERENCE', collection, through } }),
    reviews({ book: to('bookId', 'books') }),
    tags(),
    bookTags({ book: to('bookId', 'books'), tag: to('tagId', 'tags') }),
  ]);
  const of = collection === 'tags' ? tagsOf : reviewsOf;
  const request = { collectionId: 'books', includeReferencedItems: [{ fieldKey: 'several', limit: 1000 }] };
  const { items } = await rig.engine.query(rig.model('books'), parseQuery(request), context());
  const idsOf = (item: Json | undefined): unknown[] => (item as readonly Item[]).map(({ _id }) => _id).sort();
  expect(items.map(({ several }) => idsOf(several))).toEqual(
    bookIds.map((id) =>
      of(id)
        .filter((each) => collection === 'reviews' || isTag(each))
        .sort(),
    ),
  );
  const pairs = parseQueryReferenced({
    collectionId: 'books',
    referringFieldKey: 'several',
    referringItemIds: bookIds,
    paging: { limit: 1000 },
    returnTotalCount: true,
  });
  const found = await rig.engine.references(rig.model('books'), pairs, context());
  const all = bookIds.flatMap((id) => of(id).map((each) => `${id} ${each}`)).sort();
  expect(found.items.map((each) => `${each.referringItemId} ${each.referencedItemId}`).sort()).toEqual(all);
  expect(found.pagingMetadata).toEqual({ total: all.length });
});
