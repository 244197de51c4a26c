/** Imitations of a Prisma-style API (TypeGraphQL-Prisma) and of Keystone 6, which differ in how they treat nulls. */
import { makeExecutableSchema } from '@graphql-tools/schema';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import type { Row } from './data.js';
import { average, extreme, sum } from './engine/aggregate.js';
import { type Database, type DatabaseName, databases } from './engine/database.js';
import { type Field, fields, resolversOf } from './engine/fields.js';
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
import {
  type ProductOptions,
  type ProductUpstream,
  type Source,
  serveProducts,
  tieSeed,
} from './engine/start.js';
import type { Cell, Entry } from './engine/table.js';
import type { UpstreamContext } from './harness.js';
import {
  categoryFields,
  keystoneFields,
  keystoneTypeDefs,
  prismaFields,
  prismaTypeDefs,
} from './prisma.schema.js';

export interface PrismaOptions extends ProductOptions {
  /** Default postgresql. SQLite's LIKE ignores the case of ASCII letters; MySQL compares everything without case and accents. */
  readonly database?: DatabaseName;
}

type Direction = string | { readonly sort: string; readonly nulls?: string | null };
interface ListArguments {
  readonly where?: FilterObject | null;
  readonly orderBy?: readonly { readonly [field: string]: Direction | null }[] | null;
  readonly take?: number | null;
  readonly skip?: number | null;
  readonly cursor?: { readonly id?: unknown } | null;
}

/**
 * @expected
 * - three-valued logic: `not`, `notIn` and `NOT` drop rows without a value; `equals: null` is IS NULL, `not: null` IS NOT NULL;
 *   `OR: []` is false; a relation filter is false without a relation, so its NOT keeps such rows.
 * - `contains`, `startsWith`, `endsWith` do not escape `%`, `_` and `\`; with `mode: insensitive` `equals` is an ILIKE too.
 * - PostgreSQL (default): ascending puts nulls last, unless `nulls` says otherwise; SQLite and MySQL put them first.
 * - ids are Ints; enums sort in the order of their declaration; Decimal and BigInt are texts; ties in any order.
 */
export function startPrisma(rows: readonly Row[], options: PrismaOptions = {}): Promise<ProductUpstream> {
  return serveProducts(rows, options, (source) => buildPrismaSchema(source, options));
}

/**
 * @expected As {@link startPrisma}, but two-valued: every operator is false for a missing value, so `not`, `notIn` and `NOT` keep
 * rows without one. Ids are texts; there are no lists and no aggregates, `productsCount` counts; no `nulls` in sorts.
 */
export function startKeystone(rows: readonly Row[], options: PrismaOptions = {}): Promise<ProductUpstream> {
  return serveProducts(rows, options, (source) => buildKeystoneSchema(source, options));
}

function select(
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

function pageOf(
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

const find = (entries: readonly Entry[], id: unknown): Entry | null =>
  entries.find((entry) => entry.cells.id === String(id)) ?? null;

export function buildPrismaSchema(source: Source, options: PrismaOptions = {}): GraphQLSchema {
  const database = databases[options.database ?? 'postgresql'];
  const tables = {
    product: { own: prismaFields, entries: () => source().products, plural: 'products', type: 'Product' },
    category: {
      own: categoryFields(false),
      entries: () => source().categories,
      plural: 'categories',
      type: 'Category',
    },
  };
  const Query: Record<string, unknown> = {};
  for (const [name, { own, entries, plural, type }] of Object.entries(tables)) {
    const list = (args: ListArguments, context: UpstreamContext): readonly (Entry | null)[] =>
      pageOf(select(entries(), own, args, false, options, context), args, options, context);
    Query[plural] = (_: unknown, args: ListArguments, context: UpstreamContext) => list(args, context);
    Query[`findFirst${type}`] = (_: unknown, args: ListArguments, context: UpstreamContext) =>
      list({ ...args, take: 1 }, context)[0] ?? null;
    Query[name] = (_: unknown, { where }: { where: { id?: number } }) => find(entries(), where.id);
    Query[`aggregate${type}`] = (_: unknown, args: ListArguments, context: UpstreamContext) =>
      aggregates(
        list(args, context).flatMap((entry) => entry ?? []),
        own,
        database,
      );
  }
  return makeExecutableSchema({
    typeDefs: prismaTypeDefs,
    resolvers: {
      Query,
      Product: { ...resolversOf(prismaFields), category: (entry: Entry) => entry.category },
      Category: resolversOf(categoryFields(false)),
    } as never,
  });
}

function aggregates(entries: readonly Entry[], own: readonly Field[], database: Database): object {
  const numeric = own.filter((each) => ['int', 'float', 'decimal', 'bigint'].includes(each.kind));
  const cellName = (each: Field): string =>
    each.name === 'id' ? 'idNumber' : each.name === 'categoryId' ? 'categoryIdNumber' : each.name;
  const per = (chosen: readonly Field[], compute: (each: Field) => unknown): object =>
    Object.fromEntries(chosen.map((each) => [each.name, () => compute(each)]));
  const shown = (each: Field, cell: Cell): unknown =>
    cell === null ? null : each.show({ cells: { [cellName(each)]: cell } } as unknown as Entry);
  const text = (each: Field, value: number | bigint | null): unknown =>
    value === null || each.kind === 'float' || each.kind === 'int' ? value : String(value);
  const exact = (each: Field): boolean => each.kind !== 'float';
  const ordered = own.filter((each) => !['list', 'json', 'boolean', 'enum'].includes(each.kind));
  return {
    _count: {
      _all: entries.length,
      ...per(
        own,
        (each) =>
          entries.filter(
            (entry) =>
              (each.kind === 'list' ? entry.tags : each.kind === 'json' ? entry.meta : each.cell(entry)) !==
              null,
          ).length,
      ),
    },
    _sum: per(numeric, (each) => text(each, sum(entries, cellName(each), exact(each)))),
    _avg: per(numeric, (each) => {
      const value = average(entries, cellName(each), exact(each));
      return each.kind === 'decimal' ? text(each, value) : value;
    }),
    _min: per(ordered, (each) => shown(each, extreme(entries, cellName(each), 'min', database.collation))),
    _max: per(ordered, (each) => shown(each, extreme(entries, cellName(each), 'max', database.collation))),
  };
}

export function buildKeystoneSchema(source: Source, options: PrismaOptions = {}): GraphQLSchema {
  const list =
    (entries: () => readonly Entry[], own: readonly Field[]) =>
    (_: unknown, args: ListArguments, context: UpstreamContext) =>
      pageOf(select(entries(), own, args, true, options, context), args, options, context);
  const count =
    (entries: () => readonly Entry[], own: readonly Field[]) =>
    (_: unknown, args: ListArguments, context: UpstreamContext) =>
      select(entries(), own, args, true, options, context).length;
  const category = categoryFields(true);
  return makeExecutableSchema({
    typeDefs: keystoneTypeDefs,
    resolvers: {
      Query: {
        products: list(() => source().products, keystoneFields),
        productsCount: count(() => source().products, keystoneFields),
        product: (_: unknown, { where }: { where: { id?: string } }) => find(source().products, where.id),
        categories: list(() => source().categories, category),
        categoriesCount: count(() => source().categories, category),
        category: (_: unknown, { where }: { where: { id?: string } }) => find(source().categories, where.id),
      },
      Product: {
        ...resolversOf([...keystoneFields, fields.meta, fields.tags]),
        category: (entry: Entry) => entry.category,
      },
      Category: resolversOf(category),
    } as never,
  });
}
