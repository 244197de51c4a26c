/** Imitations of two simple public APIs: a list without arguments, and numbered pages of fixed size. */
import { makeExecutableSchema } from '@graphql-tools/schema';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import type { Row } from './data.js';
import { byId, fields, outputLines, resolversOf } from './engine/fields.js';
import { failIfDue, takePage } from './engine/pages.js';
import { type ProductOptions, type ProductUpstream, type Source, serveProducts } from './engine/start.js';
import type { Entry } from './engine/table.js';
import type { UpstreamContext } from './harness.js';

export interface PageOnlyOptions extends ProductOptions {
  /** Rows a page. Default 20. */
  readonly pageSize?: number;
}
interface PageArguments {
  readonly page?: number | null;
  readonly filter?: { readonly title?: string | null; readonly status?: string | null } | null;
}

const own = [
  fields.id,
  fields.title,
  fields.sku,
  fields.price,
  fields.quantity,
  fields.rating,
  fields.bigText,
  fields.active,
  fields.statusText,
  fields.createdAt,
  fields.releasedOn,
  fields.opensAt,
  fields.tags,
  fields.imageUrl,
];
const outputs = {
  id: 'ID',
  text: 'String',
  decimal: 'Float',
  int: 'Int',
  float: 'Float',
  boolean: 'Boolean',
  instant: 'String',
  date: 'String',
  time: 'String',
  list: '[String!]',
} as const;
const types = `
  type Category { id: ID! name: String! }
  type Product { ${outputLines(own, outputs)} category: Category }`;
const resolvers = {
  Product: { ...resolversOf(own), category: (entry: Entry) => entry.category },
  Category: resolversOf([fields.id, fields.name]),
};

/** @expected No arguments: the whole list at once, in table order. `misbehave` can fail or give null rows. */
export function startPlainList(rows: readonly Row[], options: ProductOptions = {}): Promise<ProductUpstream> {
  return serveProducts(rows, options, (source) => buildPlainListSchema(source, options));
}

/**
 * @expected
 * - pages from 1, 20 rows each, no size argument; `info.next` is null on the last page; a page beyond the last one is an error.
 * - the filter looks for parts of texts without case; nothing else restricts; no sort; table order.
 */
export function startPageOnly(rows: readonly Row[], options: PageOnlyOptions = {}): Promise<ProductUpstream> {
  return serveProducts(rows, options, (source) => buildPageOnlySchema(source, options));
}

export function buildPlainListSchema(source: Source, options: ProductOptions = {}): GraphQLSchema {
  return makeExecutableSchema({
    typeDefs: `${types} type Query { products: [Product]! product(id: ID!): Product categories: [Category!]! }`,
    resolvers: {
      Query: {
        products: (_: unknown, _arguments: object, context: UpstreamContext) =>
          takePage(source().products, 0, null, 'offset', options, context).entries,
        product: (_: unknown, { id }: { id: string }) => byId(source().products, id),
        categories: () => source().categories,
      },
      ...resolvers,
    } as never,
  });
}

export function buildPageOnlySchema(source: Source, options: PageOnlyOptions = {}): GraphQLSchema {
  const size = options.pageSize ?? 20;
  const contains = (value: unknown, part: string | null | undefined): boolean =>
    !part ||
    String(value ?? '')
      .toLowerCase()
      .includes(part.toLowerCase());
  const list = ({ page, filter }: PageArguments, context: UpstreamContext): object => {
    const matching = source().products.filter(
      (entry) => contains(entry.cells.title, filter?.title) && contains(entry.status, filter?.status),
    );
    const pages = Math.max(1, Math.ceil(matching.length / size));
    const number = page ?? 1;
    failIfDue(options, context);
    if (number < 1 || (number > pages && options.misbehave !== 'lyingHasNextPage'))
      throw new GraphQLError('404: Not Found');
    const taken = takePage(matching, (number - 1) * size, size, 'offset', options, context);
    const more = number < pages || options.misbehave === 'lyingHasNextPage';
    return {
      info: {
        count: matching.length,
        pages,
        next: more ? number + 1 : null,
        prev: number > 1 ? number - 1 : null,
      },
      results: taken.entries,
    };
  };
  return makeExecutableSchema({
    typeDefs: `${types}
      type Info { count: Int pages: Int next: Int prev: Int }
      type Products { info: Info results: [Product] }
      input FilterProduct { title: String status: String }
      type Query {
        product(id: ID!): Product
        products(page: Int, filter: FilterProduct): Products
        productsByIds(ids: [ID!]!): [Product]
      }`,
    resolvers: {
      Query: {
        product: (_: unknown, { id }: { id: string }) => byId(source().products, id),
        products: (_: unknown, args: PageArguments, context: UpstreamContext) => list(args, context),
        productsByIds: (_: unknown, { ids }: { ids: readonly string[] }) =>
          source().products.filter((entry) => ids.includes(String(entry.cells.id))),
      },
      ...resolvers,
    } as never,
  });
}
