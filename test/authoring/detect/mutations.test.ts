/** Mutations whose arguments do not come in the usual order, or whose names end in the verb. */
import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
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
    insert: { mutation: 'bookCreateOne', arguments: { record: '$item' }, result: 'record' },
    update: { mutation: 'bookUpdateById', arguments: { _id: '$id', record: '$item' }, result: 'record' },
    remove: { mutation: 'bookRemoveById', arguments: { _id: '$id' }, result: 'record' },
  });
});
