/** The pairs of a reference field, one page of them. */
import type { CollectionModel } from '../../model/model.js';
import type { GivenIds, Pairs, ReferencesPlan, Source } from '../../plan/nodes.js';
import type { Item, Json } from '../../wix/json.js';
import { compileSort } from '../../wix/sort.js';
import { executeItems } from '../execute.js';
import type { Execution } from '../execution.js';
import { readPages } from '../pages.js';
import { createWork } from '../work.js';
import { groupsByArgument } from './asked.js';
import { itemsOfBatch } from './batch.js';
import { cutList, nestedGroup } from './listed.js';

export interface Pair {
  readonly referringItemId: string;
  readonly referencedItemId: string;
  /** Absent where it is gone, not to be shown, or not asked for. */
  readonly referencedItem?: Item;
}

export interface FoundPairs {
  readonly pairs: readonly Pair[];
  /** Number of all pairs, where the plan has it. */
  readonly total: number | undefined;
}

/** One page of pairs, with the total that the plan has. */
export async function executeReferences(
  execution: Execution,
  { model, key, pairs, offset, limit }: ReferencesPlan,
): Promise<FoundPairs> {
  if (pairs.kind === 'edges') return edgePairs(execution, pairs);
  if (pairs.kind === 'asked') return askedPairs(execution, model, key, pairs, offset, limit);
  return heldPairs(execution, model, key, pairs, offset, limit);
}

async function edgePairs(
  execution: Execution,
  { plan, from, to, shown }: Extract<Pairs, { kind: 'edges' }>,
): Promise<FoundPairs> {
  const { items, total } = await executeItems(execution, plan);
  const pairs = items.map((item): Pair => {
    const found = to === '_id' ? item : item[to];
    const whole = typeof found === 'object' && found !== null ? (found as Item) : undefined;
    return {
      referringItemId: idOf(item[from]),
      referencedItemId: whole ? String(whole._id) : String(found),
      ...(shown && whole ? { referencedItem: only(whole, shown) } : {}),
    };
  });
  return { pairs, total };
}

/** The referring end may be a reference that is shown as it is. */
function idOf(value: Json | undefined): string {
  return String(value);
}

async function heldPairs(
  execution: Execution,
  model: CollectionModel,
  key: string,
  { input, listed, referenced, order, whole, inclusion }: Extract<Pairs, { kind: 'held' }>,
  offset: number,
  limit: number,
): Promise<FoundPairs> {
  const wanted = referenced && new Set(referenced);
  const all: Pair[] = [];
  const work = createWork(execution);
  read: for await (const page of readPages(execution, model, input)) {
    for (const item of page) {
      const ids = new Set(listed ? idsListed(item, key) : ((item[key] ?? []) as readonly string[]));
      if (work.pay(1 + ids.size)) await work.rest();
      for (const id of ids)
        if (wanted === undefined || wanted.has(id))
          all.push({ referringItemId: String(item._id), referencedItemId: id });
      if (!whole && all.length >= offset + limit) break read;
    }
  }
  if (order === 'DESC') all.reverse();
  const pairs = all.slice(offset, offset + limit);
  const total = whole ? all.length : undefined;
  if (!inclusion) return { pairs, total };
  const ids = [...new Set(pairs.map((each) => each.referencedItemId))];
  const found = await itemsOfBatch(execution, inclusion, ids);
  return {
    total,
    pairs: pairs.map((each) => {
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
  offset: number,
  limit: number,
): Promise<FoundPairs> {
  const field = model.fields.get(key)!;
  const all: { readonly pair: Pair; readonly item: Item }[] = [];
  const work = createWork(execution);
  for await (const ids of idsOfPages(execution, model, input)) {
    const enough = whole ? undefined : offset + limit - all.length;
    const groups = await groupsByArgument(execution, model, field, { ...wish, limit: enough }, ids);
    for (const id of ids) {
      const group = groups.get(id) ?? [];
      if (work.pay(1 + group.length)) await work.rest();
      for (const item of group)
        all.push({ pair: { referringItemId: id, referencedItemId: String(item._id) }, item });
    }
    if (!whole && all.length >= offset + limit) break;
  }
  if (sortBy !== undefined) {
    const compare = compileSort([
      { path: sortBy, order: 'ASC' },
      { path: '_id', order: 'ASC' },
    ]);
    all.sort((a, b) => compare(a.item, b.item));
  }
  if (order === 'DESC') all.reverse();
  const pairs = all
    .slice(offset, offset + limit)
    .map(({ pair, item }) => (shown ? { ...pair, referencedItem: only(item, shown) } : pair));
  return { pairs, total: whole ? all.length : undefined };
}

/** @throws AdapterError (502) where the upstream gave only some of them */
function idsListed(item: Item, key: string): readonly string[] {
  const { items, whole } = nestedGroup(item, key);
  if (!whole) throw cutList(item, key);
  return items.map(({ _id }) => String(_id));
}

function only(item: Item, shown: readonly string[]): Item {
  const keys = new Set(['_id', ...shown]);
  return Object.fromEntries(Object.entries(item).filter(([key]) => keys.has(key)));
}
