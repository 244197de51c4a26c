/** Whether a page is the last one, and whether it is what was asked for. */
import { untrustworthy } from '../calls/failures.js';
import { type Page, type PageRequest, withoutRows } from '../calls/list.js';
import { copiedRow } from '../model/copied-row.js';
import type { RowReader } from '../model/model.js';
import type { Item } from '../wix/json.js';
import { Contradiction } from './evidence.js';
import { fetchPage, type Reading } from './list.js';
import { ListMoved } from './moved.js';

/**
 * Whether a short page is the last one. The upstream may say so; else a size that is known to come uncut does; else
 * one more request looks, once for each larger size.
 * @param trusted the size known to come uncut before this page came
 * @param seam told of the row behind the page, where that was looked at
 * @param believed whether a row behind shows that the API cuts pages to this size; otherwise it may have come meanwhile, and nothing is noted
 * @throws ListMoved where the page does not end any more where it ended
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
  // By offset the page's last row is looked at once more: where another row stands there, nobody knows what is behind.
  const again = model.list.page.offset !== undefined && got > 1 ? 1 : 0;
  const after = await fetchPage(
    { ...reading, query: withoutRows(query) },
    behind(reading, position + got, asked, again),
    again,
  );
  if (again === 1 && !endsAsBefore(idReader(reading), page, after)) throw new ListMoved(position + got);
  if (after.rows.length > again) {
    seam?.saw(after.rows[again]);
    return believed ? cut() : false;
  }
  knowledge.lastPage(query, got);
  return true;
}

/**
 * Whether the look behind a page began with the page's last row. Where nothing is behind it another row of the page will do: equal rows
 * have another order with each request in some APIs.
 */
function endsAsBefore(idOf: (row: unknown) => unknown, page: Page, { rows }: Page): boolean {
  if (rows.length === 0) return false;
  const [id, last] = [idOf(rows[0]), idOf(page.rows.at(-1))];
  return id === last || (rows.length === 1 && page.rows.some((row) => idOf(row) === id));
}

/** Where one page ends and the next begins: rows that come or go in between move the places, and a row would be missed or seen twice. */
export interface Seam {
  /** The row that the next page must begin with: the one behind a page, or its last one where pages overlap. */
  saw(row: unknown): void;
  /** Whether such a row was seen, and the next page has not come. */
  open(): boolean;
  /** Whether the next page begins with that row; true where none was looked at. */
  joins(page: Page): boolean;
}

/** One for each list that is read, page after page. */
export function createSeam(reading: Pick<Reading, 'execution' | 'model'>): Seam {
  const idOf = idReader(reading);
  let behind: unknown;
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

/** Reads which row it is. null: an item that the upstream hides. */
export function idReader({ execution, model }: Pick<Reading, 'execution' | 'model'>) {
  let reader: RowReader | undefined;
  const read = (row: unknown): Item => {
    reader ??= execution.runtime.knowledge(model).reader([]);
    return reader.read(row);
  };
  return (row: unknown): unknown => (row === null ? null : (copiedRow(row)?.item ?? read(row))._id);
}

/** Rows that came, and where they were asked for. */
export interface Placed {
  readonly rows: readonly unknown[];
  readonly position: number;
}

/**
 * An API that ignores the offset gives the same page again, however often it is asked. So does one in whose list as many rows came in front as the
 * page before has: what stands where that one began tells which it is.
 * @throws AdapterError (502) where the offset is ignored, ListMoved where rows came
 */
export async function refuseSamePage(
  reading: Reading,
  before: Placed,
  { rows, position }: Placed,
): Promise<void> {
  if (before.rows.length === 0 || rows.length === 0) return;
  const idOf = idReader(reading);
  const id = idOf(rows[0]);
  if (id === null || id !== idOf(before.rows[0])) return;
  const { model, query } = reading;
  const sized = model.list.page.size === undefined ? {} : { size: 1 };
  const first = { ...sized, offset: before.position };
  const now = await fetchPage({ ...reading, query: withoutRows(query) }, first, 1);
  if (now.rows.length === 0 || idOf(now.rows[0]) !== id) throw new ListMoved(position);
  throw untrustworthy(`the row with id ${String(id)} came twice`);
}

/** One row behind a short page, asked for in the way that the list pages: by offset or by page number. @param again rows before it that come along */
export function behind(
  { model }: Pick<Reading, 'model'>,
  position: number,
  asked: number,
  again = 0,
): PageRequest {
  const { page } = model.list;
  if (page.offset === undefined && page.page !== undefined)
    return {
      ...(page.size === undefined ? {} : { size: asked }),
      page: (page.base ?? 1) + Math.ceil(position / asked),
    };
  return { ...(page.size === undefined ? {} : { size: 1 + again }), offset: position - again };
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
