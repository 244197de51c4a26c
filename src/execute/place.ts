/**
 * Whether a page stands where it was asked for. An API that ignores the offset gives the same rows for every page, and one request
 * alone cannot show that; two pages of one query that have a row in common can.
 */
import { untrustworthy } from '../calls/failures.js';
import { readStretch } from '../plan/tree/reads.js';
import type { Item } from '../wix/json.js';
import { planningOf } from './execution.js';
import type { Reading } from './list.js';
import { readRange } from './range.js';
import { digestsOf, type SeenPage } from './seen-pages.js';

/** A page of the answer: what was asked for, and what came. */
export interface PlacedPage {
  readonly offset: number;
  readonly limit: number;
  readonly items: readonly Item[];
}

/**
 * Remembers the rows of a page, and refuses it where another page of the query has one of them at another place. Rows may have come
 * or gone since, so that page is read once more first, in this case only.
 * @param toItem reads a row as it came
 * @throws AdapterError (502) that names list.page
 */
export async function provePlace(
  reading: Reading,
  { offset, limit, items }: PlacedPage,
  toItem: (row: unknown) => Item,
): Promise<void> {
  const { execution, model, query } = reading;
  const knowledge = execution.runtime.knowledge(model);
  const rows = digestsOf(items.map(({ _id }) => _id));
  const others = knowledge.seenPages(query, execution.scope, offset);
  const places = new Map<string, number>();
  if (others.length > 0) for (const [index, row] of rows.entries()) places.set(row, offset + index);
  const other = others.find((seen) => sharedRow(seen, places) !== undefined);
  if (other !== undefined) {
    const stretch = { offset: other.offset, limit: other.limit, count: false };
    const read = readStretch(planningOf(execution, model), query, stretch);
    const again = await readRange(reading, { read, ...stretch });
    const now = { ...other, rows: digestsOf(again.rows.map((row) => toItem(row)._id)) };
    const shared = sharedRow(now, places);
    if (shared !== undefined)
      throw untrustworthy(
        `the row at ${other.offset + shared} comes again at another place of the page from ${offset} on; ${placeMember(reading)} does not move the page`,
      );
    knowledge.sawPage(query, execution.scope, execution.begun, now);
  }
  knowledge.sawPage(query, execution.scope, execution.begun, { offset, limit, rows });
}

/** Index in `seen` of a row that has another one of these places; undefined: there is none. */
function sharedRow(seen: SeenPage, places: ReadonlyMap<string, number>): number | undefined {
  for (const [index, row] of seen.rows.entries()) {
    const place = places.get(row);
    if (place !== undefined && place !== seen.offset + index) return index;
  }
  return undefined;
}

/** The member of the mapping that says where a page begins. */
function placeMember({ model }: Reading): string {
  const { page } = model.list;
  if (page.offset !== undefined) return 'list.page.offset';
  return page.page !== undefined ? 'list.page.page' : 'list.page.cursor';
}
