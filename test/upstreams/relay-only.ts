/** An imitation of a home-grown Relay API: edges only, a bag of equalities, one sort key. */
import { makeExecutableSchema } from '@graphql-tools/schema';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import type { Row } from './data.js';
import { type Field, fields, outputLines, resolversOf } from './engine/fields.js';
import { type ConnectionArguments, connect } from './engine/relay.js';
import { collations, compare3, orderBy, type SortKey } from './engine/sql.js';
import { type ProductOptions, type ProductUpstream, type Source, serveProducts } from './engine/start.js';
import type { Entry } from './engine/table.js';
import type { UpstreamContext } from './harness.js';

export interface RelayOnlyOptions extends ProductOptions {
  /** Largest page; more is an error. Default 100. */
  readonly maximum?: number;
  /** Ids are global ones, base64 of `Product:1`. Default false. */
  readonly globalIds?: boolean;
}

interface ListArguments extends ConnectionArguments {
  readonly filterBy?: Readonly<Record<string, unknown>> | null;
  readonly orderBy?: { readonly field: string; readonly direction: 'ASC' | 'DESC' } | null;
}

const own: readonly Field[] = [
  fields.id,
  fields.title,
  fields.sku,
  fields.price,
  fields.quantity,
  fields.rating,
  fields.bigText,
  fields.active,
  fields.status,
  fields.createdAt,
  fields.releasedOn,
  fields.opensAt,
  fields.tags,
  fields.imageUrl,
  fields.meta,
];
const sortable: Readonly<Record<string, Field>> = {
  ID: fields.id,
  TITLE: fields.title,
  PRICE: fields.price,
  QUANTITY: fields.quantity,
  CREATED_AT: fields.createdAt,
};
const outputs = {
  id: 'ID',
  text: 'String',
  decimal: 'Float',
  int: 'Int',
  float: 'Float',
  boolean: 'Boolean',
  enum: 'ProductStatus',
  instant: 'DateTime',
  date: 'Date',
  time: 'String',
  list: '[String!]',
  json: 'JSON',
} as const;

/**
 * @expected
 * - `filterBy` tests equality of some fields, exact, joined with and; null means nothing; lists of ids and statuses mean one of.
 * - `first` or `last` is required and at most 100, else an error; only `edges`, no `nodes`; `totalCount` counts what matches.
 * - one sort key; missing values first ascending, last descending; the id breaks ties, cursors belong to their order.
 */
export function startRelayOnly(
  rows: readonly Row[],
  options: RelayOnlyOptions = {},
): Promise<ProductUpstream> {
  return serveProducts(rows, options, (source) => buildRelayOnlySchema(source, options));
}

export function buildRelayOnlySchema(source: Source, options: RelayOnlyOptions = {}): GraphQLSchema {
  const idOf = (type: string, entry: Entry): string =>
    options.globalIds ? Buffer.from(`${type}:${entry.cells.id}`).toString('base64') : String(entry.cells.id);
  const list = (args: ListArguments, context: UpstreamContext): object => {
    const size = args.first ?? args.last;
    if (size == null)
      throw new GraphQLError(
        'You must provide a `first` or `last` value to properly paginate the `products` connection.',
      );
    const maximum = options.maximum ?? 100;
    if (size < 0 || size > maximum) {
      throw new GraphQLError(
        `Requesting ${size} records on the \`products\` connection exceeds the \`first\` limit of ${maximum} records.`,
      );
    }
    const matching = source().products.filter((entry) => matches(args.filterBy ?? {}, entry, idOf));
    const { field, direction } = args.orderBy ?? { field: 'ID', direction: 'ASC' };
    const descending = direction === 'DESC';
    const key = (sorted: Field): SortKey => ({ cell: sorted.cell, descending, nullsFirst: !descending });
    const sorted = orderBy(
      matching,
      [key(sortable[field] as Field), key(fields.idNumber)],
      collations.codePoint,
    );
    const { edges, pageInfo } = connect(sorted, args, `${field} ${direction}`, options, context);
    return { edges, pageInfo, totalCount: sorted.length };
  };
  const node = (id: string): Entry | null =>
    source().products.find((entry) => idOf('Product', entry) === id) ??
    source().categories.find((entry) => idOf('Category', entry) === id && options.globalIds) ??
    null;
  return makeExecutableSchema({
    typeDefs: relayOnlyTypeDefs,
    resolvers: {
      Query: {
        products: (_: unknown, args: ListArguments, context: UpstreamContext) => list(args, context),
        product: (_: unknown, { id }: { id: string }) =>
          source().products.find((entry) => idOf('Product', entry) === id) ?? null,
        node: (_: unknown, { id }: { id: string }) => node(id),
        nodes: (_: unknown, { ids }: { ids: readonly string[] }) => ids.map(node),
      },
      Node: { __resolveType: (entry: Entry) => ('name' in entry.cells ? 'Category' : 'Product') },
      Product: {
        ...resolversOf(own),
        id: (entry: Entry) => idOf('Product', entry),
        category: (entry: Entry) => entry.category,
      },
      Category: { id: (entry: Entry) => idOf('Category', entry), name: fields.name.show },
    } as never,
  });
}

function matches(
  filterBy: Readonly<Record<string, unknown>>,
  entry: Entry,
  idOf: (type: string, entry: Entry) => string,
): boolean {
  return Object.entries(filterBy).every(([name, value]) => {
    if (value === null || value === undefined) return true;
    if (name === 'ids') return (value as readonly string[]).includes(idOf('Product', entry));
    if (name === 'statuses') return (value as readonly (string | null)[]).includes(entry.status);
    if (name === 'categoryId') return entry.category !== null && idOf('Category', entry.category) === value;
    if (name === 'tag') return entry.tags?.includes(value as string) ?? false;
    const field = own.find((each) => each.name === name) as Field;
    return compare3('eq', field.cell(entry), field.operand(value), collations.codePoint) === true;
  });
}

const relayOnlyTypeDefs = `
  scalar Date scalar DateTime scalar JSON
  enum ProductStatus { DRAFT ACTIVE ARCHIVED }
  enum OrderDirection { ASC DESC }
  enum ProductOrderField { ${Object.keys(sortable).join(' ')} }
  interface Node { id: ID! }
  type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
  type Category implements Node { id: ID! name: String! }
  type Product implements Node { ${outputLines(own, outputs)} category: Category }
  type ProductConnection { edges: [ProductEdge] pageInfo: PageInfo! totalCount: Int! }
  type ProductEdge { cursor: String! node: Product }
  input ProductFilters { ids: [ID!] sku: String active: Boolean status: ProductStatus statuses: [ProductStatus!] quantity: Int categoryId: ID tag: String }
  input ProductOrder { field: ProductOrderField! direction: OrderDirection! }
  type Query {
    node(id: ID!): Node
    nodes(ids: [ID!]!): [Node]!
    product(id: ID!): Product
    products(after: String, before: String, first: Int, last: Int, filterBy: ProductFilters, orderBy: ProductOrder): ProductConnection!
  }`;
