/** How real APIs spell writes, as data: the schema, what each mutation does, and the mapping that fits. */
import { GraphQLError } from 'graphql';
import type { Json } from '../data.js';
import { type Patch, type Shelf, ShelfRefusal } from './shelf.js';

/** Each takes the arguments that its schema gives it. */
type Mutate = (shelf: Shelf, args: never, info?: never) => unknown;

export interface WriteStyleCase {
  readonly name: string;
  readonly sdl: string;
  readonly mutations: Readonly<Record<string, Mutate>>;
  readonly writes: { readonly [name: string]: Json };
  /** Members over those of the common mapping. */
  readonly fields?: { readonly [key: string]: Json };
  /** The API makes the ids. */
  readonly ownIds?: true;
  /** How further scalars read what they are given. */
  readonly scalars?: Readonly<Record<string, (value: unknown) => unknown>>;
}

const input = `
  title: String, isbn: String, price: Decimal, stock: Int, inPrint: Boolean, genre: Genre, tags: [String!],
  publishedOn: Date, addedAt: DateTime, size: SizeInput, authorId: ID, meta: JSON`;
const bookInput = `input BookInput { id: ID ${input} }\n`;

/** As servers do that have no errors of their own in the payload. */
function thrown(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof ShelfRefusal)) throw error;
    throw new GraphQLError(error.message, { extensions: { code: codes[error.kind] } });
  }
}
const codes = {
  exists: 'P2002',
  notFound: 'P2025',
  invalid: 'BAD_USER_INPUT',
  conflict: 'CONFLICT',
} as const;
const codeRules: Json = [
  { code: 'P2002', means: 'exists' },
  { code: 'P2025', means: 'notFound' },
  { code: 'BAD_USER_INPUT', means: 'invalid' },
  { code: 'CONFLICT', means: 'conflict' },
];

function inPayload(name: string, act: () => unknown): unknown {
  try {
    return { [name]: act(), errors: [] };
  } catch (error) {
    if (!(error instanceof ShelfRefusal)) throw error;
    const { kind, message, field } = error;
    return { [name]: null, errors: [{ message, code: kind.toUpperCase(), field: field ?? null }] };
  }
}
const payloadRules: Json = [
  { code: 'EXISTS', means: 'exists' },
  { code: 'NOTFOUND', means: 'notFound' },
  { code: 'INVALID', means: 'invalid' },
  { code: 'CONFLICT', means: 'conflict' },
];
const userError = 'type UserError { message: String! code: String field: String }\n';

const payload: WriteStyleCase = {
  name: 'nested input, errors in the payload',
  sdl: `${bookInput}${userError}
    input CreateInput { book: BookInput! } input UpdateInput { id: ID! patch: BookInput! } input DeleteInput { id: ID! }
    type BookPayload { book: Book errors: [UserError!]! } type DeletedPayload { deletedId: ID errors: [UserError!]! }
    type Mutation {
      createBook(input: CreateInput!): BookPayload updateBook(input: UpdateInput!): BookPayload
      deleteBook(input: DeleteInput!): DeletedPayload }`,
  mutations: {
    createBook: (shelf, { input: { book } }: { input: { book: Patch } }) =>
      inPayload('book', () => shelf.insert(book)),
    updateBook: (shelf, { input: { id, patch } }: { input: { id: string; patch: Patch } }) =>
      inPayload('book', () => shelf.update(id, patch)),
    deleteBook: (shelf, { input: { id } }: { input: { id: string } }) =>
      inPayload('deletedId', () => shelf.remove(id).id),
  },
  writes: {
    identify: 'clientId',
    failures: payloadRules,
    insert: {
      mutation: 'createBook',
      arguments: { input: { book: '$item' } },
      result: 'book',
      errors: 'errors',
    },
    update: {
      mutation: 'updateBook',
      arguments: { input: { id: '$id', patch: '$item' } },
      result: 'book',
      errors: 'errors',
    },
    remove: { mutation: 'deleteBook', arguments: { input: { id: '$id' } }, errors: 'errors' },
  },
};

const spread: WriteStyleCase = {
  name: 'input spread beside the id, errors thrown',
  sdl: `${bookInput} input UpdateInput { id: ID! ${input} }
    type Mutation { createBook(input: BookInput!): Book updateBook(input: UpdateInput!): Book deleteBook(id: ID!): Book }`,
  mutations: {
    createBook: (shelf, args: { input: Patch }) => thrown(() => shelf.insert(args.input)),
    updateBook: (shelf, args: { input: Patch & { id: string } }) =>
      thrown(() => shelf.update(args.input.id, args.input)),
    deleteBook: (shelf, { id }: { id: string }) => thrown(() => shelf.remove(id)),
  },
  writes: {
    failures: codeRules,
    insert: { mutation: 'createBook', arguments: { input: '$item' } },
    update: { mutation: 'updateBook', arguments: { input: { id: '$id', '...': '$item' } } },
    remove: { mutation: 'deleteBook', arguments: { id: '$id' } },
  },
  ownIds: true,
};

const flat: WriteStyleCase = {
  name: 'flat arguments, a flag for what was removed',
  sdl: `type Mutation { createBook(id: ID ${input}): Book updateBook(id: ID! ${input}): Book deleteBook(id: ID!): Boolean! }`,
  mutations: {
    createBook: (shelf, args: Patch) => thrown(() => shelf.insert(args)),
    updateBook: (shelf, { id, ...patch }: Patch & { id: string }) => thrown(() => shelf.update(id, patch)),
    deleteBook: (shelf, { id }: { id: string }) => shelf.books.has(id) && Boolean(shelf.remove(id)),
  },
  writes: {
    identify: 'clientId',
    failures: codeRules,
    insert: { mutation: 'createBook', arguments: { id: '$id', '...': '$item' } },
    update: { mutation: 'updateBook', arguments: { id: '$id', '...': '$item' } },
    remove: { mutation: 'deleteBook', arguments: { id: '$id' }, flag: '' },
  },
};

const sets: WriteStyleCase = {
  name: 'set operators and where-objects',
  sdl: `input BookInput { id: ID ${input.replace('authorId: ID', 'author: CreateConnect')} } input Where { id: ID! }
    input SetString { set: String } input SetDecimal { set: Decimal } input SetInt { set: Int increment: Int }
    input SetBoolean { set: Boolean } input SetGenre { set: Genre } input SetDate { set: Date } input SetDateTime { set: DateTime }
    input BookUpdate { title: SetString isbn: SetString price: SetDecimal stock: SetInt inPrint: SetBoolean genre: SetGenre
      tags: [String!] publishedOn: SetDate addedAt: SetDateTime size: SizeInput author: Connect meta: JSON }
    input CreateConnect { connect: Where } input Connect { connect: Where disconnect: Boolean }
    type Mutation { createOneBook(data: BookInput!): Book! updateOneBook(where: Where!, data: BookUpdate!): Book
      deleteOneBook(where: Where!): Book }`,
  mutations: {
    createOneBook: (shelf, { data }: { data: Patch }) => thrown(() => shelf.insert(unset(data))),
    updateOneBook: (shelf, { where, data }: { where: { id: string }; data: Patch }) =>
      thrown(() => shelf.update(where.id, unset(data))),
    deleteOneBook: (shelf, { where }: { where: { id: string } }) => thrown(() => shelf.remove(where.id)),
  },
  fields: {
    author: {
      path: 'author.id',
      type: 'REFERENCE',
      collection: 'authors',
      input: { send: { author: { connect: { id: '$value' } } }, clear: { author: { disconnect: true } } },
    },
  },
  writes: {
    identify: 'clientId',
    failures: codeRules,
    insert: { mutation: 'createOneBook', arguments: { data: '$item' } },
    update: {
      mutation: 'updateOneBook',
      arguments: { where: { id: '$id' }, data: '$item' },
      value: { set: '$value' },
    },
    remove: { mutation: 'deleteOneBook', arguments: { where: { id: '$id' } } },
  },
};

function unset(data: Patch): Patch {
  const plain = Object.entries(data).flatMap(([name, value]) => {
    if (name === 'author') {
      const { connect, disconnect } = value as { connect?: { id: string }; disconnect?: boolean };
      return connect ? [['authorId', connect.id]] : disconnect ? [['authorId', null]] : [];
    }
    const isSet = typeof value === 'object' && value !== null && 'set' in value;
    return [[name, isSet ? (value as { set: unknown }).set : value]];
  });
  return Object.fromEntries(plain) as Patch;
}

const setBased: WriteStyleCase = {
  name: 'lists of items, set-based updates, one transaction a document',
  sdl: `${bookInput} input IdIs { _eq: ID _in: [ID!] } input Filter { id: IdIs }
    type Changed { affected_rows: Int! returning: [Book!]! }
    type Mutation { insert_books(objects: [BookInput!]!): Changed update_books(where: Filter!, _set: BookInput!): Changed
      delete_books(where: Filter!): Changed }`,
  mutations: {
    insert_books: (shelf, { objects }: { objects: readonly Patch[] }) =>
      thrown(() => {
        const made: string[] = [];
        try {
          const returning = objects.map((each) => {
            const book = shelf.insert(each);
            made.push(book.id);
            return book;
          });
          return { affected_rows: returning.length, returning };
        } catch (error) {
          for (const id of made) shelf.remove(id);
          shelf.effects.splice(shelf.effects.length - 2 * made.length);
          throw error;
        }
      }),
    update_books: (shelf, { where, _set }: { where: Json; _set: Patch }) =>
      thrown(() => changedBooks(matching(shelf, where).map((id) => shelf.update(id, _set)))),
    delete_books: (shelf, { where }: { where: Json }) =>
      thrown(() => changedBooks(matching(shelf, where).map((id) => shelf.remove(id)))),
  },
  writes: {
    identify: 'clientId',
    failures: codeRules,
    batch: 'none',
    insert: {
      mutation: 'insert_books',
      arguments: { objects: '$items' },
      result: 'returning',
      bulk: { max: 100, atomic: true },
    },
    update: {
      mutation: 'update_books',
      arguments: { where: { id: { _eq: '$id' } }, _set: '$item' },
      result: 'returning.0',
      count: 'affected_rows',
    },
    remove: {
      mutation: 'delete_books',
      arguments: { where: { id: { _eq: '$id' } } },
      count: 'affected_rows',
    },
  },
};

/** As in several real APIs, a condition that says nothing is about every row. */
function matching(shelf: Shelf, where: Json): readonly string[] {
  const id = (where as { id?: { _eq?: string | null; _in?: readonly string[] | null } | null } | null)?.id;
  const { _eq: one, _in: some } = id ?? {};
  return [...shelf.books.keys()].filter(
    (each) => (one === undefined || one === null || each === one) && (!some || some.includes(each)),
  );
}

function changedBooks(books: readonly unknown[]): object {
  return { affected_rows: books.length, returning: books };
}

const unions: WriteStyleCase = {
  name: 'result unions',
  sdl: `${bookInput}
    interface ErrorResult { message: String! errorCode: String! }
    type TakenError implements ErrorResult { message: String! errorCode: String! }
    type AbsentError implements ErrorResult { message: String! errorCode: String! }
    type InvalidError implements ErrorResult { message: String! errorCode: String! field: String }
    union BookResult = Book | TakenError | AbsentError | InvalidError
    enum Deletion { DELETED NOT_DELETED } type DeletionResponse { result: Deletion! message: String removed: Boolean! }
    type Mutation { createBook(input: BookInput!): BookResult! updateBook(id: ID!, input: BookInput!): BookResult!
      deleteBook(id: ID!): DeletionResponse! }`,
  mutations: {
    createBook: (shelf, args: { input: Patch }) => united(() => shelf.insert(args.input)),
    updateBook: (shelf, args: { id: string; input: Patch }) =>
      united(() => shelf.update(args.id, args.input)),
    deleteBook: (shelf, { id }: { id: string }) => {
      const removed = shelf.books.has(id);
      if (removed) shelf.remove(id);
      return { result: removed ? 'DELETED' : 'NOT_DELETED', message: null, removed };
    },
  },
  writes: {
    identify: 'clientId',
    failures: [
      { type: 'TakenError', means: 'exists' },
      { type: 'AbsentError', means: 'notFound' },
      { type: 'InvalidError', means: 'invalid' },
    ],
    insert: {
      mutation: 'createBook',
      arguments: { input: '$item' },
      result: '(Book)',
      errors: '(ErrorResult)',
    },
    update: {
      mutation: 'updateBook',
      arguments: { id: '$id', input: '$item' },
      result: '(Book)',
      errors: '(ErrorResult)',
    },
    remove: { mutation: 'deleteBook', arguments: { id: '$id' }, flag: 'removed' },
  },
};

function united(act: () => object): object {
  try {
    return { __typename: 'Book', ...act() };
  } catch (error) {
    if (!(error instanceof ShelfRefusal)) throw error;
    const type = {
      exists: 'TakenError',
      notFound: 'AbsentError',
      invalid: 'InvalidError',
      conflict: 'InvalidError',
    };
    return {
      __typename: type[error.kind],
      message: error.message,
      errorCode: error.kind,
      field: error.field ?? null,
    };
  }
}

const action = (name: string, value: Json = '$value'): Json => ({ [name]: { value } });
const actions: WriteStyleCase = {
  name: 'lists of actions, versions',
  sdl: `${bookInput} input SetText { value: String } input SetAmount { value: Decimal } input SetNumber { value: Int }
    input BookAction { changeTitle: SetText setIsbn: SetText setPrice: SetAmount setStock: SetNumber }
    type Mutation { createBook(draft: BookInput!): Book updateBook(id: ID!, version: Int!, actions: [BookAction!]!): Book
      deleteBook(id: ID!, version: Int!): Book }`,
  mutations: {
    createBook: (shelf, { draft }: { draft: Patch }) => thrown(() => shelf.insert(draft)),
    updateBook: (
      shelf,
      {
        id,
        version,
        actions: list,
      }: { id: string; version: number; actions: readonly Record<string, { value: unknown }>[] },
    ) => thrown(() => shelf.update(id, Object.assign({}, ...list.map(actionPatch)) as Patch, version)),
    deleteBook: (shelf, { id, version }: { id: string; version: number }) =>
      thrown(() => shelf.remove(id, version)),
  },
  fields: {
    title: { path: 'title', input: { send: action('changeTitle') } },
    isbn: { path: 'isbn', input: { send: action('setIsbn'), clear: action('setIsbn', null) } },
    price: { path: 'price', input: { send: action('setPrice'), clear: action('setPrice', null) } },
    stock: { path: 'stock', input: { send: action('setStock'), clear: action('setStock', null) } },
  },
  writes: {
    failures: codeRules,
    update: {
      mutation: 'updateBook',
      arguments: { id: '$id', version: '$version', actions: '$actions' },
      version: 'commercetools',
    },
    remove: {
      mutation: 'deleteBook',
      arguments: { id: '$id', version: '$version' },
      version: 'commercetools',
    },
  },
  ownIds: true,
};

function actionPatch(each: Readonly<Record<string, { value: unknown }>>): Patch {
  const [[name, { value }]] = Object.entries(each) as [[string, { value: unknown }]];
  return { [name.replace(/^(?:set|change)/, '').toLowerCase()]: value };
}

const bare: WriteStyleCase = {
  name: 'answers with an id, a count or nothing, and a step that publishes',
  sdl: `${bookInput} type Nothing { ok: Boolean } 
    type Mutation { createBook(input: BookInput!): ID updateBook(id: ID!, input: BookInput!): Int!
      deleteBook(id: ID!): Int! publishBook(id: ID!): Nothing }`,
  mutations: {
    createBook: (shelf, args: { input: Patch }) => thrown(() => shelf.insert(args.input).id),
    updateBook: (shelf, args: { id: string; input: Patch }) =>
      thrown(() => (shelf.books.has(args.id) ? Number(shelf.update(args.id, args.input) !== undefined) : 0)),
    deleteBook: (shelf, { id }: { id: string }) =>
      Number(shelf.books.has(id) && shelf.remove(id) !== undefined),
    publishBook: (shelf, { id }: { id: string }) => thrown(() => (shelf.publish(id).published ? null : null)),
  },
  writes: {
    identify: 'clientId',
    failures: codeRules,
    insert: {
      mutation: 'createBook',
      arguments: { input: '$item' },
      after: { mutation: 'publishBook', arguments: { id: '$id' } },
    },
    update: { mutation: 'updateBook', arguments: { id: '$id', input: '$item' }, count: '' },
    remove: { mutation: 'deleteBook', arguments: { id: '$id' }, count: '' },
  },
};

/** Done once for each key, as Shopify and Stripe do. */
export const keyed: WriteStyleCase = {
  name: 'a key of idempotency',
  sdl: `${bookInput} type Mutation { createBook(input: BookInput!, clientKey: String): Book }`,
  mutations: {
    createBook: (shelf, args: { input: Patch; clientKey?: string }) =>
      thrown(() => {
        const known = args.clientKey === undefined ? undefined : shelf.keys.get(args.clientKey);
        const book = known ?? shelf.insert(args.input);
        if (args.clientKey !== undefined) shelf.keys.set(args.clientKey, book);
        return book;
      }),
  },
  writes: {
    identify: { idempotency: { argument: 'clientKey' } },
    failures: codeRules,
    insert: { mutation: 'createBook', arguments: { input: '$item' } },
  },
  ownIds: true,
};

/** No two books share an isbn, so it tells a book again. */
export const natural: WriteStyleCase = {
  ...spread,
  name: 'a natural key',
  writes: { ...spread.writes, identify: { key: 'isbn' } },
};

/** Several mutations in one document; each root may be null by itself. */
export const aliased: WriteStyleCase = {
  ...payload,
  name: 'aliases',
  writes: { ...payload.writes, batch: { aliases: 15, document: 'independent' } },
};

/** Roots that are never null: one that fails ends the document, and what ran before stays. */
export const stopping: WriteStyleCase = {
  ...spread,
  name: 'aliases of roots that stop',
  sdl: spread.sdl.replaceAll(': Book ', ': Book! ').replace('): Book }', '): Book! }'),
  writes: { ...spread.writes, identify: 'clientId', batch: { aliases: 15, document: 'stops' } },
};

export const writeStyleCases: readonly WriteStyleCase[] = [
  payload,
  spread,
  flat,
  sets,
  setBased,
  unions,
  actions,
  bare,
];
