/** `init` over an API with relations of each kind: every relation that it writes is read, and has just the items of the API. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Item } from '../../../src/wix/json.js';
import { parseQuery } from '../../../src/wix/requests.js';
import { unobserved } from '../../../src/world/observation.js';
import { systemWorld } from '../../../src/world/system-world.js';
import { startLibrary } from '../../references/library.js';
import { libraryRows } from '../../references/library-data.js';
import type { Row } from '../../references/library-filter.js';
import { createFolder, type Folder, type Served as ServedFolder, serveFolder } from './folder.js';
import type { Served } from './serve-graphql.js';

const rows = libraryRows(5, 8);
let server: Served;
let folder: Folder;
let served: ServedFolder;
beforeAll(async () => {
  server = await startLibrary(rows);
  folder = createFolder();
  const ran = await folder.init(server.url);
  expect(ran.exitCode, ran.output).toBe(0);
  served = await serveFolder(folder.path);
}, 120_000);
afterAll(async () => {
  await served?.close();
  folder?.remove();
  await server?.close();
});

const ids = (some: readonly Row[]): readonly unknown[] => some.map(({ id }) => id).sort();
const joined = (of: 'bookId' | 'tagId', id: unknown): readonly Row[] =>
  rows.bookTags.filter((each) => each[of] === id);
const one = (all: readonly Row[], id: unknown): readonly unknown[] =>
  ids(all.filter((each) => each.id === id));

/** What the rows themselves say of each relation, by collection and field. */
const expected: Readonly<Record<string, (row: Row) => readonly unknown[]>> = {
  'authors.boss': (row) => one(rows.authors, row.bossId),
  'authors.books': (row) => ids(rows.books.filter((each) => each.authorId === row.id)),
  'bookTags.book': (row) => one(rows.books, row.bookId),
  'bookTags.tag': (row) => one(rows.tags, row.tagId),
  'books.author': (row) => one(rows.authors, row.authorId),
  'books.writer': (row) => one(rows.authors, row.authorId),
  'books.tags': (row) => ids(rows.tags.filter(({ id }) => ((row.tagIds ?? []) as unknown[]).includes(id))),
  'books.reviews': (row) => ids(rows.reviews.filter((each) => each.bookId === row.id)),
  'books.reviewPage': (row) => ids(rows.reviews.filter((each) => each.bookId === row.id)),
  'books.allTags': (row) =>
    ids(rows.tags.filter(({ id }) => joined('bookId', row.id).some((each) => each.tagId === id))),
  'books.tagPage': (row) =>
    ids(rows.tags.filter(({ id }) => joined('bookId', row.id).some((each) => each.tagId === id))),
  'reviews.book': (row) => one(rows.books, row.bookId),
  'tags.books': (row) =>
    ids(rows.books.filter(({ id }) => joined('tagId', row.id).some((each) => each.bookId === id))),
};

test('all relations of the API are lines, and lead to the items that its rows say', async () => {
  const found = new Map<string, boolean>();
  for (const model of served.app.collections.values()) {
    for (const { key, relation } of model.fields.values()) {
      if (!relation) continue;
      const name = `${model.id}.${key}`;
      const request = parseQuery({
        collectionId: model.id,
        query: { paging: { limit: 1000, offset: 0 } },
        includeReferencedItems: [{ fieldKey: key, limit: 1000 }],
      });
      expect(Object.keys(expected), name).toContain(name);
      const before = server.asked.length;
      const { items } = await served.engine.query(model, request, {
        world: systemWorld,
        requestId: undefined,
        scope: {},
        signal: new AbortController().signal,
        deadline: systemWorld.now() + 10_000,
        observe: unobserved,
      });
      // One for the rows, and what they refer to read together.
      expect(server.asked.length - before, name).toBeLessThanOrEqual(4);
      const all = rows[model.id as keyof typeof rows];
      expect(items.length, name).toBe(all.length);
      for (const item of items) {
        const value = item[key];
        const shown = (Array.isArray(value) ? value : [value]).filter(
          (each) => typeof each === 'object' && each,
        );
        const row = all.find(({ id }) => id === item._id)!;
        expect(shown.map((each) => (each as Item)._id).sort(), `${name} of ${item._id}`).toEqual(
          expected[name]!(row),
        );
      }
      found.set(name, true);
    }
  }
  expect([...found.keys()].sort()).toEqual(Object.keys(expected).sort());
}, 120_000);

test('check --live finds nothing wrong with them', async () => {
  const { output, exitCode } = await folder.checkLive();
  expect(output).toMatch(/\b0 problems$/m);
  expect(exitCode).toBe(0);
});
