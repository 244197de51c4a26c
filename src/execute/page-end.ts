/** Whether a page is the last one, and whether it is what was asked for. */
import { untrustworthy } from '../calls/failures.js';
import { type Page, type PageRequest, withoutRows } from '../calls/list.js';
import { Contradiction } from './evidence.js';
import { fetchPage, type Reading } from './list.js';

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
      refuseContradiction(reading, page, position, total);
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

/** One row behind a short page, asked for in the way that the list pages: by offset or by page number. */
export function behind({ model }: Pick<Reading, 'model'>, position: number, asked: number): PageRequest {
  const { page } = model.list;
  if (page.offset === undefined && page.page !== undefined)
    return {
      ...(page.size === undefined ? {} : { size: asked }),
      page: (page.base ?? 1) + Math.ceil(position / asked),
    };
  return { ...(page.size === undefined ? {} : { size: 1 }), offset: position };
}

/** A total that stops somewhere (search engines do at 10 000) makes lists seem shorter than they are. */
export function refuseContradiction(
  { model }: Pick<Reading, 'model'>,
  page: Page,
  position: number,
  total: number,
): void {
  const reached = position + page.rows.length;
  if (page.rows.length > 0 && (reached > total || (reached === total && page.more === true)))
    throw new Contradiction(
      model,
      [{ kind: 'total' }],
      `it counts ${total} rows, and there are more; set list.count.cap to where it stops counting, or list.count to null`,
    );
}
