/** Makes or takes away references: each is sent once, and has one outcome, in the order of the request. */

import type { Stamps } from '../../../plan/writes/plan.js';
import type { ReferenceWritePlan } from '../../../plan/writes/references.js';
import {
  AdapterError,
  itemNotFound,
  referenceAlreadyExists,
  referenceNotFound,
  unavailable,
  validationError,
} from '../../../wix/errors.js';
import type { Execution } from '../../execution.js';
import { noteChange } from '../../note-change.js';
import { addJoins, changeLists, removeJoins, setReverse } from './items.js';
import type { OpenPair, PairOutcome, PairSlot, ReferenceOutcome } from './outcome.js';
import { sendPairs } from './pairs.js';
import { pairName, type ReferencesThere, referencesThere } from './there.js';

/** @throws AdapterError where nothing could be attempted */
export async function executeReferenceWrite(
  execution: Execution,
  plan: ReferenceWritePlan,
  stamps: Stamps,
): Promise<readonly ReferenceOutcome[]> {
  const outcomes = new Map<number, ReferenceOutcome>();
  for (const [index, slot] of plan.slots.entries()) if (slot.kind === 'refused') outcomes.set(index, slot);
  if (outcomes.size < plan.slots.length) await changeReferences(execution, plan, stamps, outcomes);
  return plan.slots.map((_, index) => outcomes.get(index)!);
}

async function changeReferences(
  execution: Execution,
  plan: ReferenceWritePlan,
  stamps: Stamps,
  outcomes: Map<number, ReferenceOutcome>,
): Promise<void> {
  const there = await referencesThere(execution, plan);
  const open: OpenPair[] = [];
  const first = new Map<string, number>();
  const again: { readonly slot: number; readonly first: number; readonly pair: PairSlot }[] = [];
  const owners = new Map<string, string>();
  for (const [slot, pair] of plan.slots.entries()) {
    if (pair.kind !== 'pair') continue;
    const name = pairName(pair.from, pair.to);
    const earlier = first.get(name);
    if (earlier !== undefined) {
      again.push({ slot, first: earlier, pair });
      continue;
    }
    first.set(name, slot);
    const error = hindrance(plan, pair, there, owners);
    if (error) outcomes.set(slot, { kind: 'refused', error });
    else {
      open.push({ slot, pair });
      owners.set(pair.to, pair.from);
    }
  }
  if (open.length > 0) await carryOutOpen(execution, plan, open, there, stamps, outcomes);
  for (const each of again)
    outcomes.set(each.slot, secondOutcome(plan, each.pair, outcomes.get(each.first)!));
}

/** Of a reference that the request names once more: what was done for the first is not done again. */
function secondOutcome(
  { action }: ReferenceWritePlan,
  pair: PairSlot,
  first: ReferenceOutcome,
): ReferenceOutcome {
  if (first.kind !== 'done') return first;
  const error = action === 'add' ? referenceAlreadyExists(idsOf(pair)) : referenceNotFound(idsOf(pair));
  return { kind: 'refused', error };
}

async function carryOutOpen(
  execution: Execution,
  plan: ReferenceWritePlan,
  open: readonly OpenPair[],
  there: ReferencesThere,
  stamps: Stamps,
  outcomes: Map<number, ReferenceOutcome>,
): Promise<void> {
  wrote(execution, plan);
  const found = await carryOut(execution, plan, open, there, stamps);
  wrote(execution, plan);
  const unknown = open.filter(({ slot }) => found.get(slot)!.kind === 'unknown');
  const seen = unknown.length === 0 ? undefined : await lookAgain(execution, plan);
  for (const { slot, pair } of open) {
    const outcome = found.get(slot)!;
    if (outcome.kind !== 'unknown') outcomes.set(slot, outcome);
    else if (seen && hasEffect(plan, seen, pair)) outcomes.set(slot, { kind: 'done' });
    else outcomes.set(slot, unknownOutcome(outcome.why));
  }
}

/** Why a reference cannot be made or taken away, by what is there and by what the request says before. */
function hindrance(
  { action, way }: ReferenceWritePlan,
  { from, to }: PairSlot,
  there: ReferencesThere,
  owners: ReadonlyMap<string, string>,
): AdapterError | undefined {
  const pair = idsOf({ from, to });
  if (!there.referring.has(from)) return itemNotFound(from);
  if (action === 'add' && there.hides(to)) return itemNotFound(to);
  try {
    const present = there.has(from, to);
    if (action === 'remove') return present ? undefined : referenceNotFound(pair);
    if (present) return referenceAlreadyExists(pair);
  } catch (error) {
    if (error instanceof AdapterError) return error;
    throw error;
  }
  if (way.kind !== 'reverse') return undefined;
  const known = there.owner(to);
  if (!known) return itemNotFound(to);
  const owner = owners.get(to) ?? known.id;
  if (owner === undefined) return undefined;
  const message = `${to} belongs to ${owner}, and can belong to one item only`;
  return validationError(`The reference cannot be made: ${message}. Remove that reference first`, [
    { fieldPath: 'referencedItemId', rejectedValue: to, message },
  ]);
}

function idsOf({ from, to }: Pick<PairSlot, 'from' | 'to'>) {
  return { referringItemId: from, referencedItemId: to };
}

async function carryOut(
  execution: Execution,
  plan: ReferenceWritePlan,
  open: readonly OpenPair[],
  there: ReferencesThere,
  stamps: Stamps,
): Promise<ReadonlyMap<number, PairOutcome>> {
  const { way, action } = plan;
  switch (way.kind) {
    case 'pairs':
      return sendPairs(execution, plan, way.mutation, open);
    case 'join':
      return action === 'add'
        ? addJoins(execution, way.edges, open, stamps)
        : removeJoins(execution, way.edges, open, there, stamps);
    case 'reverse':
      return setReverse(execution, way, action, open, stamps);
    case 'list':
      return changeLists(execution, plan, way.verb, open, there, stamps);
  }
}

/** No later read through this service may show what was there before. */
function wrote({ runtime }: Execution, { model, key, way }: ReferenceWritePlan): void {
  const other = runtime.collection(model.fields.get(key)!.relation!.collection);
  const holder = way.kind === 'join' || way.kind === 'reverse' ? way.edges.planning.model : undefined;
  noteChange(
    runtime,
    [model, other, holder].filter((each) => each !== undefined),
  );
}

/** undefined: it cannot be read. */
async function lookAgain(
  execution: Execution,
  plan: ReferenceWritePlan,
): Promise<ReferencesThere | undefined> {
  try {
    return await referencesThere(execution, plan);
  } catch (error) {
    if (error instanceof AdapterError) return undefined;
    throw error;
  }
}

function hasEffect({ action }: ReferenceWritePlan, there: ReferencesThere, { from, to }: PairSlot): boolean {
  try {
    return there.has(from, to) === (action === 'add');
  } catch (error) {
    if (error instanceof AdapterError) return false;
    throw error;
  }
}

function unknownOutcome(why: string): ReferenceOutcome {
  const error = unavailable(
    'The outcome is unknown: the reference was sent to the upstream API, and its answer was lost. Look whether it is there before you repeat it',
    504,
  );
  return { kind: 'unknown', why, error };
}
