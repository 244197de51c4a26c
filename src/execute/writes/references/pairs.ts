/** References by mutations about two items. The mutations of one referring item keep their order. */
import type { PairMutation } from '../../../model/writes.js';
import type { PreparedWrite, WriteStep } from '../../../plan/writes/nodes.js';
import { preparedPair, type ReferenceWritePlan } from '../../../plan/writes/references.js';
import { writeSteps } from '../../../plan/writes/steps.js';
import {
  type AdapterError,
  itemNotFound,
  referenceAlreadyExists,
  referenceNotFound,
  unavailable,
} from '../../../wix/errors.js';
import { type Execution, planningOf } from '../../execution.js';
import { inParallel } from '../../parallel.js';
import type { WriteVerdict } from '../outcome.js';
import { sendUntil } from '../send-until.js';
import { runStep } from '../step.js';
import type { OpenPair, PairOutcome, PairSlot } from './outcome.js';

/** Sends a mutation for each pair, once; what its answer says of the pair, by its place in the request. */
export async function sendPairs(
  execution: Execution,
  plan: ReferenceWritePlan,
  mutation: PairMutation,
  open: readonly OpenPair[],
): Promise<ReadonlyMap<number, PairOutcome>> {
  const { model, action } = plan;
  const { world, signal } = execution;
  const until = sendUntil(execution);
  const outcomes = new Map<number, PairOutcome>();
  const pairs = new Map(open.map(({ slot, pair }) => [slot, pair]));
  await inParallel(model.limits.concurrency, lanesOf(execution, plan, mutation, open), async (steps) => {
    for (const step of steps) {
      const late = world.now() >= until || signal.aborted;
      const verdicts = late ? notSent(step) : await runStep(execution, model, mutation, step, until);
      for (const { write, verdict } of verdicts)
        outcomes.set(write.slot, outcomeOf(verdict, action, pairs.get(write.slot)!));
    }
  });
  return outcomes;
}

function notSent({ writes }: WriteStep) {
  const error = unavailable('The reference was not sent: the time of the request was over', 504);
  return writes.map((write) => ({ write, verdict: { kind: 'refused' as const, error } }));
}

/** Requests in rows of which each is sent after the one before; no item refers in two rows. */
function lanesOf(
  execution: Execution,
  { model }: ReferenceWritePlan,
  mutation: PairMutation,
  open: readonly OpenPair[],
): readonly (readonly WriteStep[])[] {
  const groups = new Map<string, PreparedWrite[]>();
  for (const { slot, pair } of open)
    groups.set(pair.from, [...(groups.get(pair.from) ?? []), preparedPair(slot, pair)]);
  const most = model.writes!.aliases;
  const lanes: PreparedWrite[][] = [];
  let last: PreparedWrite[] | undefined;
  for (const group of groups.values()) {
    if (last && last.length + group.length <= most) last.push(...group);
    else {
      last = [...group];
      lanes.push(last);
    }
  }
  const planning = planningOf(execution, model);
  return lanes.map((lane) => writeSteps(planning, mutation, lane));
}

/** The API speaks of items; of which, and of what is there between them, the request knows. */
function outcomeOf(verdict: WriteVerdict, action: 'add' | 'remove', pair: PairSlot): PairOutcome {
  if (verdict.kind === 'refused') return { kind: 'refused', error: errorOf(verdict.error, action, pair) };
  return verdict.kind === 'done' ? { kind: 'done' } : verdict;
}

function errorOf(error: AdapterError, action: 'add' | 'remove', { from, to }: PairSlot): AdapterError {
  const reference = { referringItemId: from, referencedItemId: to };
  if (error.code === 'ITEM_ALREADY_EXISTS') return referenceAlreadyExists(reference);
  if (error.code !== 'ITEM_NOT_FOUND') return error;
  // The referring item was seen a moment before.
  return action === 'add' ? itemNotFound(to) : referenceNotFound(reference);
}
