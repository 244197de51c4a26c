/** An imitation of PostGraphile 4, plain or with connection-filter and pg-aggregates. */
import { makeExecutableSchema } from '@graphql-tools/schema';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import type { Row } from './data.js';
import { average, countDistinct, extreme, sum } from './engine/aggregate.js';
import { arrayEquals, jsonEquals } from './engine/postgres.js';
import { type ConnectionArguments, connect } from './engine/relay.js';
import {
  type Collation,
  type CollationName,
  collations,
  foldAscii,
  foldUnicode,
  orderBy,
  type SortKey,
} from './engine/sql.js';
import { type ProductOptions, type ProductUpstream, type Source, serveProducts } from './engine/start.js';
import { type Entry, operandOf } from './engine/table.js';
import type { UpstreamContext } from './harness.js';
import {
  castToText,
  categoryColumns,
  isNumeric,
  type PostgraphileColumn,
  productColumns,
  show,
} from './postgraphile.columns.js';
import { checkFilter, evaluate, type FilterObject } from './postgraphile.filter.js';
import { namesOf, postgraphileTypeDefs } from './postgraphile.schema.js';

export interface PostgraphileOptions extends ProductOptions {
  /** Letters that `…Insensitive` folds. Default unicode. */
  readonly folding?: 'unicode' | 'ascii';
  /** Order of text. Default codePoint. */
  readonly collation?: Exclude<CollationName, 'caseInsensitive'>;
  /** connectionFilterAllowEmptyObjectInput. Default false: an error. */
  readonly allowEmptyObjects?: boolean;
  /** connectionFilterAllowNullInput. Default false: an error. */
  readonly allowNulls?: boolean;
  /** Short names (`products`, `product(id)`) of the simplify-inflector. Default true with the plug-ins, false without. */
  readonly simpleNames?: boolean;
}

interface ListArguments extends ConnectionArguments {
  readonly orderBy?: readonly string[] | null;
  readonly condition?: { readonly [column: string]: unknown } | null;
  readonly filter?: FilterObject | null;
}
type Connected = ReturnType<typeof connect> & { readonly matching: readonly Entry[] };

/**
 * @expected
 * - three-valued logic: `notEqualTo`, `notIn`, `notIncludes…` and `not` drop rows without a value; `distinctFrom` keeps them.
 * - null operands and empty objects (`filter: {}` too) are errors; `and: []` and `or: []` restrict nothing.
 * - `includes…` escapes % and _, but not the backslash, which stays an escape character.
 * - ascending puts nulls last, descending first; the primary key breaks ties; enums sort in the order of their declaration.
 * - `condition` tests equality, null meaning IS NULL.
 * - BigInt and BigFloat are texts, decimals show two digits, but aggregates of both lose digits beyond 2^53; `sum` of nothing is 0; a null group key is an error at its `keys`.
 * - a cursor is bound to its order; `first` with `last`, and `offset` with `last`, are errors. No page limit.
 */
export function startPostgraphile(
  rows: readonly Row[],
  options: PostgraphileOptions = {},
): Promise<ProductUpstream> {
  return serveProducts(rows, options, (source) => buildPostgraphileSchema(source, options, true));
}

/** @expected As {@link startPostgraphile}, without filters and aggregates: only `condition` restricts. Long names. */
export function startPostgraphilePlain(
  rows: readonly Row[],
  options: PostgraphileOptions = {},
): Promise<ProductUpstream> {
  return serveProducts(rows, options, (source) => buildPostgraphileSchema(source, options, false));
}

export function buildPostgraphileSchema(
  source: Source,
  options: PostgraphileOptions,
  plugins: boolean,
): GraphQLSchema {
  const names = namesOf(options.simpleNames ?? plugins);
  const collation = collations[options.collation ?? 'codePoint'];
  const semantics = {
    collation,
    fold: options.folding === 'ascii' ? foldAscii : foldUnicode,
    allowEmptyObjects: options.allowEmptyObjects ?? false,
    allowNulls: options.allowNulls ?? false,
  };
  const list =
    (entries: () => readonly Entry[], columns: readonly PostgraphileColumn[]) =>
    (_: unknown, args: ListArguments, context: UpstreamContext): Connected => {
      if (typeof args.first === 'number' && typeof args.last === 'number') {
        throw new GraphQLError("We don't support setting both first and last");
      }
      if (typeof args.offset === 'number' && typeof args.last === 'number') {
        throw new GraphQLError('Cannot use `offset` with `last`');
      }
      if ([args.first, args.last, args.offset].some((each) => (each ?? 0) < 0)) {
        throw new GraphQLError('LIMIT must not be negative');
      }
      const { filter, condition } = args;
      if (filter !== undefined) checkFilter(filter, semantics);
      const matching = entries().filter(
        (entry) =>
          (!condition || meetsCondition(condition, entry, columns)) &&
          (!filter || evaluate(filter, entry, columns, semantics) === true),
      );
      const order = args.orderBy ?? ['PRIMARY_KEY_ASC'];
      const sorted = orderBy(matching, sortKeys(order, columns), collation);
      return { ...connect(sorted, args, order.join().toLowerCase(), options, context), matching };
    };
  const nodeIdOf = (type: string, entry: Entry): string =>
    Buffer.from(JSON.stringify([type, entry.cells.idNumber])).toString('base64');
  const byNodeId = (nodeId: string): Entry | undefined =>
    source().products.find((entry) => nodeIdOf('products', entry) === nodeId) ??
    source().categories.find((entry) => nodeIdOf('categories', entry) === nodeId);
  const byId = (entries: readonly Entry[], id: number): Entry | null =>
    entries.find((entry) => entry.cells.idNumber === id) ?? null;
  const fields = (columns: readonly PostgraphileColumn[]): Record<string, unknown> =>
    Object.fromEntries(columns.map((column) => [column.name, (entry: Entry) => show(column, entry)]));
  const connection = { totalCount: ({ matching }: Connected) => matching.length };
  return makeExecutableSchema({
    typeDefs: postgraphileTypeDefs(names, plugins),
    resolvers: {
      Query: {
        query: () => ({}),
        nodeId: () => 'query',
        node: (_: unknown, { nodeId }: { nodeId: string }) => byNodeId(nodeId) ?? null,
        [names.products]: list(() => source().products, productColumns),
        [names.categories]: list(() => source().categories, categoryColumns),
        [names.product]: (_: unknown, { id }: { id: number }) => byId(source().products, id),
        [names.category]: (_: unknown, { id }: { id: number }) => byId(source().categories, id),
        [names.productByNodeId]: (_: unknown, { nodeId }: { nodeId: string }) => byNodeId(nodeId) ?? null,
      },
      Node: { __resolveType: (entry: Entry) => ('name' in entry.cells ? 'Category' : 'Product') },
      Product: {
        ...fields(productColumns),
        nodeId: (entry: Entry) => nodeIdOf('products', entry),
        category: (entry: Entry) => entry.category,
      },
      Category: { ...fields(categoryColumns), nodeId: (entry: Entry) => nodeIdOf('categories', entry) },
      ProductsConnection: plugins
        ? {
            ...connection,
            aggregates: ({ matching }: Connected) => aggregates(matching, collation),
            groupedAggregates: ({ matching }: Connected, { groupBy }: { groupBy: readonly string[] }) =>
              groupedAggregates(matching, groupBy, collation),
          }
        : connection,
      CategoriesConnection: connection,
    } as never,
  });
}

function meetsCondition(
  condition: FilterObject,
  entry: Entry,
  columns: readonly PostgraphileColumn[],
): boolean {
  return Object.entries(condition).every(([name, value]) => {
    const column = columns.find((each) => each.name === name) as PostgraphileColumn;
    if (column.kind === 'list')
      return value === null ? entry.tags === null : arrayEquals(entry.tags, value as string[]) === true;
    if (column.kind === 'json')
      return value === null
        ? entry.meta === null
        : entry.meta !== null && jsonEquals(entry.meta, value as string);
    return (entry.cells[column.cell] ?? null) === operandOf(column.kind, value);
  });
}

function sortKeys(order: readonly string[], columns: readonly PostgraphileColumn[]): SortKey[] {
  const primaryKey = (descending: boolean): SortKey => ({
    cell: (entry) => entry.cells.idNumber ?? null,
    descending,
    nullsFirst: false,
  });
  const keys = order.flatMap((each): SortKey[] => {
    if (each === 'NATURAL') return [];
    const descending = each.endsWith('_DESC');
    const constant = each.replace(/_(ASC|DESC)$/, '');
    if (constant === 'PRIMARY_KEY') return [primaryKey(descending)];
    const column = columns.find((candidate) => candidate.constant === constant) as PostgraphileColumn;
    return [{ cell: (entry) => entry.cells[column.cell] ?? null, descending, nullsFirst: descending }];
  });
  return keys.length === 0 ? keys : [...keys, primaryKey(false)];
}

function aggregates(entries: readonly Entry[], collation: Collation): Record<string, unknown> {
  const numeric = productColumns.filter(isNumeric);
  const per = (
    columns: readonly PostgraphileColumn[],
    compute: (column: PostgraphileColumn) => unknown,
  ): object => Object.fromEntries(columns.map((column) => [column.name, () => compute(column)]));
  // Aggregates come as JSON and so pass through JavaScript's numbers: digits beyond 2^53 and zeros at the end get lost.
  const viaNumber = (column: PostgraphileColumn, value: unknown, text: boolean): unknown =>
    value === null ? null : text && column.kind !== 'float' ? String(Number(value)) : Number(value);
  const exact = (column: PostgraphileColumn): boolean => column.kind !== 'float';
  const extremeOf = (which: 'min' | 'max'): object =>
    per(numeric, (column) =>
      viaNumber(column, extreme(entries, column.cell, which, collation), column.kind !== 'int'),
    );
  const values = (column: PostgraphileColumn): (string | null)[] =>
    entries.map((entry) => castToText(column, entry));
  return {
    sum: per(numeric, (column) => viaNumber(column, sum(entries, column.cell, exact(column)) ?? 0, true)),
    average: per(numeric, (column) => viaNumber(column, average(entries, column.cell, exact(column)), true)),
    distinctCount: per(productColumns, (column) =>
      String(
        column.cell === ''
          ? new Set(values(column).filter((each) => each !== null)).size
          : countDistinct(entries, column.cell),
      ),
    ),
    min: extremeOf('min'),
    max: extremeOf('max'),
  };
}

function groupedAggregates(
  entries: readonly Entry[],
  groupBy: readonly string[],
  collation: Collation,
): object[] {
  const groups = new Map<string, { keys: (string | null)[]; members: Entry[] }>();
  for (const entry of entries) {
    const keys = groupBy.map((each) => {
      const [constant, truncation] = each.split('_TRUNCATED_TO_');
      const text = castToText(
        productColumns.find((column) => column.constant === constant) as PostgraphileColumn,
        entry,
      );
      if (text === null || truncation === undefined) return text;
      return truncation === 'DAY' ? `${text.slice(0, 10)} 00:00:00+00` : `${text.slice(0, 13)}:00:00+00`;
    });
    const key = JSON.stringify(keys);
    const group = groups.get(key) ?? { keys, members: [] };
    groups.set(key, group);
    group.members.push(entry);
  }
  return [...groups.values()].map(({ keys, members }) => ({ keys, ...aggregates(members, collation) }));
}
