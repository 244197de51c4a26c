/** An imitation of Hasura v2 over PostgreSQL. */
import { makeExecutableSchema } from '@graphql-tools/schema';
import type { GraphQLSchema } from 'graphql';
import type { Row } from './data.js';
import { average, countDistinct, extreme, sum } from './engine/aggregate.js';
import { takePage } from './engine/pages.js';
import { type Collation, type CollationName, collations, orderBy, type SortKey } from './engine/sql.js';
import {
  type ProductOptions,
  type ProductUpstream,
  type Source,
  serveProducts,
  tieSeed,
} from './engine/start.js';
import type { Entry } from './engine/table.js';
import type { UpstreamContext } from './harness.js';
import { type BooleanExpression, matchesBooleanExpression, rejectNulls } from './hasura.filter.js';
import { categoryColumns, type HasuraColumn, hasuraTypeDefs, productColumns, show } from './hasura.schema.js';

export interface HasuraOptions extends ProductOptions {
  /** Letters that `_ilike` folds: `unicode` one by one as C.UTF-8 and en_US.UTF-8 do (default), `ascii` as C does. */
  readonly folding?: 'unicode' | 'ascii';
  /** Order of text; `caseInsensitive` is not PostgreSQL's. Default codePoint. */
  readonly collation?: Exclude<CollationName, 'caseInsensitive'>;
  /** HASURA_GRAPHQL_STRINGIFY_NUMERIC_TYPES: bigint, numeric and float8 are texts in answers. */
  readonly stringifyNumericTypes?: boolean;
  /** Row limit of the role's permission: pages are silently cut. */
  readonly permissionLimit?: number;
}

interface ListArguments {
  readonly where?: BooleanExpression;
  readonly order_by?: readonly OrderBy[];
  readonly limit?: number;
  readonly offset?: number;
  readonly distinct_on?: readonly string[];
}
type OrderBy = { readonly [column: string]: string | OrderBy };

/**
 * @expected
 * - SQL's three-valued logic throughout: `_neq`, `_nin`, `_nlike` and `_not` drop rows whose column is null;
 *   a relation is an EXISTS, so `_not: {category: …}` keeps rows without a category.
 * - `_eq: null` and every other null operand are errors; `{}` is true; `_or: []` is false, `_in: []` is false, `_nin: []` true.
 * - `_like` is case-sensitive, `_ilike` folds letter by letter; `%` and `_` are wild, `\` escapes.
 * - ascending puts nulls last, descending first, unless `_nulls_…` says otherwise; enums sort in the order of their declaration.
 * - `id` is an Int and sorts as a number. Ties come in any order.
 * - date-times carry `+00:00` and leave out zeros of the fraction; bigint and numeric are JSON numbers, digit for digit.
 */
export function startHasura(rows: readonly Row[], options: HasuraOptions = {}): Promise<ProductUpstream> {
  return serveProducts(rows, { invalidStatus: 200, ...options }, (source) =>
    buildHasuraSchema(source, options),
  );
}

export function buildHasuraSchema(source: Source, options: HasuraOptions = {}): GraphQLSchema {
  const collation = collations[options.collation ?? 'codePoint'];
  const semantics = { collation, folding: options.folding ?? 'unicode' };
  const tables = {
    Product: { columns: productColumns, entries: () => source().products },
    Category: { columns: categoryColumns, entries: () => source().categories },
  };
  const root: Record<string, unknown> = {};
  const types: Record<string, unknown> = {};
  for (const [name, { columns, entries }] of Object.entries(tables)) {
    const select = (args: ListArguments, context: UpstreamContext): Entry[] => {
      const { where } = args;
      if (where) rejectNulls(where, columns);
      const matching = where
        ? entries().filter((entry) => matchesBooleanExpression(where, entry, columns, semantics))
        : entries();
      const sorted = orderBy(
        matching,
        sortKeys(args.order_by ?? [], columns),
        collation,
        tieSeed(options, context),
      );
      return args.distinct_on?.length ? distinctOn(sorted, args.distinct_on, columns) : sorted;
    };
    const page = (args: ListArguments, context: UpstreamContext): readonly (Entry | null)[] => {
      const size = Math.min(
        args.limit ?? Number.MAX_SAFE_INTEGER,
        options.permissionLimit ?? Number.MAX_SAFE_INTEGER,
      );
      return takePage(select(args, context), args.offset ?? 0, size, 'offset', options, context).entries;
    };
    root[name] = (_: unknown, args: ListArguments, context: UpstreamContext) => page(args, context);
    root[`${name}_by_pk`] = (_: unknown, args: { id: number }) =>
      entries().find((entry) => entry.cells.idNumber === args.id) ?? null;
    root[`${name}_aggregate`] = (_: unknown, args: ListArguments, context: UpstreamContext) => {
      const slice = select(args, context).slice(args.offset ?? 0);
      const nodes = args.limit === undefined ? slice : slice.slice(0, args.limit);
      return { nodes, aggregate: aggregates(nodes, columns, collation, options) };
    };
    types[name] = Object.fromEntries(
      columns.map((column) => [
        column.name,
        (entry: Entry) => show(column, entry, options.stringifyNumericTypes ?? false),
      ]),
    );
  }
  const product = types.Product as Record<string, unknown>;
  product.category = (entry: Entry) => entry.category;
  return makeExecutableSchema({
    typeDefs: hasuraTypeDefs,
    resolvers: { query_root: root, ...types } as never,
  });
}

function sortKeys(orders: readonly OrderBy[], columns: readonly HasuraColumn[]): SortKey[] {
  return orders.flatMap((order) =>
    Object.entries(order).flatMap(([name, direction]): SortKey[] => {
      if (typeof direction !== 'string') {
        return sortKeys([direction], categoryColumns).map((key) => ({
          ...key,
          cell: (entry) => (entry.category === null ? null : key.cell(entry.category)),
        }));
      }
      const cell = columns.find((column) => column.name === name)?.cell as string;
      const descending = direction.startsWith('desc');
      const nullsFirst = direction.endsWith('_nulls_first') || direction === 'desc';
      return [{ cell: (entry) => entry.cells[cell] ?? null, descending, nullsFirst }];
    }),
  );
}

function distinctOn(
  entries: readonly Entry[],
  names: readonly string[],
  columns: readonly HasuraColumn[],
): Entry[] {
  const cells = columns.filter((column) => names.includes(column.name)).map((column) => column.cell);
  const seen = new Set<string>();
  return entries.filter((entry) => {
    const key = cells.map((cell) => String(entry.cells[cell])).join('\u0000');
    return seen.size < seen.add(key).size;
  });
}

function aggregates(
  entries: readonly Entry[],
  columns: readonly HasuraColumn[],
  collation: Collation,
  options: HasuraOptions,
): object {
  const per = (
    wanted: (column: HasuraColumn) => boolean,
    compute: (column: HasuraColumn) => unknown,
  ): object =>
    Object.fromEntries(columns.filter(wanted).map((column) => [column.name, () => compute(column)]));
  const numeric = (column: HasuraColumn): boolean => column.numeric;
  const exact = (column: HasuraColumn): boolean => column.kind !== 'float';
  const extremeOf = (which: 'min' | 'max') =>
    per(
      (column) => column.comparable,
      (column) => {
        const cell = extreme(entries, column.cell, which, collation);
        return show(
          column,
          { cells: { [column.cell]: cell } } as unknown as Entry,
          options.stringifyNumericTypes ?? false,
        );
      },
    );
  return {
    count: (args: { columns?: readonly string[]; distinct?: boolean }) => {
      const cells = columns
        .filter((column) => args.columns?.includes(column.name))
        .map((column) => column.cell);
      if (cells.length === 0) return entries.length;
      const present = entries.filter((entry) => cells.every((cell) => (entry.cells[cell] ?? null) !== null));
      return args.distinct ? countDistinct(present, cells[0] as string) : present.length;
    },
    sum: per(numeric, (column) => sum(entries, column.cell, exact(column))),
    avg: per(numeric, (column) => average(entries, column.cell, exact(column))),
    min: extremeOf('min'),
    max: extremeOf('max'),
  };
}
