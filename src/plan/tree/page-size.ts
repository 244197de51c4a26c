/** Which way of paging a list offers, and how large its pages may be asked for. */
import { mostRowsOf } from '../../calls/ids.js';
import type { CollectionModel, PageModel, RowReader } from '../../model/model.js';

export type PagingKind = 'offset' | 'page' | 'cursor' | 'whole';

/** Which way of paging serves random access best. */
export function pagingKind(page: PageModel, offset = 0): PagingKind {
  const beyond = page.offsetMax !== undefined && offset > page.offsetMax;
  if (page.offset !== undefined && !(beyond && page.cursor !== undefined)) return 'offset';
  if (page.page !== undefined) return 'page';
  return page.cursor !== undefined ? 'cursor' : 'whole';
}

/**
 * Rows of the largest page that is asked for: the smallest of `limits.page`, what the upstream gives, and what `limits.nodes`
 * leaves where each row asks for other objects.
 * @param reader of the rows; undefined: they ask for nothing
 */
export function largestPage(model: CollectionModel, reader?: Pick<RowReader, 'nodes'>): number {
  const { page } = model.list;
  if (page.size === undefined) return page.fixed ?? model.limits.page;
  return Math.min(model.limits.page, page.max ?? Number.POSITIVE_INFINITY, mostRowsOf(model, reader));
}

/** A page size with which the wanted rows lie in one page, or else the limit itself. */
export function pageSizeFor(offset: number, limit: number, page: PageModel, largest: number): number {
  if (page.size === undefined) return page.fixed ?? largest;
  const least = Math.min(limit, largest);
  for (let size = least; size <= largest; size++) {
    if (Math.floor(offset / size) === Math.floor((offset + limit - 1) / size)) return size;
  }
  return least;
}
