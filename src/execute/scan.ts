/**
 * Reads all rows of a list query, page after page, in the upstream's order. Memory holds one page at a time (a few
 * when pages are read at once) and the ids seen, which the budget bounds.
 */
import { untrustworthy } from '../calls/failures.js';
import type { Page } from '../calls/list.js';
import type { ListRead } from '../plan/nodes.js';
import { largestPage } from '../plan/tree/page-size.js';
import { fetchFirst, fetchPage, type Reading } from './list.js';
import { ListMoved } from './moved.js';
import { createSeam, idReader, isEnd, type Placed, refuseSamePage } from './page-end.js';
import { readWholeList } from './range.js';
import { createWalker } from './range-cursor.js';

type Pages = AsyncGenerator<readonly unknown[], void>;

/** @param whole whether all rows will be needed: then pages are read at once where offsets allow */
export async function* scanRows(reading: Reading, read: ListRead, whole: boolean): Pages {
  const { page } = reading.model.list;
  switch (read.how) {
    case 'cursor':
      yield* scanByCursor(reading, read);
      return;
    case 'offset':
      yield* scanByNumber(reading, read, whole, (position) => ({ offset: position }));
      return;
    case 'page':
      yield* scanByNumber(reading, read, whole, (position, size) => ({
        page: (page.base ?? 1) + Math.floor(position / size),
      }));
      return;
    case 'whole':
      yield await readWholeList(reading, read);
  }
}

async function* scanByCursor(reading: Reading, read: ListRead): Pages {
  const walker = createWalker(reading, read);
  let total: number | undefined;
  const counted = read.first.count === true;
  while (!walker.end()) {
    const page = await walker.step(
      largestPage(reading.model, reading.query.reader),
      false,
      counted && total === undefined,
    );
    total ??= page.count;
    yield page.rows;
  }
  if (total !== undefined && walker.position() < total)
    throw untrustworthy(`it counts ${total} rows and gives ${walker.position()}`);
}

type Place = (position: number, size: number) => { readonly offset: number } | { readonly page: number };

/** Asks for the page at a position. @param again rows of it that came before */
type Ask = (position: number, again: number, count: boolean) => Promise<Page>;

/**
 * Offsets and page numbers: each page can be asked for without the one before. A page by offset begins with the last row of the one
 * before: where another row stands there, rows came or went, and one would be missed.
 * @throws ListMoved
 */
async function* scanByNumber(reading: Reading, read: ListRead, whole: boolean, place: Place): Pages {
  const { execution, model, query } = reading;
  const { page: style } = model.list;
  const byPage = read.how === 'page';
  let size = read.first.size ?? largestPage(model, query.reader);
  const ask: Ask = (position, again, count) => {
    if (style.offsetMax !== undefined && !byPage && position > style.offsetMax) {
      throw untrustworthy(`it allows no offset beyond ${style.offsetMax}`);
    }
    execution.budget.time(execution.deadline);
    const sized = style.size === undefined ? {} : { size };
    return fetchPage(reading, { ...sized, ...place(position, size), count }, again);
  };
  const knowledge = execution.runtime.knowledge(model);
  let position = 0;
  let trusted = knowledge.trustedSize(query);
  execution.budget.time(execution.deadline);
  let page = await fetchFirst(reading, read);
  const total = page.count;
  const seam = createSeam(reading);
  let again = 0;
  for (;;) {
    yield again === 0 ? page.rows : page.rows.slice(again);
    const got = page.rows.length;
    const next = position + got;
    if (got < size || page.more === false || (total !== undefined && next >= total)) {
      const believed = knowledge.isCut(query, got);
      if (await isEnd(reading, page, size, position, total, trusted, seam, believed)) return;
      if (seam.open() && !believed) await refuseGrown(reading, page, position, ask);
    }
    // Pages of the size that they are cut to follow on; a total or a flag makes sure that none is lost.
    const known = total !== undefined || page.more !== undefined;
    if (byPage && style.size !== undefined && position === 0 && known && got > 0) size = Math.min(size, got);
    if (byPage && got < size)
      throw untrustworthy(`a page of ${size} rows came with ${got}; set list.page.max in the mapping`);
    if (got === 0) throw untrustworthy('a page is empty, though there should be more rows');
    if (total !== undefined && whole && got === size) {
      yield* readAhead(reading, { page, from: next, total, size, byPage }, ask);
      return;
    }
    trusted = knowledge.trustedSize(query);
    // A page of one row would never lead on.
    again = byPage || got < 2 ? 0 : 1;
    const before = { rows: page.rows, position };
    position = next - again;
    page = await ask(position, again, total !== undefined && position + size >= total);
    const joined = seam.joins(page);
    if (again === 1) again = await overlapOf(reading, before, { rows: page.rows, position });
    else if (!joined) throw new ListMoved(position);
    refuseOtherTotal(page, total, position);
  }
}

/**
 * A row behind a short page has come meanwhile, or the API cuts pages: a page that is as short when it is read once more is cut.
 * @throws ListMoved where it is not
 */
async function refuseGrown(reading: Reading, page: Page, position: number, ask: Ask): Promise<void> {
  const { execution, model, query } = reading;
  const got = page.rows.length;
  const anew = await ask(position, got, false);
  if (anew.rows.length !== got) throw new ListMoved(position + got);
  execution.runtime.knowledge(model).cutPage(query, got);
}

/**
 * Number of rows of a page that came before: up to the last row of the page before. More than one: rows came before it, which moved it on.
 * @throws ListMoved where that row is not there, or others stand before it than stood there: rows went, came or changed places
 */
async function overlapOf(reading: Reading, before: Placed, page: Placed): Promise<number> {
  const { rows, position } = page;
  const idOf = idReader(reading);
  const last = idOf(before.rows.at(-1));
  const at = rows.findIndex((row) => idOf(row) === last);
  if (at === 0) return 1;
  const seen = new Set(before.rows.map(idOf));
  await refuseSamePage(reading, before, page);
  if (at === -1 || !rows.slice(0, at).every((row) => seen.has(idOf(row)))) throw new ListMoved(position);
  return at + 1;
}

/** The last page of a counted list counts once more: rows that came or went show there. */
function refuseOtherTotal({ count }: Page, total: number | undefined, position: number): void {
  if (total !== undefined && count !== undefined && count !== total) throw new ListMoved(position);
}

/** Whole pages held at once while one is worked on: more makes a scan little faster and its memory larger. */
const pagesAhead = 2;

interface Rest {
  /** The page before. */
  readonly page: Page;
  readonly from: number;
  readonly total: number;
  readonly size: number;
  readonly byPage: boolean;
}

/** The rest of a counted list, several pages under way at once, given in order. They overlap by a row where that costs no request. */
async function* readAhead(
  reading: Reading,
  { page: first, from, total, size, byPage }: Rest,
  ask: Ask,
): Pages {
  const { execution, model } = reading;
  // The whole is known: refuse before asking rather than after.
  if (total > model.limits.scan) execution.budget.rows(total - from);
  const left = total - from;
  const again = !byPage && Math.ceil(left / (size - 1)) === Math.ceil(left / size) ? 1 : 0;
  const waiting: Promise<Page>[] = [];
  let next = from - again;
  const start = (): void => {
    if (next + again >= total) return;
    const promise = ask(next, again, next + size >= total);
    // A failure is thrown where the page is awaited; until then it must not count as unhandled.
    promise.catch(() => undefined);
    waiting.push(promise);
    next += size - again;
  };
  for (let count = 0; count < Math.min(pagesAhead, model.limits.concurrency); count++) start();
  let before: Placed = { rows: first.rows, position: from - first.rows.length };
  let position = from - again;
  while (waiting.length > 0) {
    const page = await waiting.shift()!;
    // Where the next pages begin was settled before: rows that came move all of them.
    const placed = { rows: page.rows, position };
    if (again === 1 && (await overlapOf(reading, before, placed)) > 1) throw new ListMoved(position);
    refuseOtherTotal(page, total, position);
    start();
    const expected = Math.min(size, total - position);
    if (page.rows.length !== expected) {
      throw untrustworthy(
        `it counts ${total} rows, but the page at ${position} has ${page.rows.length} instead of ${expected}`,
      );
    }
    yield again === 0 ? page.rows : page.rows.slice(again);
    before = placed;
    position += page.rows.length - again;
  }
}
