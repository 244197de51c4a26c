/** Rows as items: one function for each kind of node that gives them. */
import { untrustworthy } from '../calls/failures.js';
import { type CopiedRow, type CopyRow, copiedRow } from '../model/copied-row.js';
import type { CollectionModel } from '../model/model.js';
import type { Rows, Source } from '../plan/nodes.js';
import { enoughOf } from '../plan/request/paging.js';
import { fieldKey } from '../plan/request/wanted.js';
import { getNode } from '../plan/tree/sources.js';
import type { Item } from '../wix/json.js';
import { compileSort } from '../wix/sort.js';
import { createTopK } from '../wix/top-k.js';
import { paidBefore } from './budget.js';
import { compileEvidence } from './evidence.js';
import { type Execution, planningOf } from './execution.js';
import type { Found, Wish } from './found.js';
import { getItems } from './get.js';
import { type CamePage, findHalves } from './halves.js';
import { createOrder, findKept } from './kept.js';
import { measured } from './measured.js';
import { itemsOf, readPages, refuseRepeated, rowReader } from './pages.js';
import { provePlace } from './place.js';
import { readRange } from './range.js';
import { includeItems } from './references/include.js';
import { sortInPieces } from './sort-in-pieces.js';
import { createWork, paidFor } from './work.js';

type PageNode = Extract<Rows, { kind: 'page' }>;

/**
 * Carries out a node of rows: the items of one page, and what finding them told of the total and the end.
 * @throws AdapterError when the upstream fails or contradicts itself, or the budget is not enough; Contradiction
 * where rows show that a claim is false
 */
export function findRows(
  execution: Execution,
  model: CollectionModel,
  rows: Rows,
  window: Wish,
): Promise<Found> {
  return measured(
    execution,
    rows,
    (each) => findNode(each, model, rows, window),
    ({ items }) => items.length,
  );
}

async function findNode(
  execution: Execution,
  model: CollectionModel,
  rows: Rows,
  window: Wish,
): Promise<Found> {
  switch (rows.kind) {
    case 'empty':
      return { items: [], total: 0, end: true, cursor: null };
    case 'page':
      return await findPage(
        execution,
        model,
        rows,
        window.written && copying(model, rows, window.written.keys),
      );
    case 'halves':
      return (
        (await findHalves(execution, model, rows, (one, its, page, came) =>
          findPage(one, its, page, undefined, came),
        )) ?? findRows(execution, model, rows.otherwise, window)
      );
    case 'slice':
      return findSlice(execution, model, rows, window);
    case 'top':
      return findTop(execution, model, rows);
    case 'kept':
      return findKept(execution, model, rows, window, findRows);
    case 'complete': {
      const found = await findRows(execution, model, rows.input, window);
      return { ...found, items: await complete(execution, model, found.items, rows) };
    }
    case 'include': {
      const found = await findRows(execution, model, rows.input, window);
      return { ...found, items: await includeItems(execution, model, rows, found.items, findRows) };
    }
    case 'pick': {
      const found = await findRows(execution, model, rows.input, window);
      return { ...found, items: found.items.map(only(rows.keys, model)) };
    }
  }
}

async function findPage(
  execution: Execution,
  model: CollectionModel,
  { read, offset, limit, cursor, evidence }: PageNode,
  copy?: CopyRow,
  came?: CamePage,
): Promise<Found> {
  const { query } = read;
  const flaws = { seen: came?.flawed ?? false };
  const reading = { execution, model, query, flaws, copy, came: came?.page };
  const range = await readRange(reading, { read, offset, limit, cursor });
  let reader: ReturnType<typeof rowReader> | undefined;
  const toItem = (row: unknown): Item => {
    reader ??= rowReader(execution, model, query, flaws);
    return reader(row);
  };
  const copied = copy && copiedRows(range.rows);
  const items = copied ? copied.map(({ item }) => item) : await itemsOf(execution, query, range.rows, toItem);
  refuseRepeated(items, new Set());
  if (!flaws.seen && evidence) await compileEvidence(model, evidence)(items, createWork(execution));
  if (read.how !== 'whole') await provePlace(reading, { offset, limit, items }, toItem);
  // Past the end nothing is known of the number of rows before it.
  const reached = range.end && (items.length > 0 || offset === 0);
  const total = range.count ?? (reached ? offset + items.length : undefined);
  return { items, written: copied?.map(({ json }) => json), total, end: range.end, cursor: range.cursor };
}

/** undefined: some of them were parsed. */
function copiedRows(rows: readonly unknown[]): readonly CopiedRow[] | undefined {
  const copied: CopiedRow[] = [];
  for (const row of rows) {
    const found = copiedRow(row);
    if (!found) return undefined;
    copied.push(found);
  }
  return copied;
}

/** By the node and the keys that it was found for: the plan of a question is kept, and its fields need not be put together again. */
const known = new WeakMap<
  PageNode,
  { readonly keys: readonly string[] | undefined; readonly copy: CopyRow | undefined }
>();

function copying(
  model: CollectionModel,
  node: PageNode,
  keys: readonly string[] | undefined,
): CopyRow | undefined {
  const found = known.get(node);
  if (found && found.keys?.join() === keys?.join()) return found.copy;
  const { evidence, read } = node;
  const seen = [
    ...(evidence?.conditions.flatMap((each) => each.keys) ?? []),
    ...(evidence?.order.map(({ path }) => fieldKey(path, model)) ?? []),
  ];
  const copy = read.query.reader?.copy(keys, seen);
  known.set(node, { keys, copy });
  return copy;
}

async function findSlice(
  execution: Execution,
  model: CollectionModel,
  { input, offset, limit }: Extract<Rows, { kind: 'slice' }>,
  window: Wish,
): Promise<Found> {
  const items: Item[] = [];
  let matched = 0;
  const enough = enoughOf({ offset, limit, lookAhead: window.lookAhead });
  const take = (page: readonly Item[]): void => {
    for (const item of page) {
      matched += 1;
      if (matched > offset && items.length < limit) items.push(item);
    }
  };
  // Items by their ids come in one piece: a generator for them takes as long as reading a small one.
  if (input.kind === 'get') take(await getMeasured(execution, model, input));
  else
    for await (const page of readPages(execution, model, input)) {
      take(page);
      if (!window.count && matched >= enough) break;
    }
  return { items, total: window.count ? matched : undefined, end: matched <= offset + limit, cursor: null };
}

function getMeasured(
  execution: Execution,
  model: CollectionModel,
  source: Extract<Source, { kind: 'get' }>,
): Promise<readonly Item[]> {
  return measured(
    execution,
    source,
    (each) => getItems(each, model, source),
    (items) => items.length,
  );
}

async function findTop(
  execution: Execution,
  model: CollectionModel,
  { input, keys, offset, limit, keep }: Extract<Rows, { kind: 'top' }>,
): Promise<Found> {
  const compare = compileSort(keys);
  const best = createTopK<Item>(offset + limit, compare);
  const work = createWork(execution);
  const steps = keys.length * (1 + Math.log2(1 + offset + limit));
  let matched = 0;
  const order = keep && createOrder(execution, model, keep);
  for await (const page of readPages(execution, model, input)) {
    work.reserve(steps * page.length);
    for (const item of page) {
      matched += 1;
      if (work.pay(steps)) await work.rest();
      best.add(item);
      order?.add(item);
    }
  }
  if (order && matched > offset + limit) await order.keep(work);
  const sorted = await sortInPieces(best.unsorted(), compare, paidFor(work), keys.length);
  return { items: sorted.slice(offset), total: matched, end: matched <= offset + limit, cursor: null };
}

/** The items that were just seen, with the fields that are wanted. */
async function complete(
  execution: Execution,
  model: CollectionModel,
  seen: readonly Item[],
  { keys, nested, evaluated }: Extract<Rows, { kind: 'complete' }>,
): Promise<readonly Item[]> {
  const ids = seen.map((item) => item._id as string);
  const planning = planningOf(execution, model);
  const node = getNode(planning, ids, planning.knowledge.reader(keys, nested), evaluated);
  const budget = paidBefore(execution.budget, ids.length);
  const items = await getItems({ ...execution, budget }, model, node);
  if (items.length < ids.length) {
    const found = new Set(items.map((item) => item._id));
    const lost = ids.find((id) => !found.has(id));
    throw untrustworthy(`it gives the row ${lost} in the list, and not by its id`);
  }
  return items;
}

/** Leaves out the fields that were read only to filter and sort. */
function only(keys: readonly string[], model: CollectionModel): (item: Item) => Item {
  const wanted = new Set(['_id', ...keys.map((key) => fieldKey(key, model))]);
  return (item) => Object.fromEntries(Object.entries(item).filter(([key]) => wanted.has(key)));
}
