/** References between collections of different upstreams, and to collections that are not served. */
import { afterEach, expect, test } from 'vitest';
import { createApp } from '../../src/app/app.js';
import { printYaml } from '../../src/authoring/write/write-yaml.js';
import type { Json } from '../../src/wix/json.js';
import { systemWorld } from '../../src/world/system-world.js';
import type { Served } from '../authoring/init/serve-graphql.js';
import { directoryWith } from '../cli/harness.js';
import { startLibrary } from '../references/library.js';
import { authors, books, bookTags, libraryStyle, tags } from '../references/library-mapping.js';

const none = { authors: [], books: [], reviews: [], tags: [], bookTags: [] };
const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function started() {
  const [here, there] = (await Promise.all([
    startLibrary({
      ...none,
      books: [
        { id: 'b1', title: 'One', pages: 1, authorId: 'a1' },
        { id: 'b2', title: 'Two', pages: 2, authorId: 'a2' },
        { id: 'b3', title: 'Three', pages: 3, authorId: 'a1' },
      ],
    }),
    startLibrary({
      ...none,
      authors: [{ id: 'a1', name: 'Ann', born: 1950, bossId: null }],
      tags: [{ id: 't1', name: 'Old' }],
      bookTags: [
        { id: 'j1', bookId: 'b2', tagId: 't1', createdAt: '2024-01-01T00:00:00.000Z' },
        { id: 'j2', bookId: 'b1', tagId: 't1', createdAt: '2024-01-02T00:00:00.000Z' },
      ],
    }),
  ])) as [Served, Served];
  const file = (value: Record<string, Json>) => printYaml({ version: 1, ...value } as never, {});
  const people = { upstream: 'people' };
  const directory = directoryWith({
    'upstream.yaml': file({ url: here.url, ...libraryStyle }),
    'upstreams/people.yaml': file({ url: there.url, ...libraryStyle }),
    'books.yaml': file(
      books({
        author: { path: 'authorId', type: 'REFERENCE', collection: 'authors', include: 'author' },
        tags: {
          type: 'MULTI_REFERENCE',
          collection: 'tags',
          through: { join: { collection: 'bookTags', from: 'book', to: 'tag' } },
        },
      }),
    ),
    'authors.yaml': file(authors({}, people)),
    'tags.yaml': file(tags({}, people)),
    'bookTags.yaml': file(
      bookTags(
        {
          book: { path: 'bookId', type: 'REFERENCE', collection: 'books' },
          tag: { path: 'tagId', type: 'REFERENCE', collection: 'tags', include: 'tag' },
        },
        people,
      ),
    ),
  });
  const app = createApp({
    world: systemWorld,
    mappingsDirectory: directory.path,
    environment: {},
    observe: () => undefined,
  });
  closing.push(here.close, there.close, directory.remove, () => app.close());
  await app.started;
  expect(app.problems).toEqual([]);
  const service = app.service(undefined);
  const ask = async (operation: Parameters<typeof service>[0], request: Record<string, unknown>) =>
    service(operation, request, {
      world: systemWorld,
      requestId: 'r',
      scope: {},
      signal: new AbortController().signal,
      observe: () => undefined,
      arrived: systemWorld.now(),
    });
  return { here, there, ask };
}

test('one read of the other upstream for all rows', async () => {
  const { here, there, ask } = await started();
  const before = [here.asked.length, there.asked.length];
  const answer = await ask('QueryDataItems', {
    collectionId: 'books',
    query: { fields: ['author'] },
    includeReferencedItems: [{ fieldKey: 'author' }, { fieldKey: 'tags' }],
  });
  const ann = { _id: 'a1', name: 'Ann', born: 1950 };
  const old = { _id: 't1', title: 'Old' };
  expect(answer).toMatchObject({
    items: [
      { _id: 'b1', author: ann, tags: [old] },
      { _id: 'b2', author: 'a2', tags: [old] },
      { _id: 'b3', author: ann, tags: [] },
    ],
  });
  // The authors; the pairs, which are sorted here; their tags.
  expect([here.asked.length - before[0]!, there.asked.length - before[1]!]).toEqual([1, 3]);
});

test('filters and pairs by what the other upstream holds', async () => {
  const { ask } = await started();
  const filter = { tags: { $hasSome: ['t1'] } };
  const found = (await ask('QueryDataItems', {
    collectionId: 'books',
    query: { filter, fields: ['_id'] },
  })) as {
    items: { _id: string }[];
  };
  expect(found.items.map(({ _id }) => _id).sort()).toEqual(['b1', 'b2']);
  const request = { collectionId: 'books', referringFieldKey: 'tags', includeReferencedItems: true };
  expect(await ask('QueryReferencedDataItems', request)).toEqual({
    items: ['b2', 'b1'].map((referringItemId) => ({
      referringItemId,
      referencedItemId: 't1',
      referencedItem: { _id: 't1', title: 'Old' },
    })),
    pagingMetadata: {},
  });
});
