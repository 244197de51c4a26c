/** What is wrong with references between files is told where it stands, with what was meant. */
import { afterEach, expect, test } from 'vitest';
import { createApp } from '../../src/app/app.js';
import { printYaml } from '../../src/authoring/write/write-yaml.js';
import type { Json } from '../../src/wix/json.js';
import { systemWorld } from '../../src/world/system-world.js';
import { directoryWith } from '../cli/harness.js';
import { startLibrary } from '../references/library.js';
import { books, bookTags, libraryStyle, reviews, tags } from '../references/library-mapping.js';

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

type Mapping = Record<string, Json>;
const several = (more: Mapping): Mapping => ({ type: 'MULTI_REFERENCE', ...more });
const ref = (path: string, collection: string): Mapping => ({ path, type: 'REFERENCE', collection });

async function problemsOf(field: Mapping, more: Mapping = {}) {
  const server = await startLibrary({ authors: [], books: [], reviews: [], tags: [], bookTags: [] });
  const file = (value: Mapping) => printYaml({ version: 1, ...value } as never, {});
  const directory = directoryWith({
    'upstream.yaml': file({ url: server.url, ...libraryStyle }),
    'books.yaml': file(books({ field })),
    'tags.yaml': file(tags()),
    'reviews.yaml': file(reviews({ book: ref('bookId', 'books'), tag: ref('id', 'tags') }, more)),
    'bookTags.yaml': file(bookTags({ book: ref('bookId', 'books'), tag: ref('tagId', 'tags') })),
  });
  const app = createApp({
    world: systemWorld,
    mappingsDirectory: directory.path,
    environment: {},
    observe: () => undefined,
  });
  closing.push(server.close, directory.remove, () => app.close());
  await app.started;
  return app.problems.map(({ file: path, line, column, message, severity, help }) => ({
    at: `${path.split('/').at(-1)}:${line > 1 && column > 1}`,
    message,
    severity,
    help,
  }));
}

const join = (more: Mapping): Mapping =>
  several({
    collection: 'tags',
    through: { join: { collection: 'bookTags', from: 'book', to: 'tag', ...more } },
  });

test('nothing is said of references that lead somewhere', async () => {
  expect(await problemsOf(join({}))).toEqual([]);
  expect(
    await problemsOf(several({ collection: 'reviews', through: { reverse: 'book', order: 'stars' } })),
  ).toEqual([]);
  expect(await problemsOf(several({ collection: 'reviews', through: { argument: 'bookId' } }))).toEqual([]);
});

test.each<[string, Mapping, string, 'error' | 'warning', string | undefined]>([
  [
    'a collection that is not there',
    ref('authorId', 'autors'),
    'no file of this directory has the collection "autors"',
    'warning',
    'write its file, or ignore this if it is a collection of Wix itself',
  ],
  [
    'a reverse field that is not there',
    several({ collection: 'reviews', through: { reverse: 'books' } }),
    'reviews has no field "books"',
    'error',
    'did you mean "book"?',
  ],
  [
    'a reverse field of another collection',
    several({ collection: 'reviews', through: { reverse: 'tag' } }),
    '"tag" of reviews is no REFERENCE to books',
    'error',
    'did you mean "book"?',
  ],
  [
    'a field that is no reference',
    several({ collection: 'reviews', through: { reverse: 'stars' } }),
    '"stars" of reviews is no REFERENCE to books',
    'error',
    'did you mean "book"?',
  ],
  [
    'a joining collection that is not there',
    join({ collection: 'bookTag' }),
    'no file of this directory has the collection "bookTag"',
    'error',
    'did you mean "bookTags"?',
  ],
  [
    'a join without one of its fields',
    join({ from: 'libro' }),
    'bookTags has no field "libro"',
    'error',
    'did you mean "book"?',
  ],
  [
    'a join whose ends are swapped',
    join({ to: 'book' }),
    '"book" of bookTags is no REFERENCE to tags',
    'error',
    'did you mean "tag"?',
  ],
  [
    'an order that is no field',
    several({ collection: 'reviews', through: { reverse: 'book', order: 'star' } }),
    'reviews has no field "star"',
    'error',
    'did you mean "stars"?',
  ],
  [
    'an argument that the list has not got',
    several({ collection: 'reviews', through: { argument: 'book' } }),
    'the list of reviews has no argument "book"',
    'error',
    undefined,
  ],
  [
    'another list, of other items',
    several({ collection: 'reviews', through: { argument: { list: 'tags', name: 'limit' } } }),
    '"tags" gives TagPage, and the list of reviews ReviewsPage',
    'error',
    undefined,
  ],
  [
    'items that are not written',
    several({ collection: 'reviews', through: { reverse: 'book' }, writes: 'items' }),
    'reviews declares no update (writes)',
    'warning',
    'add writes.update to the file of reviews',
  ],
])('%s', async (_, field, message, severity, help) => {
  expect(await problemsOf(field)).toEqual([{ at: 'books.yaml:true', message, severity, help }]);
});

test('a key that can be no id', async () => {
  const found = await problemsOf(ref('inPrint', 'tags'));
  expect(found.map(({ message }) => message)).toContain('"inPrint" is boolean: no item has such an id');
});
