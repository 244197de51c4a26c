/** An imitation of Dgraph. */
import { makeExecutableSchema } from '@graphql-tools/schema';
import type { GraphQLSchema } from 'graphql';
import type { Row } from './data.js';
import { average, extreme, sum } from './engine/aggregate.js';
import { byId, type Field, fields, outputLines, resolversOf } from './engine/fields.js';
import { evaluateObject, type FilterObject, type OperatorLanguage } from './engine/operators.js';
import { takePage } from './engine/pages.js';
import { type Comparison, collations, compare3, foldUnicode, orderBy, type SortKey } from './engine/sql.js';
import {
  type ProductOptions,
  type ProductUpstream,
  type Source,
  serveProducts,
  tieSeed,
} from './engine/start.js';
import type { Cell, Entry } from './engine/table.js';
import type { UpstreamContext } from './harness.js';

interface Order {
  readonly asc?: string | null;
  readonly desc?: string | null;
  readonly then?: Order | null;
}
interface ListArguments {
  readonly filter?: FilterObject | null;
  readonly order?: Order | null;
  readonly first?: number | null;
  readonly offset?: number | null;
}

const own: readonly Field[] = [
  fields.id,
  fields.title,
  fields.sku,
  fields.price,
  fields.quantity,
  fields.rating,
  fields.big,
  fields.active,
  fields.statusText,
  fields.createdAt,
  { ...fields.opensAt, kind: 'text', operand: fields.title.operand },
  fields.tags,
  fields.imageUrl,
];
/** Which operators exist depends on the index; opensAt and imageUrl have none. */
const filterTypes: Readonly<Record<string, string>> = {
  id: '[ID!]',
  title: 'StringExactFilter_StringTermFilter',
  sku: 'StringHashFilter',
  price: 'FloatFilter',
  quantity: 'IntFilter',
  rating: 'FloatFilter',
  big: 'Int64Filter',
  active: 'Boolean',
  status: 'ProductStatus_hash',
  createdAt: 'DateTimeFilter',
  tags: 'StringExactFilter',
};
const orderable = own.filter(
  (field) => !['id', 'list', 'boolean'].includes(field.kind) && field.name !== 'status',
);
const numeric = own.filter((field) => ['int', 'float', 'decimal', 'bigint'].includes(field.kind));

/**
 * @expected
 * - set logic, two-valued: a missing value matches nothing, and `not` is the complement, so it keeps such nodes.
 * - ids are a bare list, booleans a bare value, `has: [f]` finds nodes with a value; a list field matches when any element does.
 * - `eq` is exact; `allofterms`/`anyofterms` compare whole words without case; null operands restrict nothing; `or: []` too.
 * - order is a linked list, nodes without a value come last in both directions; without order: by id.
 * - paging by first and offset, no limit. Aggregates are flattened (`priceMin`).
 */
export function startDgraph(rows: readonly Row[], options: ProductOptions = {}): Promise<ProductUpstream> {
  return serveProducts(rows, options, (source) => buildDgraphSchema(source, options));
}

export function buildDgraphSchema(source: Source, options: ProductOptions = {}): GraphQLSchema {
  const select = (filter: FilterObject | null | undefined): Entry[] =>
    source().products.filter((entry) => evaluateObject(filter ?? {}, entry, language) === true);
  const list = (args: ListArguments, context: UpstreamContext): readonly (Entry | null)[] => {
    const byOrder = sortKeys(args.order ?? null);
    const keys =
      byOrder.length > 0 ? byOrder : [{ cell: fields.idNumber.cell, descending: false, nullsFirst: false }];
    const sorted = orderBy(select(args.filter), keys, collations.codePoint, tieSeed(options, context));
    return takePage(sorted, args.offset ?? 0, args.first ?? null, 'offset', options, context).entries;
  };
  return makeExecutableSchema({
    typeDefs: dgraphTypeDefs,
    resolvers: {
      Query: {
        getProduct: (_: unknown, { id }: { id: string }) => byId(source().products, id),
        queryProduct: (_: unknown, args: ListArguments, context: UpstreamContext) => list(args, context),
        aggregateProduct: (_: unknown, { filter }: ListArguments) => aggregates(select(filter)),
      },
      Product: { ...resolversOf(own), category: (entry: Entry) => entry.category },
      Category: resolversOf([fields.id, fields.name]),
    } as never,
  });
}

function sortKeys(order: Order | null): SortKey[] {
  if (order === null) return [];
  const name = order.asc ?? order.desc;
  const field = orderable.find((each) => each.name === name);
  const rest = sortKeys(order.then ?? null);
  return field ? [{ cell: field.cell, descending: order.asc == null, nullsFirst: false }, ...rest] : rest;
}

const language: OperatorLanguage = {
  fields: own,
  and: 'and',
  or: 'or',
  not: 'not',
  emptyOr: true,
  compare: (operator, operand, field, entry) => {
    if (operand === null) return true;
    const values: readonly Cell[] = field.kind === 'list' ? (entry.tags ?? []) : [field.cell(entry)];
    return values.some((value) => compare(operator, operand, field, value));
  },
  other: (_has, value, entry) =>
    ((value ?? []) as readonly string[]).every((name) => {
      const field = own.find((each) => each.name === name) as Field;
      return field.kind === 'list' ? (entry.tags ?? []).length > 0 : field.cell(entry) !== null;
    }),
};

function compare(operator: string, operand: unknown, field: Field, cell: Cell): boolean {
  if (cell === null) return false;
  const test = (comparison: Comparison, value: unknown): boolean =>
    compare3(comparison, cell, field.operand(value), collations.codePoint) === true;
  switch (operator) {
    case '':
      return Array.isArray(operand) ? operand.some((each) => test('eq', each)) : test('eq', operand);
    case 'in':
      return (operand as unknown[]).some((each) => each !== null && test('eq', each));
    case 'le':
      return test('lte', operand);
    case 'ge':
      return test('gte', operand);
    case 'between': {
      const { min, max } = operand as { min: unknown; max: unknown };
      return test('gte', min) && test('lte', max);
    }
    case 'allofterms':
      return terms(String(operand)).every((term) => terms(String(cell)).includes(term));
    case 'anyofterms':
      return terms(String(operand)).some((term) => terms(String(cell)).includes(term));
    default:
      return test(operator as Comparison, operand);
  }
}

const terms = (text: string): string[] =>
  foldUnicode(text.normalize('NFKC')).match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];

function aggregates(entries: readonly Entry[]): Record<string, unknown> {
  const result: Record<string, unknown> = { count: entries.length };
  for (const field of orderable) {
    for (const which of ['min', 'max'] as const) {
      const cell = extreme(entries, field.name, which, collations.codePoint);
      const suffix = which === 'min' ? 'Min' : 'Max';
      result[`${field.name}${suffix}`] =
        cell === null ? null : field.show({ cells: { [field.name]: cell } } as unknown as Entry);
    }
  }
  for (const field of numeric) {
    const total = sum(entries, field.name, field.kind !== 'float');
    result[`${field.name}Sum`] = typeof total === 'bigint' ? String(total) : total;
    result[`${field.name}Avg`] = average(entries, field.name, field.kind !== 'float');
  }
  return result;
}

const outputs = {
  id: 'ID',
  text: 'String',
  decimal: 'Float',
  int: 'Int',
  float: 'Float',
  bigint: 'Int64',
  boolean: 'Boolean',
  instant: 'DateTime',
  list: '[String]',
} as const;
const typeOf = (field: Field): string => outputs[field.kind as keyof typeof outputs];
const rangeFilter = (name: string, type: string): string => `
  input ${name}Range { min: ${type}! max: ${type}! }
  input ${name}Filter { eq: ${type} in: [${type}] le: ${type} lt: ${type} ge: ${type} gt: ${type} between: ${name}Range }`;
const exact = 'eq: String in: [String] le: String lt: String ge: String gt: String between: StringRange';

const dgraphTypeDefs = `
  "The Int64 scalar type represents a signed 64-bit numeric non-fractional value." scalar Int64
  "The DateTime scalar type represents date and time as a string in RFC3339 format." scalar DateTime
  enum ProductStatus { DRAFT ACTIVE ARCHIVED }
  type Category { id: ID! name: String! }
  type Product { ${outputLines(own, outputs).replace('status: String', 'status: ProductStatus')} category: Category }
  enum ProductOrderable { ${orderable.map((field) => field.name).join(' ')} }
  enum ProductHasFilter { ${own
    .filter((field) => field.kind !== 'id')
    .map((field) => field.name)
    .join(' ')} }
  input ProductOrder { asc: ProductOrderable desc: ProductOrderable then: ProductOrder }
  input StringRange { min: String! max: String! }
  input StringHashFilter { eq: String in: [String] }
  input StringExactFilter { ${exact} }
  input StringExactFilter_StringTermFilter { ${exact} allofterms: String anyofterms: String }
  input ProductStatus_hash { eq: ProductStatus in: [ProductStatus] }
  ${rangeFilter('Int', 'Int')}${rangeFilter('Int64', 'Int64')}${rangeFilter('Float', 'Float')}${rangeFilter('DateTime', 'DateTime')}
  input ProductFilter {
    ${Object.entries(filterTypes)
      .map(([name, type]) => `${name}: ${type}`)
      .join('\n    ')}
    has: [ProductHasFilter] and: [ProductFilter] or: [ProductFilter] not: ProductFilter
  }
  type ProductAggregateResult {
    count: Int
    ${orderable.map((field) => `${field.name}Min: ${typeOf(field)} ${field.name}Max: ${typeOf(field)}`).join('\n    ')}
    ${numeric.map((field) => `${field.name}Sum: ${typeOf(field)} ${field.name}Avg: Float`).join('\n    ')}
  }
  type Query {
    getProduct(id: ID!): Product
    queryProduct(filter: ProductFilter, order: ProductOrder, first: Int, offset: Int): [Product]
    aggregateProduct(filter: ProductFilter): ProductAggregateResult
  }`;
