/** Carries out a plan: items of a page, the number of matches, or every matching item one after another. */

import { fetchPage, isCountable, type ListQuery } from '../calls/list.js';
import type { RowReader } from '../model/model.js';
import { fieldKey, type Plan, residualFields } from '../plan/plan.js';
import { planForPage } from '../plan/ties.js';
import { compileFilter } from '../wix/filter/evaluate.js';
import { everything } from '../wix/filter/tree.js';
import type { Item } from '../wix/json.js';
import { compileSort } from '../wix/sort.js';
import { createTopK } from '../wix/top-k.js';
import { untrustworthy } from './failures.js';
import { fetchByIds } from './ids.js';
import { readRange } from './range.js';
import type { Run } from './run.js';
import { scanRows } from './scan.js';
import { tolerating } from './tolerate.js';

export interface Window {
  readonly offset: number;
  readonly limit: number;
  /** Keys of the fields that are wanted. */
  readonly keys: readonly string[];
  readonly count: boolean;
  /** Upstream cursor that stands at the offset, from an earlier page. */
  readonly cursor?: string | undefined;
  /** Whether it matters if more items follow. */
  readonly lookAhead: boolean;
}

export interface Found {
  readonly items: readonly Item[];
  readonly total: number | undefined;
  /** No items follow. */
  readonly end: boolean;
  readonly cursor: string | null;
}

/** GraphQL's Int ends here, and no list goes on beyond. */
export const furthestOffset = 2 ** 31 - 1 - 1000;

export async function findItems(run: Run, wanted: Plan, window: Window): Promise<Found> {
  const plan = planForPage(wanted, window.offset, window.limit);
  const { access } = plan;
  if (access.kind === 'empty') return { items: [], total: 0, end: true, cursor: null };
  if (access.kind === 'ids') return findByIds(run, plan, access.ids, window);
  if (window.limit === 0 || window.offset > furthestOffset) {
    const total = window.count ? await countItems(run, plan) : undefined;
    return { items: [], total, end: total !== undefined && window.offset >= total, cursor: null };
  }
  return access.kind === 'page' ? findPage(run, plan, window) : findByScan(run, plan, window);
}

export function listQuery(plan: Plan, reader: RowReader | undefined): ListQuery {
  const { pushed } = plan.translation;
  return {
    condition: pushed.kind === 'condition' ? pushed.condition : undefined,
    sort: plan.order.pushed,
    reader,
  };
}

async function findPage(run: Run, plan: Plan, window: Window): Promise<Found> {
  const reader = run.model.rows(window.keys);
  const range = await readRange(run, listQuery(plan, reader), window);
  const tolerate = tolerating(run, []);
  const items = range.rows.map((row) => reader.read(row, tolerate));
  refuseRepeated(items);
  // Past the end nothing is known of the number of rows before it.
  const reached = range.end && (items.length > 0 || window.offset === 0);
  const total = window.count
    ? (range.count ?? (reached ? window.offset + items.length : await countItems(run, plan)))
    : undefined;
  return { items, total, end: range.end, cursor: range.cursor };
}

/** Pages that overlap show the same item twice. */
function refuseRepeated(items: readonly Item[]): void {
  const seen = new Set<string>();
  for (const { _id } of items) {
    if (seen.has(_id as string)) throw untrustworthy(`the row with id ${String(_id)} came twice`);
    seen.add(_id as string);
  }
}

async function findByIds(run: Run, plan: Plan, ids: readonly string[], window: Window): Promise<Found> {
  const needed = residualFields(plan);
  const reader = run.model.rows([...window.keys, ...needed]);
  const matches = compileFilter(plan.wanted.filter);
  const found = (await fetchByIds(run, ids, reader, needed)).filter(matches);
  const sorted = [...found].sort(compileSort([...plan.wanted.sort, { path: '_id', order: 'ASC' }]));
  const items = sorted.slice(window.offset, window.offset + window.limit).map(only(window.keys, run));
  return { items, total: found.length, end: window.offset + window.limit >= found.length, cursor: null };
}

async function findByScan(run: Run, plan: Plan, window: Window): Promise<Found> {
  const needed = residualFields(plan);
  const matches = compileFilter(plan.translation.residual);
  const wholeReader = run.model.rows([...window.keys, ...needed]);
  if (plan.order.residual === undefined) {
    const items: Item[] = [];
    let matched = 0;
    // One more than the page tells whether items follow.
    const enough = window.offset + window.limit + (window.lookAhead ? 1 : 0);
    const options = { whole: window.count, first: 2 * enough };
    for await (const item of scanItems(run, plan, wholeReader, needed, options)) {
      if (!matches(item)) continue;
      matched += 1;
      if (matched > window.offset && items.length < window.limit) items.push(item);
      if (!window.count && matched >= enough) break;
    }
    return {
      items: items.map(only(window.keys, run)),
      total: window.count ? matched : undefined,
      end: matched <= window.offset + window.limit,
      cursor: null,
    };
  }

  const light = run.model.rows(needed);
  // Few fields for all rows, then the rest for one page, where that saves something and costs one request.
  const twice =
    fetchesCheaply(run) &&
    window.keys.filter((key) => !needed.includes(key)).length > 2 &&
    window.limit <= run.model.limits.ids;
  const reader = twice ? light : wholeReader;
  const best = createTopK<Item>(
    window.offset + window.limit,
    compileSort([...plan.order.residual, { path: '_id', order: 'ASC' }]),
  );
  let matched = 0;
  for await (const item of scanItems(run, plan, reader, needed, { whole: true, first: 0 })) {
    if (!matches(item)) continue;
    matched += 1;
    best.add(item);
  }
  const page = best.values().slice(window.offset);
  const items = twice ? await fetchAgain(run, page, window.keys) : page.map(only(window.keys, run));
  return { items, total: matched, end: matched <= window.offset + window.limit, cursor: null };
}

/** The items that were just seen, with the fields that are wanted. */
async function fetchAgain(
  run: Run,
  seen: readonly Item[],
  keys: readonly string[],
): Promise<readonly Item[]> {
  const ids = seen.map((item) => item._id as string);
  const items = await fetchByIds(run, ids, run.model.rows(keys), []);
  if (items.length < ids.length) {
    const found = new Set(items.map((item) => item._id));
    const lost = ids.find((id) => !found.has(id));
    throw untrustworthy(`it gives the row ${lost} in the list, and not by its id`);
  }
  return items;
}

function fetchesCheaply(run: Run): boolean {
  return (
    run.model.get.many !== undefined || (run.model.fields.get('_id')?.filter?.operators.has('in') ?? false)
  );
}

/** Leaves out the fields that were read only to filter and sort. */
function only(keys: readonly string[], run: Run): (item: Item) => Item {
  const wanted = new Set(['_id', ...keys.map((key) => fieldKey(key, run.model))]);
  return (item) => Object.fromEntries(Object.entries(item).filter(([key]) => wanted.has(key)));
}

/**
 * Every item that the upstream's filter lets through, in its order. Two rows with one id are refused.
 * @param evaluated keys of the fields that are worked with here
 */
export async function* scanItems(
  run: Run,
  plan: Plan,
  reader: RowReader,
  evaluated: readonly string[],
  options: { readonly whole: boolean; readonly first: number },
): AsyncGenerator<Item, void> {
  const seen = new Set<string>();
  const tolerate = tolerating(run, evaluated);
  try {
    for await (const rows of scanRows(run, { ...listQuery(plan, reader), evaluated }, options)) {
      for (const row of rows) {
        const item = reader.read(row, tolerate);
        const id = item._id as string;
        if (seen.has(id)) throw untrustworthy(`the row with id ${id} came twice`);
        seen.add(id);
        yield item;
      }
    }
  } finally {
    const { requestId, observe } = run.context;
    observe({ kind: 'rows scanned', requestId, collection: run.model.id, rows: seen.size });
  }
}

export async function countItems(run: Run, plan: Plan): Promise<number> {
  const { access, translation } = plan;
  if (access.kind === 'empty') return 0;
  if (access.kind === 'ids') {
    const needed = residualFields(plan);
    const found = await fetchByIds(run, access.ids, run.model.rows(needed), needed);
    return found.filter(compileFilter(plan.wanted.filter)).length;
  }
  const exact = translation.residual === everything;
  const query = listQuery(plan, undefined);
  if (exact && isCountable(run.model, query)) {
    const sized = run.model.list.page.size !== undefined;
    const page = await fetchPage(
      run,
      { ...query, sort: [] },
      { ...(sized ? { size: 1 } : {}), rows: false, count: true },
    );
    if (page.count !== undefined) return page.count;
  }
  const matches = compileFilter(translation.residual);
  const needed = exact ? [] : residualFields(plan);
  const reader = run.model.rows(needed);
  let count = 0;
  for await (const item of scanItems(run, plan, reader, needed, { whole: true, first: 0 }))
    if (matches(item)) count += 1;
  return count;
}
