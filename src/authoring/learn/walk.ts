/** Whether a list goes on behind the last row that its total counts, where only cursors lead there. */
import { firstPage, type Look, plain, readPage } from './look.js';

/** The list has more rows than the total, as many, fewer, or it was too long to be walked. */
export type Walk = 'longer' | 'whole' | 'shorter' | 'unknown';

/** Requests for one list at most, and those that are left to the looks that follow. */
const mostPages = 12;
const reserve = 8;

/** Walks a list by light pages that have ids alone, up to the first row behind the total. */
export async function walkBeyond({ model, sample, asker }: Look, total: number): Promise<Walk> {
  const { cursor, size: sized, max } = model.list.page;
  if (cursor === undefined || sized === undefined) return 'unknown';
  const size = max ?? sample.rows.length;
  const pages = Math.ceil((total + 1) / Math.max(1, size));
  if (pages > mostPages || asker.left() < pages + reserve) return 'unknown';
  let seen = 0;
  let next: string | null | undefined;
  for (let page = 0; page < pages; page += 1) {
    const place = next === undefined || next === null ? {} : { cursor: next };
    const read = await readPage(model, asker, plain(model), { ...firstPage(model, size, false), ...place });
    if (read.kind !== 'page') return 'unknown';
    const { rows, more } = read.page;
    seen += rows.length;
    if (seen > total) return 'longer';
    const end = more === false || read.page.next === null;
    // What is cut short without a word is no end.
    if (end) return more === true ? 'unknown' : seen === total ? 'whole' : 'shorter';
    if (rows.length === 0 || read.page.next === next) return 'unknown';
    next = read.page.next;
  }
  return 'unknown';
}
