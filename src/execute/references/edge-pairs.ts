/** Pairs that the items of a collection hold: a page of them, or those among them that count. */
import type { CollectionModel } from '../../model/model.js';
import type { EdgesAmong, ItemsPlan, Pairs, Window } from '../../plan/nodes.js';
import { pushDown } from '../../plan/pushdown/pushdown.js';
import { edgesOf } from '../../plan/request/edges.js';
import { enoughOf } from '../../plan/request/paging.js';
import { planEdges } from '../../plan/tree/edges.js';
import { sourceOf } from '../../plan/tree/sources.js';
import { condition } from '../../wix/filter/tree.js';
import type { Item } from '../../wix/json.js';
import { executeItems } from '../execute.js';
import { type Execution, planningOf } from '../execution.js';
import { readPages } from '../pages.js';
import { type FoundPairs, type Pair, pageOf } from './found-pairs.js';
import { only } from './shown-fields.js';

type EdgePairs = Extract<Pairs, { kind: 'edges' }>;

/** One page of them, with the total that the plan has. */
export async function edgePairs(
  execution: Execution,
  model: CollectionModel,
  key: string,
  pairs: EdgePairs,
  window: Window,
): Promise<FoundPairs> {
  if (pairs.among) return pairsAmong(execution, model, key, pairs, pairs.among, window);
  const { items, total, end } = await executeItems(execution, pairs.plan);
  return { pairs: items.map((item) => pairOf(item, pairs)), total, end };
}

function pairOf(item: Item, { from, to, shown }: EdgePairs): Pair {
  const found = to === '_id' ? item : item[to];
  const whole = typeof found === 'object' && found !== null ? (found as Item) : undefined;
  return {
    // The referring end may be a reference that is shown as it is.
    referringItemId: String(item[from]),
    referencedItemId: whole ? String(whole._id) : String(found),
    ...(shown && whole ? { referencedItem: only(whole, shown) } : {}),
  };
}

/** More and more of the pairs, from the first one on, until as many as are wanted are of items that the collection shows. */
async function pairsAmong(
  execution: Execution,
  model: CollectionModel,
  key: string,
  pairs: EdgePairs,
  among: EdgesAmong,
  window: Window,
): Promise<FoundPairs> {
  const there = new Map<string, boolean>();
  const enough = enoughOf(window);
  let { plan } = pairs;
  for (;;) {
    const { items, end } = await executeItems(execution, plan);
    const read = items.map((item) => pairOf(item, pairs));
    await lookFor(execution, model, read, there);
    const own = read.filter(({ referringItemId }) => there.get(referringItemId));
    if (end || plan.limit === 0 || (!among.whole && own.length >= enough))
      return pageOf(own, window, among.whole);
    plan = planAgain(execution, model, key, among, plan.limit * 4);
  }
}

function planAgain(
  execution: Execution,
  model: CollectionModel,
  key: string,
  { items, referring, referenced, order }: EdgesAmong,
  limit: number,
): ItemsPlan {
  const planning = planningOf(execution, model);
  const field = model.fields.get(key)!;
  const other = items && { ...items, planning: planning.other(field.relation!.collection)! };
  return planEdges(edgesOf(planning, field)!, {
    referring,
    referenced,
    order,
    items: other,
    offset: 0,
    limit,
    lookAhead: true,
    total: false,
  });
}

/** Notes which of the referring items the collection shows. */
async function lookFor(
  execution: Execution,
  model: CollectionModel,
  pairs: readonly Pair[],
  there: Map<string, boolean>,
): Promise<void> {
  const ids = [...new Set(pairs.map((each) => each.referringItemId))].filter((id) => !there.has(id));
  if (ids.length === 0) return;
  const planning = planningOf(execution, model);
  const wanted = { filter: condition('_id', 'in', ids), sort: [] };
  const pushdown = pushDown(planning, wanted);
  const wish = { keys: [], evaluated: [], whole: false, enough: ids.length };
  for await (const page of readPages(execution, model, sourceOf(planning, pushdown, wish)))
    for (const item of page) there.set(String(item._id), true);
  for (const id of ids) if (!there.has(id)) there.set(id, false);
}
