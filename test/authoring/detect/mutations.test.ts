/** Mutations whose arguments do not come in the usual order, or whose names end in the verb. */
import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { detectCollections } from '../../../src/authoring/detect/collections.js';

test('drizzle-graphql: set holds what is written, where says in which item', () => {
  const [users] = detectCollections(
    buildSchema(`
      type Query { users(limit: Int, offset: Int, where: UsersFilters): [UsersItem!]! }
      type Mutation {
        insertIntoUsersSingle(values: UsersInsertInput!): UsersItem
        updateUsers(set: UsersUpdateInput!, where: UsersFilters): [UsersItem!]!
        deleteFromUsers(where: UsersFilters): [UsersItem!]!
      }
      type UsersItem { id: Int! email: String! name: String }
      input UsersInsertInput { id: Int email: String! name: String }
      input UsersUpdateInput { id: Int email: String name: String }
      input UsersFilters { id: IdFilter email: TextFilter }
      input IdFilter { eq: Int ne: Int } input TextFilter { eq: String }
    `),
  ).collections;
  expect(users?.writes).toMatchObject({
    insert: { mutation: 'insertIntoUsersSingle', arguments: { values: '$item' } },
    update: { mutation: 'updateUsers', arguments: { set: '$item', where: { id: { eq: '$id' } } } },
    remove: { mutation: 'deleteFromUsers', arguments: { where: { id: { eq: '$id' } } } },
  });
});

test('graphql-compose-mongoose: the verb stands behind the name', () => {
  const [books] = detectCollections(
    buildSchema(`
      type Query { bookMany(skip: Int, limit: Int, filter: FilterBook): [Book!]! bookById(_id: MongoID!): Book }
      type Mutation {
        bookCreateOne(record: CreateOneBookInput!): BookPayload
        bookCreateMany(records: [CreateOneBookInput!]!): BookPayload
        bookUpdateById(_id: MongoID!, record: UpdateByIdBookInput!): BookPayload
        bookUpdateOne(record: UpdateByIdBookInput!, filter: FilterBook, skip: Int): BookPayload
        bookRemoveById(_id: MongoID!): BookPayload
        bookRemoveMany(filter: FilterBook!): BookPayload
      }
      scalar MongoID
      type Book { _id: MongoID! title: String pages: Float }
      type BookPayload { recordId: MongoID record: Book error: ErrorInterface }
      interface ErrorInterface { message: String }
      input FilterBook { _id: MongoID title: String pages: Float }
      input CreateOneBookInput { title: String! pages: Float }
      input UpdateByIdBookInput { title: String pages: Float }
    `),
  ).collections;
  expect(books?.writes).toEqual({
    insert: {
      mutation: 'bookCreateOne',
      arguments: { record: '$item' },
      result: 'record',
      errors: 'error',
    },
    update: {
      mutation: 'bookUpdateById',
      arguments: { _id: '$id', record: '$item' },
      result: 'record',
      errors: 'error',
    },
    remove: {
      mutation: 'bookRemoveById',
      arguments: { _id: '$id' },
      result: 'record',
      errors: 'error',
    },
  });
});

const base = `
  type Query { books(limit: Int, offset: Int): [Book!]! book(id: ID!): Book }
  type Book { id: ID! title: String pages: Int authorId: ID seriesId: ID }
  input BookInput { title: String pages: Int authorId: ID }
`;
const writesOf = (sdl: string) => detectCollections(buildSchema(base + sdl)).collections[0]!;

describe('the id of another thing is never taken for the id of the item', () => {
  test.each([
    ['of the owner', 'deleteBook(ownerId: ID!): Book'],
    ['of another field of the item', 'deleteBook(authorId: ID!): Book'],
    ['in an object', 'deleteBook(input: Deletion!): Book', 'input Deletion { authorId: ID! }'],
    ['in a list of objects', 'deleteBook(input: [Deletion!]!): Book', 'input Deletion { seriesId: ID! }'],
  ])('%s', (_, mutation, types = '') => {
    const found = writesOf(`${types} type Mutation { ${mutation} }`);
    expect(found.writes.remove).toBeUndefined();
    expect(found.unbound.remove).toBeDefined();
  });

  test.each([
    ['the item before its owner', 'updateBook(ownerId: ID, bookId: ID!, input: BookInput!): Book', 'bookId'],
    ['id before bookId', 'updateBook(bookId: ID, id: ID!, input: BookInput!): Book', 'id'],
  ])('%s', (_, mutation, name) => {
    const found = writesOf(`type Mutation { ${mutation} }`);
    expect(found.writes.update?.arguments).toEqual({ [name]: '$id', input: '$item' });
  });

  test('a list named like another type has not the mutations of that type', () => {
    const { collections } = detectCollections(
      buildSchema(`
        type Query { channels: Channels teams(limit: Int, offset: Int): [Team!]! }
        type Channels { teams(limit: Int, offset: Int): [ChatTeam!]! }
        type Team { id: ID! name: String } type ChatTeam { id: ID! name: String }
        type Mutation { teamDelete(id: ID!): Boolean }
      `),
    );
    const removes = Object.fromEntries(
      collections.map((each) => [each.itemType, each.writes.remove?.mutation]),
    );
    expect(removes).toEqual({ Team: 'teamDelete', ChatTeam: undefined });
  });

  test('a key that is a name is no id, and a document id is not the id beside it', () => {
    const { collections } = detectCollections(
      buildSchema(`
        type Query { kinds(limit: Int): [Kind!]! files(limit: Int): [File!]! file(documentId: ID!): File }
        type Kind { name: String! label: String } type File { documentId: ID! name: String }
        type Mutation { deleteKind(id: ID!): Kind deleteFile(id: ID!): File }
      `),
    );
    expect(collections.map((each) => each.writes)).toEqual([{}, {}]);
  });
});

describe('where two places could be meant, there is no template', () => {
  test.each([
    ['two inputs of the item', 'createBook(first: BookInput!, second: BookInput!): Book', 'insert'],
    ['two optional inputs', 'createBook(first: BookInput, second: BookInput): Book', 'insert'],
    [
      'in one object',
      'updateBook(id: ID!, input: Both!): Book',
      'update',
      'input Both { set: BookInput patch: BookInput }',
    ],
    ['two conditions', 'deleteBook(where: ById!, by: ById!): Book', 'remove', 'input ById { id: ID! }'],
  ] as [string, string, 'insert' | 'update' | 'remove', string?][])('%s', (_, mutation, verb, types = '') => {
    const found = writesOf(`${types} type Mutation { ${mutation} }`);
    expect(found.writes[verb]).toBeUndefined();
    expect(found.unbound[verb]).toMatchObject({ kind: 'ambiguous' });
  });

  test('changes by operators beside the plain ones are not meant', () => {
    const found = writesOf(
      'type Mutation { updateBook(id: ID!, inc: BookInput, set: BookInput): Book createBook(values: BookInput!, onConflict: BookInput): Book }',
    );
    expect(found.writes.update?.arguments).toEqual({ id: '$id', set: '$item' });
    expect(found.writes.insert?.arguments).toEqual({ values: '$item' });
  });
});

describe('answers', () => {
  test.each([
    [
      'a payload in a payload',
      'Data',
      'type Data { data: Inner } type Inner { book: Book }',
      { result: 'data.book' },
    ],
    [
      'a union with errors that have something in common',
      'Result',
      'interface Problem { message: String! } type Taken implements Problem { message: String! } type Bad implements Problem { message: String! } union Result = Book | Taken | Bad',
      { result: '(Book)', errors: '(Problem)' },
    ],
    [
      'a flag beside the item',
      'Done',
      'type Done { success: Boolean! book: Book }',
      { result: 'book', flag: 'success' },
    ],
    [
      'errors that are texts',
      'Told',
      'type Told { book: Book errors: [String!]! }',
      { result: 'book', errors: 'errors' },
    ],
    [
      'the item before the change beside it',
      'Both',
      'type Both { book: Book previousBook: Book }',
      { result: 'book' },
    ],
    ['only what was there before', 'Old', 'type Old { previousBook: Book }', {}],
    [
      'another type of the same item',
      'BookRow',
      'type BookRow { id: ID! title: String pages: Int }',
      { result: 'id' },
    ],
    ['the id under a name of its own', 'Made', 'type Made { bookId: ID }', { result: 'bookId' }],
    ['an id that may be anything', 'Odd', 'type Odd { id: ID status: String }', {}],
  ])('%s', (_, type, types, expected) => {
    const found = writesOf(`${types} type Mutation { createBook(input: BookInput!): ${type} }`);
    expect(found.writes.insert).toEqual({
      mutation: 'createBook',
      arguments: { input: '$item' },
      ...expected,
    });
  });

  test('a removal that says true or false, or how many', () => {
    const remove = (type: string, types = '') =>
      writesOf(`${types} type Mutation { deleteBook(id: ID!): ${type} }`).writes.remove;
    expect(remove('Boolean!')).toMatchObject({ flag: '' });
    expect(remove('Int!')).toMatchObject({ count: '' });
    expect(remove('Gone', 'type Gone { deletedCount: Int! }')).toMatchObject({ count: 'deletedCount' });
    expect(remove('ID')).toEqual({ mutation: 'deleteBook', arguments: { id: '$id' } });
  });
});
