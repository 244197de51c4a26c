/**
 * Rows [offset, offset + limit) of a list query whose filter and sort the upstream does. One request where the
 * style allows it; wider pages are split and joined, cursor-only lists are walked with light pages.
 */
import { untrustworthy } from '../calls/failures.js';
import { type Page, type PageRequest, withoutRows } from '../calls/list.js';
import type { ListRead } from '../plan/nodes.js';
import { largestPage, pageSizeFor } from '../plan/page-size.js';
import { AdapterError } from '../wix/errors.js';
import { Contradiction } from './evidence.js';
import { fetchFirst, fetchPage, type Range, type Reading } from './list.js';
import { inParallel } from './parallel.js';
import { readCursorRange } from './range-cursor.js';

/** The rows wanted, and the read that the plan made of them. */
export interface RangeRequest {
  readonly read: ListRead;
  readonly offset: number;
  readonly limit: number;
  /** Upstream cursor that stands at `offset`. */
  readonly cursor?: string | undefined;
}

/** @throws AdapterError (502) when the upstream breaks a rule of its own paging */
export async function readRange(reading: Reading, request: RangeRequest): Promise<Range> {
  switch (request.read.how) {
    case 'offset':
      return readOffsetRange(reading, request);
    case 'page':
      return readPageRange(reading, request);
    case 'cursor':
      return readCursorRange(reading, request);
    case 'whole':
      return readWhole(reading, request);
  }
}

async function readOffsetRange(reading: Reading, { read, offset, limit }: RangeRequest): Promise<Range> {
  const { model } = reading;
  const { page } = model.list;
  if (page.offsetMax !== undefined && offset > page.offsetMax) {
    throw untrustworthy(`it allows no offset beyond ${page.offsetMax}`);
  }
  const size = Math.min(limit, largestPage(model));
  const first = await readAt(reading, offset, size, read.first.count === true, read);
  const wanted = first.count === undefined ? limit : Math.max(0, Math.min(limit, first.count - offset));
  const starts: number[] = [];
  if (!first.end) for (let at = size; at < wanted; at += size) starts.push(at);
  const rest = await inParallel(model.limits.concurrency, starts, (at) =>
    readAt(reading, offset + at, Math.min(size, wanted - at), false),
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
      throw untrustworthy(`it counts ${first.count} rows and gives ${offset + rows.length}`);
    end = offset + rows.length >= first.count;
  }
  return { rows, count: first.count, end, cursor: null };
}

/**
 * Just `size` rows at an offset unless the list ends before; short pages are continued.
 * @param read whose first page this is, if it is one
 */
async function readAt(reading: Reading, offset: number, size: number, count: boolean, read?: ListRead) {
  const { model, query, execution } = reading;
  const knowledge = execution.runtime.knowledge(model);
  const rows: unknown[] = [];
  let total: number | undefined;
  // As long as nothing is known of the pages, the number of rows tells whether they come whole.
  const counted = count || knowledge.trustedSize(query) === 0;
  for (;;) {
    const asked = size - rows.length;
    const position = offset + rows.length;
    const trusted = knowledge.trustedSize(query);
    const page =
      read !== undefined && rows.length === 0
        ? await fetchFirst(reading, read)
        : await fetchPage(reading, {
            ...(model.list.page.size === undefined ? {} : { size: asked }),
            offset: position,
            count: counted && total === undefined,
          });
    total ??= page.count;
    rows.push(...page.rows.slice(0, asked));
    // Where no argument sets the size, the rest belongs to later pages.
    if (page.rows.length > asked) return { rows, count: total, end: false };
    if (rows.length >= size) {
      if (total !== undefined) refuseContradiction(page, position, total);
      return {
        rows,
        count: total,
        end: page.more === false || (total !== undefined && offset + rows.length >= total),
      };
    }
    if (await isEnd(reading, page, asked, position, total, trusted)) return { rows, count: total, end: true };
    if (page.rows.length === 0) throw untrustworthy('a page is empty, though there should be more rows');
  }
}

/**
 * Whether a short page is the last one. The upstream may say so; else a size that is known to come uncut does; else
 * one more request looks, once for each larger size.
 * @param trusted the size known to come uncut before this page came
 */
export async function isEnd(
  reading: Reading,
  page: Page,
  asked: number,
  position: number,
  total: number | undefined,
  trusted: number,
): Promise<boolean> {
  const { execution, model, query } = reading;
  const knowledge = execution.runtime.knowledge(model);
  const got = page.rows.length;
  const cut = (): false => {
    if (got > 0 && got < asked) knowledge.cutPage(query, got);
    return false;
  };
  if (total !== undefined) {
    if (position + got >= total) {
      refuseContradiction(page, position, total);
      if (got < asked) knowledge.lastPage(query, got);
      return true;
    }
    if (got === 0) throw untrustworthy(`it counts ${total} rows and gives ${position}`);
    return cut();
  }
  if (page.more !== undefined) return page.more ? cut() : true;
  if (got === 0) return true;
  // A page of `trusted` rows came whole before, so a smaller one is not cut.
  if (asked <= trusted || got < trusted) return true;
  const after = await fetchPage(
    { ...reading, query: withoutRows(query) },
    behind(reading, position + got, asked),
  );
  if (after.rows.length > 0) return cut();
  knowledge.lastPage(query, got);
  return true;
}

/** One row behind a short page, asked for in the way that the list pages. */
function behind({ model }: Reading, position: number, asked: number): PageRequest {
  const { page } = model.list;
  if (page.offset === undefined && page.page !== undefined)
    return {
      ...(page.size === undefined ? {} : { size: asked }),
      page: (page.base ?? 1) + Math.ceil(position / asked),
    };
  return { ...(page.size === undefined ? {} : { size: 1 }), offset: position };
}

/** A total that stops somewhere (search engines do at 10 000) makes lists seem shorter than they are. */
function refuseContradiction(page: Page, position: number, total: number): void {
  const reached = position + page.rows.length;
  if (page.rows.length > 0 && (reached > total || (reached === total && page.more === true)))
    throw new Contradiction(
      [{ kind: 'total' }],
      `it counts ${total} rows, and there are more; set list.count.cap to where it stops counting, or list.count to null`,
    );
}

/** @param cut rows that pages proved to be cut to: they are read anew with pages of this size */
async function readPageRange(reading: Reading, request: RangeRequest, cut?: number): Promise<Range> {
  const { model, query, execution } = reading;
  const { page } = model.list;
  const { read, offset, limit } = request;
  const size = pageSizeFor(offset, limit, page, cut ?? largestPage(model));
  const firstPage = Math.floor(offset / size);
  const lastPage = Math.floor((offset + limit - 1) / size);
  const ask = (index: number, count: boolean): Promise<Page> =>
    cut === undefined && index === firstPage
      ? fetchFirst(reading, read)
      : fetchPage(reading, {
          ...(page.size === undefined ? {} : { size }),
          page: (page.base ?? 1) + index,
          count,
        });
  const trusted = execution.runtime.knowledge(model).trustedSize(query);
  const first = await askFirst(ask, firstPage, read.first.count === true);
  if (first === undefined) return { rows: [], count: undefined, end: true, cursor: null };
  const total = first.count;
  const cap = page.size === undefined ? undefined : cutTo(first, size, firstPage, total);
  if (cap !== undefined && cut === undefined) return readPageRange(reading, request, cap);
  const pages = total === undefined ? first.pages : Math.ceil(total / size);
  let end = await pageIsEnd(reading, first, size, firstPage, total, trusted);
  const rows = [...first.rows];
  const indexes: number[] = [];
  const last = pages === undefined ? lastPage : Math.min(lastPage, pages - 1);
  if (!end) for (let index = firstPage + 1; index <= last; index++) indexes.push(index);
  // Some APIs answer a page behind the last one with an error: where the end is unknown, pages are read one by one.
  const batch = pages === undefined ? 1 : Math.max(1, indexes.length);
  for (let start = 0; start < indexes.length && !end; start += batch) {
    const some = indexes.slice(start, start + batch);
    const together = await inParallel(model.limits.concurrency, some, (index) => ask(index, false));
    for (const [at, each] of together.entries()) {
      if (end && each.rows.length > 0) throw untrustworthy('a page after the last one has rows');
      rows.push(...each.rows);
      end = await pageIsEnd(reading, each, size, some[at]!, total, trusted);
    }
  }
  const start = offset - firstPage * size;
  const wanted = rows.slice(start, start + limit);
  return { rows: wanted, count: total, end: end && start + limit >= rows.length, cursor: null };
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
  reading: Reading,
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
  const { execution, model, query } = reading;
  if (model.list.page.fixed !== undefined || size <= trusted || page.rows.length < trusted) return true;
  const next = await fetchPage(
    { ...reading, query: withoutRows(query) },
    {
      ...(model.list.page.size === undefined ? {} : { size }),
      page: (model.list.page.base ?? 1) + index + 1,
    },
  );
  if (next.rows.length > 0) throw cutPage(page, size);
  execution.runtime.knowledge(model).lastPage(query, page.rows.length);
  return true;
}

async function readWhole(reading: Reading, { read, offset, limit }: RangeRequest): Promise<Range> {
  const rows = await readWholeList(reading, read);
  return {
    rows: rows.slice(offset, offset + limit),
    count: rows.length,
    end: offset + limit >= rows.length,
    cursor: null,
  };
}

/** All rows of a list that comes in one piece. */
export async function readWholeList(reading: Reading, read: ListRead): Promise<readonly unknown[]> {
  const all = await fetchFirst(reading, read);
  const { size } = read.first;
  if (size !== undefined && all.rows.length >= size) {
    throw untrustworthy(`the list gives at most ${size} rows and cannot be continued`);
  }
  if (all.count !== undefined && all.count !== all.rows.length) {
    throw untrustworthy(`it counts ${all.count} rows and gives ${all.rows.length}`);
  }
  return all.rows;
}
