/**
 * Rows [offset, offset + limit) of a list query whose filter and sort the upstream does. One request where the
 * style allows it; wider pages are split and joined, cursor-only lists are walked with light pages.
 */

import { fetchPage, type ListQuery, type Page, pagesOf } from '../calls/list.js';
import { largestPage, pageSizeFor, pagingKind } from '../plan/page-size.js';
import { AdapterError } from '../wix/errors.js';
import { untrustworthy } from './failures.js';
import { inParallel } from './parallel.js';
import { readCursorRange } from './range-cursor.js';
import type { Range, RangeRequest } from './range-types.js';
import type { Run } from './run.js';

export async function readRange(run: Run, query: ListQuery, request: RangeRequest): Promise<Range> {
  const { page } = run.model.list;
  switch (request.cursor === undefined ? pagingKind(page, request.offset + request.limit) : 'cursor') {
    case 'offset':
      return readOffsetRange(run, query, request);
    case 'page':
      return readPageRange(run, query, request);
    case 'cursor':
      return readCursorRange(run, query, request);
    case 'whole':
      return readWhole(run, query, request);
  }
}

async function readOffsetRange(run: Run, query: ListQuery, request: RangeRequest): Promise<Range> {
  const { page } = run.model.list;
  if (page.offsetMax !== undefined && request.offset > page.offsetMax) {
    throw untrustworthy(`it allows no offset beyond ${page.offsetMax}`);
  }
  const size = Math.min(request.limit, largestPage(run.model));
  // How many pages there are to join, where it costs nothing to know.
  const counted = request.count || (size < request.limit && run.model.list.count?.sibling === undefined);
  const first = await readAt(run, query, request.offset, size, counted);
  const wanted =
    first.count === undefined
      ? request.limit
      : Math.max(0, Math.min(request.limit, first.count - request.offset));
  const starts: number[] = [];
  if (!first.end) for (let at = size; at < wanted; at += size) starts.push(at);
  const rest = await inParallel(run.model.limits.concurrency, starts, (at) =>
    readAt(run, query, request.offset + at, Math.min(size, wanted - at), false),
  );
  const rows = [...first.rows];
  let end = first.end;
  for (const chunk of rest) {
    if (end && chunk.rows.length > 0) throw untrustworthy('a page after the last one has rows');
    rows.push(...chunk.rows);
    end = chunk.end;
  }
  if (first.count !== undefined) {
    if (rows.length < wanted)
      throw untrustworthy(`it counts ${first.count} rows and gives ${request.offset + rows.length}`);
    end = request.offset + rows.length >= first.count;
  }
  return { rows, count: first.count, end, cursor: null };
}

/** Just `size` rows at an offset unless the list ends before; short pages are continued. */
async function readAt(run: Run, query: ListQuery, offset: number, size: number, count: boolean) {
  const rows: unknown[] = [];
  let total: number | undefined;
  // As long as nothing is known of the pages, the number of rows tells whether they come whole.
  const counted = count || run.memory.trustedSize(pagesOf(run.model, query)) === 0;
  for (;;) {
    const asked = size - rows.length;
    const position = offset + rows.length;
    const trusted = run.memory.trustedSize(pagesOf(run.model, query));
    const page = await fetchPage(run, query, {
      size: asked,
      offset: position,
      count: counted && total === undefined,
    });
    total ??= page.count;
    // More than asked for: the upstream ignores the size, and the rest belongs to later pages.
    rows.push(...page.rows.slice(0, asked));
    if (page.rows.length > asked) return { rows, count: total, end: false };
    if (rows.length >= size) {
      if (total !== undefined) refuseContradiction(page, position, total);
      return {
        rows,
        count: total,
        end: page.more === false || (total !== undefined && offset + rows.length >= total),
      };
    }
    if (await isEnd(run, query, page, asked, position, total, trusted))
      return { rows, count: total, end: true };
    if (page.rows.length === 0) throw untrustworthy('a page is empty, though there should be more rows');
  }
}

/**
 * Whether a short page is the last one. The upstream may say so; else a size that is known to come uncut does; else
 * one more request looks, once for each larger size.
 * @param trusted the size known to come uncut before this page came
 */
export async function isEnd(
  run: Run,
  query: ListQuery,
  page: Page,
  asked: number,
  position: number,
  total: number | undefined,
  trusted: number,
): Promise<boolean> {
  const { memory, model } = run;
  const got = page.rows.length;
  const cut = (): false => {
    if (got > 0 && got < asked) memory.cutPage(pagesOf(model, query), got);
    return false;
  };
  if (total !== undefined) {
    if (position + got >= total) {
      refuseContradiction(page, position, total);
      if (got < asked) memory.lastPage(pagesOf(model, query), got);
      return true;
    }
    if (got === 0) throw untrustworthy(`it counts ${total} rows and gives ${position}`);
    return cut();
  }
  if (page.more !== undefined) return page.more ? cut() : true;
  if (got === 0) return true;
  // A page of `trusted` rows came whole before, so a smaller one is not cut.
  if (asked <= trusted || got < trusted) return true;
  const after = await fetchPage(run, { ...query, reader: undefined }, { size: 1, offset: position + got });
  if (after.rows.length > 0) return cut();
  memory.lastPage(pagesOf(model, query), got);
  return true;
}

/** A total that stops somewhere (search engines do at 10 000) makes lists seem shorter than they are. */
function refuseContradiction(page: Page, position: number, total: number): void {
  const reached = position + page.rows.length;
  if (page.rows.length > 0 && (reached > total || (reached === total && page.more === true)))
    throw untrustworthy(
      `it counts ${total} rows, and there are more; set list.count.cap to where it stops counting, or list.count to null`,
    );
}

/** @param largest largest page to ask for; smaller than the usual one when pages proved to be cut */
async function readPageRange(
  run: Run,
  query: ListQuery,
  request: RangeRequest,
  largest = largestPage(run.model),
): Promise<Range> {
  const { page } = run.model.list;
  const size = pageSizeFor(request.offset, request.limit, page, largest);
  const base = page.base ?? 1;
  const firstPage = Math.floor(request.offset / size);
  const lastPage = Math.floor((request.offset + request.limit - 1) / size);
  const ask = (index: number, count: boolean): Promise<Page> =>
    fetchPage(run, query, { ...(page.size === undefined ? {} : { size }), page: base + index, count });
  const trusted = run.memory.trustedSize(pagesOf(run.model, query));
  // A number in the result itself costs next to nothing here, and tells that no page is cut.
  const count = request.count || run.model.list.count?.sibling === undefined;
  const first = await askFirst(ask, firstPage, count);
  if (first === undefined) return { rows: [], count: undefined, end: true, cursor: null };
  checkPage(first, size);
  const total = first.count;
  const cap = page.size === undefined ? undefined : cutTo(first, size, firstPage, total);
  if (cap !== undefined && largest === largestPage(run.model)) return readPageRange(run, query, request, cap);
  const pages = total === undefined ? first.pages : Math.ceil(total / size);
  let end = await pageIsEnd(run, query, first, size, firstPage, total, trusted);
  const rows = [...first.rows];
  const indexes: number[] = [];
  const last = pages === undefined ? lastPage : Math.min(lastPage, pages - 1);
  if (!end) for (let index = firstPage + 1; index <= last; index++) indexes.push(index);
  // Some APIs answer a page behind the last one with an error: where the end is unknown, pages are read one by one.
  const batch = pages === undefined ? 1 : Math.max(1, indexes.length);
  for (let start = 0; start < indexes.length && !end; start += batch) {
    const some = indexes.slice(start, start + batch);
    const read = await inParallel(run.model.limits.concurrency, some, (index) => ask(index, false));
    for (const [at, each] of read.entries()) {
      checkPage(each, size);
      if (end && each.rows.length > 0) throw untrustworthy('a page after the last one has rows');
      rows.push(...each.rows);
      end = await pageIsEnd(run, query, each, size, some[at]!, total, trusted);
    }
  }
  const start = request.offset - firstPage * size;
  const wanted = rows.slice(start, start + request.limit);
  return { rows: wanted, count: total, end: end && start + request.limit >= rows.length, cursor: null };
}

/**
 * The first wanted page. An error may mean that it is behind the last one; the first page of all tells.
 * undefined: it is behind the last one.
 */
async function askFirst(
  ask: (index: number, count: boolean) => Promise<Page>,
  index: number,
  count: boolean,
): Promise<Page | undefined> {
  try {
    return await ask(index, count);
  } catch (error) {
    if (index === 0 || !(error instanceof AdapterError) || error.status !== 502) throw error;
    const { pages } = await ask(0, false);
    if (pages !== undefined && index >= pages) return undefined;
    throw error;
  }
}

function checkPage(page: Page, size: number): void {
  if (page.rows.length > size)
    throw untrustworthy(
      `a page of ${size} rows came with ${page.rows.length}; set list.page.fixed or list.page.max`,
    );
}

/** Rows of a page that came cut, where a total or a flag proves that; undefined: it is whole, or nothing tells. */
function cutTo(page: Page, size: number, index: number, total: number | undefined): number | undefined {
  const got = page.rows.length;
  const last = page.pages === undefined ? page.more !== true : index + 1 >= page.pages;
  const expected = total === undefined ? (last ? got : size) : Math.min(size, total - index * size);
  return got > 0 && got < expected ? got : undefined;
}

function cutPage(page: Page, size: number): AdapterError {
  return untrustworthy(
    `a page of ${size} rows came with ${page.rows.length}; set list.page.max (or fixed) in the mapping to what the API allows`,
  );
}

async function pageIsEnd(
  run: Run,
  query: ListQuery,
  page: Page,
  size: number,
  index: number,
  total: number | undefined,
  trusted: number,
): Promise<boolean> {
  if (total !== undefined) {
    const expected = Math.max(0, Math.min(size, total - index * size));
    if (page.rows.length < expected) {
      throw cutPage(page, size);
    }
    return (index + 1) * size >= total;
  }
  const last = page.pages === undefined ? page.more === false : index + 1 >= page.pages;
  if (last) return true;
  if ((page.pages ?? page.more) !== undefined && page.rows.length < size) throw cutPage(page, size);
  if (page.rows.length === size) return false;
  if (page.rows.length === 0) return true;
  const { memory, model } = run;
  if (model.list.page.fixed !== undefined || size <= trusted || page.rows.length < trusted) return true;
  const next = await fetchPage(
    run,
    { ...query, reader: undefined },
    { size, page: (model.list.page.base ?? 1) + index + 1 },
  );
  if (next.rows.length > 0) throw cutPage(page, size);
  memory.lastPage(pagesOf(model, query), page.rows.length);
  return true;
}

async function readWhole(run: Run, query: ListQuery, request: RangeRequest): Promise<Range> {
  const { page } = run.model.list;
  const size = page.size === undefined ? undefined : largestPage(run.model);
  const all = await fetchPage(run, query, { ...(size === undefined ? {} : { size }), count: request.count });
  if (size !== undefined && all.rows.length >= size) {
    throw untrustworthy(`the list gives at most ${size} rows and cannot be continued`);
  }
  if (all.count !== undefined && all.count !== all.rows.length) {
    throw untrustworthy(`it counts ${all.count} rows and gives ${all.rows.length}`);
  }
  const rows = all.rows.slice(request.offset, request.offset + request.limit);
  return {
    rows,
    count: all.rows.length,
    end: request.offset + request.limit >= all.rows.length,
    cursor: null,
  };
}
