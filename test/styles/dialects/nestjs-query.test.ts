/** Writes by nestjs-query: what the server answers (nestjs-query 9.5.0, TypeORM 0.3.31, SQLite), and what is made of it. */
import { GraphQLError } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EndpointWrite } from '../../../src/plan/writes/plan.js';
import { type Served, serveGraphql } from '../../authoring/init/serve-graphql.js';
import { context, type Rig, startRig } from '../../rig.js';

interface Book {
  readonly id: string;
  readonly title: string;
  readonly isbn: string | null;
}
const books = new Map<string, Book>();

function save(book: Book): Book {
  for (const other of books.values())
    if (book.isbn !== null && other.id !== book.id && other.isbn === book.isbn)
      throw new GraphQLError('UNIQUE constraint failed: book_entity.isbn', {
        extensions: { code: 'INTERNAL_SERVER_ERROR' },
      });
  books.set(book.id, book);
  return book;
}

function there(id: string): Book {
  const found = books.get(id);
  if (found) return found;
  const message = `Unable to find BookEntity with id: ${id}`;
  throw new GraphQLError(message, { extensions: { code: 'INTERNAL_SERVER_ERROR', status: 404 } });
}

interface Asked {
  readonly filter: { readonly id?: { readonly eq?: string; readonly in?: readonly string[] } };
  readonly paging: { readonly limit?: number; readonly offset?: number };
}

let server: Served;
let rig: Rig;
beforeAll(async () => {
  server = await serveGraphql(
    `type Book { id: ID! title: String! isbn: String }
     type BookDeleteResponse { id: ID title: String isbn: String }
     type Query { books(filter: BookFilter = {}, paging: OffsetPaging = { limit: 10 }): [Book!]! }
     input BookFilter { id: IDFilterComparison } input IDFilterComparison { eq: ID in: [ID!] }
     input OffsetPaging { limit: Int offset: Int }
     input BookInput { id: ID! title: String! isbn: String } input BookUpdate { title: String isbn: String }
     input CreateOneBookInput { book: BookInput! }
     input UpdateOneBookInput { id: ID! update: BookUpdate! }
     input DeleteOneBookInput { id: ID! }
     type Mutation {
       createOneBook(input: CreateOneBookInput!): Book!
       updateOneBook(input: UpdateOneBookInput!): Book!
       deleteOneBook(input: DeleteOneBookInput!): BookDeleteResponse!
     }`,
    {
      books: ({ filter, paging: { limit = 10, offset = 0 } }: Asked) =>
        [...books.values()]
          .filter(({ id }) => (filter.id?.eq ?? id) === id && (filter.id?.in?.includes(id) ?? true))
          .slice(offset, offset + limit),
      createOneBook({ input: { book } }: { input: { book: Book } }) {
        if (books.has(book.id)) throw new GraphQLError('Entity already exists');
        return save({ ...book, isbn: book.isbn ?? null });
      },
      updateOneBook: ({ input: { id, update } }: { input: { id: string; update: Partial<Book> } }) =>
        save({ ...there(id), ...update }),
      deleteOneBook({ input: { id } }: { input: { id: string } }) {
        const found = there(id);
        books.delete(id);
        // TypeORM takes the id out of an entity that it has removed.
        return { ...found, id: null };
      },
    },
  );
  rig = await startRig(server.url, { dialect: 'nestjs-query' }, [
    {
      collection: 'books',
      type: 'Book',
      list: {
        field: 'books',
        rows: '',
        count: null,
        page: { size: 'paging.limit', offset: 'paging.offset', max: 50 },
      },
      id: 'id',
      fields: { title: 'title', isbn: 'isbn' },
      writes: {
        identify: 'clientId',
        insert: { mutation: 'createOneBook', arguments: { input: { book: '$item' } } },
        update: { mutation: 'updateOneBook', arguments: { input: { id: '$id', update: '$item' } } },
        remove: { mutation: 'deleteOneBook', arguments: { input: { id: '$id' } } },
      },
    },
  ]);
});
afterAll(async () => {
  await rig.close();
  await server.close();
});

async function write(request: EndpointWrite): Promise<readonly unknown[]> {
  const outcomes = await rig.engine.write(rig.model('books'), request, context());
  return outcomes.map((each) => (each.kind === 'done' ? each.item : each.error.code));
}
const item = (value: object) => ({ kind: 'item', item: value }) as never;

test('an id that is taken exists, another unique value is invalid, and the other items are stored', async () => {
  const made = await write({
    kind: 'insert',
    items: [
      item({ _id: 'b1', title: 'One', isbn: '1' }),
      item({ _id: 'b2', title: 'Two', isbn: '1' }),
      item({ _id: 'b3', title: 'Three' }),
    ],
  });
  expect(made).toMatchObject([{ _id: 'b1', title: 'One' }, 'VALIDATION_ERROR', { _id: 'b3' }]);
  expect(await write({ kind: 'insert', items: [item({ _id: 'b1', title: 'Again' })] })).toEqual([
    'ITEM_ALREADY_EXISTS',
  ]);
});

test('an id that is not there is not found; a null takes the value away', async () => {
  const changed = await write({
    kind: 'update',
    items: [item({ _id: 'zz', title: 'X' }), item({ _id: 'b1', title: 'New', isbn: null })],
  });
  expect(changed).toMatchObject(['ITEM_NOT_FOUND', { _id: 'b1', title: 'New', isbn: null }]);
  expect(books.get('b1')).toMatchObject({ title: 'New', isbn: null });
});

test('a removed item comes back whole, though the answer has no id', async () => {
  const ids = ['b1', 'zz'].map((id) => ({ kind: 'id', id }) as const);
  expect(await write({ kind: 'remove', ids })).toMatchObject([{ _id: 'b1', title: 'New' }, 'ITEM_NOT_FOUND']);
  expect([...books.keys()]).toEqual(['b3']);
});
