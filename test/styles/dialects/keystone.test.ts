/** What Keystone 8.1.0 over PostgreSQL answers to writes that fail, and that several go in one document. */
import { GraphQLError } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Json } from '../../../src/wix/json.js';
import { type Served, serveGraphql } from '../../authoring/init/serve-graphql.js';
import { context, type Rig, startRig } from '../../rig.js';

interface Data {
  readonly title?: string | null;
}

/** By the title: code and message as they came. */
const failures: Readonly<Record<string, readonly [code: string, message: string]>> = {
  '': [
    'KS_VALIDATION_FAILURE',
    'You provided invalid data for this operation.\n  - Book.title: value must not be empty',
  ],
  taken: ['KS_PRISMA_ERROR', 'Prisma error'],
  unchecked: [
    'KS_RESOLVER_ERROR',
    'An error occurred while resolving input fields.\n  - Book.inPrint: Input error: Checkbox fields cannot be set to null',
  ],
  hooked: [
    'KS_EXTENSION_ERROR',
    'An error occured while running "resolveInput".\n  - Book.title: the hook has failed',
  ],
  lonely: [
    'KS_RELATIONSHIP_ERROR',
    'An error occurred while resolving relationship fields.\n  - Book.author: Access denied: You cannot connect that Author - it may not exist',
  ],
};
const missing = (verb: string): GraphQLError =>
  new GraphQLError(`Access denied: You cannot ${verb} that Book - it may not exist`, {
    extensions: { code: 'KS_ACCESS_DENIED' },
  });

let server: Served;
let rig: Rig;
beforeAll(async () => {
  let made = 0;
  server = await serveGraphql(
    `type Book { id: ID! title: String }
     input BookWhereUniqueInput { id: ID }
     input BookCreateInput { title: String }
     input BookUpdateInput { title: String }
     type Query { books(take: Int, skip: Int! = 0): [Book!] booksCount: Int book(where: BookWhereUniqueInput!): Book }
     type Mutation {
       createBook(data: BookCreateInput!): Book
       updateBook(where: BookWhereUniqueInput!, data: BookUpdateInput!): Book
       deleteBook(where: BookWhereUniqueInput!): Book
     }`,
    {
      createBook: ({ data }: { data: Data }) => {
        const failure = failures[data.title ?? ''];
        if (failure) throw new GraphQLError(failure[1], { extensions: { code: failure[0] } });
        made += 1;
        return { id: `c${made}`, title: data.title };
      },
      updateBook: () => {
        throw missing('update');
      },
      deleteBook: () => {
        throw missing('delete');
      },
      book: () => null,
    },
  );
  rig = await startRig(server.url, { dialect: 'keystone' }, [
    {
      collection: 'books',
      type: 'Book',
      id: 'id',
      list: 'books',
      fields: { title: 'title' },
      writes: {
        insert: { mutation: 'createBook', arguments: { data: '$item' } },
        update: { mutation: 'updateBook', arguments: { where: { id: '$id' }, data: '$item' } },
        remove: { mutation: 'deleteBook', arguments: { where: { id: '$id' } } },
      },
    },
  ]);
});
afterAll(async () => {
  await rig.close();
  await server.close();
});

const insert = (...titles: readonly string[]) => {
  const items = titles.map((title) => ({ kind: 'item', item: { title } }) as const);
  return rig.engine.write(rig.model('books'), { kind: 'insert', items }, context());
};

test.each([
  ['', 'VALIDATION_ERROR', /value must not be empty/],
  ['unchecked', 'VALIDATION_ERROR', /Checkbox fields cannot be set to null/],
  ['lonely', 'VALIDATION_ERROR', /cannot connect that Author/],
  // The database says nothing of itself: it may be the item, or not.
  ['taken', 'UNKNOWN_ERROR', /no rule matched/],
  ['hooked', 'UNKNOWN_ERROR', /no rule matched/],
])('an insert that is refused: %s', async (title, code, message) => {
  expect(await insert(title)).toMatchObject([{ kind: 'refused', error: { code, message } }]);
});

test('one mutation that fails leaves the others alone, in one document', async () => {
  const asked = server.asked.length;
  expect(await insert('one', 'taken', 'three')).toMatchObject([
    { kind: 'done', item: { title: 'one' } },
    { kind: 'refused' },
    { kind: 'done', item: { title: 'three' } },
  ]);
  expect(server.asked).toHaveLength(asked + 1);
});

test('what is not there', async () => {
  const item: Json = { _id: 'gone', title: 'x' };
  const update = { kind: 'update', items: [{ kind: 'item', item }] } as const;
  const remove = { kind: 'remove', ids: [{ kind: 'id', id: 'gone' }] } as const;
  for (const write of [update, remove])
    expect(await rig.engine.write(rig.model('books'), write, context())).toMatchObject([
      { kind: 'refused', error: { code: 'ITEM_NOT_FOUND' } },
    ]);
});
