/** An imitation of Vendure's list queries. */
import { makeExecutableSchema } from '@graphql-tools/schema';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import type { Row } from './data.js';
import { type DatabaseName, databases } from './engine/database.js';
import { byId, type Field, fields, outputLines, resolversOf } from './engine/fields.js';
import { takePage } from './engine/pages.js';
import {
  and3,
  type Comparison,
  compare3,
  in3,
  like3,
  not3,
  or3,
  orderBy,
  type SortKey,
  type Truth,
} from './engine/sql.js';
import {
  type ProductOptions,
  type ProductUpstream,
  type Source,
  serveProducts,
  tieSeed,
} from './engine/start.js';
import type { Cell, Entry } from './engine/table.js';
import type { UpstreamContext } from './harness.js';

export interface VendureOptions extends ProductOptions {
  /** Default sqlite: LIKE ignores the case of ASCII letters, equality does not; mysql ignores case and accents in both. */
  readonly database?: DatabaseName;
  /** shopListQueryLimit or adminListQueryLimit. Default 100; more is an error. */
  readonly takeLimit?: number;
}

type Filter = { readonly [member: string]: unknown };
interface ListOptions {
  readonly skip?: number | null;
  readonly take?: number | null;
  readonly sort?: { readonly [field: string]: 'ASC' | 'DESC' | null } | null;
  readonly filter?: Filter | null;
  readonly filterOperator?: 'AND' | 'OR' | null;
}

/** Money is an integer of minor units. */
const cents = (entry: Entry): number | null =>
  entry.cells.price == null ? null : Math.round(Number(entry.cells.price) * 100);
const own: readonly Field[] = [
  fields.id,
  fields.createdAt,
  fields.title,
  fields.sku,
  { ...fields.price, cell: cents, show: cents },
  fields.quantity,
  fields.rating,
  fields.bigText,
  fields.active,
  fields.statusText,
  { ...fields.releasedOn, kind: 'text' },
  { ...fields.opensAt, kind: 'text', operand: fields.title.operand },
  {
    ...fields.tags,
    cell: (entry) => (entry.tags === null ? null : JSON.stringify(entry.tags)),
  },
];
const outputs = {
  id: 'ID',
  instant: 'DateTime',
  text: 'String',
  decimal: 'Money',
  int: 'Int',
  float: 'Float',
  boolean: 'Boolean',
  list: '[String!]',
} as const;
const operators = {
  id: 'ID',
  instant: 'Date',
  text: 'String',
  decimal: 'Number',
  int: 'Number',
  float: 'Number',
  boolean: 'Boolean',
  list: 'StringList',
} as const;

/**
 * @expected
 * - three-valued logic: `notEq`, `notIn`, `notContains` drop rows without a value; dates have no negative operator; there is no NOT.
 * - `contains` trims its operand and escapes nothing; it and `inList` (a LIKE on JSON text) ignore ASCII case on SQLite.
 *   `eq` is exact on SQLite and PostgreSQL, without case on MySQL. `in: []` is false, `notIn: []` true, even for missing values.
 * - inside `_or` every single condition is an alternative, also the several of one element: `_or: [{a, b}]` is a or b.
 * - `filterOperator: OR` joins the top level with or. `before` and `after` are strict.
 * - SQLite and MySQL put nulls first ascending; ties in any order; `take` above 100 is an error, without it 100 come.
 * - Money is an integer of minor units.
 */
export function startVendure(rows: readonly Row[], options: VendureOptions = {}): Promise<ProductUpstream> {
  return serveProducts(rows, options, (source) => buildVendureSchema(source, options));
}

export function buildVendureSchema(source: Source, options: VendureOptions = {}): GraphQLSchema {
  const database = databases[options.database ?? 'sqlite'];
  const limit = options.takeLimit ?? 100;
  const list = (args: { options?: ListOptions | null }, context: UpstreamContext): object => {
    const { skip, take, sort, filter, filterOperator } = args.options ?? {};
    if (take && take > limit) {
      throw new GraphQLError(`Cannot take more than ${limit} results from a list query`, {
        extensions: { code: 'USER_INPUT_ERROR' },
      });
    }
    const matching = source().products.filter((entry) => {
      const conditions = conditionsOf(filter ?? {}, entry, database);
      return (
        (conditions.length === 0 ? true : filterOperator === 'OR' ? or3(conditions) : and3(conditions)) ===
        true
      );
    });
    const keys = Object.entries(sort ?? {}).flatMap(([name, direction]): SortKey[] => {
      if (direction === null) return [];
      const field = own.find((each) => each.name === name) as Field;
      return [
        {
          cell: field.cell,
          descending: direction === 'DESC',
          nullsFirst: database.nullsLowest === (direction === 'ASC'),
        },
      ];
    });
    const sorted = orderBy(matching, keys, database.collation, tieSeed(options, context));
    const page = takePage(
      sorted,
      Math.max(skip ?? 0, 0),
      Math.max(take ?? limit, 0),
      'offset',
      options,
      context,
    );
    return { items: page.entries, totalItems: sorted.length };
  };
  return makeExecutableSchema({
    typeDefs: vendureTypeDefs,
    resolvers: {
      Query: {
        products: (_: unknown, args: { options?: ListOptions | null }, context: UpstreamContext) =>
          list(args, context),
        product: (_: unknown, { id, slug }: { id?: string; slug?: string }) =>
          id == null
            ? (source().products.find((entry) => entry.cells.sku === slug) ?? null)
            : byId(source().products, id),
      },
      Node: { __resolveType: () => 'Product' },
      PaginatedList: { __resolveType: () => 'ProductList' },
      Product: {
        ...resolversOf(own),
        featuredAsset: (entry: Entry) =>
          entry.cells.imageUrl === null
            ? null
            : { id: entry.cells.id, preview: entry.cells.imageUrl, source: entry.cells.imageUrl },
        collection: (entry: Entry) => entry.category,
        customFields: fields.meta.show,
      },
      Collection: resolversOf([fields.id, fields.name]),
    } as never,
  });
}

/** The flat list of conditions that Vendure makes of a filter; groups are one condition each. */
function conditionsOf(filter: Filter, entry: Entry, database: (typeof databases)[DatabaseName]): Truth[] {
  return Object.entries(filter).flatMap(([member, value]): Truth[] => {
    if (member === '_and' || member === '_or') {
      const inner = ((value ?? []) as Filter[]).flatMap((each) => conditionsOf(each, entry, database));
      return inner.length === 0 ? [] : [member === '_and' ? and3(inner) : or3(inner)];
    }
    const field = own.find((each) => each.name === member) as Field;
    return Object.entries((value ?? {}) as Filter).map(([operator, operand]) =>
      compare(operator, operand, field, field.cell(entry), database),
    );
  });
}

function compare(
  operator: string,
  operand: unknown,
  field: Field,
  cell: Cell,
  database: (typeof databases)[DatabaseName],
): Truth {
  const { collation, ilike } = database;
  const one = (value: unknown): Cell => field.operand(value);
  const among = (): Truth => in3(cell, (operand as unknown[]).map(one), collation);
  const contains = (): Truth => like3(cell, `%${String(operand).trim()}%`, ilike);
  switch (operator) {
    case 'notEq':
      return compare3('ne', cell, one(operand), collation);
    case 'contains':
    case 'inList':
      return contains();
    case 'notContains':
      return not3(contains());
    case 'in':
      return among();
    case 'notIn':
      return not3(among());
    case 'regex':
      return cell === null ? null : new RegExp(String(operand), 'su').test(String(cell));
    case 'before':
      return compare3('lt', cell, one(operand), collation);
    case 'after':
      return compare3('gt', cell, one(operand), collation);
    case 'between': {
      const { start, end } = operand as { start: unknown; end: unknown };
      return and3([compare3('gte', cell, one(start), collation), compare3('lte', cell, one(end), collation)]);
    }
    case 'isNull':
      return (cell === null) === operand;
    default:
      return compare3(operator as Comparison, cell, one(operand), collation);
  }
}

const vendureTypeDefs = `
  scalar DateTime scalar JSON scalar Money
  interface Node { id: ID! }
  interface PaginatedList { items: [Node!]! totalItems: Int! }
  enum SortOrder { ASC DESC }
  enum LogicalOperator { AND OR }
  type Asset { id: ID! preview: String! source: String! }
  type Collection { id: ID! name: String! }
  type Product implements Node { ${outputLines(own, outputs)} featuredAsset: Asset collection: Collection customFields: JSON }
  type ProductList implements PaginatedList { items: [Product!]! totalItems: Int! }
  input IDOperators { eq: String notEq: String in: [String!] notIn: [String!] isNull: Boolean }
  input StringOperators {
    eq: String notEq: String contains: String notContains: String in: [String!] notIn: [String!] regex: String isNull: Boolean
  }
  input BooleanOperators { eq: Boolean isNull: Boolean }
  input NumberRange { start: Float! end: Float! }
  input NumberOperators { eq: Float lt: Float lte: Float gt: Float gte: Float between: NumberRange isNull: Boolean }
  input DateRange { start: DateTime! end: DateTime! }
  input DateOperators { eq: DateTime before: DateTime after: DateTime between: DateRange isNull: Boolean }
  input StringListOperators { inList: String! }
  input ProductFilterParameter {
    ${own.map((field) => `${field.name}: ${operators[field.kind as keyof typeof operators]}Operators`).join('\n    ')}
    _and: [ProductFilterParameter!] _or: [ProductFilterParameter!]
  }
  input ProductSortParameter {
    ${own
      .filter((field) => field.kind !== 'list' && field.kind !== 'boolean')
      .map((field) => `${field.name}: SortOrder`)
      .join('\n    ')}
  }
  input ProductListOptions {
    "Skips the first n results, for use in pagination" skip: Int
    "Takes n results, for use in pagination" take: Int
    "Specifies which properties to sort the results by" sort: ProductSortParameter
    "Allows the results to be filtered" filter: ProductFilterParameter
    "Specifies whether multiple top-level \\"filter\\" fields should be combined with a logical AND or OR operation. Defaults to AND."
    filterOperator: LogicalOperator
  }
  type Query { products(options: ProductListOptions): ProductList! product(id: ID, slug: String): Product }`;
