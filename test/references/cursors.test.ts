/** query-referenced by cursor (protocol section 5.3): page after page the same pairs as at once, and the same from behind. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseQueryReferenced } from '../../src/wix/requests.js';
import type { Served } from '../authoring/init/serve-graphql.js';
import { context, type Rig, startRig } from '../rig.js';
import { startLibrary } from './library.js';
import { libraryRows } from './library-data.js';
import { authors, books, bookTags, libraryStyle, reviews, tags } from './library-mapping.js';

const rows = libraryRows(5, 8);
let server: Served;
let rig: Rig;
beforeAll(async () => {
  server = await startLibrary(rows);
  const several = (collection: string, through: object) => ({
    type: 'MULTI_REFERENCE',
    collection,
    through,
  });
  rig = await startRig(server.url, libraryStyle, [
    books({
      author: { path: 'authorId', type: 'REFERENCE', collection: 'authors' },
      reverse: several('reviews', { reverse: 'book' }),
      joined: several('tags', { join: { collection: 'bookTags', from: 'book', to: 'tag' } }),
      asked: several('reviews', { argument: 'bookId' }),
      listed: several('reviews', { list: { path: 'reviewPage.nodes', total: 'reviewPage.total' } }),
      labels: { path: 'tagIds', type: 'MULTI_REFERENCE', collection: 'tags' },
    } as never),
    authors(),
    reviews({ book: { path: 'bookId', type: 'REFERENCE', collection: 'books' } }),
    tags(),
    bookTags({
      book: { path: 'bookId', type: 'REFERENCE', collection: 'books' },
      tag: { path: 'tagId', type: 'REFERENCE', collection: 'tags', include: 'tag' },
    }),
  ]);
});
afterAll(async () => {
  await rig?.close();
  await server?.close();
});

const ask = (request: object) =>
  rig.engine.references(
    rig.model('books'),
    parseQueryReferenced({ collectionId: 'books', ...request }),
    context(),
  );

test.each(['author', 'reverse', 'joined', 'asked', 'listed', 'labels'])('%s', async (referringFieldKey) => {
  for (const more of [{}, { order: 'DESC' }, { referringItemIds: ['b1', 'b2', 'b5'] }]) {
    const request = { referringFieldKey, includeReferencedItems: true, ...more };
    const whole = await ask({ ...request, paging: { limit: 1000 } });
    expect(whole.items.length).toBeGreaterThan(0);
    const found: unknown[] = [];
    let cursor: string | null | undefined;
    let last: string | null | undefined;
    for (let page = 0; ; page += 1) {
      // Later pages come with nothing but the cursor.
      const given = cursor
        ? { cursorPaging: { limit: 4, cursor } }
        : { ...request, returnTotalCount: true, cursorPaging: { limit: 4 } };
      const { items, pagingMetadata } = await ask({ referringFieldKey, ...given });
      expect(pagingMetadata.total).toBeUndefined();
      found.push(...items);
      expect(page).toBeLessThan(whole.items.length);
      cursor = pagingMetadata.cursors?.next;
      if (!cursor) break;
      expect(items.length).toBe(4);
      last = pagingMetadata.cursors?.prev;
    }
    expect(found).toEqual(whole.items);
    if (last) {
      const { items } = await ask({ referringFieldKey, cursorPaging: { limit: 4, cursor: last } });
      expect(found).toEqual(expect.arrayContaining([...items]));
    }
  }
});

test('a cursor of another request is refused', async () => {
  const { pagingMetadata } = await ask({ referringFieldKey: 'reverse', cursorPaging: { limit: 1 } });
  const cursor = pagingMetadata.cursors!.next!;
  const other = parseQueryReferenced({
    collectionId: 'reviews',
    referringFieldKey: 'book',
    cursorPaging: { cursor },
  });
  await expect(rig.engine.references(rig.model('reviews'), other, context())).rejects.toThrow(
    'belongs to another request',
  );
  await expect(ask({ referringFieldKey: 'reverse', cursorPaging: { cursor: 'x' } })).rejects.toThrow(
    'not one of this service',
  );
});
