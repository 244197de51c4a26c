/** The demo API as an executable schema. */
import { makeExecutableSchema } from '@graphql-tools/schema';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import { type Catalogue, createCatalogue } from './catalog.js';
import { type FilterInput, matches } from './filter.js';
import { type OrderInput, ordered } from './order.js';
import { scalars } from './scalars.js';
import { schemaText } from './schema-text.js';

interface ListArguments {
  readonly where?: FilterInput | null;
  readonly orderBy?: readonly OrderInput[] | null;
  readonly limit: number | null;
  readonly offset: number | null;
}

/** Largest page that the API gives. */
const largestPage = 250;

export function createDemoSchema(catalogue: Catalogue = createCatalogue()): GraphQLSchema {
  const list =
    (rows: readonly object[]) =>
    (_root: unknown, { where, orderBy, limit, offset }: ListArguments) => {
      const [size, start] = [limit ?? 20, offset ?? 0];
      if (size < 0 || size > largestPage) throw new GraphQLError(`limit must be from 0 to ${largestPage}`);
      if (start < 0) throw new GraphQLError('offset must be 0 or more');
      const found = where ? rows.filter((row) => matches(row, where)) : rows;
      return {
        items: () => ordered(found, orderBy ?? []).slice(start, start + size),
        totalCount: found.length,
      };
    };
  const get =
    (rows: readonly { readonly id: string }[]) =>
    (_root: unknown, { id }: { readonly id: string }) =>
      rows.find((row) => row.id === id) ?? null;
  const { products, categories, brands } = catalogue;
  return makeExecutableSchema({
    typeDefs: schemaText,
    resolvers: {
      ...scalars,
      Query: {
        products: list(products),
        product: get(products),
        categories: list(categories),
        category: get(categories),
        brands: list(brands),
        brand: get(brands),
      },
    },
  });
}
