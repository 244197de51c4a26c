/** What check --live says of references: those that cannot be read, and ids that lead nowhere. */
import { afterEach, describe, expect, test } from 'vitest';
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

describe('lists in the rows that the API cuts without a word', () => {
  const many = {
    ...rows,
    books: ['b1', 'b2', 'b3', 'b4'].map((id) => ({ id, title: id, pages: 1, authorId: null, tagIds: null })),
    reviews: Array.from({ length: 40 }, (_, index) => ({
      id: `r${index}`,
      bookId: `b${1 + (index % 4)}`,
      stars: 1,
      text: 'good',
      createdAt: `2024-01-01T00:00:${10 + index}.000Z`,
    })),
  };
  const list = { path: 'reviews', max: 100 };
  const looked = async (through: Json, cap?: number) => {
    server = await startLibrary(many, cap === undefined ? {} : { cap });
    rig = await startRig(server.url, libraryStyle, [
      books({ reviews: { type: 'MULTI_REFERENCE', collection: 'reviews', through } }),
      reviews({ book: { path: 'bookId', type: 'REFERENCE', collection: 'books' } }),
    ]);
    return checkReferences(rig.engine, rig.model('books'), new Set(rig.models.keys()), context);
  };

  test.each<[string, Json]>([
    ['the key of the other item', { reverse: 'book' }],
    ['a list that takes the id', { argument: 'bookId' }],
  ])('another way shows it: %s', async (_, way) => {
    expect(await looked({ list, ...(way as object) }, 6)).toEqual([
      {
        key: 'reviews',
        severity: 'error',
        message: expect.stringContaining(
          'has 6 items and does not say that there are more: the other way finds 10',
        ),
      },
    ]);
    await rig?.close();
    await server?.close();
    expect(await looked({ list, ...(way as object) })).toEqual([]);
    await rig?.close();
    await server?.close();
    expect(await looked({ list: { path: 'reviews', max: 6 }, ...(way as object) }, 6)).toEqual([]);
  });

  test('rows that all end at the same number are told', async () => {
    expect(await looked({ list }, 6)).toEqual([
      {
        key: 'reviews',
        severity: 'warning',
        message:
          '4 of 4 items have just 6 reviews, and none has more: if the API gives no more than that, write it (through.list.max: 6)',
      },
    ]);
  });

  test('what a default include would be refused for is an error', async () => {
    const counted = { path: 'reviewPage.nodes', total: 'reviewPage.total', size: 'limit' };
    const [found] = await looked({ list: counted }, 6);
    expect(found).toMatchObject({ severity: 'error', message: expect.stringContaining('gives only some') });
  });
});
