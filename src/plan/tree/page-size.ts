/** Which way of paging a list offers, and how large its pages may be asked for. */
import type { CollectionModel, PageModel } from '../../model/model.js';

export type PagingKind = 'offset' | 'page' | 'cursor' | 'whole';

/** Which way of paging serves random access best. */
export function pagingKind(page: PageModel, offset = 0): PagingKind {
  const beyond = page.offsetMax !== undefined && offset > page.offsetMax;
  if (page.offset !== undefined && !(beyond && page.cursor !== undefined)) return 'offset';
  if (page.page !== undefined) return 'page';
  return page.cursor !== undefined ? 'cursor' : 'whole';
}

/** Rows of the largest page that is asked for: the smaller of `limits.page` and what the upstream gives. */
export function largestPage({ list: { page }, limits }: CollectionModel): number {
  if (page.size === undefined) return page.fixed ?? limits.page;
  return Math.min(limits.page, page.max ?? Number.POSITIVE_INFINITY);
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
