/** An imitation of Directus. */
import { makeExecutableSchema } from '@graphql-tools/schema';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import type { Row } from './data.js';
import { average, extreme, sum } from './engine/aggregate.js';
import { type Database, type DatabaseName, databases } from './engine/database.js';
import { byId, type Field, fields, outputLines, resolversOf } from './engine/fields.js';
import { evaluateObject, type FilterObject, type OperatorLanguage } from './engine/operators.js';
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

export interface DirectusOptions extends ProductOptions {
  /** Default postgresql. */
  readonly database?: DatabaseName;
}

interface ListArguments {
  readonly filter?: FilterObject | null;
  readonly sort?: readonly (string | null)[] | null;
  readonly limit?: number | null;
  readonly offset?: number | null;
  readonly page?: number | null;
  readonly search?: string | null;
  readonly groupBy?: readonly (string | null)[] | null;
}

const own: readonly Field[] = [
  { ...fields.idNumber, name: 'id', show: (entry) => entry.cells.id },
  fields.title,
  fields.sku,
  fields.price,
  fields.quantity,
  fields.rating,
  { ...fields.big, kind: 'bigint' },
  fields.active,
  fields.statusText,
  { ...fields.createdAt, name: 'date_added' },
  { ...fields.releasedOn, name: 'released_on' },
  { ...fields.opensAt, name: 'opens_at' },
  fields.imageUrl,
];
const categoryOwn: readonly Field[] = [
  { ...fields.idNumber, name: 'id', show: (entry) => entry.cells.id },
  fields.name,
];
const numeric = own.filter(
  (field) => ['int', 'float', 'decimal', 'bigint'].includes(field.kind) && field.name !== 'id',
);

/**
 * @expected
 * - three-valued logic: `_neq`, `_nin`, `_ncontains`, `_nbetween` drop rows without a value; there is no group negation.
 * - `_contains` has LIKE's case rule of the database (PostgreSQL: sensitive), `_icontains` lowers both sides; wildcards are not escaped.
 * - the operands "true", "false", "null" (in any case), "$NOW…" and "$CURRENT_…" are values of the server's own, also in variables; ""
 *   is refused.
 * - `_eq: null` is IS NULL; `_empty` is null or the empty text; `_or: []` restricts nothing.
 * - limit 100 by default, -1 for all; `sort: ["-f"]`, without it by id; PostgreSQL puts nulls last ascending; ties in any order.
 * - dates are given as texts; aggregates are a list, of one row without `groupBy`; min and max only of numbers.
 */
export function startDirectus(rows: readonly Row[], options: DirectusOptions = {}): Promise<ProductUpstream> {
  return serveProducts(rows, options, (source) => buildDirectusSchema(source, options));
}

export function buildDirectusSchema(source: Source, options: DirectusOptions = {}): GraphQLSchema {
  const database = databases[options.database ?? 'postgresql'];
  const language = languageOf(own, database);
  const select = ({ filter, search }: ListArguments): Entry[] =>
    source().products.filter(
      (entry) =>
        evaluateObject(filter ?? {}, entry, language) === true &&
        (!search || isFound(search, entry, database)),
    );
  const windowOf = ({ limit, offset, page }: ListArguments): { start: number; size: number | null } => {
    const size = limit === -1 ? null : (limit ?? 100);
    return { start: page && size !== null ? (page - 1) * size : (offset ?? 0), size };
  };
  const list = (args: ListArguments, context: UpstreamContext): readonly (Entry | null)[] => {
    const keys = (args.sort ?? ['id']).map((each) => sortKey(each ?? '', database));
    const { start, size } = windowOf(args);
    return takePage(
      orderBy(select(args), keys, database.collation, tieSeed(options, context)),
      start,
      size,
      'offset',
      options,
      context,
    ).entries;
  };
  return makeExecutableSchema({
    typeDefs: directusTypeDefs,
    resolvers: {
      Query: {
        products: (_: unknown, args: ListArguments, context: UpstreamContext) => list(args, context),
        products_by_id: (_: unknown, { id }: { id: string }) => byId(source().products, id),
        products_aggregated: (_: unknown, args: ListArguments) =>
          aggregated(select(args), args.groupBy ?? [], database),
        categories_by_id: (_: unknown, { id }: { id: string }) => byId(source().categories, id),
      },
      products: {
        ...resolversOf([...own, fields.tags, fields.meta]),
        category: (entry: Entry) => entry.category,
      },
      categories: resolversOf(categoryOwn),
    } as never,
  });
}

function sortKey(sort: string, database: Database): SortKey {
  const descending = sort.startsWith('-');
  const name = sort.replace(/^-/, '');
  const field = own.find((each) => each.name === name);
  if (!field)
    throw new GraphQLError(`You don't have permission to access field "${name}"`, {
      extensions: { code: 'FORBIDDEN' },
    });
  return { cell: field.cell, descending, nullsFirst: database.nullsLowest !== descending };
}

function isFound(search: string, entry: Entry, database: Database): boolean {
  return [fields.title, fields.sku].some(
    (field) => like3(field.cell(entry), `%${search}%`, database.ilike) === true,
  );
}

function languageOf(chosen: readonly Field[], database: Database): OperatorLanguage {
  return {
    fields: chosen,
    and: '_and',
    or: '_or',
    emptyOr: true,
    compare: (operator, operand, field, entry) =>
      compare(operator, filterValue(operand, field), field, field.cell(entry), database),
    other: (member, value, entry) => {
      if (member === 'category') {
        return (
          entry.category !== null &&
          evaluateObject((value ?? {}) as FilterObject, entry.category, languageOf(categoryOwn, database)) ===
            true
        );
      }
      throw new Error(`Unknown field "${member}"`);
    },
  };
}

/** What the server makes of an operand before it asks the database, whatever the type of the column. */
function filterValue(operand: unknown, field: Field): unknown {
  if (Array.isArray(operand)) return operand.map((each: unknown) => filterValue(each, field));
  if (typeof operand !== 'string') return operand;
  if (operand === '')
    throw new GraphQLError(`Invalid query. The filter value for "${field.name}" is empty.`, {
      extensions: { code: 'INVALID_QUERY' },
    });
  const word = operand.toLowerCase();
  if (word === 'null' || word.startsWith('$current_')) return null;
  if (word.startsWith('$now')) return '2026-03-01T12:00:00.000Z';
  if (word === 'true' || word === 'false')
    return numeric.includes(field) || field.name === 'id' ? Number(word === 'true') : word;
  return operand;
}

function compare(operator: string, operand: unknown, field: Field, cell: Cell, database: Database): Truth {
  const { collation } = database;
  const many = (): Cell[] => (operand as unknown[]).map((each) => field.operand(each));
  const negative = /^_n(?!(eq|ull|null|empty)$)(.+)$/.exec(operator)?.[2];
  if (negative) return not3(compare(`_${negative}`, operand, field, cell, database));
  const insensitive = operator.startsWith('_i') && operator !== '_in';
  const like = (before: string, after: string): Truth =>
    operand === null
      ? null
      : like3(cell, `${before}${operand}${after}`, insensitive ? database.ilike : database.like);
  switch (insensitive ? operator.replace('_i', '_') : operator) {
    case '_eq':
      return operand === null ? cell === null : compare3('eq', cell, field.operand(operand), collation);
    case '_neq':
      return operand === null ? cell !== null : compare3('ne', cell, field.operand(operand), collation);
    case '_in':
      return in3(cell, many(), collation);
    case '_between': {
      const [low = null, high = null] = many();
      return and3([compare3('gte', cell, low, collation), compare3('lte', cell, high, collation)]);
    }
    case '_null':
      return (cell === null) === operand;
    case '_nnull':
      return (cell !== null) === operand;
    case '_empty':
      return or3([cell === null, cell === '']) === operand;
    case '_nempty':
      return (cell !== null && cell !== '') === operand;
    case '_contains':
      return like('%', '%');
    case '_starts_with':
      return like('', '%');
    case '_ends_with':
      return like('%', '');
    default:
      return compare3(operator.slice(1) as Comparison, cell, field.operand(operand), collation);
  }
}

function aggregated(
  entries: readonly Entry[],
  groupBy: readonly (string | null)[],
  database: Database,
): object[] {
  const keyOf = (entry: Entry): Record<string, unknown> =>
    Object.fromEntries(
      groupBy.map((name) => [name, own.find((field) => field.name === name)?.show(entry) ?? null]),
    );
  const groups = new Map<string, Entry[]>();
  if (groupBy.length === 0) groups.set('{}', [...entries]);
  for (const entry of groupBy.length === 0 ? [] : entries) {
    const key = JSON.stringify(keyOf(entry));
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  const per = (chosen: readonly Field[], compute: (field: Field) => unknown): object =>
    Object.fromEntries(chosen.map((field) => [field.name, () => compute(field)]));
  const number = (value: Cell): number | null => (value === null ? null : Number(value));
  return [...groups.entries()].map(([group, members]) => ({
    group: groupBy.length === 0 ? null : (JSON.parse(group) as unknown),
    countAll: members.length,
    count: per(own, (field) => members.filter((entry) => field.cell(entry) !== null).length),
    countDistinct: per(own, (field) => new Set(members.map(field.cell).filter((cell) => cell !== null)).size),
    sum: per(numeric, (field) => number(sum(members, field.name, field.kind !== 'float'))),
    avg: per(numeric, (field) => average(members, field.name, field.kind !== 'float')),
    sumDistinct: per(numeric, (field) =>
      number(sum(distinctBy(members, field), field.name, field.kind !== 'float')),
    ),
    min: per(numeric, (field) => number(extreme(members, field.name, 'min', database.collation))),
    max: per(numeric, (field) => number(extreme(members, field.name, 'max', database.collation))),
  }));
}

function distinctBy(entries: readonly Entry[], field: Field): Entry[] {
  return [...new Map(entries.map((entry) => [field.cell(entry), entry])).values()];
}

const outputs = {
  int: 'Int',
  float: 'Float',
  decimal: 'Float',
  bigint: 'GraphQLBigInt',
  boolean: 'Boolean',
  text: 'String',
  instant: 'Date',
  date: 'Date',
  time: 'String',
} as const;
const outputLine = (list: readonly Field[]): string =>
  outputLines(list, outputs).replace(/^id: Int!/, 'id: ID!');
const words = ['contains', 'starts_with', 'ends_with'].flatMap((each) => [
  `_${each}`,
  `_n${each}`,
  `_i${each}`,
  `_ni${each}`,
]);
const operatorInputs = {
  string_filter_operators: `_eq: String _neq: String _in: [String] _nin: [String] _null: Boolean _nnull: Boolean _empty: Boolean _nempty: Boolean ${words.map((each) => `${each}: String`).join(' ')}`,
  number_filter_operators: `_eq: GraphQLStringOrFloat _neq: GraphQLStringOrFloat _in: [GraphQLStringOrFloat] _nin: [GraphQLStringOrFloat] _gt: GraphQLStringOrFloat _gte: GraphQLStringOrFloat _lt: GraphQLStringOrFloat _lte: GraphQLStringOrFloat _null: Boolean _nnull: Boolean _between: [GraphQLStringOrFloat] _nbetween: [GraphQLStringOrFloat]`,
  date_filter_operators:
    '_eq: String _neq: String _in: [String] _nin: [String] _gt: String _gte: String _lt: String _lte: String _null: Boolean _nnull: Boolean _between: [GraphQLStringOrFloat] _nbetween: [GraphQLStringOrFloat]',
  boolean_filter_operators: '_eq: Boolean _neq: Boolean _null: Boolean _nnull: Boolean',
};
const operatorType = (field: Field): string => {
  if (field.kind === 'boolean') return 'boolean_filter_operators';
  if (field.kind === 'instant' || field.kind === 'date') return 'date_filter_operators';
  return ['int', 'float', 'decimal', 'bigint'].includes(field.kind)
    ? 'number_filter_operators'
    : 'string_filter_operators';
};
const filterInput = (name: string, list: readonly Field[], more: string): string =>
  `input ${name}_filter { ${list.map((field) => `${field.name}: ${operatorType(field)}`).join(' ')} ${more} _and: [${name}_filter] _or: [${name}_filter] }`;
const floats = numeric.map((field) => `${field.name}: Float`).join(' ');
const counts = own.map((field) => `${field.name}: Int`).join(' ');

const directusTypeDefs = `
  scalar Date scalar GraphQLBigInt scalar GraphQLStringOrFloat scalar JSON
  type categories { ${outputLine(categoryOwn)} }
  type products { ${outputLine(own)} tags: [String] meta: JSON category(filter: categories_filter, sort: [String], limit: Int, offset: Int, page: Int, search: String): categories }
  ${Object.entries(operatorInputs)
    .map(([name, members]) => `input ${name} { ${members} }`)
    .join('\n  ')}
  ${filterInput('categories', categoryOwn, '')}
  ${filterInput('products', own, 'category: categories_filter')}
  type products_aggregated {
    group: JSON countAll: Int count: products_aggregated_count countDistinct: products_aggregated_count
    avg: products_aggregated_fields sum: products_aggregated_fields sumDistinct: products_aggregated_fields
    min: products_aggregated_fields max: products_aggregated_fields
  }
  type products_aggregated_count { ${counts} }
  type products_aggregated_fields { ${floats} }
  type Query {
    products(filter: products_filter, sort: [String], limit: Int, offset: Int, page: Int, search: String): [products!]!
    products_by_id(id: ID!, version: String): products
    products_aggregated(groupBy: [String], filter: products_filter, limit: Int, offset: Int, page: Int, search: String, sort: [String]): [products_aggregated!]!
    categories_by_id(id: ID!, version: String): categories
  }`;
