/** Offset access to lists that only know cursors: from the nearest bookmark, by light pages, to the wanted rows. */
import { untrustworthy } from '../calls/failures.js';
import { type Page, withoutRows } from '../calls/list.js';
import type { ListRead } from '../plan/nodes.js';
import { largestPage } from '../plan/tree/page-size.js';
import { fetchFirst, fetchPage, type Range, type RangeRequest, type Reading } from './list.js';

/**
 * The rows of a stretch of a list that is read by cursor.
 * @throws AdapterError (502) when the upstream breaks a rule of its own paging, or counts more rows than it gives
 */
export async function readCursorRange(
  reading: Reading,
  { read, offset, limit }: RangeRequest,
): Promise<Range> {
  const walker = createWalker(reading, read);
  const sized = reading.model.list.page.size !== undefined;
  const widest = largestPage(reading.model);
  const largest = largestPage(reading.model, reading.query.reader);
  const counted = read.first.count === true;
  let count: number | undefined;

  // Light pages up to the offset: only cursors, as wide as the upstream allows.
  while (sized && walker.position() < offset && !walker.end()) {
    const size = Math.min(widest, offset - walker.position());
    const page = await walker.step(size, true, counted && count === undefined);
    count ??= page.count;
  }
  const rows: unknown[] = [];
  const until = offset + limit;
  while (walker.position() < until && !walker.end()) {
    const before = walker.position();
    const size = Math.min(largest, until - walker.position());
    const page = await walker.step(size, false, counted && count === undefined);
    count ??= page.count;
    // Without a size argument a page may begin before the wanted rows.
    const from = Math.max(0, offset - before);
    rows.push(...page.rows.slice(from, from + limit - rows.length));
  }
  const overshot = walker.position() > until;
  if (count !== undefined && walker.end() && walker.position() < count) {
    throw untrustworthy(`it counts ${count} rows and gives ${walker.position()}`);
  }
  return { rows, count, end: walker.end() && !overshot, cursor: overshot ? null : walker.cursor() };
}

export interface Walker {
  /** Rows before the next page. */
  position(): number;
  cursor(): string | null;
  end(): boolean;
  step(size: number, light: boolean, count: boolean): Promise<Page>;
}

/**
 * Walks a cursor list from where the plan begins. Guards: a cursor that comes twice, a promise of more rows without a
 * cursor, and pages longer than asked for.
 */
export function createWalker(reading: Reading, read: ListRead): Walker {
  const { execution, model, query } = reading;
  const { page: style } = model.list;
  const knowledge = execution.runtime.knowledge(model);
  let position = read.position;
  let cursor: string | null = read.first.cursor ?? null;
  let end = false;
  let begun = false;
  const seen = new Set<string>(cursor === null ? [] : [cursor]);

  return {
    position: () => position,
    cursor: () => cursor,
    end: () => end,
    async step(size, light, count) {
      execution.budget.time(execution.deadline);
      const page = begun
        ? await fetchPage(light ? { ...reading, query: withoutRows(query) } : reading, {
            ...(style.size === undefined ? {} : { size }),
            ...(cursor === null ? {} : { cursor }),
            count,
          })
        : await fetchFirst(reading, read);
      begun = true;
      position += page.rows.length;
      const next = style.loop.next({ rows: page.rows.length, cursor: page.next, more: page.more });
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
      if (page.rows.length > 0)
        knowledge.remember(query, execution.scope, execution.begun, { position, cursor });
      return page;
    },
  };
}
