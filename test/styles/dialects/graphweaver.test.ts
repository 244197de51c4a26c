/** Graphweaver is recognised, and its update, which makes what is not there, is never taken for one that does not. */
import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { propose } from '../../../src/authoring/propose/propose.js';
import { dialects } from '../../../src/styles/dialects/index.js';
import { matchDialect } from '../../../src/styles/dialects/match.js';

/** An excerpt of what Graphweaver 2.22.0 generates for an entity with keys of the caller. */
const schema = buildSchema(`
  type Query { book(id: ID!): Book books(filter: BooksListFilter, pagination: BooksPaginationInput): [Book]
    books_aggregate(filter: BooksListFilter): AggregationResult }
  type Book { id: ID! title: String! isbn: String stock: Float } type AggregationResult { count: Int! }
  input BooksListFilter { _and: [BooksListFilter] _or: [BooksListFilter] _not: BooksListFilter id: ID id_in: [ID!] id_ne: ID
    title: String title_in: [String!] title_ne: String title_like: String }
  input BooksPaginationInput { offset: Int limit: Int orderBy: BooksOrderByInput }
  input BooksOrderByInput { id: Sort title: Sort } enum Sort { ASC DESC }
  input BookInsertInput { id: ID! title: String! isbn: String stock: Float }
  input BookUpdateInput { id: ID! title: String isbn: String stock: Float }
  input BookCreateOrUpdateInput { id: ID! title: String isbn: String stock: Float }
  type Mutation { createBook(input: BookInsertInput!): Book createBooks(input: [BookInsertInput!]!): [Book]
    updateBook(input: BookUpdateInput!): Book createOrUpdateBooks(input: [BookCreateOrUpdateInput!]!): [Book]
    deleteBook(filter: BooksListFilter!): Boolean }`);

test('what init writes', () => {
  const dialect = matchDialect(schema, dialects)!.dialect;
  expect(dialect.name).toBe('graphweaver');
  const [books] = propose(schema, { dialect, writes: true }).collections;
  expect(books!.value.writes).toEqual({
    identify: 'clientId',
    insert: { mutation: 'createBook', arguments: { input: '$item' } },
    update: { mutation: 'updateBook', arguments: { input: { id: '$id', '...': '$item' } }, upsert: true },
    remove: { mutation: 'deleteBook', arguments: { filter: { id: '$id' } }, flag: '' },
  });
});
