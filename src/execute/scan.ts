/**
 * Reads all rows of a list query, page after page, in the upstream's order. Memory holds one page at a time (a few
 * when pages are read at once) and the ids seen, which the budget bounds.
 */

import { fetchPage, type ListQuery, type Page, pagesOf } from '../calls/list.js';
import { largestPage, pagingKind } from '../plan/page-size.js';
import { untrustworthy } from './failures.js';
import { isEnd } from './range.js';
import { createWalker } from './range-cursor.js';
import type { Run } from './run.js';

export interface ScanOptions {
  /** Whether all rows will be needed: then pages are read at once where offsets allow. */
  readonly whole: boolean;
  /** Rows of the first page when the scan may stop early. */
  readonly first: number;
}

export async function* scanRows(
  run: Run,
  query: ListQuery,
  options: ScanOptions,
): AsyncGenerator<readonly unknown[], void> {
  // A scan may go beyond any offset.
  switch (pagingKind(run.model.list.page, Number.POSITIVE_INFINITY)) {
    case 'cursor':
      yield* scanByCursor(run, query);
      return;
    case 'offset':
      yield* scanByNumber(run, query, options, (position) => ({ offset: position }));
      return;
    case 'page': {
      const base = run.model.list.page.base ?? 1;
      yield* scanByNumber(run, query, options, (position, size) => ({
        page: base + Math.floor(position / size),
      }));
      return;
    }
    case 'whole': {
      const size = run.model.list.page.size === undefined ? undefined : largestPage(run.model);
      const page = await fetchPage(run, query, { ...(size === undefined ? {} : { size }), count: true });
      if (size !== undefined && page.rows.length >= size) {
        throw untrustworthy(`the list gives at most ${size} rows and cannot be continued`);
      }
      if (page.count !== undefined && page.count !== page.rows.length) {
        throw untrustworthy(`it counts ${page.count} rows and gives ${page.rows.length}`);
      }
      yield page.rows;
    }
  }
}

async function* scanByCursor(run: Run, query: ListQuery): AsyncGenerator<readonly unknown[], void> {
  const walker = createWalker(run, query, { offset: 0 });
  let total: number | undefined;
  const counted = run.model.list.count !== undefined && run.model.list.count.sibling === undefined;
  while (!walker.end) {
    const page = await walker.step(largestPage(run.model), false, counted && total === undefined);
    total ??= page.count;
    yield page.rows;
  }
  if (total !== undefined && walker.position < total)
    throw untrustworthy(`it counts ${total} rows and gives ${walker.position}`);
}

type Place = (position: number, size: number) => { readonly offset: number } | { readonly page: number };

/** Offsets and page numbers: each page can be asked for without the one before. */
async function* scanByNumber(
  run: Run,
  query: ListQuery,
  options: ScanOptions,
  place: Place,
): AsyncGenerator<readonly unknown[], void> {
  const { page: style } = run.model.list;
  const byPage = style.page !== undefined && style.offset === undefined;
  const largest = largestPage(run.model);
  let size = options.whole || byPage ? largest : Math.min(largest, Math.max(options.first, 100));
  // The number of rows tells how many pages to ask for at once, and that none is missing at the end.
  const counted =
    run.model.list.count !== undefined && (run.model.list.count.sibling === undefined || options.whole);
  const ask = (position: number, count: boolean): Promise<Page> => {
    if (style.offsetMax !== undefined && !byPage && position > style.offsetMax) {
      throw untrustworthy(`it allows no offset beyond ${style.offsetMax}`);
    }
    run.budget.time(run.context.deadline);
    return fetchPage(run, query, {
      ...(style.size === undefined ? {} : { size }),
      ...place(position, size),
      count,
    });
  };
  let position = 0;
  let trusted = run.memory.trustedSize(pagesOf(run.model, query));
  let page = await ask(0, counted || trusted === 0);
  const total = page.count;
  for (;;) {
    if (style.size !== undefined && page.rows.length > size)
      throw untrustworthy(`a page of ${size} rows came with ${page.rows.length}`);
    yield page.rows;
    const end =
      page.rows.length < size ||
      page.more === false ||
      (total !== undefined && position + page.rows.length >= total)
        ? await isEnd(run, query, page, size, position, total, trusted)
        : false;
    if (end) return;
    // Pages of the size that they are cut to follow on; a total or a flag makes sure that none is lost.
    const known = total !== undefined || page.more !== undefined;
    if (byPage && style.size !== undefined && position === 0 && known && page.rows.length > 0)
      size = Math.min(size, page.rows.length);
    position += page.rows.length;
    if (byPage && page.rows.length < size)
      throw untrustworthy(
        `a page of ${size} rows came with ${page.rows.length}; set list.page.max in the mapping`,
      );
    if (page.rows.length === 0) throw untrustworthy('a page is empty, though there should be more rows');
    if (total !== undefined && options.whole && page.rows.length === size) {
      yield* readAhead(run, position, total, size, ask);
      return;
    }
    trusted = run.memory.trustedSize(pagesOf(run.model, query));
    page = await ask(position, false);
  }
}

/** Whole pages held at once while one is worked on: more makes a scan little faster and its memory larger. */
const pagesAhead = 2;

/** The rest of a counted list, several pages under way at once, given in order. */
async function* readAhead(
  run: Run,
  from: number,
  total: number,
  size: number,
  ask: (position: number, count: boolean) => Promise<Page>,
): AsyncGenerator<readonly unknown[], void> {
  // The whole is known: refuse before asking rather than after.
  if (total > run.model.limits.scan) run.budget.rows(total - from);
  const waiting: Promise<Page>[] = [];
  let next = from;
  let position = from;
  const start = (): void => {
    if (next >= total) return;
    const promise = ask(next, false);
    // A failure is thrown where the page is awaited; until then it must not count as unhandled.
    promise.catch(() => undefined);
    waiting.push(promise);
    next += size;
  };
  for (let count = 0; count < Math.min(pagesAhead, run.model.limits.concurrency); count++) start();
  while (waiting.length > 0) {
    const page = await waiting.shift()!;
    start();
    const expected = Math.min(size, total - position);
    if (page.rows.length !== expected) {
      throw untrustworthy(
        `it counts ${total} rows, but the page at ${position} has ${page.rows.length} instead of ${expected}`,
      );
    }
    position += page.rows.length;
    yield page.rows;
  }
}
