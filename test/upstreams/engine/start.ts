/** Serving the rich entity under one dialect. */
import type { GraphQLSchema } from 'graphql';
import type { Row } from '../data.js';
import { startUpstream, type Upstream, type UpstreamContext, type UpstreamOptions } from '../harness.js';
import type { PagingOptions } from './pages.js';
import { createTables, type Tables } from './table.js';

/** Options that every imitation has. */
export interface ProductOptions extends UpstreamOptions, PagingOptions {
  /** Date-times are stored with up to 999 µs more than the rows say. */
  readonly microseconds?: boolean;
  /**
   * Order of rows with equal sort keys where the real thing promises none. Default unstable: it changes from request to
   * request, as a database is free to do.
   */
  readonly ties?: 'stable' | 'unstable';
}

/** The data as resolvers see them: always the current rows. */
export type Source = () => Tables;

export interface ProductUpstream extends Upstream {
  /** Puts other rows in place of the present ones, without a restart. */
  setRows(rows: readonly Row[]): void;
}

export async function serveProducts(
  rows: readonly Row[],
  options: ProductOptions,
  build: (source: Source) => GraphQLSchema,
): Promise<ProductUpstream> {
  let tables = createTables(rows, options.microseconds);
  const upstream = await startUpstream(
    build(() => tables),
    options,
  );
  return {
    ...upstream,
    setRows: (next) => {
      tables = createTables(next, options.microseconds);
    },
  };
}

/** Seed for `orderBy`, or undefined where ties are stable. */
export function tieSeed(options: ProductOptions, context: UpstreamContext): number | undefined {
  return options.ties === 'stable' ? undefined : context.request;
}
