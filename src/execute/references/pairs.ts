/** The pairs of a reference field, one page of them. */
import type { CollectionModel } from '../../model/model.js';
import type { GivenIds, Pairs, ReferencesPlan, Source, Window } from '../../plan/nodes.js';
import { enoughOf } from '../../plan/request/paging.js';
import { compileFilter } from '../../wix/filter/evaluate.js';
import type { Item } from '../../wix/json.js';
import { compileSort } from '../../wix/sort.js';
import type { Execution } from '../execution.js';
import { readPages } from '../pages.js';
import { createWork } from '../work.js';
import { groupsByArgument } from './asked.js';
import { itemsOfBatch } from './batch.js';
import { edgePairs } from './edge-pairs.js';
import { type FoundPairs, type Pair, pageOf } from './found-pairs.js';
import { cutList, nestedGroup } from './listed.js';
import { only } from './shown-fields.js';

export type { FoundPairs, Pair } from './found-pairs.js';

/** One page of pairs, with the total that the plan has. */
export async function executeReferences(execution: Execution, plan: ReferencesPlan): Promise<FoundPairs> {
  const { model, key, pairs } = plan;
  if (pairs.kind === 'edges') return edgePairs(execution, model, key, pairs, plan);
  if (pairs.kind === 'asked') return askedPairs(execution, model, key, pairs, plan);
  return heldPairs(execution, model, key, pairs, plan);
}

async function heldPairs(
  execution: Execution,
  model: CollectionModel,
  key: string,
  { input, listed, referenced, order, whole, inclusion }: Extract<Pairs, { kind: 'held' }>,
  window: Window,
): Promise<FoundPairs> {
  const enough = enoughOf(window);
  const wanted = referenced && new Set(referenced);
  const all: Pair[] = [];
  const work = createWork(execution);
  const isThere = listed && compileFilter(listed);
  read: for await (const page of readPages(execution, model, input)) {
    for (const item of page) {
      const ids = new Set(isThere ? idsListed(item, key, isThere) : ((item[key] ?? []) as readonly string[]));
      if (work.pay(1 + ids.size)) await work.rest();
      for (const id of ids)
        if (wanted === undefined || wanted.has(id))
          all.push({ referringItemId: String(item._id), referencedItemId: id });
      if (!whole && all.length >= enough) break read;
    }
  }
  if (order === 'DESC') all.reverse();
  const page = pageOf(all, window, whole);
  if (!inclusion) return page;
  const ids = [...new Set(page.pairs.map((each) => each.referencedItemId))];
  const found = await itemsOfBatch(execution, inclusion, ids);
  return {
    ...page,
    pairs: page.pairs.map((each) => {
      const item = found.get(each.referencedItemId);
      return item ? { ...each, referencedItem: item } : each;
    }),
  };
}

async function* idsOfPages(
  execution: Execution,
  model: CollectionModel,
  input: Source | GivenIds,
): AsyncGenerator<readonly string[], void> {
  if (input.kind === 'ids') return yield input.ids;
  for await (const page of readPages(execution, model, input)) yield page.map(({ _id }) => String(_id));
}

async function askedPairs(
  execution: Execution,
  model: CollectionModel,
  key: string,
  { input, wish, shown, order, sortBy, whole }: Extract<Pairs, { kind: 'asked' }>,
  window: Window,
): Promise<FoundPairs> {
  const enough = enoughOf(window);
  const field = model.fields.get(key)!;
  const all: { readonly pair: Pair; readonly item: Item }[] = [];
  const work = createWork(execution);
  for await (const ids of idsOfPages(execution, model, input)) {
    const missing = whole ? undefined : enough - all.length;
    const groups = await groupsByArgument(execution, model, field, { ...wish, limit: missing }, ids);
    for (const id of ids) {
      const group = groups.get(id) ?? [];
      if (work.pay(1 + group.length)) await work.rest();
      for (const item of group)
        all.push({ pair: { referringItemId: id, referencedItemId: String(item._id) }, item });
    }
    if (!whole && all.length >= enough) break;
  }
  if (sortBy !== undefined) {
    const compare = compileSort([
      { path: sortBy, order: 'ASC' },
      { path: '_id', order: 'ASC' },
    ]);
    all.sort((a, b) => compare(a.item, b.item));
  }
  if (order === 'DESC') all.reverse();
  const page = pageOf(all, window, whole);
  const pairs = page.pairs.map(({ pair, item }) =>
    shown ? { ...pair, referencedItem: only(item, shown) } : pair,
  );
  return { ...page, pairs };
}

/**
 * @param isThere whether the other collection has an item, for whoever asks
 * @throws AdapterError (502) where the upstream gave only some of them
 */
function idsListed(item: Item, key: string, isThere: (item: Item) => boolean): readonly string[] {
  const { items, whole } = nestedGroup(item, key);
  if (!whole) throw cutList(item, key);
  return items.filter(isThere).map(({ _id }) => String(_id));
}
