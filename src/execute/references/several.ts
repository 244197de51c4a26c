/** Items of MULTI_REFERENCE fields, for all rows of a page together. */
import type { CollectionModel } from '../../model/model.js';
import type { Inclusion } from '../../plan/nodes.js';
import { edgesOf } from '../../plan/request/edges.js';
import { planEdges } from '../../plan/tree/edges.js';
import type { Item, Json } from '../../wix/json.js';
import { type Execution, planningOf } from '../execution.js';
import type { FindRows, Found } from '../found.js';
import { itemsOfBatch } from './batch.js';

type Several<How> = Extract<Inclusion, { how: How }>;

/** Items by the id of the item that refers to them. */
export type Groups = ReadonlyMap<string, readonly Item[]>;

/**
 * By pairs of ids that another collection holds. They are read in the order in which the references were made, until each
 * item has as many as are wanted, or there are no more.
 */
export async function groupsOfEdges(
  execution: Execution,
  model: CollectionModel,
  inclusion: Several<'edges'>,
  items: readonly Item[],
  find: FindRows,
): Promise<Groups> {
  const groups = new Map<string, readonly Item[]>();
  const ids = [...new Set(items.map((item) => String(item._id)))];
  if (inclusion.limit === 0) return groups;
  const { limits } = execution.runtime.collection(inclusion.holder) ?? model;
  for (let start = 0; start < ids.length; start += limits.ids) {
    const chunk = ids.slice(start, start + limits.ids);
    await readGroups(execution, model, inclusion, chunk, groups, find);
  }
  return groups;
}

async function readGroups(
  execution: Execution,
  model: CollectionModel,
  inclusion: Several<'edges'>,
  chunk: readonly string[],
  groups: Map<string, readonly Item[]>,
  find: FindRows,
): Promise<void> {
  let open = chunk;
  let size = open.length * inclusion.limit;
  while (open.length > 0) {
    const { found, read } = await edgesFor(execution, model, inclusion, open, size, find);
    const enough = (id: string): boolean => found.end || (read.get(id)?.length ?? 0) >= inclusion.limit;
    const done = open.filter(enough);
    for (const id of done) groups.set(id, (read.get(id) ?? []).slice(0, inclusion.limit));
    open = open.filter((id) => !enough(id));
    // Where references lead to items that are not shown, more of them are needed than are wanted.
    size = done.length > 0 ? open.length * inclusion.limit : size * 4;
  }
}

async function edgesFor(
  execution: Execution,
  model: CollectionModel,
  { key, shown, filter, filtered, collection }: Several<'edges'>,
  referring: readonly string[],
  limit: number,
  find: FindRows,
): Promise<{ found: Found; read: Groups }> {
  const planning = planningOf(execution, model);
  const edges = edgesOf(planning, model.fields.get(key)!)!;
  const there = planning.other(collection)!;
  const { from, to } = edges;
  const plan = planEdges(edges, {
    referring,
    referenced: undefined,
    order: 'ASC',
    items: { planning: there, shown, filter, filtered },
    offset: 0,
    limit,
    lookAhead: false,
    total: false,
  });
  const window = { offset: 0, limit, lookAhead: true, count: false };
  const found = await find(execution, plan.model, plan.rows, window);
  const read = new Map<string, Item[]>();
  const keys = new Set(['_id', ...shown]);
  for (const item of found.items) {
    const whole = to === '_id' ? item : item[to];
    if (typeof whole !== 'object' || whole === null) continue;
    const id = String(item[from]);
    const group = read.get(id) ?? [];
    if (group.some((each) => each._id === (whole as Item)._id)) continue;
    group.push(Object.fromEntries(Object.entries(whole as Item).filter(([name]) => keys.has(name))));
    read.set(id, group);
  }
  return { found, read };
}

/** By lists of ids in the items themselves, in the order of the list. */
export async function groupsOfLists(
  execution: Execution,
  inclusion: Several<'held'>,
  items: readonly Item[],
): Promise<Groups> {
  const { key, limit } = inclusion;
  const lists = new Map(items.map((item) => [String(item._id), [...new Set((item[key] ?? []) as string[])]]));
  const groups = new Map<string, Item[]>([...lists.keys()].map((id) => [id, []]));
  const known = new Map<string, Item | undefined>();
  const next = new Map<string, number>();
  for (;;) {
    const asked = new Set<string>();
    for (const [id, list] of lists) {
      const missing = limit - groups.get(id)!.length;
      for (const each of list.slice(next.get(id) ?? 0, (next.get(id) ?? 0) + missing))
        if (!known.has(each)) asked.add(each);
    }
    const found = await itemsOfBatch(execution, inclusion, [...asked]);
    for (const id of asked) known.set(id, found.get(id));
    let moved = false;
    for (const [id, list] of lists) {
      const group = groups.get(id)!;
      let at = next.get(id) ?? 0;
      while (at < list.length && group.length < limit && known.has(list[at]!)) {
        const item = known.get(list[at]!);
        if (item) group.push(item);
        at += 1;
        moved = true;
      }
      next.set(id, at);
    }
    if (!moved) return groups;
  }
}

/** What is shown in an item: an empty list where it refers to nothing. */
export function groupOf(groups: Groups): (item: Item) => Json {
  return (item) => (groups.get(String(item._id)) ?? []) as readonly Json[];
}
