/** What a proposal says of itself is what it holds. */
import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { propose } from '../../../src/authoring/propose/propose.js';
import { collectionFile } from '../../../src/authoring/write/files.js';

const books = `
  type Book { id: ID! title: String! }
  type Query {
    books(limit: Int, offset: Int): [Book!]!
    topBooks(limit: Int): [Book!]!
    booksCount: Int!
  }
`;

test('a list that was asked for by name is not among what is left out', () => {
  const proposal = propose(buildSchema(books), { only: ['topBooks'] });
  expect(proposal.collections).toHaveLength(1);
  expect(proposal.skipped.map((each) => each.field)).toEqual(['books']);
});

test('a counter without a filter is not said to filter', () => {
  const { text } = collectionFile(propose(buildSchema(books), { only: ['books'] }).collections[0]!);
  expect(text).toMatch(/booksCount counts everything/);
});

test('what is left aside is named', () => {
  const schema = buildSchema(`
    type Query { posts(limit: Int, offset: Int, q: String, authorId: ID): [Post!]! }
    type Post {
      id: ID!
      title: String!
      body: Body
      old: String @deprecated
      notes: [Note!]
      author: String
    }
    union Body = Text | Picture
    type Text { text: String }
    type Picture { url: String }
    type Note { text: String! at: String! by: String! lines: [Text!] }
  `);
  const { text } = collectionFile(propose(schema).collections[0]!);
  expect(text).toMatch(/# not used: q, authorId\nlist:/);
  expect(text).toMatch(/# not taken from Post: body, old\b.*\nfields:/);
});

test('what the filter could do beside the fields of the file is named', () => {
  const schema = buildSchema(`
    type Query { posts(where: PostFilter, limit: Int, offset: Int): [Post!]! }
    type Post { id: ID! title: String! at: String }
    input PostFilter { title: Text at: Text search: String publishedAfter: String near: Near AND: [PostFilter!] _or: [PostFilter!] }
    input Text { eq: String contains: String }
    input Near { lat: Float lon: Float }
  `);
  const { text } = collectionFile(propose(schema).collections[0]!);
  expect(text).toMatch(/# not used of its filter: search, publishedAfter, near\nlist:/);
});

test('suffixes are no conditions of their own', () => {
  const schema = buildSchema(`
    type Query { posts(where: PostFilter, limit: Int, offset: Int): [Post!]! }
    type Post { id: ID! title: String! views: Int }
    input PostFilter { title: String title_contains: String views: Int views_gt: Int views_lt: Int search: String }
  `);
  const { text } = collectionFile(propose(schema).collections[0]!);
  expect(text).toMatch(/# not used of its filter: search\n/);
});
