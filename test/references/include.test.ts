/** Included REFERENCE fields: whole items in place of their ids, in the same request or by one more. */
import { afterEach, describe, expect, test } from 'vitest';
import type { Json } from '../../src/wix/json.js';
import { parseQuery } from '../../src/wix/requests.js';
import type { Served } from '../authoring/init/serve-graphql.js';
import { context, type Rig, startRig } from '../rig.js';
import { type LibraryOptions, type LibraryRows, startLibrary } from './library.js';
import { authors, books, libraryStyle } from './library-mapping.js';

const rows: LibraryRows = {
  authors: [
    { id: 'a1', name: 'Ann', born: 1950, bossId: 'a2' },
    { id: 'a2', name: 'Ben', born: null, bossId: 'a1' },
    { id: 'a3', name: 'Cleo', born: 1980, bossId: 'a3' },
  ],
  books: [
    { id: 'b1', title: 'One', pages: 10, authorId: 'a1' },
    { id: 'b2', title: 'Two', pages: 20, authorId: null },
    { id: 'b3', title: 'Three', pages: 30, authorId: 'gone' },
    { id: 'b4', title: 'Four', pages: 40, authorId: 'a1' },
    { id: 'b5', title: 'Five', pages: null, authorId: 'a3' },
  ],
  reviews: [],
  tags: [],
  bookTags: [],
};
const ann = { _id: 'a1', name: 'Ann', born: 1950 };
const cleo = { _id: 'a3', name: 'Cleo', born: 1980 };

let server: Served;
let rig: Rig;
afterEach(async () => {
  await rig.close();
  await server.close();
});

async function started(
  author: Record<string, Json>,
  { authorMore = {}, options = {} }: { authorMore?: Record<string, Json>; options?: LibraryOptions } = {},
): Promise<void> {
  server = await startLibrary(rows, options);
  rig = await startRig(server.url, libraryStyle, [
    books({ author: { type: 'REFERENCE', collection: 'authors', ...author } }),
    authors({ boss: { path: 'bossId', type: 'REFERENCE', collection: 'authors' } }, authorMore),
  ]);
}

async function ask(query: object = {}, include: object = {}) {
  const before = server.asked.length;
  const request = parseQuery({
    collectionId: 'books',
    query,
    includeReferencedItems: [{ fieldKey: 'author', ...include }],
    returnTotalCount: true,
  });
  const explained = rig.engine.explain(rig.model('books'), 'query', request);
  const { items, pagingMetadata } = await rig.engine.query(rig.model('books'), request, context());
  return { items, total: pagingMetadata.total, requests: server.asked.length - before, explained };
}

const nested = { path: 'authorId', include: 'author', filter: 'authorId' };
const byKey = { path: 'authorId' };

describe.each([
  ['nested in the rows', nested, 1],
  ['read by id', byKey, 2],
])('%s', (_, author, requests) => {
  test('the item takes the place of its id; what is not there leaves the id', async () => {
    await started(author);
    const answer = await ask({ fields: ['title', 'author'] });
    expect(answer.items).toEqual([
      { _id: 'b1', title: 'One', author: { ...ann, boss: 'a2' } },
      { _id: 'b2', title: 'Two', author: null },
      { _id: 'b3', title: 'Three', author: 'gone' },
      { _id: 'b4', title: 'Four', author: { ...ann, boss: 'a2' } },
      { _id: 'b5', title: 'Five', author: { ...cleo, boss: 'a3' } },
    ]);
    expect(answer.total).toBe(5);
    expect(answer.requests).toBe(requests);
    const { least, most } = answer.explained.upstreamRequests;
    expect([requests >= least, requests <= most!]).toEqual([true, true]);
    expect(answer.explained.plan.inputs[0]!.node).toBe('include');
  });

  test('filters and sorts still see the id', async () => {
    await started(author);
    const { items } = await ask({
      filter: { author: { $in: ['a1', 'gone'] } },
      sort: [{ fieldName: 'author' }],
    });
    expect(items.map(({ _id }) => _id)).toEqual(['b1', 'b4', 'b3']);
    const local = await ask({ filter: { author: { $endsWith: '1' } } });
    expect(local.items.map(({ author: found }) => found)).toEqual([
      { ...ann, boss: 'a2' },
      { ...ann, boss: 'a2' },
    ]);
  });

  test('a filter of the include leaves the ids of others', async () => {
    await started(author);
    const { items } = await ask(
      { fields: ['_id'] },
      { filter: { born: { $gt: 1960 }, name: { $startsWith: 'c' } } },
    );
    expect(items.map(({ author: found }) => found)).toEqual([
      'a1',
      null,
      'gone',
      'a1',
      { ...cleo, boss: 'a3' },
    ]);
  });

  test("the collection's own where says what it holds", async () => {
    await started(author, { authorMore: { where: { born: { $ne: 1950 } } } });
    const { items } = await ask();
    expect(items.map(({ author: found }) => (found as { _id?: string } | null)?._id ?? found)).toEqual([
      'a1',
      null,
      'gone',
      'a1',
      'a3',
    ]);
  });

  test('an item by its id, with its author', async () => {
    await started(author);
    const { items, requests: sent } = await ask({ filter: { _id: 'b1' } });
    expect(items).toEqual([{ _id: 'b1', title: 'One', pages: 10, author: { ...ann, boss: 'a2' } }]);
    expect(sent).toBe(requests);
  });

  test('a page of nothing', async () => {
    await started(author);
    expect((await ask({ filter: { title: 'none' } })).items).toEqual([]);
    expect((await ask({ paging: { limit: 0 } })).items).toEqual([]);
  });

  test('a value that cannot be given is shown without, unless the filter reads it', async () => {
    await started(author, { options: { spoilt: new Set(['a3']) } });
    expect((await ask()).items[4]!.author).toEqual({ ...cleo, name: null, boss: 'a3' });
    await expect(ask({}, { filter: { name: 'Cleo' } })).rejects.toThrow('could not give');
  });
});

test('rows that are filtered here are not read with their authors: those of the page are read by id', async () => {
  await started(nested);
  const { items, requests, explained } = await ask({
    filter: { title: { $endsWith: 'e' } },
    sort: [{ fieldName: 'title', order: 'ASC' }],
  });
  expect(items.map(({ _id }) => _id)).toEqual(['b5', 'b1', 'b3']);
  expect(items[1]!.author).toEqual({ ...ann, boss: 'a2' });
  expect(requests).toBe(2);
  expect(JSON.stringify(explained.plan)).toContain('author of authors by id, for all rows at once');
});

test('arguments of the other list decide which items there are: the object inside the row is not trusted', async () => {
  await started(nested, {
    authorMore: { list: { field: 'authors', arguments: { named: true } } },
    options: { spoilt: new Set(['a3']) },
  });
  const { items, explained } = await ask();
  expect(items[4]!.author).toBe('a3');
  expect(JSON.stringify(explained.plan)).toContain('has arguments of its own');
});

test('an object that is not the one of the id is refused', async () => {
  await started({ path: 'id', include: 'author' });
  await expect(ask()).rejects.toThrow(
    'author of the item b1 is b1, and the object in the row is a1 of authors',
  );
});

test('a collection that is not served leaves the ids', async () => {
  await started({ path: 'authorId', collection: 'elsewhere' });
  const { items, requests } = await ask();
  expect(items[0]!.author).toBe('a1');
  expect(requests).toBe(1);
});

test.each([
  ['nothing', 'has no field'],
  ['title', 'is no reference'],
])('%s cannot be included', async (fieldKey, message) => {
  await started(nested);
  const error = await ask({}, { fieldKey }).catch((thrown: Error) => thrown);
  expect(error).toMatchObject({ code: 'VALIDATION_ERROR' });
  expect((error as Error).message).toContain(message);
});

test('a cursor carries its includes', async () => {
  await started(nested);
  const model = rig.model('books');
  const first = await rig.engine.query(
    model,
    parseQuery({
      query: { cursorPaging: { limit: 1 } },
      collectionId: 'books',
      includeReferencedItems: [{ fieldKey: 'author', filter: { born: 1950 } }],
    }),
    context(),
  );
  const cursor = first.pagingMetadata.cursors!.next;
  const rest = { collectionId: 'books', query: { cursorPaging: { limit: 3, cursor } } };
  const { items } = await rig.engine.query(model, parseQuery(rest), context());
  expect(items.map(({ author }) => (author as { _id?: string } | null)?._id ?? author)).toEqual([
    null,
    'gone',
    'a1',
  ]);
});
