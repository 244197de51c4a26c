/** Related objects that the API cannot give in one row: null and an error in their place. They are never taken for none. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../../src/wix/json.js';
import { parseQuery, parseQueryReferenced } from '../../src/wix/requests.js';
import type { Served } from '../authoring/init/serve-graphql.js';
import { context, type Rig, startRig } from '../rig.js';
import { startLibrary } from './library.js';
import { libraryRows } from './library-data.js';
import { authors, books, libraryStyle, tags } from './library-mapping.js';

const seed = Number(process.env.LAW_SEED ?? 5);
const rows = libraryRows(seed, 10);
const broken = new Set(['b3', 'b7']);
const bookIds = rows.books.map(({ id }) => String(id)).sort();

let server: Served;
let rig: Rig;
beforeAll(async () => {
  server = await startLibrary(rows, { broken });
  const several = (list: Json) => ({ type: 'MULTI_REFERENCE', collection: 'tags', through: { list } });
  rig = await startRig(server.url, libraryStyle, [
    books({
      author: { path: 'authorId', type: 'REFERENCE', collection: 'authors', include: 'author' },
      plain: several('allTags'),
      counted: several({ path: 'tagPage.nodes', total: 'tagPage.total' }),
      most: several({ path: 'tagPage.nodes', max: 100 }),
    }),
    authors(),
    tags(),
  ]);
});
afterAll(async () => {
  await rig?.close();
  await server?.close();
});

const query = (some: readonly string[], fieldKey: string) =>
  rig.engine.query(
    rig.model('books'),
    parseQuery({
      collectionId: 'books',
      query: { filter: { _id: { $in: [...some] } } },
      includeReferencedItems: [{ fieldKey }],
    }),
    context(),
  );
const someBooks = fc.uniqueArray(fc.constantFrom(...bookIds), { minLength: 1, maxLength: 6 });

describe.each(['plain', 'counted', 'most'])('%s', (key) => {
  test('pages with such a row are refused, others are as they are', async () => {
    await fc.assert(
      fc.asyncProperty(someBooks, async (some) => {
        const asked = query(some, key);
        if (some.some((id) => broken.has(id))) {
          await expect(asked).rejects.toThrow(/cannot be read|could not give/);
          return;
        }
        for (const item of (await asked).items) {
          const held = rows.bookTags.filter(
            (row) => row.bookId === item._id && rows.tags.some(({ id }) => id === row.tagId),
          );
          expect((item[key] as readonly { _id: string }[]).map(({ _id }) => _id)).toEqual(
            held.map(({ tagId }) => tagId),
          );
        }
      }),
      { numRuns: 12, seed },
    );
  });

  test('so are pairs', async () => {
    const pairs = (referringItemIds: readonly string[]) =>
      rig.engine.references(
        rig.model('books'),
        parseQueryReferenced({ collectionId: 'books', referringFieldKey: key, referringItemIds }),
        context(),
      );
    await expect(pairs(['b3'])).rejects.toThrow(/cannot be read|could not give/);
    const { items } = await pairs(['b1', 'b2']);
    expect(items.length).toBe(
      rows.bookTags.filter(
        (row) => ['b1', 'b2'].includes(String(row.bookId)) && rows.tags.some(({ id }) => id === row.tagId),
      ).length,
    );
  });
});

test('one item that cannot be given leaves its id', async () => {
  const { items } = await query(bookIds, 'author');
  for (const item of items) {
    const row = rows.books.find(({ id }) => id === item._id)!;
    const there = rows.authors.find(({ id }) => id === row.authorId);
    const shown = there && { _id: there.id, name: there.name, born: there.born };
    expect(item.author).toEqual(broken.has(String(item._id)) ? row.authorId : (shown ?? row.authorId));
  }
});
