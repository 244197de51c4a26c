/** Whether a page is the last one, and whether it is what was asked for. */
import { untrustworthy } from '../calls/failures.js';
import { type Page, type PageRequest, withoutRows } from '../calls/list.js';
import { Contradiction } from './evidence.js';
import { fetchPage, type Reading } from './list.js';

/**
 * Whether a short page is the last one. The upstream may say so; else a size that is known to come uncut does; else
 * one more request looks, once for each larger size.
 * @param trusted the size known to come uncut before this page came
 * @param seam told of the row behind the page, where that was looked at
 * @param believed whether a row behind shows that the API cuts pages to this size; otherwise it may have come meanwhile, and nothing is noted
 */
export async function isEnd(
  reading: Reading,
  page: Page,
  asked: number,
  position: number,
  total: number | undefined,
  trusted: number,
  seam?: Seam,
  believed = true,
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
  if (after.rows.length > 0) {
    seam?.saw(after.rows[0]);
    return believed ? cut() : false;
  }
  knowledge.lastPage(query, got);
  return true;
}

/** Where one page ends and the next begins: rows that come or go in between move the places, and a row would be missed or seen twice. */
export interface Seam {
  /** The row behind a page. */
  saw(row: unknown): void;
  /** Whether such a row was seen, and the next page has not come. */
  open(): boolean;
  /** Whether the next page begins with that row; true where none was looked at. */
  joins(page: Page): boolean;
}

/** One for each list that is read, page after page. */
export function createSeam({ execution, model }: Pick<Reading, 'execution' | 'model'>): Seam {
  let behind: unknown;
  const idOf = (row: unknown): unknown => execution.runtime.knowledge(model).reader([]).read(row)._id;
  return {
    saw(row) {
      behind = row;
    },
    open: () => behind !== undefined,
    joins({ rows }) {
      if (behind === undefined) return true;
      const expected = behind;
      behind = undefined;
      return rows.length > 0 && idOf(rows[0]) === idOf(expected);
    },
  };
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
