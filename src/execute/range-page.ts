/** Rows of a list that knows page numbers: from one page where they lie in one, else from several that follow each other. */
import { untrustworthy } from '../calls/failures.js';
import { type Page, withoutRows } from '../calls/list.js';
import { largestPage, pageSizeFor } from '../plan/tree/page-size.js';
import { AdapterError } from '../wix/errors.js';
import { fetchFirst, fetchPage, type Range, type RangeRequest, type Reading } from './list.js';
import { inParallel } from './parallel.js';

/** @param cut rows that pages proved to be cut to: they are read anew with pages of this size */
export async function readPageRange(reading: Reading, request: RangeRequest, cut?: number): Promise<Range> {
  const { model, query, execution } = reading;
  const { page } = model.list;
  const { read, offset, limit } = request;
  const size = pageSizeFor(offset, limit, page, cut ?? largestPage(model, query.reader));
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
  const knowledge = execution.runtime.knowledge(model);
  let trusted = knowledge.trustedSize(query);
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
    // A page of this request that came whole shows as much as one of an earlier request: a short one behind it is not looked behind.
    trusted = knowledge.trustedSize(query);
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
