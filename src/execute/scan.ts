/**
 * Reads all rows of a list query, page after page, in the upstream's order. Memory holds one page at a time (a few
 * when pages are read at once) and the ids seen, which the budget bounds.
 */
import { untrustworthy } from '../calls/failures.js';
import type { Page } from '../calls/list.js';
import type { ListRead } from '../plan/nodes.js';
import { largestPage } from '../plan/tree/page-size.js';
import { fetchFirst, fetchPage, type Reading } from './list.js';
import { createSeam, isEnd } from './page-end.js';
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

/** Offsets and page numbers: each page can be asked for without the one before. */
async function* scanByNumber(reading: Reading, read: ListRead, whole: boolean, place: Place): Pages {
  const { execution, model, query } = reading;
  const { page: style } = model.list;
  const byPage = read.how === 'page';
  let size = read.first.size ?? largestPage(model, query.reader);
  const ask = (position: number): Promise<Page> => {
    if (style.offsetMax !== undefined && !byPage && position > style.offsetMax) {
      throw untrustworthy(`it allows no offset beyond ${style.offsetMax}`);
    }
    execution.budget.time(execution.deadline);
    return fetchPage(reading, {
      ...(style.size === undefined ? {} : { size }),
      ...place(position, size),
      count: false,
    });
  };
  const knowledge = execution.runtime.knowledge(model);
  let position = 0;
  let trusted = knowledge.trustedSize(query);
  execution.budget.time(execution.deadline);
  let page = await fetchFirst(reading, read);
  const total = page.count;
  const seam = createSeam(reading);
  for (;;) {
    yield page.rows;
    const end =
      page.rows.length < size ||
      page.more === false ||
      (total !== undefined && position + page.rows.length >= total)
        ? await isEnd(reading, page, size, position, total, trusted, seam)
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
    if (total !== undefined && whole && page.rows.length === size) {
      yield* readAhead(reading, position, total, size, ask);
      return;
    }
    trusted = knowledge.trustedSize(query);
    page = await ask(position);
    if (!seam.joins(page))
      throw untrustworthy(`rows came or went at ${position} while the list was read; ask again`);
  }
}

/** Whole pages held at once while one is worked on: more makes a scan little faster and its memory larger. */
const pagesAhead = 2;

/** The rest of a counted list, several pages under way at once, given in order. */
async function* readAhead(
  { execution, model }: Reading,
  from: number,
  total: number,
  size: number,
  ask: (position: number) => Promise<Page>,
): Pages {
  // The whole is known: refuse before asking rather than after.
  if (total > model.limits.scan) execution.budget.rows(total - from);
  const waiting: Promise<Page>[] = [];
  let next = from;
  let position = from;
  const start = (): void => {
    if (next >= total) return;
    const promise = ask(next);
    // A failure is thrown where the page is awaited; until then it must not count as unhandled.
    promise.catch(() => undefined);
    waiting.push(promise);
    next += size;
  };
  for (let count = 0; count < Math.min(pagesAhead, model.limits.concurrency); count++) start();
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
