/** An imitation of a Prisma-style API, as TypeGraphQL-Prisma generates it. */
import { makeExecutableSchema } from '@graphql-tools/schema';
import type { GraphQLSchema } from 'graphql';
import type { Row } from './data.js';
import { average, extreme, sum } from './engine/aggregate.js';
import { type Database, databases } from './engine/database.js';
import { type Field, resolversOf } from './engine/fields.js';
import { type ProductUpstream, type Source, serveProducts } from './engine/start.js';
import type { Cell, Entry } from './engine/table.js';
import type { UpstreamContext } from './harness.js';
import { find, type ListArguments, type PrismaOptions, pageOf, select } from './prisma.list.js';
import { categoryFields, prismaFields, prismaTypeDefs, typeDefsFor } from './prisma.schema.js';

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
    typeDefs: typeDefsFor(options.database ?? 'postgresql', prismaTypeDefs),
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
