/** The demo API as an executable schema. */
import { makeExecutableSchema } from '@graphql-tools/schema';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import { type Catalogue, createCatalogue } from './catalog.js';
import { type FilterInput, matches } from './filter.js';
import { type OrderInput, ordered } from './order.js';
import { scalars } from './scalars.js';
import { schemaText } from './schema-text.js';
import { createShop, type Table, UserError } from './shop.js';

interface ListArguments {
  readonly where?: FilterInput | null;
  readonly orderBy?: readonly OrderInput[] | null;
  readonly limit: number | null;
  readonly offset: number | null;
}

/** Largest page that the API gives. */
const largestPage = 250;

/** @param now epoch milliseconds, for the dates of products that are written */
export function createDemoSchema(
  catalogue: Catalogue = createCatalogue(),
  now: () => number = () => Date.UTC(2026, 0, 1),
): GraphQLSchema {
  const { products, categories, brands } = createShop(catalogue, now);
  return makeExecutableSchema({
    typeDefs: schemaText,
    resolvers: {
      ...scalars,
      Query: {
        ...reading('product', 'products', products),
        ...reading('category', 'categories', categories),
        ...reading('brand', 'brands', brands),
      },
      Mutation: {
        ...writing('Product', products),
        ...writing('Category', categories),
        ...writing('Brand', brands),
      },
    },
  });
}

type Resolvers = Readonly<Record<string, (root: unknown, args: never) => unknown>>;

function reading(one: string, many: string, { rows, get }: Table<object, never>): Resolvers {
  return {
    [one]: (_root, { id }: { readonly id: string }) => get(id) ?? null,
    [many]: (_root, { where, orderBy, limit, offset }: ListArguments) => {
      const [size, start] = [limit ?? 20, offset ?? 0];
      if (size < 0 || size > largestPage) throw new GraphQLError(`limit must be from 0 to ${largestPage}`);
      if (start < 0) throw new GraphQLError('offset must be 0 or more');
      const found = where ? rows.filter((row) => matches(row, where)) : rows;
      return {
        items: () => ordered(found, orderBy ?? []).slice(start, start + size),
        totalCount: found.length,
      };
    },
  };
}

function writing<Input>(name: string, { create, update, remove }: Table<object, Input>): Resolvers {
  const payload = (act: () => object): object => {
    try {
      return { [name.toLowerCase()]: { ...act() }, errors: [] };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const { code, message, field } = error;
      return { [name.toLowerCase()]: null, errors: [{ code, message, field }] };
    }
  };
  return {
    [`create${name}`]: (_root, { input }: { readonly input: Input }) => payload(() => create(input)),
    [`update${name}`]: (_root, { id, input }: { readonly id: string; readonly input: Input }) =>
      payload(() => update(id, input)),
    [`delete${name}`]: (_root, { id }: { readonly id: string }) => payload(() => remove(id)),
  };
}
