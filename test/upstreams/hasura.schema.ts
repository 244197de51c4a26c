/** Columns and SDL of the imitated Hasura. */
import { type Entry, isoPostgres, type Kind } from './engine/table.js';

export interface HasuraColumn {
  readonly name: string;
  /** Name of the cell in the table's entries; empty for the list and the JSON column. */
  readonly cell: string;
  readonly kind: Kind | 'list' | 'json';
  readonly scalar: string;
  readonly nullable: boolean;
  /** Takes part in sum and avg. */
  readonly numeric: boolean;
  /** Takes part in min and max. */
  readonly comparable: boolean;
}

const column = (
  name: string,
  cell: string,
  kind: HasuraColumn['kind'],
  scalar: string,
  nullable = true,
): HasuraColumn => ({
  name,
  cell,
  kind,
  scalar,
  nullable,
  numeric: ['int', 'float', 'decimal', 'bigint'].includes(kind),
  comparable: !['boolean', 'json', 'enum', 'list'].includes(kind),
});

export const productColumns: readonly HasuraColumn[] = [
  column('active', 'active', 'boolean', 'Boolean'),
  column('big', 'big', 'bigint', 'bigint', false),
  column('category_id', 'categoryIdNumber', 'int', 'Int'),
  column('created_at', 'createdAt', 'instant', 'timestamptz'),
  column('id', 'idNumber', 'int', 'Int', false),
  column('image_url', 'imageUrl', 'text', 'String'),
  column('meta', '', 'json', 'jsonb'),
  column('opens_at', 'opensAt', 'time', 'time'),
  column('price', 'price', 'decimal', 'numeric'),
  column('quantity', 'quantity', 'int', 'Int'),
  column('rating', 'rating', 'float', 'float8'),
  column('released_on', 'releasedOn', 'date', 'date'),
  column('sku', 'sku', 'text', 'String', false),
  column('status', 'status', 'enum', 'product_status'),
  column('tags', '', 'list', 'String'),
  column('title', 'title', 'text', 'String'),
];

export const categoryColumns: readonly HasuraColumn[] = [
  column('id', 'idNumber', 'int', 'Int', false),
  column('name', 'name', 'text', 'String', false),
];

/** A column's value as JSON. */
export function show(each: HasuraColumn, entry: Entry, stringify: boolean): unknown {
  if (each.kind === 'list') return entry.tags;
  if (each.kind === 'json') return entry.meta;
  if (each.kind === 'enum') return entry.status;
  const cell = entry.cells[each.cell] ?? null;
  if (cell === null) return null;
  if (each.kind === 'instant') return isoPostgres(cell);
  if (stringify && each.kind === 'decimal') return Number(cell).toFixed(2);
  return stringify && (each.kind === 'bigint' || each.kind === 'float') ? String(cell) : cell;
}

const comparison = (scalar: string, more = ''): string => `
  input ${scalar}_comparison_exp {
    _eq: ${scalar} _gt: ${scalar} _gte: ${scalar} _in: [${scalar}!] _is_null: Boolean
    _lt: ${scalar} _lte: ${scalar} _neq: ${scalar} _nin: [${scalar}!] ${more}
  }`;

const typeOf = (each: HasuraColumn): string => (each.kind === 'list' ? '[String!]' : each.scalar);
const comparisonOf = (each: HasuraColumn): string =>
  each.kind === 'list' ? 'String_array_comparison_exp' : `${each.scalar}_comparison_exp`;

function table(name: string, columns: readonly HasuraColumn[], relation: string): string {
  const lines = (list: readonly HasuraColumn[], line: (each: HasuraColumn) => string): string =>
    list.map(line).join('\n    ');
  const numeric = columns.filter((each) => each.numeric);
  const comparable = columns.filter((each) => each.comparable);
  const sumType = (each: HasuraColumn): string => (each.kind === 'int' ? 'bigint' : each.scalar);
  const output = (each: HasuraColumn): string => {
    const path = each.kind === 'json' ? '("JSON select path" path: String)' : '';
    return `${each.name}${path}: ${typeOf(each)}${each.nullable ? '' : '!'}`;
  };
  const optional = (each: HasuraColumn): string => `${each.name}: ${typeOf(each)}`;
  return `
  "columns and relationships of ${JSON.stringify(name).slice(1, -1)}"
  type ${name} {
    ${lines(columns, output)}
    ${relation ? 'category: Category' : ''}
  }
  type ${name}_aggregate { aggregate: ${name}_aggregate_fields nodes: [${name}!]! }
  type ${name}_aggregate_fields {
    avg: ${name}_avg_fields
    count(columns: [${name}_select_column!], distinct: Boolean): Int!
    max: ${name}_max_fields
    min: ${name}_min_fields
    sum: ${name}_sum_fields
  }
  type ${name}_avg_fields { ${lines(numeric, (each) => `${each.name}: Float`)} }
  type ${name}_sum_fields { ${lines(numeric, (each) => `${each.name}: ${sumType(each)}`)} }
  type ${name}_max_fields { ${lines(comparable, optional)} }
  type ${name}_min_fields { ${lines(comparable, optional)} }
  input ${name}_bool_exp {
    _and: [${name}_bool_exp!] _not: ${name}_bool_exp _or: [${name}_bool_exp!]
    ${lines(columns, (each) => `${each.name}: ${comparisonOf(each)}`)}
    ${relation ? 'category: Category_bool_exp' : ''}
  }
  input ${name}_order_by {
    ${lines(
      columns.filter((each) => each.cell !== ''),
      (each) => `${each.name}: order_by`,
    )}
    ${relation ? 'category: Category_order_by' : ''}
  }
  enum ${name}_select_column { ${lines(columns, (each) => each.name)} }`;
}

const listArguments = (name: string): string => `(
    "distinct select on columns" distinct_on: [${name}_select_column!]
    "limit the number of rows returned" limit: Int
    "skip the first n rows. Use only with order_by" offset: Int
    "sort the rows by one or more columns" order_by: [${name}_order_by!]
    "filter the rows returned" where: ${name}_bool_exp)`;

const rootOf = (name: string): string => `
    "fetch data from the table: \\"${name}\\""
    ${name}${listArguments(name)}: [${name}!]!
    "fetch aggregated fields from the table: \\"${name}\\""
    ${name}_aggregate${listArguments(name)}: ${name}_aggregate!
    "fetch data from the table: \\"${name}\\" using primary key columns"
    ${name}_by_pk(id: Int!): ${name}`;

const textOperators =
  '_ilike: String _iregex: String _like: String _nilike: String _niregex: String _nlike: String _nregex: String _regex: String';

export const hasuraTypeDefs = `
  schema { query: query_root }
  scalar bigint scalar date scalar float8 scalar jsonb scalar numeric scalar product_status scalar time scalar timestamptz
  enum order_by {
    "in ascending order, nulls last" asc
    "in ascending order, nulls first" asc_nulls_first
    "in ascending order, nulls last" asc_nulls_last
    "in descending order, nulls first" desc
    "in descending order, nulls first" desc_nulls_first
    "in descending order, nulls last" desc_nulls_last
  }
  type query_root { ${rootOf('Product')} ${rootOf('Category')} }
  ${['Boolean', 'Int', 'bigint', 'date', 'float8', 'numeric', 'product_status', 'time', 'timestamptz'].map((scalar) => comparison(scalar)).join('')}
  ${comparison('String', textOperators)}
  ${comparison('jsonb', '_contained_in: jsonb _contains: jsonb _has_key: String _has_keys_all: [String!] _has_keys_any: [String!]')}
  input String_array_comparison_exp {
    "is the array contained in the given array value" _contained_in: [String!]
    "does the array contain the given value" _contains: [String!]
    _eq: [String!] _in: [[String!]!] _is_null: Boolean _neq: [String!] _nin: [[String!]!]
  }
  ${table('Product', productColumns, 'category')}
  ${table('Category', categoryColumns, '')}
`;
