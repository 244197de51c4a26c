/** Cutting pages, rightly or as the chosen misbehaviour has it. */
import { GraphQLError } from 'graphql';
import type { UpstreamContext } from '../harness.js';
import type { Entry } from './table.js';

/**
 * How an upstream breaks its paging promises:
 * - `repeatCursor`: from the second page on the next cursor is the one just used; APIs without cursors give
 *   the first page for every offset
 * - `lyingHasNextPage`: there is always a next page, though it is empty
 * - `shortPages`: half of what was asked, with more to come
 * - `longPages`: three rows more than asked
 * - `duplicateRows`: every page but the first begins with the last row of the page before
 * - `failAfter`: requests after the n-th (default 2) end in an error
 * - `nullRow`: the middle row of each page is null (where the schema forbids that: an error, as GraphQL demands)
 */
export const misbehaviours = [
  'repeatCursor',
  'lyingHasNextPage',
  'shortPages',
  'longPages',
  'duplicateRows',
  'failAfter',
  'nullRow',
] as const;
export type Misbehaviour = (typeof misbehaviours)[number];

export interface PagingOptions {
  readonly misbehave?: Misbehaviour;
  /** Requests that still succeed when misbehaving with `failAfter`. */
  readonly failAfter?: number;
  /** Rows of the largest page: larger ones are cut to it, and nothing says so. */
  readonly cap?: number;
}

export interface Page {
  readonly entries: readonly (Entry | null)[];
  /** Position of the first row in the whole list. */
  readonly start: number;
  /** Position from which the next page starts, which the next cursor stands for. */
  readonly next: number;
  readonly more: boolean;
}

/**
 * One page of `all`.
 * @param size null: everything from the offset on
 * @param style whether the API hands out cursors or takes offsets (or page numbers)
 */
export function takePage(
  all: readonly Entry[],
  offset: number,
  size: number | null,
  style: 'cursor' | 'offset',
  options: PagingOptions,
  context: UpstreamContext,
): Page {
  const { misbehave } = options;
  failIfDue(options, context);
  const wanted = size ?? all.length;
  let start = misbehave === 'repeatCursor' && style === 'offset' ? 0 : offset;
  let length = wanted;
  if (misbehave === 'shortPages') length = Math.max(Math.min(1, wanted), wanted >> 1);
  if (misbehave === 'longPages') length = wanted + 3;
  if (options.cap !== undefined) length = Math.min(length, options.cap);
  if (misbehave === 'duplicateRows' && start > 0) start -= 1;
  const rows = all.slice(start, start + length);
  const end = Math.max(offset, start + rows.length);
  const next = misbehave === 'repeatCursor' && style === 'cursor' && offset > 0 ? offset : end;
  const entries =
    misbehave === 'nullRow' ? rows.map((row, index) => (index === rows.length >> 1 ? null : row)) : rows;
  return { entries, start, next, more: misbehave === 'lyingHasNextPage' || end < all.length };
}

/** Throws when the upstream has to fail this request. */
export function failIfDue(options: PagingOptions, context: UpstreamContext): void {
  if (options.misbehave === 'failAfter' && context.request > (options.failAfter ?? 2)) {
    throw new GraphQLError('Something went wrong while executing your query', {
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    });
  }
}
