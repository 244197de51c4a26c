/** Carries out a plan of writes: every mutation once, every item with one outcome, in the order of the request. */
import type { CollectionModel } from '../../model/model.js';
import { visibleKeys } from '../../plan/request/fields.js';
import type { WritePlan, WriteRound, WriteStep } from '../../plan/writes/nodes.js';
import { stepsOf } from '../../plan/writes/plan.js';
import { shownOf, withoutHidden } from '../../plan/writes/shown.js';
import { AdapterError, unavailable } from '../../wix/errors.js';
import { everything } from '../../wix/filter/tree.js';
import type { Item } from '../../wix/json.js';
import { type Execution, planningOf } from '../execution.js';
import { noteChange } from '../note-change.js';
import { inParallel } from '../parallel.js';
import { tolerating } from '../tolerate.js';
import { followUp } from './after.js';
import { hiddenReferences } from './hidden-references.js';
import { readStored } from './look.js';
import type { DoneBy, WriteOutcome } from './outcome.js';
import { type Missing, readBack } from './read-back.js';
import { resolveUnknown } from './resolve.js';
import { sendUntil } from './send-until.js';
import { runStep, type StepVerdict } from './step.js';

/** @throws AdapterError where nothing could be attempted */
export async function executeWrite(execution: Execution, plan: WritePlan): Promise<readonly WriteOutcome[]> {
  const outcomes = new Map<number, WriteOutcome>();
  for (const [index, slot] of plan.slots.entries())
    if (slot.kind === 'refused') outcomes.set(index, { kind: 'refused', error: slot.error });
  const hidden = await hiddenReferences(execution, plan);
  for (const [index, error] of hidden) outcomes.set(index, { kind: 'refused', error });
  // Items of which nobody knows what became of them: the lost write may still come, and must not come behind a later one.
  const open = new Set<string>();
  for (const [number, planned] of plan.rounds.entries()) {
    const round = withoutOpen(plan, without(planned, hidden), open, outcomes);
    if (round.slots.length === 0) continue;
    try {
      for (const [slot, outcome] of await executeRound(execution, plan, round)) {
        outcomes.set(slot, outcome);
        const id = outcome.kind === 'unknown' ? idAt(plan, slot) : undefined;
        if (id !== undefined) open.add(id);
      }
    } catch (error) {
      // Only what is read before can fail a round, and then nothing of it was sent.
      if (!(error instanceof AdapterError) || number === 0) throw error;
      for (const slot of round.slots) outcomes.set(slot, { kind: 'refused', error });
    }
  }
  return plan.slots.map((_, index) => outcomes.get(index)!);
}

/** The round without these items; what is sent of the others is made anew. */
function without(round: WriteRound, hidden: ReadonlyMap<number, unknown>): WriteRound {
  const slots = round.slots.filter((slot) => !hidden.has(slot));
  return slots.length === round.slots.length ? round : { ...round, slots, ready: undefined };
}

/** The round without the items of which an earlier write is unknown: those are refused, and not sent. */
function withoutOpen(
  plan: WritePlan,
  round: WriteRound,
  open: ReadonlySet<string>,
  outcomes: Map<number, WriteOutcome>,
): WriteRound {
  const isOpen = (slot: number): boolean => open.has(idAt(plan, slot) ?? '');
  if (!round.slots.some(isOpen)) return round;
  const error = unavailable(
    'The item was not sent: the outcome of an earlier write of the same item in this request is unknown',
    502,
  );
  for (const slot of round.slots.filter(isOpen)) outcomes.set(slot, { kind: 'refused', error });
  return { ...round, slots: round.slots.filter((slot) => !isOpen(slot)), ready: undefined };
}

function idAt({ slots }: WritePlan, index: number): string | undefined {
  const slot = slots[index];
  return slot?.kind === 'write' ? slot.id : undefined;
}

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
    silent: plan.silent,
  };
  // A new item must not take the place of one that is hidden from whoever writes it.
  const among = verb.verb === 'insert' ? everything : undefined;
  const stored = round.before && (await readStored(execution, model, round.before.rows, among));
  const { steps, settled } = round.ready ?? stepsOf(scene, round.slots, stored);
  const outcomes = new Map<number, WriteOutcome>();
  for (const [slot, shortcut] of settled)
    outcomes.set(
      slot,
      shortcut.kind === 'refused' ? shortcut : { kind: 'done', by: 'no change', item: shortcut.item },
    );
  const until = sendUntil(execution);
  if (steps.length > 0) noteChange(execution.runtime, [model]);
  const verdicts = (
    await inParallel(model.limits.concurrency, steps, (step: WriteStep) =>
      world.now() >= until || execution.signal.aborted
        ? Promise.resolve(notSent(step))
        : runStep(execution, model, verb, step, until),
    )
  ).flat();
  if (steps.length > 0) noteChange(execution.runtime, [model]);
  await settle(execution, plan, verdicts, stored, outcomes);
  if (verb.after) {
    const sent = steps.flatMap(({ writes }) => writes.map(({ slot }) => slot));
    await followUp(execution, model, verb.after, outcomes, sent);
  }
  if (steps.length > 0) noteChange(execution.runtime, [model]);
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
  const missing: Missing[] = [];
  take(execution, plan, verdicts, 'answer', outcomes, missing);
  const unknown = verdicts.filter(({ verdict }) => verdict.kind === 'unknown');
  if (unknown.length > 0) {
    const resolved = await resolveUnknown(execution, plan, unknown, stored);
    for (const [slot, outcome] of resolved.outcomes) outcomes.set(slot, outcome);
    take(execution, plan, resolved.repeated, 'replay', outcomes, missing);
  }
  if (missing.length === 0) return;
  const read = await readBack(execution, plan, missing);
  for (const { write, id, by } of missing) {
    const known =
      verb.verb === 'remove' ? (id === undefined ? undefined : stored?.get(id)) : read.get(write.slot);
    if (known === undefined && id === undefined) {
      outcomes.set(write.slot, nameless());
      continue;
    }
    // The mutation is done, whatever can be read of it: what was sent stands for it.
    const item = known
      ? withoutHidden(model, known)
      : { ...(id === undefined ? {} : { _id: id }), ...shownOf(model, write) };
    outcomes.set(write.slot, { kind: 'done', by, item });
  }
}

/** Outcomes of verdicts; items that are done and not in the answer are added to those that are missing. */
function take(
  execution: Execution,
  { model }: WritePlan,
  verdicts: readonly StepVerdict[],
  by: DoneBy,
  outcomes: Map<number, WriteOutcome>,
  missing: Missing[],
): void {
  const tolerate = tolerating(execution, model, []);
  const { read } = planningOf(execution, model).knowledge.reader(visibleKeys(model, undefined));
  for (const { write, verdict } of verdicts) {
    if (verdict.kind === 'refused') outcomes.set(write.slot, verdict);
    if (verdict.kind !== 'done') continue;
    const item = verdict.row === undefined ? undefined : itemOf(() => read(verdict.row, tolerate));
    if (item) outcomes.set(write.slot, { kind: 'done', by, item });
    else missing.push({ write, id: write.id ?? idOf(model, verdict.id), by });
  }
}

/** An item without an id is none to Wix. */
function nameless(): WriteOutcome {
  const why = 'the answer does not tell the id of the new item';
  const error = unavailable(
    'The item is stored, and the answer of the upstream API does not tell its id',
    502,
  );
  return { kind: 'unknown', why, error };
}

/** The id of a new item, as the answer has it. */
function idOf({ fields }: CollectionModel, raw: unknown): string | undefined {
  const { source } = fields.get('_id')!;
  if (source.kind !== 'path' || raw === undefined || raw === null) return undefined;
  try {
    const id = source.codec.decode(raw);
    return typeof id === 'string' && id !== '' ? id : undefined;
  } catch {
    return undefined;
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
