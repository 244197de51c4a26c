/** An imitation of Shopify's Admin API. */
import { makeExecutableSchema } from '@graphql-tools/schema';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import type { Row } from './data.js';
import { type Field, fields, outputLines, resolversOf } from './engine/fields.js';
import { type ConnectionArguments, connect } from './engine/relay.js';
import { collations, orderBy, type SortKey } from './engine/sql.js';
import { type ProductOptions, type ProductUpstream, type Source, serveProducts } from './engine/start.js';
import type { Entry } from './engine/table.js';
import type { UpstreamContext } from './harness.js';
import { parseSearch } from './shopify.search.js';

export interface ShopifyOptions extends ProductOptions {
  /** Date-times answer with whole seconds, as the real ones. Default false: milliseconds. */
  readonly wholeSeconds?: boolean;
}

interface ListArguments extends ConnectionArguments {
  readonly query?: string | null;
  readonly sortKey?: string | null;
  readonly reverse?: boolean | null;
}

const own: readonly Field[] = [
  fields.title,
  fields.sku,
  {
    ...fields.price,
    show: (entry) => (entry.cells.price == null ? null : Number(entry.cells.price).toFixed(2)),
  },
  { ...fields.quantity, name: 'totalInventory' },
  fields.rating,
  fields.big,
  { ...fields.active, name: 'isGiftCard' },
  fields.status,
  fields.releasedOn,
  fields.opensAt,
  fields.tags,
  fields.meta,
];
const outputs = {
  text: 'String',
  decimal: 'Decimal',
  int: 'Int',
  float: 'Float',
  bigint: 'UnsignedInt64',
  boolean: 'Boolean',
  enum: 'ProductStatus',
  date: 'Date',
  time: 'String',
  list: '[String!]',
  json: 'JSON',
} as const;
const sortKeys: Readonly<Record<string, Field['cell']>> = {
  CREATED_AT: fields.createdAt.cell,
  ID: fields.idNumber.cell,
  INVENTORY_TOTAL: fields.quantity.cell,
  PRODUCT_TYPE: (entry) => entry.category?.cells.name ?? null,
  TITLE: fields.title.cell,
};

/**
 * @expected
 * - `query` is Shopify's search syntax: `title` matches whole words in a row, without case (`prefix*` the beginning of the last one);
 *   sku, status, product_type and tag match as a whole, without case, commas give alternatives; numbers and times compare; a
 *   term on an unknown field restricts nothing; a bare term looks into title, sku, tag and product_type; negation keeps
 *   products without a value.
 * - `first` or `last` is required; above 250 is an error; cursors only; the id breaks ties; titles sort without case, nulls first.
 * - no total: `productsCount(query, limit)` counts to the limit (10 000) and then says AT_LEAST.
 * - ids are `gid://shopify/Product/1`; `nodes(ids)` gives null for unknown ones; Decimal is a text; status 200 even when invalid.
 */
export function startShopify(rows: readonly Row[], options: ShopifyOptions = {}): Promise<ProductUpstream> {
  return serveProducts(rows, { invalidStatus: 200, ...options }, (source) =>
    buildShopifySchema(source, options),
  );
}

export function buildShopifySchema(source: Source, options: ShopifyOptions = {}): GraphQLSchema {
  const gid = (type: string) => (entry: Entry) => `gid://shopify/${type}/${entry.cells.id}`;
  const search = (query: string | null | undefined): Entry[] =>
    source().products.filter(parseSearch(query ?? ''));
  const list = (args: ListArguments, context: UpstreamContext): object => {
    if ((args.first == null) === (args.last == null))
      throw new GraphQLError('you must provide one of first or last', {
        extensions: { code: 'BAD_REQUEST' },
      });
    const size = Number(args.first ?? args.last);
    if (size < 1 || size > 250) {
      throw new GraphQLError(`first cannot exceed 250`, { extensions: { code: 'BAD_REQUEST' } });
    }
    const name = args.sortKey ?? 'ID';
    const descending = args.reverse ?? false;
    const key = (cell: Field['cell']): SortKey => ({ cell, descending, nullsFirst: !descending });
    const sorted = orderBy(
      search(args.query),
      [key(sortKeys[name] as Field['cell']), key(fields.idNumber.cell)],
      collations.caseInsensitive,
    );
    return connect(sorted, args, `${name} ${descending}`, options, context);
  };
  const node = (id: string): Entry | null =>
    source().products.find((entry) => gid('Product')(entry) === id) ??
    source().categories.find((entry) => gid('Collection')(entry) === id) ??
    null;
  return makeExecutableSchema({
    typeDefs: shopifyTypeDefs,
    resolvers: {
      QueryRoot: {
        node: (_: unknown, { id }: { id: string }) => node(id),
        nodes: (_: unknown, { ids }: { ids: readonly string[] }) => ids.map(node),
        product: (_: unknown, { id }: { id: string }) =>
          source().products.find((entry) => gid('Product')(entry) === id) ?? null,
        products: (_: unknown, args: ListArguments, context: UpstreamContext) => list(args, context),
        productsCount: (_: unknown, { query, limit }: { query?: string | null; limit?: number | null }) => {
          const count = search(query).length;
          return limit != null && count > limit
            ? { count: limit, precision: 'AT_LEAST' }
            : { count, precision: 'EXACT' };
        },
      },
      Node: { __resolveType: (entry: Entry) => ('name' in entry.cells ? 'Collection' : 'Product') },
      Product: {
        ...resolversOf(own),
        id: gid('Product'),
        legacyResourceId: fields.id.show,
        createdAt: (entry: Entry) => {
          const text = fields.createdAt.show(entry) as string | null;
          return options.wholeSeconds ? (text?.replace(/\.\d+/, '') ?? null) : text;
        },
        productType: (entry: Entry) => entry.category?.cells.name ?? null,
        collection: (entry: Entry) => entry.category,
        featuredImage: (entry: Entry) =>
          entry.cells.imageUrl === null ? null : { url: entry.cells.imageUrl, altText: null },
      },
      Collection: { id: gid('Collection'), title: fields.name.show },
    } as never,
  });
}

const search = `"""
    A filter made up of terms, connectives, modifiers, and comparators.
    | name | type | description | acceptable_values | default_value | example_use |
    | ---- | ---- | ---- | ---- | ---- | ---- |
    | default | string | Filter by a case-insensitive search of multiple fields in a document. | | | - \`query=Bob Norman\` |
    | created_at | time | Filter by the date and time when the product was created. | | | - \`created_at:>'2020-10-21T23:39:20Z'\` |
    | gift_card | boolean | Filter by the product's gift card flag. | | | - \`gift_card:true\` |
    | id | id | Filter by \`id\` range. | | | - \`id:1234\`<br/> - \`id:>=1234\` |
    | inventory_total | integer | Filter by inventory count. | | | - \`inventory_total:0\`<br/> - \`inventory_total:>150\` |
    | price | bigdecimal | Filter by the product price. | | | - \`price:100.57\` |
    | product_type | string | Filter by a comma-separated list of product types. | | | - \`product_type:snowboard\` |
    | sku | string | Filter by the product sku. | | | - \`sku:XYZ-12345\` |
    | status | string | Filter by a comma-separated list of statuses. | - \`active\` - \`archived\` - \`draft\` | | - \`status:active,draft\` |
    | tag | string | Filter objects by the \`tag\` field. | | | - \`tag:my_tag\` |
    | title | string | Filter by the product title. | | | - \`title:The Minimal Snowboard\` |
    """
    query: String`;

const shopifyTypeDefs = `
  schema { query: QueryRoot }
  scalar Date scalar DateTime scalar Decimal scalar JSON scalar URL scalar UnsignedInt64
  enum ProductStatus { ACTIVE ARCHIVED DRAFT }
  enum ProductSortKeys { ${Object.keys(sortKeys).join(' ')} }
  enum CountPrecision { AT_LEAST EXACT }
  interface Node { id: ID! }
  type Count { count: Int! precision: CountPrecision! }
  type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
  type Image { url: URL! altText: String }
  type Collection implements Node { id: ID! title: String! }
  type Product implements Node {
    id: ID!
    legacyResourceId: UnsignedInt64!
    createdAt: DateTime
    productType: String
    ${outputLines(own, outputs)}
    featuredImage: Image
    collection: Collection
  }
  type ProductConnection { edges: [ProductEdge!]! nodes: [Product!]! pageInfo: PageInfo! }
  type ProductEdge { cursor: String! node: Product! }
  type QueryRoot {
    node(id: ID!): Node
    nodes(ids: [ID!]!): [Node]!
    product(id: ID!): Product
    products(
    after: String before: String first: Int last: Int
    ${search}
    reverse: Boolean = false savedSearchId: ID sortKey: ProductSortKeys = ID
    ): ProductConnection!
    productsCount(limit: Int = 10000 ${search} savedSearchId: ID): Count
  }`;
