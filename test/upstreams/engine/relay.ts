/** Relay connections with opaque cursors. */
import { GraphQLError } from 'graphql';
import type { UpstreamContext } from '../harness.js';
import { type PagingOptions, takePage } from './pages.js';
import type { Entry } from './table.js';

export interface ConnectionArguments {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
  readonly offset?: number | null;
}

export interface Connection {
  readonly nodes: readonly (Entry | null)[];
  readonly edges: readonly ({ readonly node: Entry; readonly cursor: string } | null)[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/** A cursor names a position in one order; with another order it is refused, as real ones are. */
export const encodeCursor = (order: string, position: number): string =>
  Buffer.from(JSON.stringify([order, position])).toString('base64');

export function decodeCursor(order: string, cursor: string): number {
  let decoded: unknown;
  try {
    decoded = JSON.parse(Buffer.from(cursor, 'base64').toString('utf8'));
  } catch {
    throw new GraphQLError('Invalid cursor.');
  }
  if (!Array.isArray(decoded) || decoded[0] !== order || !Number.isInteger(decoded[1]))
    throw new GraphQLError('Invalid cursor.');
  return decoded[1] as number;
}

/**
 * The connection over `all`, which is filtered and sorted. A cursor stands for the position after its row.
 * @param order name of the order, part of the cursors
 */
export function connect(
  all: readonly Entry[],
  args: ConnectionArguments,
  order: string,
  options: PagingOptions,
  context: UpstreamContext,
): Connection {
  const from = typeof args.after === 'string' ? decodeCursor(order, args.after) : 0;
  const until = typeof args.before === 'string' ? decodeCursor(order, args.before) - 1 : all.length;
  const window = all.slice(0, Math.max(until, 0));
  const size = args.last ?? args.first ?? null;
  const backwards = typeof args.last === 'number';
  const start = backwards ? Math.max(from, window.length - (args.last as number)) : from + (args.offset ?? 0);
  const page = takePage(window, start, size, 'cursor', options, context);
  const cursorAt = (index: number): string => encodeCursor(order, page.start + index + 1);
  return {
    nodes: page.entries,
    edges: page.entries.map((entry, index) => entry && { node: entry, cursor: cursorAt(index) }),
    pageInfo: {
      // PostGraphile looks for a next page only behind a row.
      hasNextPage: size === 0 ? false : backwards ? until < all.length : page.more,
      hasPreviousPage: start > 0,
      startCursor: page.entries.length > 0 ? cursorAt(0) : null,
      endCursor: page.entries.length > 0 ? encodeCursor(order, page.next) : null,
    },
  };
}
