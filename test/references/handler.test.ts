/** References through the handler that platforms mount, by signed requests: other upstreams, cycles, items that are gone. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { printYaml } from '../../src/authoring/write/write-yaml.js';
import { createHandler } from '../../src/cli/handler.js';
import type { Json } from '../../src/wix/json.js';
import type { Served } from '../authoring/init/serve-graphql.js';
import { ask, type Caller, createCaller, directoryWith } from '../cli/harness.js';
import { startLibrary } from './library.js';
import { authors, books, libraryStyle } from './library-mapping.js';

const none = { authors: [], books: [], reviews: [], tags: [], bookTags: [] };
const closing: (() => unknown)[] = [];
let here: Served;
let there: Served;
let caller: Caller;
let url: string;
beforeAll(async () => {
  here = await startLibrary({
    ...none,
    books: [
      { id: 'b1', title: 'One', pages: 1, authorId: 'a1' },
      { id: 'b2', title: 'Two', pages: 2, authorId: 'gone' },
      { id: 'b3', title: 'Three', pages: 3, authorId: 'a2' },
      { id: 'b4', title: 'Four', pages: 4, authorId: null },
    ],
  });
  there = await startLibrary({
    ...none,
    authors: [
      { id: 'a1', name: 'Ann', born: 1950, bossId: 'a2' },
      { id: 'a2', name: 'Ben', born: 1960, bossId: 'a1' },
      { id: 'a3', name: 'Cleo', born: 1970, bossId: 'a3' },
    ],
  });
  const file = (value: Record<string, Json>) => printYaml({ version: 1, ...value } as never, {});
  const people = { upstream: 'people' };
  const directory = directoryWith({
    'upstream.yaml': file({ url: here.url, ...libraryStyle }),
    'upstreams/people.yaml': file({ url: there.url, ...libraryStyle }),
    'books.yaml': file(books({ author: { path: 'authorId', type: 'REFERENCE', collection: 'authors' } })),
    'authors.yaml': file(
      authors(
        {
          boss: { path: 'boss.id', type: 'REFERENCE', collection: 'authors', include: 'boss' },
          staff: { type: 'MULTI_REFERENCE', collection: 'authors', through: { reverse: 'boss' } },
          books: { type: 'MULTI_REFERENCE', collection: 'books', through: { reverse: 'author' } },
        },
        people,
      ),
    ),
  });
  caller = await createCaller();
  const listener = createHandler({
    mappings: directory.path,
    environment: { ...caller.environment, CURSOR_SECRET: 'the same everywhere', LOG_LEVEL: 'silent' },
  });
  const server = createServer(await listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  closing.push(here.close, there.close, directory.remove);
  closing.push(() => new Promise((resolve) => server.close(resolve).closeAllConnections()));
  // The first request looks at the APIs.
  await fetch(`${url}/readyz`);
}, 60_000);
afterAll(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const query = async (collectionId: string, include: readonly string[]) => {
  const before = [here.asked.length, there.asked.length];
  const { status, body } = await ask({ url }, caller, '/v3/items/query', {
    collectionId,
    query: {},
    includeReferencedItems: include.map((fieldKey) => ({ fieldKey })),
    returnTotalCount: false,
  });
  expect(status, JSON.stringify(body)).toBe(200);
  const requests = [here.asked.length - before[0]!, there.asked.length - before[1]!];
  return { items: body.items as readonly Record<string, Json>[], requests };
};
const person = (id: string, name: string, born: number, boss: string) => ({ _id: id, name, born, boss });
const ann = person('a1', 'Ann', 1950, 'a2');
const ben = person('a2', 'Ben', 1960, 'a1');
const cleo = person('a3', 'Cleo', 1970, 'a3');

test('one item of another upstream, read together; one that is gone leaves its id', async () => {
  const { items, requests } = await query('books', ['author']);
  expect(items.map(({ author }) => author)).toEqual([ann, 'gone', ben, null]);
  expect(requests).toEqual([1, 1]);
});

test('several of another upstream', async () => {
  const { items, requests } = await query('authors', ['books']);
  const idsOf = (list: Json | undefined) => (list as { _id: string }[]).map(({ _id }) => _id);
  expect(items.map((item) => idsOf(item.books))).toEqual([['b1'], ['b3'], []]);
  expect(requests).toEqual([1, 1]);
});

test('a cycle, and an item that refers to itself, are shown once, with ids inside', async () => {
  const { items } = await query('authors', ['boss', 'staff']);
  expect(items.map(({ boss }) => boss)).toEqual([ben, ann, cleo]);
  expect(items.map(({ staff }) => staff)).toEqual([[ben], [ann], [cleo]]);
});

test('pairs, with and without what is gone, by cursor', async () => {
  const request = { collectionId: 'books', referringFieldKey: 'author', returnTotalCount: true };
  const { body } = await ask({ url }, caller, '/v3/items/query-referenced', {
    ...request,
    includeReferencedItems: true,
  });
  expect(body).toEqual({
    items: [
      { referringItemId: 'b1', referencedItemId: 'a1', referencedItem: ann },
      { referringItemId: 'b2', referencedItemId: 'gone' },
      { referringItemId: 'b3', referencedItemId: 'a2', referencedItem: ben },
    ],
    pagingMetadata: { total: 3 },
  });
  const first = await ask({ url }, caller, '/v3/items/query-referenced', {
    ...request,
    cursorPaging: { limit: 2 },
  });
  const { next } = (first.body.pagingMetadata as { cursors: { next: string } }).cursors;
  const second = await ask({ url }, caller, '/v3/items/query-referenced', {
    collectionId: 'books',
    referringFieldKey: 'author',
    cursorPaging: { limit: 2, cursor: next },
  });
  expect(second.body.items).toEqual([{ referringItemId: 'b3', referencedItemId: 'a2' }]);
});
