/** Offset access to lists that only know cursors: from the nearest bookmark, by light pages, to the wanted rows. */

import { fetchPage, type ListQuery, type Page } from '../calls/list.js';
import { largestPage } from '../plan/page-size.js';
import { untrustworthy } from './failures.js';
import type { Range, RangeRequest } from './range-types.js';
import type { Run } from './run.js';

export async function readCursorRange(run: Run, query: ListQuery, request: RangeRequest): Promise<Range> {
  const walker = createWalker(run, query, request);
  const sized = run.model.list.page.size !== undefined;
  const largest = largestPage(run.model);
  let count: number | undefined;

  // Light pages up to the offset: only cursors, as wide as the upstream allows.
  while (sized && walker.position < request.offset && !walker.end) {
    const page = await walker.step(
      Math.min(largest, request.offset - walker.position),
      true,
      request.count && count === undefined,
    );
    count ??= page.count;
  }
  const rows: unknown[] = [];
  const until = request.offset + request.limit;
  while (walker.position < until && !walker.end) {
    const before = walker.position;
    const page = await walker.step(
      Math.min(largest, until - walker.position),
      false,
      request.count && count === undefined,
    );
    count ??= page.count;
    // Without a size argument a page may begin before the wanted rows.
    const from = Math.max(0, request.offset - before);
    rows.push(...page.rows.slice(from, from + request.limit - rows.length));
  }
  const overshot = walker.position > until;
  if (count !== undefined && walker.end && walker.position < count) {
    throw untrustworthy(`it counts ${count} rows and gives ${walker.position}`);
  }
  return { rows, count, end: walker.end && !overshot, cursor: overshot ? null : walker.cursor };
}

export interface Walker {
  /** Rows before the next page. */
  readonly position: number;
  readonly cursor: string | null;
  readonly end: boolean;
  step(size: number, light: boolean, count: boolean): Promise<Page>;
}

/**
 * Walks a cursor list. Guards: a cursor that comes twice, a promise of more rows without a cursor, and pages
 * longer than asked for.
 */
export function createWalker(
  run: Run,
  query: ListQuery,
  start: { readonly offset: number; readonly cursor?: string | undefined },
): Walker {
  const { page: style } = run.model.list;
  const bookmarks = run.memory.bookmarks([
    run.model.id,
    query.condition ?? null,
    query.sort,
    run.context.scope,
  ]);
  let position = 0;
  let cursor: string | null = null;
  let end = false;
  if (start.cursor !== undefined) {
    position = start.offset;
    cursor = start.cursor;
  } else {
    for (const [at, known] of bookmarks) {
      if (at <= start.offset && at > position) {
        position = at;
        cursor = known;
      }
    }
  }
  const seen = new Set<string>(cursor === null ? [] : [cursor]);

  return {
    get position() {
      return position;
    },
    get cursor() {
      return cursor;
    },
    get end() {
      return end;
    },
    async step(size, light, count) {
      run.budget.time(run.context.deadline);
      const page = await fetchPage(run, light ? { ...query, reader: undefined } : query, {
        ...(style.size === undefined ? {} : { size }),
        ...(cursor === null ? {} : { cursor }),
        count,
      });
      if (style.size !== undefined && page.rows.length > size) {
        throw untrustworthy(`a page of ${size} rows came with ${page.rows.length}`);
      }
      position += page.rows.length;
      const next = run.model.list.loop.next({ rows: page.rows.length, cursor: page.next, more: page.more });
      if (next.kind === 'broken') throw untrustworthy(next.why);
      cursor = page.next;
      if (next.kind === 'end') {
        end = true;
        return page;
      }
      if (seen.has(next.cursor)) throw untrustworthy('the same cursor came twice');
      cursor = next.cursor;
      seen.add(cursor);
      // Sparse pages need no bookmark of their own when no row came.
      if (page.rows.length > 0) bookmarks.set(position, cursor);
      return page;
    },
  };
}
