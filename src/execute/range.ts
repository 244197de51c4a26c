/**
 * Rows [offset, offset + limit) of a list query whose filter and sort the upstream does. One request where the
 * style allows it; wider pages are split and joined, cursor-only lists are walked with light pages.
 */
import { untrustworthy } from '../calls/failures.js';
import type { ListRead } from '../plan/nodes.js';
import { largestPage } from '../plan/tree/page-size.js';
import { fetchFirst, fetchPage, type Range, type RangeRequest, type Reading } from './list.js';
import { ListMoved, mostAttempts } from './moved.js';
import { createSeam, isEnd, refuseContradiction, refuseSamePage } from './page-end.js';
import { inParallel } from './parallel.js';
import { readCursorRange } from './range-cursor.js';
import { readPageRange } from './range-page.js';

/** @throws AdapterError (502) when the upstream breaks a rule of its own paging */
export function readRange(reading: Reading, request: RangeRequest): Promise<Range> {
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
  const size = Math.min(limit, largestPage(model, reading.query.reader));
  const first = await readAt(reading, offset, size, read.first.count === true, read);
  const wanted = first.count === undefined ? limit : Math.max(0, Math.min(limit, first.count - offset));
  const starts: number[] = [];
  if (!first.end) for (let at = size; at < wanted; at += size) starts.push(at);
  const rows = [...first.rows];
  const rest =
    starts.length === 0
      ? []
      : await inParallel(model.limits.concurrency, starts, (at) =>
          readAt(reading, offset + at, Math.min(size, wanted - at), false),
        );
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
 * Just `size` rows at an offset unless the list ends before; short pages are continued. Where rows came or went between two of them, it is
 * begun anew.
 * @param read whose first page this is, if it is one
 */
async function readAt(reading: Reading, offset: number, size: number, count: boolean, read?: ListRead) {
  const cuts = new Set<number>();
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    try {
      return await readOnce(reading, offset, size, count, cuts, attempt === 1 ? read : undefined);
    } catch (error) {
      if (!(error instanceof ListMoved)) throw error;
    }
  }
  throw untrustworthy(`rows came or went ${mostAttempts} times while a page was read`);
}

/**
 * A row behind a short page was there, and the API cuts pages; or it has come since. A page that is as short when it is read once more is cut.
 * @param cuts sizes of such pages, of the attempts before
 * @throws ListMoved where rows came or went while it was read, or perhaps did
 */
async function readOnce(
  reading: Reading,
  offset: number,
  size: number,
  count: boolean,
  cuts: Set<number>,
  read?: ListRead,
) {
  const { model, query, execution } = reading;
  const knowledge = execution.runtime.knowledge(model);
  const rows: unknown[] = [];
  let total: number | undefined;
  // As long as nothing is known of the pages, the number of rows tells whether they come whole.
  const counted = count || knowledge.trustedSize(query) === 0;
  const seam = createSeam(reading);
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
    await refuseSamePage(reading, { rows, position: offset }, { rows: page.rows, position });
    if (!seam.joins(page)) throw new ListMoved(position);
    total ??= page.count;
    rows.push(...page.rows.slice(0, asked));
    // Where no argument sets the size, the rest belongs to later pages.
    if (page.rows.length > asked) return { rows, count: total, end: false };
    if (rows.length >= size) {
      if (total !== undefined) refuseContradiction(reading, page, position, total);
      return {
        rows,
        count: total,
        end: page.more === false || (total !== undefined && offset + rows.length >= total),
      };
    }
    const got = page.rows.length;
    const believed = cuts.has(got) || knowledge.isCut(query, got);
    if (await isEnd(reading, page, asked, position, total, trusted, seam, believed))
      return { rows, count: total, end: true };
    if (!believed && seam.open()) {
      cuts.add(got);
      throw new ListMoved(position + got);
    }
    if (page.rows.length === 0) throw untrustworthy('a page is empty, though there should be more rows');
  }
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
