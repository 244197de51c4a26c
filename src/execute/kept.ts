/** Pages of a list that is sorted here, by the order that the page before them worked out. */
import type { CollectionModel } from '../model/model.js';
import type { Rows } from '../plan/nodes.js';
import type { OrderedQuery } from '../plan/planning.js';
import { fieldKey } from '../plan/request/wanted.js';
import { compileFilter } from '../wix/filter/evaluate.js';
import type { Item } from '../wix/json.js';
import { compileSort } from '../wix/sort.js';
import type { Execution } from './execution.js';
import type { FindRows, Found, Wish } from './found.js';
import { getItems } from './get.js';
import { mostKept } from './kept-orders.js';
import { measured } from './measured.js';
import { sortInPieces } from './sort-in-pieces.js';
import { paidFor, type Work } from './work.js';

type Kept = Extract<Rows, { kind: 'kept' }>;

/** The items of the page by id; where one is gone or has changed its place, all rows are read again. */
export async function findKept(
  execution: Execution,
  model: CollectionModel,
  { input, query, offset, limit, total, otherwise }: Kept,
  window: Wish,
  findRows: FindRows,
): Promise<Found> {
  const items = await measured(
    execution,
    input,
    (each) => getItems(each, model, input),
    (found) => found.length,
  );
  if (items.length === input.ids.length && holds(query, items))
    return { items, total, end: offset + limit >= total, cursor: null };
  execution.runtime.knowledge(model).forgetOrder(query, execution.scope);
  return findRows(execution, model, otherwise, window);
}

function holds({ filter, sort }: OrderedQuery, items: readonly Item[]): boolean {
  const matches = compileFilter(filter);
  const compare = compileSort(sort);
  return items.every(
    (item, index) => matches(item) && (index === 0 || compare(items[index - 1]!, item) <= 0),
  );
}

export interface Order {
  add(item: Item): void;
  /** Sorts what was added, and remembers the ids. */
  keep(work: Work): Promise<void>;
}

/** Sort keys of all rows of one order at most: what is sorted for the next pages is no part of the budget of this one. */
const mostKeys = 2 * mostKept;

/** The order of all rows that match, in as much memory as their sort keys take. */
export function createOrder(execution: Execution, model: CollectionModel, query: OrderedQuery): Order {
  const keys = [...new Set(query.sort.map(({ path }) => fieldKey(path, model)))];
  const most = Math.min(mostKept, Math.floor(mostKeys / query.sort.length));
  let rows: Item[] | undefined = [];
  return {
    add(item) {
      if (rows && rows.length === most) rows = undefined;
      rows?.push(Object.fromEntries(keys.map((key) => [key, item[key] ?? null])));
    },
    async keep(work) {
      if (!rows) return;
      const sorted = await sortInPieces(rows, compileSort(query.sort), paidFor(work), query.sort.length);
      const ids = sorted.map((item) => item._id as string);
      execution.runtime.knowledge(model).keepOrder(query, execution.scope, execution.begun, ids);
    },
  };
}
