/**
 * References of items that were removed. Where the service makes and takes away references itself (`writes: items`), it takes away
 * those of an item together with it: the API may keep them, and then they would lead nowhere.
 */
import type { CollectionModel } from '../../../model/model.js';
import { haveSame, type OwnedReference, ownedReferences } from '../../../model/owned-references.js';
import { pushDown, pushDownWhole } from '../../../plan/pushdown/pushdown.js';
import { sourceOf } from '../../../plan/tree/sources.js';
import type { WritePlan } from '../../../plan/writes/nodes.js';
import { type EndpointWrite, planWrite, type Stamps } from '../../../plan/writes/plan.js';
import { planReferenceWrite, referenceWay } from '../../../plan/writes/references.js';
import type { AdapterError } from '../../../wix/errors.js';
import { toAdapterError } from '../../../wix/errors.js';
import { and, condition, type Filter } from '../../../wix/filter/tree.js';
import type { Item } from '../../../wix/json.js';
import { type Execution, planningOf } from '../../execution.js';
import { readPages } from '../../pages.js';
import { executeWrite } from '../execute.js';
import type { WriteOutcome } from '../outcome.js';
import { executeReferenceWrite } from './execute.js';
import { type InTurn, reverseThing, thingsOf } from './things.js';

/** Ids of items that are gone; `all`: those of the whole collection. */
export type Gone = readonly string[] | 'all';

/** Ids of the items of a plan that are gone. */
export function removedIds({ slots }: WritePlan, outcomes: readonly WriteOutcome[]): readonly string[] {
  return slots.flatMap((slot, index) =>
    slot.kind === 'write' && slot.id !== undefined && outcomes[index]!.kind === 'done' ? [slot.id] : [],
  );
}

/** The ids of items that are gone, among those that references were found of. */
type Absent = (ids: readonly string[]) => Promise<readonly string[]>;

type Failure = { readonly kind: string; readonly error?: AdapterError };

/** Takes away the references of items that are gone. What fails is told: the items themselves are removed all the same. */
export async function removePairsOf(
  execution: Execution,
  model: CollectionModel,
  gone: Gone,
  stamps: Stamps,
  inTurn: InTurn,
): Promise<void> {
  if (gone.length === 0) return;
  // The same ids may be those of items of another list, or in another language, which are there all the same.
  const absent: Absent = (ids) => notInOthers(execution, model, ids);
  const [example] = gone === 'all' ? [] : gone;
  const isShared = (other: CollectionModel): boolean =>
    example !== undefined && haveSame(example, model, other);
  for (const each of ownedReferences(model, execution.runtime.collections(), isShared)) {
    try {
      const outcomes: readonly Failure[] = await takeAway(execution, each, gone, absent, stamps, inTurn);
      const failed = outcomes.filter(({ error }) => error && !isAbsent(error));
      const [first] = failed;
      if (first?.error) tell(execution, each.holder, first.error, failed.length);
    } catch (error) {
      tell(execution, each.holder, error, gone === 'all' ? 1 : gone.length);
    }
  }
}

/** Somebody else was first. */
function isAbsent({ code }: AdapterError): boolean {
  return code === 'ITEM_NOT_FOUND' || code === 'REFERENCE_NOT_FOUND';
}

async function takeAway(
  execution: Execution,
  owned: OwnedReference,
  gone: Gone,
  absent: Absent,
  stamps: Stamps,
  inTurn: InTurn,
): Promise<readonly Failure[]> {
  const { holder, key } = owned;
  switch (owned.kind) {
    case 'join': {
      const joins = await ofGone(await itemsWith(execution, holder, key, holds(key, gone)), key, absent);
      const ids = joins.map(({ _id }) => ({ kind: 'id', id: String(_id) }) as const);
      return write(execution, holder, { kind: 'remove', ids, silent: true }, stamps);
    }
    case 'reverse':
      return clearReverse(execution, owned, gone, absent, stamps, inTurn);
    case 'list': {
      const some = gone === 'all' ? condition(key, 'ne', null) : condition(key, 'hasSome', gone);
      const items = await itemsWith(execution, holder, key, some);
      const held = items.flatMap((item) => (item[key] ?? []) as readonly string[]);
      const named = gone === 'all' ? held : held.filter((id) => gone.includes(id));
      const wanted = new Set(await absent([...new Set(named)]));
      const references = items.flatMap((item) =>
        ((item[key] ?? []) as readonly string[])
          .filter((id) => wanted.has(id))
          .map((id) => ({
            kind: 'reference' as const,
            referringItemId: String(item._id),
            referencedItemId: id,
          })),
      );
      if (references.length === 0) return [];
      const request = { collectionId: holder.id, referringFieldKey: key, references };
      const plan = planReferenceWrite(planningOf(execution, holder), 'remove', request);
      return inTurn(thingsOf(plan), () => executeReferenceWrite(execution, plan, stamps));
    }
  }
}

/** The REFERENCE of items that belonged to those which are gone. One that must have a value is left to the API. */
async function clearReverse(
  execution: Execution,
  { holder, key, owner, field }: Extract<OwnedReference, { kind: 'reverse' }>,
  gone: Gone,
  absent: Absent,
  stamps: Stamps,
  inTurn: InTurn,
): Promise<readonly Failure[]> {
  const way = referenceWay(planningOf(execution, owner), owner.fields.get(field)!, 'remove');
  if (typeof way === 'string' || way.kind !== 'reverse') return [];
  const found = await ofGone(await itemsWith(execution, holder, key, holds(key, gone)), key, absent);
  if (found.length === 0) return [];
  const ids = found.map(({ _id }) => String(_id));
  const things = ids.map((id) => reverseThing(way.edges, id));
  return inTurn(things, async () => {
    // Somebody may have given them to another item while this waited.
    const still = and([condition('_id', 'in', ids), holds(key, gone)]);
    const left = await ofGone(await itemsWith(execution, holder, key, still), key, absent);
    const items = left.map(({ _id }) => ({ kind: 'item' as const, item: { _id: _id!, [key]: null } }));
    return write(execution, holder, { kind: 'update', verb: way.verb, items, silent: true }, stamps);
  });
}

function holds(key: string, gone: Gone): Filter {
  return gone === 'all' ? condition(key, 'ne', null) : condition(key, 'in', gone);
}

/** Those whose reference is to an item that is gone. */
async function ofGone(items: readonly Item[], key: string, absent: Absent): Promise<readonly Item[]> {
  const ids = new Set(await absent([...new Set(items.map((item) => String(item[key])))]));
  return items.filter((item) => ids.has(String(item[key])));
}

/** Ids that no other collection has of the type's items, whether its `where` shows them or not. */
async function notInOthers(
  execution: Execution,
  model: CollectionModel,
  ids: readonly string[],
): Promise<readonly string[]> {
  const [example] = ids;
  if (example === undefined) return [];
  const there = new Set<string>();
  for (const other of execution.runtime.collections()) {
    if (other.id === model.id || !haveSame(example, model, other)) continue;
    const found = await itemsWith(execution, other, '_id', condition('_id', 'in', ids), pushDownWhole);
    for (const item of found) there.add(String(item._id));
  }
  return ids.filter((id) => !there.has(id));
}

async function itemsWith(
  execution: Execution,
  holder: CollectionModel,
  key: string,
  filter: Filter,
  push = pushDown,
): Promise<readonly Item[]> {
  const planning = planningOf(execution, holder);
  const pushdown = push(planning, { filter, sort: [] });
  const wish = { keys: [key], evaluated: [key], whole: true, enough: 0 };
  const source = sourceOf(planning, pushdown, wish);
  const found: Item[] = [];
  for await (const page of readPages(execution, holder, source)) found.push(...page);
  return found;
}

async function write(
  execution: Execution,
  holder: CollectionModel,
  given: EndpointWrite,
  stamps: Stamps,
): Promise<readonly WriteOutcome[]> {
  const all = given.kind === 'remove' ? given.ids : given.items;
  if (all.length === 0) return [];
  return executeWrite(execution, planWrite(planningOf(execution, holder), given, stamps));
}

function tell(
  { requestId, observe }: Execution,
  holder: CollectionModel,
  thrown: unknown,
  items: number,
): void {
  const { message, reason } = toAdapterError(thrown);
  observe({
    kind: 'write refused',
    requestId,
    collection: holder.id,
    operation: 'remove-references',
    message: `References of items that were removed are left: ${message}`,
    reason: reason ?? message,
    items,
  });
}
