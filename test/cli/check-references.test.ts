/** What check --live says of references: those that cannot be read, and ids that lead nowhere. */
import { afterEach, expect, test } from 'vitest';
import { checkReferences } from '../../src/cli/check-references.js';
import type { Json } from '../../src/wix/json.js';
import type { Served } from '../authoring/init/serve-graphql.js';
import { startLibrary } from '../references/library.js';
import { libraryRows } from '../references/library-data.js';
import { authors, books, libraryStyle, reviews } from '../references/library-mapping.js';
import { context, type Rig, startRig } from '../rig.js';

const rows = libraryRows(5, 8);
let server: Served | undefined;
let rig: Rig | undefined;
afterEach(async () => {
  await rig?.close();
  await server?.close();
});

async function findings(fields: Record<string, Json>, cap?: number) {
  server = await startLibrary(rows, cap === undefined ? {} : { cap });
  rig = await startRig(server.url, libraryStyle, [books(fields), authors(), reviews()]);
  return checkReferences(rig.engine, rig.model('books'), new Set(rig.models.keys()), context);
}

test('nothing of those that lead to items, although some are gone, or to collections that are not served', async () => {
  const found = await findings({
    author: { path: 'authorId', type: 'REFERENCE', collection: 'authors' },
    nested: { path: 'author.id', type: 'REFERENCE', collection: 'authors', include: 'author' },
    elsewhere: { path: 'authorId', type: 'REFERENCE', collection: 'people' },
    reviews: { type: 'MULTI_REFERENCE', collection: 'reviews', through: { argument: 'bookId' } },
  });
  expect(found).toEqual([]);
});

test('ids of which none is that of an item', async () => {
  const found = await findings({ author: { path: 'title', type: 'REFERENCE', collection: 'authors' } });
  expect(found).toEqual([
    {
      key: 'author',
      severity: 'warning',
      message: expect.stringMatching(
        /^no item of authors has one of the \d+ ids that came, e\.g\. "Book \d+"$/,
      ),
    },
  ]);
});

test('references that cannot be read', async () => {
  const list = { path: 'reviewPage.nodes', total: 'reviewPage.total' };
  const field = { type: 'MULTI_REFERENCE', collection: 'reviews', through: { list } };
  const found = await findings({ reviews: field }, 1);
  expect(found).toEqual([
    {
      key: 'reviews',
      severity: 'error',
      message: expect.stringContaining('the references cannot be read: The upstream API gives only some'),
    },
  ]);
});
