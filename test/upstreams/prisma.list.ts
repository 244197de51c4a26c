/** Lists of the Prisma engine: filters as SQL, sorts, pages. */
import { GraphQLError } from 'graphql';
import { type Database, type DatabaseName, databases } from './engine/database.js';
import type { Field } from './engine/fields.js';
import { evaluateObject, type FilterObject, type OperatorLanguage } from './engine/operators.js';
import { takePage } from './engine/pages.js';
import { arrayContains, arrayEquals, arrayOverlaps } from './engine/postgres.js';
import {
  and3,
  type Comparison,
  compare3,
  in3,
  like3,
  not3,
  orderBy,
  type SortKey,
  type Truth,
} from './engine/sql.js';
import { type ProductOptions, tieSeed } from './engine/start.js';
import type { Cell, Entry } from './engine/table.js';
import type { UpstreamContext } from './harness.js';
import { categoryFields } from './prisma.schema.js';

export interface PrismaOptions extends ProductOptions {
  /** Default postgresql. SQLite's LIKE ignores the case of ASCII letters; MySQL compares everything without case and accents. */
  readonly database?: DatabaseName;
}

type Direction = string | { readonly sort: string; readonly nulls?: string | null };
export interface ListArguments {
  readonly where?: FilterObject | null;
  readonly orderBy?: readonly { readonly [field: string]: Direction | null }[] | null;
  readonly take?: number | null;
  readonly skip?: number | null;
  readonly cursor?: { readonly id?: unknown } | null;
}

/** @param twoValued Keystone's way: an operator is false, not unknown, for a missing value */
export function select(
  entries: readonly Entry[],
  own: readonly Field[],
  args: ListArguments,
  twoValued: boolean,
  options: PrismaOptions,
  context: UpstreamContext,
): Entry[] {
  const database = databases[options.database ?? 'postgresql'];
  const language = languageOf(own, database, twoValued);
  const matching = entries.filter((entry) => evaluateObject(args.where ?? {}, entry, language) === true);
  const keys = (args.orderBy ?? []).flatMap((each) =>
    Object.entries(each).map(([name, direction]) => sortKey(own, name, direction, database)),
  );
  return orderBy(matching, keys, database.collation, tieSeed(options, context));
}

export function pageOf(
  sorted: readonly Entry[],
  args: ListArguments,
  options: PrismaOptions,
  context: UpstreamContext,
): readonly (Entry | null)[] {
  if ((args.take ?? 0) < 0) throw new GraphQLError('Negative take is not imitated');
  const { cursor } = args;
  const from = cursor ? sorted.findIndex((entry) => String(entry.cells.id) === String(cursor.id)) : 0;
  if (from < 0) return [];
  return takePage(sorted, from + (args.skip ?? 0), args.take ?? null, 'offset', options, context).entries;
}

function sortKey(
  own: readonly Field[],
  name: string,
  direction: Direction | null,
  database: Database,
): SortKey {
  const sort = typeof direction === 'object' && direction !== null ? direction.sort : direction;
  const nulls = typeof direction === 'object' && direction !== null ? direction.nulls : undefined;
  const descending = sort === 'desc';
  const byDefault = database.nullsLowest !== descending;
  const field = own.find((each) => each.name === name) as Field;
  return { cell: field.cell, descending, nullsFirst: nulls ? nulls === 'first' : byDefault };
}

function languageOf(own: readonly Field[], database: Database, twoValued: boolean): OperatorLanguage {
  const compare = (
    operator: string,
    operand: unknown,
    field: Field,
    entry: Entry,
    siblings: FilterObject,
  ): Truth => {
    if (operator === 'mode') return true;
    if (field.kind === 'list') return compareList(operator, operand, entry.tags);
    if (operator === 'not' && typeof operand === 'object' && operand !== null) {
      const inner = Object.entries(operand).map(([name, value]) =>
        compare(name, value, field, entry, { ...operand, mode: siblings.mode }),
      );
      return not3(and3(inner));
    }
    // Keystone adds IS NOT NULL to every comparison and makes notIn the negation of in.
    if (twoValued && operator === 'notIn')
      return !(compareCell('in', operand, field, entry, siblings, database) ?? false);
    const truth = compareCell(operator, operand, field, entry, siblings, database);
    return twoValued ? (truth ?? false) : truth;
  };
  return {
    fields: own,
    and: 'AND',
    or: 'OR',
    not: 'NOT',
    compare,
    other: (_member, value, entry) => {
      const nested = languageOf(categoryFields(twoValued), database, twoValued);
      const is = (where: unknown): boolean =>
        where === null
          ? entry.category === null
          : entry.category !== null && evaluateObject(where as FilterObject, entry.category, nested) === true;
      if (twoValued || value === null) return is(value);
      const { is: positive, isNot: negative } = value as { is?: unknown; isNot?: unknown };
      return (positive === undefined || is(positive)) && (negative === undefined || !is(negative));
    },
  };
}

function compareCell(
  operator: string,
  operand: unknown,
  field: Field,
  entry: Entry,
  siblings: FilterObject,
  database: Database,
): Truth {
  const cell = field.cell(entry);
  const insensitive = siblings.mode === 'insensitive';
  const lower = (value: Cell): Cell =>
    insensitive && typeof value === 'string' ? database.lower(value) : value;
  const one = (value: unknown): Cell => lower(field.operand(value));
  const like = (pattern: string): Truth => like3(cell, pattern, insensitive ? database.ilike : database.like);
  switch (operator) {
    case 'equals':
      if (operand === null) return cell === null;
      return insensitive ? like(String(operand)) : compare3('eq', cell, one(operand), database.collation);
    case 'not':
      return operand === null ? cell !== null : compare3('ne', lower(cell), one(operand), database.collation);
    case 'in':
      return in3(lower(cell), (operand as unknown[]).map(one), database.collation);
    case 'notIn':
      return not3(in3(lower(cell), (operand as unknown[]).map(one), database.collation));
    case 'contains':
      return like(`%${operand}%`);
    case 'startsWith':
      return like(`${operand}%`);
    case 'endsWith':
      return like(`%${operand}`);
    default:
      return compare3(operator as Comparison, lower(cell), one(operand), database.collation);
  }
}

function compareList(operator: string, operand: unknown, tags: readonly string[] | null): Truth {
  if (operator === 'equals') return operand === null ? tags === null : arrayEquals(tags, operand as string[]);
  if (operator === 'has') return arrayContains(tags, [operand as string | null]);
  if (operator === 'hasEvery') return arrayContains(tags, operand as string[]);
  if (operator === 'hasSome') return arrayOverlaps(tags, operand as string[]);
  return tags === null ? null : (tags.length === 0) === operand;
}

export const find = (entries: readonly Entry[], id: unknown): Entry | null =>
  entries.find((entry) => entry.cells.id === String(id)) ?? null;
