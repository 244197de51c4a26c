/** Which references are there now: read before they are changed, and again where an answer was lost. */
import { untrustworthy } from '../../../calls/failures.js';
import { whereOf } from '../../../model/identity-rules.js';
import type { CollectionModel } from '../../../model/model.js';
import type { Source } from '../../../plan/nodes.js';
import type { ReferenceWritePlan } from '../../../plan/writes/references.js';
import { compileFilter } from '../../../wix/filter/evaluate.js';
import { condition, everything } from '../../../wix/filter/tree.js';
import type { Item } from '../../../wix/json.js';
import { Contradiction } from '../../evidence.js';
import type { Execution } from '../../execution.js';
import { readPages } from '../../pages.js';
import { groupsByArgument } from '../../references/asked.js';
import { cutList, nestedGroup } from '../../references/listed.js';
import { createWork } from '../../work.js';
import { shownIds } from '../hidden-references.js';

export interface ReferencesThere {
  /** Whether the item that is to be referred to is hidden from whoever asks, or not there. */
  hides(to: string): boolean;
  /** Items that refer, by id; one that is not here is not there. */
  readonly referring: ReadonlyMap<string, Item>;
  /**
   * Whether an item refers to another.
   * @throws UNKNOWN_ERROR (502) where the API gives only some of its references, and this one is not among them
   */
  has(from: string, to: string): boolean;
  /** Ids of the items of the holding collection that are this pair. */
  holders(from: string, to: string): readonly string[];
  /** The items that this one is referred to by, where they hold it as their one; undefined: it is not there. */
  owner(to: string): { readonly id: string | undefined } | undefined;
}

/** @throws AdapterError where they cannot be read */
export async function referencesThere(
  execution: Execution,
  plan: ReferenceWritePlan,
): Promise<ReferencesThere> {
  const { referenced } = plan;
  const [there, shown] = await Promise.all([
    pairsThere(execution, plan),
    referenced && shownIds(execution, referenced),
  ]);
  return { ...there, hides: (to) => shown !== undefined && !shown.has(to) };
}

type PairsThere = Omit<ReferencesThere, 'hides'>;

async function pairsThere(
  execution: Execution,
  { model, key, referring, pairs }: ReferenceWritePlan,
): Promise<PairsThere> {
  const edges = pairs.kind === 'edges' ? pairs : undefined;
  const [items, rows] = await Promise.all([
    read(execution, model, referring),
    edges ? read(execution, edges.edges.planning.model, edges.input) : [],
  ]);
  // Items of the API that do not belong to the collection are not there.
  const where = whereOf(model, execution.scope);
  const own = where === everything ? items : items.filter(compileFilter(where));
  const byId = new Map(own.map((item) => [String(item._id), item]));
  if (edges) return heldByOthers(rows, edges.edges, byId);
  if (pairs.kind === 'asked') return inLists(execution, model, key, pairs, byId);
  const listed = pairs.kind === 'held' && pairs.listed;
  return {
    referring: byId,
    has(from, to) {
      const item = byId.get(from);
      if (!item) return false;
      if (!listed) return ((item[key] ?? []) as readonly string[]).includes(to);
      const { items: group, whole } = nestedGroup(item, key);
      if (group.some(({ _id }) => _id === to)) return true;
      if (!whole) throw cutList(item, key);
      return false;
    },
    holders: () => [],
    owner: () => undefined,
  };
}

async function inLists(
  execution: Execution,
  model: CollectionModel,
  key: string,
  { ids, to }: Extract<ReferenceWritePlan['pairs'], { kind: 'asked' }>,
  referring: ReadonlyMap<string, Item>,
): Promise<PairsThere> {
  const wish = { keys: [], filter: condition('_id', 'in', to), ordered: false, limit: undefined };
  const present = ids.filter((id) => referring.has(id));
  const groups = await groupsByArgument(execution, model, model.fields.get(key)!, wish, present);
  return {
    referring,
    has: (from, other) => (groups.get(from) ?? []).some(({ _id }) => _id === other),
    holders: () => [],
    owner: () => undefined,
  };
}

function heldByOthers(
  rows: readonly Item[],
  { from, to }: { readonly from: string; readonly to: string },
  referring: ReadonlyMap<string, Item>,
): PairsThere {
  const holders = new Map<string, string[]>();
  const owners = new Map<string, { readonly id: string | undefined }>();
  for (const row of rows) {
    const id = String(row._id);
    const [one, other] = [row[from], row[to]];
    owners.set(id, { id: typeof one === 'string' ? one : undefined });
    if (typeof one !== 'string' || typeof other !== 'string') continue;
    const name = pairName(one, other);
    holders.set(name, [...(holders.get(name) ?? []), id]);
  }
  return {
    referring,
    has: (one, other) => holders.has(pairName(one, other)),
    holders: (one, other) => holders.get(pairName(one, other)) ?? [],
    owner: (other) => owners.get(other),
  };
}

/** One text for a pair of ids. */
export function pairName(from: string, to: string): string {
  return JSON.stringify([from, to]);
}

async function read(execution: Execution, model: CollectionModel, source: Source): Promise<readonly Item[]> {
  const items: Item[] = [];
  const work = createWork(execution);
  try {
    for await (const page of readPages(execution, model, source)) {
      if (work.pay(1 + page.length)) await work.rest();
      items.push(...page);
    }
    return items;
  } catch (error) {
    // A plan of writes is not made anew: what was sent is sent.
    throw error instanceof Contradiction ? untrustworthy(error.message) : error;
  }
}
