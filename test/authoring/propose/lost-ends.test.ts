/** What a look at the API takes out of one file is not relied on by another. */
import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { leave } from '../../../src/authoring/learn/finding.js';
import { applyFindings } from '../../../src/authoring/propose/apply.js';
import { withoutLostEnds } from '../../../src/authoring/propose/lost-ends.js';
import { propose } from '../../../src/authoring/propose/propose.js';
import { collectionFile } from '../../../src/authoring/write/files.js';

const { collections } = propose(
  buildSchema(`
    type Query {
      books(where: BookFilter, limit: Int, offset: Int): [Book!]! authors(limit: Int, offset: Int): [Author!]!
      tags(limit: Int, offset: Int): [Tag!]! bookTags(where: BookTagFilter, limit: Int, offset: Int): [BookTag!]!
      shops(limit: Int, offset: Int): [Shop!]!
    }
    type Book { id: ID! title: String author: Author shopId: ID shop: Shop }
    type Author { id: ID! name: String books: [Book!]! }
    type Shop { id: ID! name: String }
    type Tag { id: ID! name: String }
    type BookTag { id: ID! bookId: ID! tagId: ID! }
    input BookFilter { id: Ids shopId: Ids author: AuthorFilter AND: [BookFilter!] } input AuthorFilter { id: Ids }
    input BookTagFilter { id: Ids bookId: Ids tagId: Ids AND: [BookTagFilter!] }
    input Ids { eq: ID in: [ID!] }
  `),
);
const lineOf = (files: typeof collections, name: string, key: string): unknown =>
  files.find((each) => each.name === name)!.value.fields[key];

test('nothing is lost where nothing was left out', () => {
  expect(withoutLostEnds(collections, new Set())).toEqual(collections);
  expect(lineOf(collections, 'authors', 'books')).toMatchObject({
    through: { list: 'books', reverse: 'author' },
  });
  expect(lineOf(collections, 'shops', 'books')).toMatchObject({ through: { reverse: 'shop' } });
});

test('a way back through a field that cannot be read: the list stays, the other end goes', () => {
  const looked = collections.map((each) =>
    each.name === 'books'
      ? applyFindings(each, [leave('author', 'forbidden'), leave('shop', 'forbidden')])
      : each,
  );
  const files = withoutLostEnds(looked, new Set());
  expect(lineOf(files, 'authors', 'books')).toMatchObject({ through: { list: 'books' } });
  expect(lineOf(files, 'authors', 'books')).not.toHaveProperty('through.reverse');
  expect(lineOf(files, 'shops', 'books')).toBeUndefined();
  expect(collectionFile(files.find(({ name }) => name === 'shops')!).text).toContain(
    '# left out: the field that leads back to them is left out\n  # books: {',
  );
});

test('a joining collection that the API refuses', () => {
  expect(lineOf(collections, 'tags', 'books')).toMatchObject({
    through: { join: { collection: 'bookTags' } },
  });
  const files = withoutLostEnds(
    collections.filter(({ name }) => name !== 'bookTags'),
    new Set(['bookTags']),
  );
  expect(lineOf(files, 'tags', 'books')).toBeUndefined();
});
