/** Carries out a plan of writes: every mutation once, every item with one outcome, in the order of the request. */
import type { WritePlan, WriteRound, WriteStep } from '../../plan/writes/nodes.js';
import { stepsOf, withoutHidden } from '../../plan/writes/plan.js';
import { AdapterError, unavailable } from '../../wix/errors.js';
import type { Item } from '../../wix/json.js';
import { type Execution, planningOf } from '../execution.js';
import { inParallel } from '../parallel.js';
import { tolerating } from '../tolerate.js';
import { followUp } from './after.js';
import { lookAt, readStored } from './look.js';
import type { WriteOutcome } from './outcome.js';
import { resolveUnknown } from './resolve.js';
import { runStep, type StepVerdict } from './step.js';

/** @throws AdapterError where nothing could be attempted */
export async function executeWrite(execution: Execution, plan: WritePlan): Promise<readonly WriteOutcome[]> {
  const outcomes = new Map<number, WriteOutcome>();
  for (const [index, slot] of plan.slots.entries())
    if (slot.kind === 'refused') outcomes.set(index, { kind: 'refused', error: slot.error });
  for (const [number, round] of plan.rounds.entries()) {
    try {
      for (const [slot, outcome] of await executeRound(execution, plan, round)) outcomes.set(slot, outcome);
    } catch (error) {
      // Only what is read before can fail a round, and then nothing of it was sent.
      if (!(error instanceof AdapterError) || number === 0) throw error;
      for (const slot of round.slots) outcomes.set(slot, { kind: 'refused', error });
    }
  }
  return plan.slots.map((_, index) => outcomes.get(index)!);
}

/** Share of the time that is left for looking where an answer is lost. */
const reserve = { share: 3, most: 4000 };

type Outcomes = ReadonlyMap<number, WriteOutcome>;

async function executeRound(execution: Execution, plan: WritePlan, round: WriteRound): Promise<Outcomes> {
  const { model, verb } = plan;
  const { world } = execution;
  const scene = {
    planning: planningOf(execution, model),
    verb,
    slots: plan.slots,
    keys: plan.keys,
    now: plan.now,
  };
  const stored = round.before && (await readStored(execution, model, round.before.rows));
  const { steps, settled } = round.ready ?? stepsOf(scene, round.slots, stored);
  const outcomes = new Map<number, WriteOutcome>();
  for (const [slot, shortcut] of settled)
    outcomes.set(
      slot,
      shortcut.kind === 'refused' ? shortcut : { kind: 'done', by: 'no change', item: shortcut.item },
    );
  const knowledge = execution.runtime.knowledge(model);
  const left = execution.deadline - world.now();
  const until = execution.deadline - Math.min(reserve.most, left / reserve.share);
  if (steps.length > 0) knowledge.wrote();
  const verdicts = (
    await inParallel(model.limits.concurrency, steps, (step: WriteStep) =>
      world.now() >= until || execution.signal.aborted
        ? Promise.resolve(notSent(step))
        : runStep(execution, model, verb, step, until),
    )
  ).flat();
  if (steps.length > 0) knowledge.wrote();
  await settle(execution, plan, verdicts, stored, outcomes);
  if (verb.after) {
    const sent = steps.flatMap(({ writes }) => writes.map(({ slot }) => slot));
    await followUp(execution, model, verb.after, outcomes, sent);
  }
  if (steps.length > 0) knowledge.wrote();
  return outcomes;
}

function notSent({ writes }: WriteStep): readonly StepVerdict[] {
  const error = unavailable('The item was not sent: the time of the request was over', 504);
  return writes.map((write) => ({ write, verdict: { kind: 'refused', error } }));
}

/** Items that the answers hold are taken from them; the others are looked at together. */
async function settle(
  execution: Execution,
  plan: WritePlan,
  verdicts: readonly StepVerdict[],
  stored: ReadonlyMap<string, Item> | undefined,
  outcomes: Map<number, WriteOutcome>,
): Promise<void> {
  const { model, verb } = plan;
  const tolerate = tolerating(execution, model, []);
  const reader = planningOf(execution, model).knowledge.reader(
    [...model.fields.keys()].filter(
      (key) => model.fields.get(key)!.type !== 'MULTI_REFERENCE' && !model.fields.get(key)!.hidden,
    ),
  );
  const missing: {
    readonly verdict: StepVerdict;
    readonly id: string | undefined;
    by: 'answer' | 'replay';
  }[] = [];
  for (const each of verdicts) {
    const { write, verdict } = each;
    if (verdict.kind === 'refused') outcomes.set(write.slot, verdict);
    if (verdict.kind !== 'done') continue;
    const item = verdict.row === undefined ? undefined : itemOf(() => reader.read(verdict.row, tolerate));
    if (item) outcomes.set(write.slot, { kind: 'done', by: 'answer', item });
    else missing.push({ verdict: each, id: write.id, by: 'answer' });
  }
  const unknown = verdicts.filter(({ verdict }) => verdict.kind === 'unknown');
  if (unknown.length > 0)
    for (const [slot, outcome] of await resolveUnknown(execution, plan, unknown, stored))
      outcomes.set(slot, outcome);
  if (missing.length === 0) return;
  const ids = verb.verb === 'remove' ? [] : missing.flatMap(({ id }) => (id === undefined ? [] : [id]));
  const found = ids.length === 0 ? undefined : await lookAt(execution, model, ids);
  for (const { verdict, id, by } of missing) {
    const { write } = verdict;
    const before = id === undefined ? undefined : stored?.get(id);
    const now = id === undefined ? undefined : found?.get(id);
    const known = verb.verb === 'remove' ? before : now;
    // The mutation is done, whatever can be read of it: what was sent stands for it.
    const item = known
      ? withoutHidden(model, known)
      : { ...(id === undefined ? {} : { _id: id }), ...write.shown };
    outcomes.set(write.slot, { kind: 'done', by, item });
  }
}

function itemOf(read: () => Item): Item | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof AdapterError) return undefined;
    throw error;
  }
}
