/** The first page that is asked of the list, and how many follow. */

import type { PageRequest } from '../calls/list.js';
import type { CollectionModel } from '../model/model.js';
import { largestPage, pageSizeFor, pagingKind } from '../plan/page-size.js';

export interface Stretch {
  readonly offset: number;
  readonly limit: number;
  /** Upstream cursor that stands at the offset. */
  readonly cursor?: string | undefined;
}

/** Page of rows that the upstream filters, sorts and pages. */
export function firstPage(
  model: CollectionModel,
  { offset, limit, cursor }: Stretch,
  count: boolean,
): PageRequest {
  const style = model.list.page;
  const largest = largestPage(model);
  const sized = style.size === undefined ? {} : { size: Math.min(Math.max(limit, 1), largest) };
  if (cursor !== undefined) return { ...sized, cursor, count };
  switch (pagingKind(style, offset + limit)) {
    case 'offset':
      return { ...sized, offset, count };
    case 'page': {
      const size = pageSizeFor(offset, Math.max(limit, 1), style, largest);
      return {
        ...(style.size === undefined ? {} : { size }),
        page: (style.base ?? 1) + Math.floor(offset / size),
        count,
      };
    }
    default:
      return { ...sized, count };
  }
}

/** First page of reading row after row; one that may stop early begins with a smaller page where it can. */
export function firstScanned(model: CollectionModel, whole: boolean, enough: number): PageRequest {
  const style = model.list.page;
  const largest = largestPage(model);
  // A scan may go beyond any offset.
  const kind = pagingKind(style, Number.POSITIVE_INFINITY);
  const size = kind === 'offset' && !whole ? Math.min(largest, Math.max(2 * enough, 100)) : largest;
  const sized = style.size === undefined ? {} : { size };
  switch (kind) {
    case 'offset':
      return { ...sized, offset: 0, count: whole };
    case 'page':
      return { ...sized, page: style.base ?? 1, count: whole };
    default:
      return { ...sized, count: whole };
  }
}

export function scanRequests(model: CollectionModel): string {
  return `1 for each ${largestPage(model)} rows, at most ${model.limits.pages}`;
}

export function pageRequests(model: CollectionModel, { offset, limit, cursor }: Stretch): string {
  const { page } = model.list;
  const largest = largestPage(model);
  const pages = Math.max(1, Math.ceil(limit / largest));
  if (cursor !== undefined) return String(pages);
  const kind = pagingKind(page, offset + limit);
  if (kind === 'page') {
    const size = pageSizeFor(offset, Math.max(limit, 1), page, largest);
    const last = Math.floor((offset + Math.max(limit, 1) - 1) / size);
    return String(last - Math.floor(offset / size) + 1);
  }
  if (kind !== 'cursor' || offset === 0) return String(pages);
  return `${pages} to ${pages + Math.ceil(offset / largest)} (the cursor at offset ${offset} is remembered for a minute)`;
}
