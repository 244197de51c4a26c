/** An imitated API that lists and writes books in one of the styles. */
import { makeExecutableSchema } from '@graphql-tools/schema';
import { type GraphQLResolveInfo, GraphQLScalarType, type GraphQLSchema } from 'graphql';
import { startUpstream, type Upstream, type UpstreamOptions } from '../harness.js';
import { type Book, createShelf, type Shelf } from './shelf.js';
import type { WriteStyleCase } from './styles.js';

const common = `
  scalar Decimal scalar Date scalar DateTime scalar JSON
  enum Genre { NOVEL POETRY }
  type Author { id: ID! name: String! }
  type Size { width: Int height: Int } input SizeInput { width: Int height: Int }
  type Book { id: ID! title: String! isbn: String price: Decimal stock: Int inPrint: Boolean genre: Genre tags: [String!]
    publishedOn: Date addedAt: DateTime size: Size author: Author meta: JSON version: Int! published: Boolean! }
  input IdFilter { eq: ID in: [ID!] } input TextFilter { eq: String in: [String!] }
  input BookFilter { id: IdFilter isbn: TextFilter }
  type BookPage { items: [Book!]! totalCount: Int! }
  type Query { books(where: BookFilter, limit: Int = 20, offset: Int = 0): BookPage! }
`;

type Wanted = { readonly eq?: string | null; readonly in?: readonly string[] | null } | null;

/** @param shelf the books, or where they are at each moment */
export function shelfSchema(
  { sdl, mutations, scalars = {} }: WriteStyleCase,
  shelf: Shelf | (() => Shelf),
): GraphQLSchema {
  const current = typeof shelf === 'function' ? shelf : () => shelf;
  const fits = (wanted: Wanted | undefined, value: string | null): boolean =>
    !wanted ||
    ((wanted.eq === undefined || wanted.eq === value) &&
      (!wanted.in || (value !== null && wanted.in.includes(value))));
  return makeExecutableSchema({
    typeDefs: common + sdl,
    resolverValidationOptions: { requireResolversForResolveType: 'ignore' },
    resolvers: {
      ...Object.fromEntries(
        ['Decimal', 'Date', 'DateTime', 'JSON'].map((name) => [name, new GraphQLScalarType({ name })]),
      ),
      ...Object.fromEntries(
        Object.entries(scalars).map(([name, parseValue]) => [
          name,
          new GraphQLScalarType({ name, parseValue }),
        ]),
      ),
      Query: {
        books: (
          _: unknown,
          {
            where,
            limit,
            offset,
          }: { where?: { id?: Wanted; isbn?: Wanted } | null; limit: number; offset: number },
        ) => {
          const found = [...current().books.values()].filter(
            (book: Book) => fits(where?.id, book.id) && fits(where?.isbn, book.isbn),
          );
          return { items: found.slice(offset, offset + limit), totalCount: found.length };
        },
      },
      Mutation: Object.fromEntries(
        Object.entries(mutations).map(([name, mutate]) => [
          name,
          (_: unknown, args: never, __: unknown, info: GraphQLResolveInfo) =>
            mutate(current(), args, info as never),
        ]),
      ),
    },
  });
}

export interface ShelfUpstream extends Upstream {
  readonly shelf: Shelf;
}

export async function startShelf(
  style: WriteStyleCase,
  options: UpstreamOptions = {},
): Promise<ShelfUpstream> {
  const shelf = createShelf();
  return { ...(await startUpstream(shelfSchema(style, shelf), options)), shelf };
}

/** upstream.yaml and the collection's file, as values. */
export const shelfUpstreamMapping = {
  defaults: {
    rows: 'items',
    count: 'totalCount',
    page: { size: 'limit', offset: 'offset', max: 1000 },
    filter: {
      style: 'operators',
      at: 'where',
      operators: { any: { eq: { eq: '$value' }, in: { in: '$value' } } },
      nesting: 'nested',
    },
    dates: { precision: 'millisecond' },
  },
} as const;

export function shelfMapping({ writes, fields = {} }: WriteStyleCase): Record<string, never> {
  return {
    collection: 'books',
    type: 'Book',
    list: 'books',
    id: 'id',
    fields: {
      title: 'title',
      isbn: 'isbn',
      price: 'price',
      stock: 'stock',
      inPrint: 'inPrint',
      genre: { path: 'genre', values: { NOVEL: 'Novel', POETRY: 'Poetry' } },
      tags: 'tags',
      publishedOn: 'publishedOn',
      addedAt: 'addedAt',
      width: 'size.width',
      height: 'size.height',
      author: { path: 'author.id', type: 'REFERENCE', collection: 'authors', input: 'authorId' },
      authorName: 'author.name',
      meta: 'meta',
      label: { template: '{title} ({isbn})' },
      ...fields,
    },
    writes,
  } as never;
}
