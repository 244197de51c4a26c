/** How rows of a list are read: the first page that is asked for, and how many requests it may take. */
import { isCountable } from '../../calls/count.js';
import { type ListQuery, listCall, type PageRequest, withoutRows } from '../../calls/list.js';
import type { ListRead, Requests } from '../nodes.js';
import type { Planning } from '../planning.js';
import { largestPage, type PagingKind, pageSizeFor, pagingKind } from './page-size.js';

/** Rows [offset, offset + limit) of a list that the upstream filters and sorts. */
export interface Stretch {
  readonly offset: number;
  readonly limit: number;
  /** Whether the number of all matching rows is wanted too. */
  readonly count: boolean;
  /** Upstream cursor that stands at the offset. */
  readonly cursor?: string | undefined;
}

/** Reads just the rows of a stretch: one request where the style allows it. */
export function readStretch(planning: Planning, query: ListQuery, stretch: Stretch): ListRead {
  const { page } = planning.model.list;
  const { offset, limit, cursor } = stretch;
  const how = cursor === undefined ? pagingKind(page, offset + limit) : 'cursor';
  switch (how) {
    case 'offset':
      return stretchByOffset(planning, query, stretch);
    case 'page':
      return stretchByPage(planning, query, stretch);
    case 'cursor':
      return stretchByCursor(planning, query, stretch);
    case 'whole':
      return wholeList(planning, query, stretch.count);
  }
}

function stretchByOffset(planning: Planning, query: ListQuery, { offset, limit, count }: Stretch): ListRead {
  const { model } = planning;
  const largest = largestPage(model, query.reader);
  const size = Math.min(limit, largest);
  const trusted = planning.knowledge.trustedSize(query);
  // How many pages there are to join, where it costs nothing to know. As long as nothing is known of the pages, the
  // number of rows tells whether they come whole.
  const joined = size < limit && model.list.count?.sibling === undefined;
  const first = { ...sized(planning, size), offset, count: count || joined || trusted === 0 };
  const pages = Math.max(1, Math.ceil(limit / largest));
  const most = pages + (looksBehind(planning, query, first, size, trusted) ? 1 : 0);
  return made(planning, query, 'offset', first, offset, upTo(pages, most));
}

function stretchByPage(planning: Planning, query: ListQuery, { offset, limit, count }: Stretch): ListRead {
  const { model } = planning;
  const { page } = model.list;
  const wanted = Math.max(limit, 1);
  const size = pageSizeFor(offset, wanted, page, largestPage(model, query.reader));
  const index = Math.floor(offset / size);
  // A number in the result itself costs next to nothing here, and tells that no page is cut.
  const counted = count || model.list.count?.sibling === undefined;
  const first = { ...sized(planning, size), page: (page.base ?? 1) + index, count: counted };
  const pages = Math.floor((offset + wanted - 1) / size) - index + 1;
  const trusted = planning.knowledge.trustedSize(query);
  const look = page.pages === undefined && page.fixed === undefined;
  const most = pages + (look && looksBehind(planning, query, first, size, trusted) ? 1 : 0);
  return made(planning, query, 'page', first, index * size, upTo(pages, most));
}

function stretchByCursor(planning: Planning, query: ListQuery, stretch: Stretch): ListRead {
  const { model, facts, knowledge } = planning;
  const { offset, limit, count, cursor } = stretch;
  const { page } = model.list;
  const largest = largestPage(model, query.reader);
  const known =
    cursor === undefined ? knowledge.bookmark(query, facts, offset) : { position: offset, cursor };
  const position = known?.position ?? 0;
  // Light pages lead to the offset: only cursors, as wide as the upstream allows.
  const light = page.size !== undefined && position < offset;
  const size = light
    ? Math.min(largestPage(model), offset - position)
    : Math.min(largest, offset + limit - position);
  const first = {
    ...sized(planning, size),
    ...(known === undefined ? {} : { cursor: known.cursor }),
    count,
  };
  const pages = Math.max(1, Math.ceil(limit / largest));
  const lead = Math.ceil((offset - position) / largestPage(model));
  const note = `the cursor at offset ${offset} is remembered for a minute`;
  const counted =
    lead === 0
      ? upTo(pages, pages)
      : { least: 1, most: pages + lead, ...(cursor === undefined ? { note } : {}) };
  // Where pages may come with gaps, nobody knows how many it takes.
  const requests = page.loop.name === 'strict' ? counted : { ...counted, most: undefined, each: largest };
  return made(planning, light ? withoutRows(query) : query, 'cursor', first, position, requests, query);
}

/**
 * Reads a list from its beginning, page after page.
 * @param whole all rows will be needed
 * @param enough rows after which reading may stop otherwise
 */
export function readList(planning: Planning, query: ListQuery, whole: boolean, enough: number): ListRead {
  const { model, knowledge } = planning;
  const { page, count } = model.list;
  // A scan may go beyond any offset.
  const how = pagingKind(page, Number.POSITIVE_INFINITY);
  const largest = largestPage(model, query.reader);
  const inResult = count !== undefined && count.sibling === undefined;
  const requests = { least: 1, most: undefined, each: largest };
  switch (how) {
    case 'offset': {
      const size = whole ? largest : Math.min(largest, Math.max(2 * enough, 100));
      const counted = inResult || (count !== undefined && whole) || knowledge.trustedSize(query) === 0;
      return made(planning, query, how, { ...sized(planning, size), offset: 0, count: counted }, 0, requests);
    }
    case 'page': {
      const counted = inResult || (count !== undefined && whole) || knowledge.trustedSize(query) === 0;
      const first = { ...sized(planning, largest), page: page.base ?? 1, count: counted };
      return made(planning, query, how, first, 0, requests);
    }
    case 'cursor':
      return made(planning, query, how, { ...sized(planning, largest), count: inResult }, 0, requests);
    case 'whole':
      return wholeList(planning, query, true);
  }
}

function wholeList(planning: Planning, query: ListQuery, count: boolean): ListRead {
  const first = { ...sized(planning, largestPage(planning.model, query.reader)), count };
  return made(planning, query, 'whole', first, 0, upTo(1, 1));
}

function sized({ model }: Planning, size: number): { size?: number } {
  return model.list.page.size === undefined ? {} : { size };
}

/** A short page is looked behind once where neither a number nor a flag nor an earlier page tells that it is the last. */
function looksBehind(
  { model }: Planning,
  query: ListQuery,
  first: PageRequest,
  size: number,
  trusted: number,
): boolean {
  const counted = first.count === true && isCountable(model, query);
  return !counted && model.list.page.more === undefined && size > trusted && size > 0;
}

/** The first page may show that no rows follow: further pages are asked for only where there are such. */
function upTo(pages: number, most: number): Requests {
  const notes = [
    ...(pages > 1 ? ['fewer where fewer rows match'] : []),
    ...(most > pages ? ['one more where the last page comes short'] : []),
  ];
  return { least: 1, most, ...(notes.length > 0 ? { note: notes.join(', ') } : {}) };
}

/** @param asked the query of the first page; `query` that of the rows */
function made(
  { model, facts }: Planning,
  asked: ListQuery,
  how: PagingKind,
  first: PageRequest,
  position: number,
  requests: Requests,
  query: ListQuery = asked,
): ListRead {
  return Object.freeze({ query, how, first, call: listCall(model, asked, first, facts), position, requests });
}
