/** An imitation of Payload 3 over PostgreSQL or MongoDB. */
import { makeExecutableSchema } from '@graphql-tools/schema';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import type { Row } from './data.js';
import { byId, type Field, fields, outputLines, resolversOf } from './engine/fields.js';
import { evaluateObject, type FilterObject, type OperatorLanguage } from './engine/operators.js';
import { takePage } from './engine/pages.js';
import {
  and3,
  type Comparison,
  collations,
  compare3,
  foldUnicode,
  in3,
  like3,
  not3,
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

export interface PayloadOptions extends ProductOptions {
  /** Default postgres. */
  readonly backend?: 'postgres' | 'mongodb';
}

const opensAt: Field = { ...fields.opensAt, kind: 'text', operand: fields.title.operand };
const releasedOn: Field = {
  ...fields.releasedOn,
  kind: 'instant',
  cell: (entry) => (entry.cells.releasedOn == null ? null : fields.createdAt.operand(entry.cells.releasedOn)),
  show: (entry) => (entry.cells.releasedOn == null ? null : `${entry.cells.releasedOn}T00:00:00.000Z`),
  operand: fields.createdAt.operand,
};
const categoryId: Field = {
  ...fields.id,
  name: 'category',
  nullable: true,
  cell: (entry) => entry.cells.categoryId ?? null,
};
const own: readonly Field[] = [
  fields.title,
  fields.sku,
  fields.price,
  fields.quantity,
  fields.rating,
  fields.bigText,
  fields.active,
  fields.status,
  releasedOn,
  opensAt,
  fields.tags,
  fields.createdAt,
  fields.id,
];
const types = {
  id: 'String',
  text: 'String',
  decimal: 'Float',
  int: 'Float',
  float: 'Float',
  boolean: 'Boolean',
  enum: 'Product_status',
  instant: 'DateTime',
  list: '[String!]',
} as const;

interface ListArguments {
  readonly where?: FilterObject | null;
  readonly sort?: string | null;
  readonly limit?: number | null;
  readonly page?: number | null;
  readonly pagination?: boolean | null;
}

/**
 * @expected
 * - `not_equals` keeps documents without the field; `not_in` drops them on PostgreSQL, keeps them on MongoDB; `equals: null` and
 *   `exists: false` find missing values. Numbers, dates and checkboxes have no `in`; there is no negation of a group.
 * - `contains` and `like` ignore case; `like` splits at spaces and wants every word somewhere in the value. On PostgreSQL `%`, `_`
 *   and `\` are not escaped; on MongoDB the words are literal. `equals` and `in` are exact.
 * - a list field matches when any element does.
 * - sort is one text, `-field` for descending, several joined by commas; PostgreSQL puts nulls last ascending, MongoDB first.
 *   Without it: `-createdAt`.
 * - pages from 1, limit 10 by default, `limit: 0` gives everything; selects sort by declaration on PostgreSQL.
 */
export function startPayload(rows: readonly Row[], options: PayloadOptions = {}): Promise<ProductUpstream> {
  return serveProducts(rows, options, (source) => buildPayloadSchema(source, options));
}

export function buildPayloadSchema(source: Source, options: PayloadOptions = {}): GraphQLSchema {
  const mongo = options.backend === 'mongodb';
  const language: OperatorLanguage = {
    fields: [...own, categoryId],
    and: 'AND',
    or: 'OR',
    emptyOr: true,
    compare: (operator, operand, field, entry) =>
      field.kind === 'list'
        ? compareList(operator, operand, entry, mongo)
        : compareCell(operator, operand, field, field.cell(entry), mongo),
  };
  const select = (entries: readonly Entry[], where: FilterObject | null | undefined): Entry[] =>
    entries.filter((entry) => evaluateObject(where ?? {}, entry, language) === true);
  const list = (args: ListArguments, context: UpstreamContext): object => {
    const matching = select(source().products, args.where);
    const keys = (args.sort ?? '-createdAt').split(',').map((each) => sortKey(each.trim(), mongo));
    const sorted = orderBy(matching, keys, collations.codePoint, tieSeed(options, context));
    const unlimited = args.limit === 0 || args.pagination === false;
    const limit = unlimited ? sorted.length : (args.limit ?? 10);
    const number = unlimited ? 1 : Math.max(1, args.page ?? 1);
    const totalPages = unlimited || limit === 0 ? 1 : Math.max(1, Math.ceil(sorted.length / limit));
    const page = takePage(sorted, (number - 1) * limit, limit, 'offset', options, context);
    return {
      docs: page.entries,
      totalDocs: sorted.length,
      limit,
      totalPages,
      page: number,
      pagingCounter: (number - 1) * limit + 1,
      offset: (number - 1) * limit,
      hasPrevPage: number > 1,
      prevPage: number > 1 ? number - 1 : null,
      hasNextPage: page.more,
      nextPage: page.more ? number + 1 : null,
    };
  };
  return makeExecutableSchema({
    typeDefs: payloadTypeDefs,
    resolvers: {
      Query: {
        Product: (_: unknown, { id }: { id: string }) => byId(source().products, id),
        Products: (_: unknown, args: ListArguments, context: UpstreamContext) => list(args, context),
        countProducts: (_: unknown, { where }: ListArguments) => ({
          totalDocs: select(source().products, where).length,
        }),
        Category: (_: unknown, { id }: { id: string }) => byId(source().categories, id),
      },
      Product: {
        ...resolversOf(own),
        meta: fields.meta.show,
        category: (entry: Entry) => entry.category,
        image: (entry: Entry) =>
          entry.cells.imageUrl === null ? null : { id: entry.cells.id, url: entry.cells.imageUrl, alt: null },
      },
      Category: resolversOf([fields.id, fields.name]),
    } as never,
  });
}

function sortKey(sort: string, mongo: boolean): SortKey {
  const descending = sort.startsWith('-');
  const field = own.find((each) => each.name === sort.replace(/^-/, ''));
  if (!field || field.kind === 'list')
    throw new GraphQLError(`The following path cannot be queried: ${sort}`);
  return { cell: field.cell, descending, nullsFirst: mongo !== descending };
}

function compareCell(operator: string, operand: unknown, field: Field, cell: Cell, mongo: boolean): Truth {
  const collation = collations.codePoint;
  const many = (): Cell[] => (operand as unknown[]).map((each) => field.operand(each));
  const part = (text: string): Truth => {
    if (!mongo) return like3(cell, `%${text}%`, { fold: foldUnicode, escape: true });
    return cell !== null && String(cell).toLowerCase().includes(text.toLowerCase());
  };
  switch (operator) {
    case 'equals':
      return operand === null ? cell === null : compare3('eq', cell, field.operand(operand), collation);
    case 'not_equals':
      return operand === null
        ? cell !== null
        : compare3('eq', cell, field.operand(operand), collation) !== true;
    case 'exists':
      return (cell !== null) === operand;
    case 'in':
      return in3(cell, many(), collation);
    case 'not_in':
      return mongo ? in3(cell, many(), collation) !== true : not3(in3(cell, many(), collation));
    case 'contains':
      return part(String(operand));
    case 'like':
      return and3(String(operand).split(' ').map(part));
    case 'all':
      if (!mongo) throw new GraphQLError('operator all is not supported');
      return many().every((each) => compare3('eq', cell, each, collation) === true);
    default: {
      const comparison = (
        { greater_than: 'gt', greater_than_equal: 'gte', less_than: 'lt', less_than_equal: 'lte' } as const
      )[operator];
      return compare3(comparison as Comparison, cell, field.operand(operand), collation);
    }
  }
}

function compareList(operator: string, operand: unknown, entry: Entry, mongo: boolean): Truth {
  const tags = entry.tags ?? [];
  if (operator === 'exists') return tags.length > 0 === operand;
  if (operator === 'all') return (operand as readonly string[]).every((each) => tags.includes(each));
  const any = (positive: string): boolean =>
    tags.some((tag) => compareCell(positive, operand, fields.title, tag, mongo) === true);
  if (operator === 'not_equals') return !any('equals');
  return operator === 'not_in' ? !any('in') : any(operator);
}

function operatorsOf(field: Field): string {
  const exists = field.nullable ? 'exists: Boolean' : '';
  const text =
    'equals: String not_equals: String like: String contains: String in: [String] not_in: [String] all: [String]';
  const range = (type: string): string =>
    `equals: ${type} not_equals: ${type} greater_than_equal: ${type} greater_than: ${type} less_than_equal: ${type} less_than: ${type}`;
  if (field.kind === 'instant') return `${range('DateTime')} like: DateTime ${exists}`;
  if (field.kind === 'boolean') return `equals: Boolean not_equals: Boolean ${exists}`;
  if (field.kind === 'enum') {
    const type = 'Product_status_Input';
    return `equals: ${type} not_equals: ${type} in: [${type}] not_in: [${type}] all: [${type}] ${exists}`;
  }
  if (field.name === 'category')
    return `equals: JSON not_equals: JSON in: [JSON] not_in: [JSON] all: [JSON] ${exists}`;
  return ['int', 'float', 'decimal'].includes(field.kind)
    ? `${range('Float')} ${exists}`
    : `${text} ${exists}`;
}

const whereLines = [...own, categoryId]
  .map((field) => `${field.name}: Product_${field.name}_operator`)
  .join('\n    ');
const combinators = 'AND: [Product_where_and] OR: [Product_where_or]';

const payloadTypeDefs = `
  scalar DateTime scalar JSON
  enum Product_status { DRAFT ACTIVE ARCHIVED }
  enum Product_status_Input { DRAFT ACTIVE ARCHIVED }
  type Media { id: String! alt: String url: String }
  type Category { id: String! name: String }
  type Product {
    ${outputLines(own, types)}
    meta: JSON
    image(where: Media_where): Media
    category(draft: Boolean): Category
  }
  input Media_where { id: Product_id_operator }
  type Products {
    docs: [Product!]! hasNextPage: Boolean! hasPrevPage: Boolean! limit: Int! nextPage: Int offset: Int page: Int!
    pagingCounter: Int! prevPage: Int totalDocs: Int! totalPages: Int!
  }
  type countProducts { totalDocs: Int }
  input Product_where { ${whereLines} ${combinators} }
  input Product_where_and { ${whereLines} ${combinators} }
  input Product_where_or { ${whereLines} ${combinators} }
  ${[...own, categoryId].map((field) => `input Product_${field.name}_operator { ${operatorsOf(field)} }`).join('\n  ')}
  type Query {
    Product(id: String!, draft: Boolean, select: Boolean, trash: Boolean): Product
    Products(draft: Boolean, where: Product_where, limit: Int, page: Int, pagination: Boolean, select: Boolean, sort: String, trash: Boolean): Products
    countProducts(draft: Boolean, trash: Boolean, where: Product_where): countProducts
    Category(id: String!, draft: Boolean, select: Boolean, trash: Boolean): Category
  }`;
