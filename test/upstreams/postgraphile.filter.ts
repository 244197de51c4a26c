/** postgraphile-plugin-connection-filter 2: operator objects, as the SQL that they compile to. */
import type { Json } from './data.js';
import {
  arrayContains,
  arrayEquals,
  arrayOverlaps,
  jsonContains,
  jsonEquals,
  jsonHasKey,
} from './engine/postgres.js';
import {
  and3,
  type Collation,
  type Comparison,
  compare3,
  type Fold,
  foldNothing,
  in3,
  like3,
  not3,
  or3,
  type Truth,
} from './engine/sql.js';
import { type Cell, type Entry, type Kind, operandOf } from './engine/table.js';
import { categoryColumns, type PostgraphileColumn } from './postgraphile.columns.js';

export type FilterObject = { readonly [member: string]: unknown };

export interface PostgraphileSemantics {
  readonly collation: Collation;
  readonly fold: Fold;
  readonly allowEmptyObjects: boolean;
  readonly allowNulls: boolean;
}

type Columns = readonly PostgraphileColumn[];

/** Throws what the plug-in throws on nulls and empty objects, before any row is looked at. */
export function checkFilter(value: unknown, semantics: PostgraphileSemantics): void {
  if (value === null && !semantics.allowNulls)
    throw new Error('Null literals are forbidden in filter argument input.');
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value) && Object.keys(value).length === 0 && !semantics.allowEmptyObjects) {
    throw new Error('Empty objects are forbidden in filter argument input.');
  }
  for (const [key, member] of Object.entries(value)) {
    if (key !== 'meta') checkFilter(member, semantics);
  }
}

export function evaluate(
  filter: FilterObject,
  entry: Entry,
  columns: Columns,
  semantics: PostgraphileSemantics,
): Truth {
  const inner = (each: unknown): Truth => evaluate(each as FilterObject, entry, columns, semantics);
  return and3(
    Object.entries(filter).map(([member, value]): Truth => {
      if (value === null) return true;
      if (member === 'and') return and3((value as unknown[]).map(inner));
      // An empty list gives no SQL fragment, so it does not restrict.
      if (member === 'or')
        return (value as unknown[]).length === 0 ? true : or3((value as unknown[]).map(inner));
      if (member === 'not') return not3(inner(value));
      if (member === 'categoryExists') return (entry.category !== null) === value;
      const column = columns.find((each) => each.name === member);
      if (column) return compareColumn(column, value as FilterObject, entry, semantics);
      return (
        entry.category !== null &&
        evaluate(value as FilterObject, entry.category, categoryColumns, semantics) === true
      );
    }),
  );
}

function compareColumn(
  column: PostgraphileColumn,
  operators: FilterObject,
  entry: Entry,
  semantics: PostgraphileSemantics,
): Truth {
  return and3(
    Object.entries(operators).map(([operator, operand]): Truth => {
      if (operand === null) return true;
      if (column.kind === 'list') return compareList(operator, operand, entry.tags, semantics.collation);
      if (column.kind === 'json') return compareJson(operator, operand as Json, entry.meta);
      return compareScalar(operator, operand, entry.cells[column.cell] ?? null, column.kind, semantics);
    }),
  );
}

const comparisons: Readonly<Record<string, Comparison>> = {
  equalTo: 'eq',
  notEqualTo: 'ne',
  lessThan: 'lt',
  lessThanOrEqualTo: 'lte',
  greaterThan: 'gt',
  greaterThanOrEqualTo: 'gte',
};

/** Escapes % and _ but not the backslash itself: `a\b` looks for `ab`, a backslash at the end spoils the pattern. */
const escapeLikeWildcards = (input: string): string => input.split('%').join('\\%').split('_').join('\\_');

function compareScalar(
  name: string,
  operand: unknown,
  cell: Cell,
  kind: Kind,
  semantics: PostgraphileSemantics,
): Truth {
  const insensitive = name.endsWith('Insensitive');
  const operator = insensitive ? name.slice(0, -'Insensitive'.length) : name;
  const { collation } = semantics;
  const fold = insensitive ? semantics.fold : foldNothing;
  const lower = (value: Cell): Cell => (typeof value === 'string' ? fold(value) : value);
  const left = lower(cell);
  const one = (): Cell => lower(operandOf(kind, operand));
  const many = (): Cell[] => (operand as unknown[]).map((each) => lower(operandOf(kind, each)));
  const like = (pattern: string): Truth => like3(cell, pattern, { fold, escape: true });
  const comparison = comparisons[operator];
  if (comparison) return compare3(comparison, left, one(), collation);
  switch (operator) {
    case 'isNull':
      return (cell === null) === operand;
    case 'distinctFrom':
      return compare3('eq', left, one(), collation) !== true;
    case 'notDistinctFrom':
      return compare3('eq', left, one(), collation) === true;
    case 'in':
      return in3(left, many(), collation);
    case 'notIn':
      return not3(in3(left, many(), collation));
    case 'like':
      return like(String(operand));
    case 'notLike':
      return not3(like(String(operand)));
  }
  const negated = operator.startsWith('not');
  const positive = negated ? operator.charAt(3).toLowerCase() + operator.slice(4) : operator;
  const escaped = escapeLikeWildcards(String(operand));
  const pattern = `${positive === 'startsWith' ? '' : '%'}${escaped}${positive === 'endsWith' ? '' : '%'}`;
  return negated ? not3(like(pattern)) : like(pattern);
}

function compareList(
  operator: string,
  operand: unknown,
  tags: readonly string[] | null,
  collation: Collation,
): Truth {
  const list = operand as readonly (string | null)[];
  switch (operator) {
    case 'isNull':
      return (tags === null) === operand;
    case 'equalTo':
      return arrayEquals(tags, list);
    case 'notEqualTo':
      return not3(arrayEquals(tags, list));
    case 'distinctFrom':
      return arrayEquals(tags, list) !== true;
    case 'notDistinctFrom':
      return arrayEquals(tags, list) === true;
    case 'contains':
      return arrayContains(tags, list);
    case 'containedBy':
      return arrayContains(list, tags);
    case 'overlaps':
      return arrayOverlaps(tags, list);
  }
  const any = operator.startsWith('any')
    ? comparisons[operator.charAt(3).toLowerCase() + operator.slice(4)]
    : undefined;
  if (any === undefined) throw new Error(`operator ${operator} on lists is not imitated`);
  return tags === null ? null : or3(tags.map((each) => compare3(any, each, operand as string, collation)));
}

function compareJson(operator: string, operand: Json, meta: Json | null): Truth {
  if (operator === 'isNull') return (meta === null) === operand;
  if (operator === 'distinctFrom') return meta === null || !jsonEquals(meta, operand);
  if (operator === 'notDistinctFrom') return meta !== null && jsonEquals(meta, operand);
  if (meta === null) return null;
  const list = operand as readonly Json[];
  switch (operator) {
    case 'equalTo':
      return jsonEquals(meta, operand);
    case 'notEqualTo':
      return !jsonEquals(meta, operand);
    case 'in':
      return list.some((each) => jsonEquals(meta, each));
    case 'notIn':
      return !list.some((each) => jsonEquals(meta, each));
    case 'contains':
      return jsonContains(meta, operand);
    case 'containedBy':
      return jsonContains(operand, meta);
    case 'containsKey':
      return jsonHasKey(meta, operand as string);
    case 'containsAllKeys':
      return list.every((key) => jsonHasKey(meta, key as string));
    case 'containsAnyKeys':
      return list.some((key) => jsonHasKey(meta, key as string));
    default:
      throw new Error(`operator ${operator} on JSON is not imitated`);
  }
}
