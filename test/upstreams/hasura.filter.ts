/** Hasura's boolean expressions, as the SQL that they compile to. */
import { GraphQLError } from 'graphql';
import type { Json } from './data.js';
import { arrayContains, arrayEquals, jsonContains, jsonEquals, jsonHasKey } from './engine/postgres.js';
import {
  and3,
  type Collation,
  compare3,
  foldAscii,
  foldNothing,
  foldUnicode,
  in3,
  like3,
  not3,
  or3,
  type Truth,
} from './engine/sql.js';
import { type Cell, type Entry, type Kind, operandOf } from './engine/table.js';
import { categoryColumns, type HasuraColumn } from './hasura.schema.js';

export type BooleanExpression = { readonly [member: string]: unknown };

export interface HasuraSemantics {
  readonly collation: Collation;
  readonly folding: 'unicode' | 'ascii';
}

type Columns = readonly HasuraColumn[];

/** Hasura checks the expression before it asks the database, so nulls are errors in empty tables too. */
export function rejectNulls(where: BooleanExpression, columns: Columns): void {
  for (const [member, value] of Object.entries(where)) {
    if (value === null) throw unexpectedNull(member);
    if (columns.some((each) => each.name === member && each.kind === 'json')) continue;
    for (const each of Array.isArray(value) ? value : [value]) {
      if (typeof each === 'object' && each !== null) rejectNulls(each as BooleanExpression, columns);
    }
  }
}

export function matchesBooleanExpression(
  where: BooleanExpression,
  entry: Entry,
  columns: Columns,
  semantics: HasuraSemantics,
): boolean {
  return evaluate(where, entry, columns, semantics) === true;
}

function evaluate(
  where: BooleanExpression,
  entry: Entry,
  columns: Columns,
  semantics: HasuraSemantics,
): Truth {
  const inner = (each: BooleanExpression): Truth => evaluate(each, entry, columns, semantics);
  return and3(
    Object.entries(where).map(([member, value]): Truth => {
      if (value === null) throw unexpectedNull(member);
      if (member === '_and') return and3((value as BooleanExpression[]).map(inner));
      if (member === '_or') return or3((value as BooleanExpression[]).map(inner));
      if (member === '_not') return not3(inner(value as BooleanExpression));
      const column = columns.find((each) => each.name === member);
      if (column) return compareColumn(column, value as BooleanExpression, entry, semantics);
      return (
        entry.category !== null &&
        matchesBooleanExpression(value as BooleanExpression, entry.category, categoryColumns, semantics)
      );
    }),
  );
}

function compareColumn(
  column: HasuraColumn,
  operators: BooleanExpression,
  entry: Entry,
  semantics: HasuraSemantics,
): Truth {
  return and3(
    Object.entries(operators).map(([operator, operand]): Truth => {
      if (operand === null) throw unexpectedNull(operator);
      if (column.kind === 'list') return compareList(operator, operand, entry.tags);
      if (column.kind === 'json') return compareJson(operator, operand as Json, entry.meta);
      return compareScalar(operator, operand, entry.cells[column.cell] ?? null, column.kind, semantics);
    }),
  );
}

function compareScalar(
  operator: string,
  operand: unknown,
  cell: Cell,
  kind: Kind,
  { collation, folding }: HasuraSemantics,
): Truth {
  const one = (): Cell => operandOf(kind, operand);
  const many = (): Cell[] => (operand as unknown[]).map((each) => operandOf(kind, each));
  const like = (fold: typeof foldNothing): Truth => like3(cell, String(operand), { fold, escape: true });
  const foldCase = folding === 'ascii' ? foldAscii : foldUnicode;
  const matches = (flags: string): Truth =>
    cell === null ? null : new RegExp(String(operand), flags).test(String(cell));
  switch (operator) {
    case '_eq':
      return compare3('eq', cell, one(), collation);
    case '_neq':
      return compare3('ne', cell, one(), collation);
    case '_gt':
    case '_gte':
    case '_lt':
    case '_lte':
      return compare3(operator.slice(1) as 'gt', cell, one(), collation);
    case '_in':
      return in3(cell, many(), collation);
    case '_nin':
      return not3(in3(cell, many(), collation));
    case '_is_null':
      return (cell === null) === operand;
    case '_like':
      return like(foldNothing);
    case '_nlike':
      return not3(like(foldNothing));
    case '_ilike':
      return like(foldCase);
    case '_nilike':
      return not3(like(foldCase));
    case '_regex':
      return matches('su');
    case '_nregex':
      return not3(matches('su'));
    case '_iregex':
      return matches('isu');
    case '_niregex':
      return not3(matches('isu'));
    default:
      throw new GraphQLError(`unexpected operator ${operator}`);
  }
}

function compareList(operator: string, operand: unknown, tags: readonly string[] | null): Truth {
  const among = (): Truth => or3((operand as string[][]).map((each) => arrayEquals(tags, each)));
  switch (operator) {
    case '_contains':
      return arrayContains(tags, operand as string[]);
    case '_contained_in':
      return arrayContains(operand as string[], tags);
    case '_eq':
      return arrayEquals(tags, operand as string[]);
    case '_neq':
      return not3(arrayEquals(tags, operand as string[]));
    case '_in':
      return among();
    case '_nin':
      return not3(among());
    case '_is_null':
      return (tags === null) === operand;
    default:
      throw new GraphQLError(`unexpected operator ${operator}`);
  }
}

function compareJson(operator: string, operand: Json, meta: Json | null): Truth {
  if (operator === '_is_null') return (meta === null) === operand;
  if (meta === null) return null;
  switch (operator) {
    case '_contains':
      return jsonContains(meta, operand);
    case '_contained_in':
      return jsonContains(operand, meta);
    case '_has_key':
      return jsonHasKey(meta, operand as string);
    case '_has_keys_all':
      return (operand as readonly string[]).every((key) => jsonHasKey(meta, key));
    case '_has_keys_any':
      return (operand as readonly string[]).some((key) => jsonHasKey(meta, key));
    case '_eq':
      return jsonEquals(meta, operand);
    case '_neq':
      return !jsonEquals(meta, operand);
    case '_in':
      return (operand as readonly Json[]).some((each) => jsonEquals(meta, each));
    case '_nin':
      return !(operand as readonly Json[]).some((each) => jsonEquals(meta, each));
    default:
      throw new GraphQLError(`operator ${operator} on jsonb is not imitated`);
  }
}

function unexpectedNull(member: string): GraphQLError {
  return new GraphQLError(`unexpected null value for ${member}`, {
    extensions: { path: '$.selectionSet.where', code: 'validation-failed' },
  });
}
