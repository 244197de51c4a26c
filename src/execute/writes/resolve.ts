/**
 * Writes whose answers were lost. It is looked whether they had their effect, in one batch each time; what is not seen is
 * repeated once where the mapping makes that safe. The rest is said to be unknown.
 */
import type { CollectionModel } from '../../model/model.js';
import type { VerbModel } from '../../model/writes.js';
import { identifyingKey } from '../../plan/writes/by-key.js';
import type { PreparedWrite, WritePlan } from '../../plan/writes/nodes.js';
import { shownOf, showsSent, withoutHidden } from '../../plan/writes/shown.js';
import { writeStep } from '../../plan/writes/steps.js';
import { equalValues } from '../../wix/compare.js';
import { unavailable } from '../../wix/errors.js';
import type { Item } from '../../wix/json.js';
import { type Execution, planningOf } from '../execution.js';
import { inParallel } from '../parallel.js';
import { lookAt, lookByKey } from './look.js';
import type { WriteOutcome, WriteVerdict } from './outcome.js';
import { runStep, type StepVerdict } from './step.js';

/** Milliseconds between two looks where nothing else is said; doubled each time. */
const firstWait = 200;

type Stored = ReadonlyMap<string, Item> | undefined;

/** What a look says of one write. */
type Sight =
  | { readonly kind: 'there'; readonly item: Item }
  /** As it was before, or absent: nothing of the write is to be seen. */
  | { readonly kind: 'untouched' }
  /** Something else than what was sent, and than what was there before. */
  | { readonly kind: 'other' };

interface Open {
  readonly write: PreparedWrite;
  readonly why: string;
  /** What the last look that succeeded said; of an update `other`, if any look said so. */
  readonly sight: Sight | undefined;
  /** That look was after the declared time: what is not seen will not come any more. */
  readonly waited: boolean;
}

export interface Resolved {
  /** By slot. */
  readonly outcomes: ReadonlyMap<number, WriteOutcome>;
  /** Verdicts of second attempts that say what became of the write. */
  readonly repeated: readonly StepVerdict[];
}

/** Looks for the effects of writes whose answers were lost, in one batch each time; an outcome for each of them. */
export async function resolveUnknown(
  execution: Execution,
  plan: WritePlan,
  verdicts: readonly StepVerdict[],
  before: Stored,
): Promise<Resolved> {
  const { model, verb } = plan;
  const outcomes = new Map<number, WriteOutcome>();
  let open: readonly Open[] = verdicts.map(({ write, verdict }) => ({
    write,
    why: verdict.kind === 'unknown' ? verdict.why : '',
    sight: undefined,
    waited: false,
  }));
  const { within } = model.writes!.resolve;
  const lost = execution.world.now();
  const settleSeen = async (by: 'read back' | 'replay'): Promise<void> => {
    const begun = execution.world.now();
    const waited = within !== undefined && begun - lost >= within;
    const sights = await look(execution, plan, open, before, within === undefined || waited);
    if (!sights) return;
    open = open.flatMap((each) => {
      const sight = sights.get(each.write.slot);
      if (sight?.kind !== 'there') return [{ ...each, sight: lastSight(verb, each.sight, sight), waited }];
      outcomes.set(each.write.slot, { kind: 'done', by, item: sight.item });
      return [];
    });
  };
  await lookAgain(
    execution,
    model,
    () => open.length,
    () => settleSeen('read back'),
  );
  const again = open.filter((each) => mayRepeat(model, verb, each));
  const repeated = again.length === 0 ? [] : await repeat(execution, plan, again);
  const settled = repeated.filter(({ verdict }) => isSettled(verb, verdict));
  const over = new Set(settled.map(({ write }) => write.slot));
  open = open.filter(({ write }) => !over.has(write.slot));
  // Lost again, or refused because the first attempt has had its effect: the item shows which.
  if (repeated.length > settled.length) await settleSeen('replay');
  for (const { write, why } of open) outcomes.set(write.slot, unknown(why));
  return { outcomes, repeated: settled };
}

/** Looks up to `tries` times, within the declared time; the last time when all of it has passed. */
async function lookAgain(
  { world, deadline, signal }: Execution,
  { writes }: CollectionModel,
  left: () => number,
  look: () => Promise<void>,
): Promise<void> {
  const { tries, within } = writes!.resolve;
  // Time for a second attempt, and for a look at what became of it.
  const end = deadline - 500;
  await look();
  for (let attempt = 1; attempt < tries && left() > 0; attempt++) {
    const wait = within === undefined ? firstWait * 2 ** (attempt - 1) : within / (tries - 1);
    if (world.now() + wait >= end) break;
    try {
      await world.sleep(wait, signal);
    } catch {
      return;
    }
    await look();
  }
}

/**
 * By what was sent: undefined, where nothing can be read.
 * @param current the API shows by now what it held when the answer was lost
 */
async function look(
  execution: Execution,
  { model, verb }: WritePlan,
  open: readonly Open[],
  before: Stored,
  current: boolean,
): Promise<ReadonlyMap<number, Sight> | undefined> {
  const sights = new Map<number, Sight>();
  const named = open.filter(({ write }) => write.id !== undefined);
  if (named.length > 0) {
    const found = await lookAt(
      execution,
      model,
      named.map(({ write }) => write.id!),
    );
    if (!found) return undefined;
    for (const { write } of named)
      sights.set(write.slot, sightOf(model, verb, write, found.get(write.id!), before, current));
  }
  const key = identifyingKey(model);
  if (key === undefined) return sights;
  const keyed = open.flatMap(({ write }) => {
    const value = write.id === undefined ? (shownOf(model, write)[key] ?? null) : null;
    return value === null ? [] : [{ write, value }];
  });
  if (keyed.length === 0) return sights;
  const found = await lookByKey(
    execution,
    model,
    key,
    keyed.map(({ value }) => value),
  );
  if (!found) return undefined;
  for (const { write, value } of keyed) {
    const item = found.find((each) => equalValues(each[key], value));
    sights.set(write.slot, sightOf(model, verb, write, item, undefined, current));
  }
  return sights;
}

function sightOf(
  model: CollectionModel,
  { verb }: VerbModel,
  write: PreparedWrite,
  item: Item | undefined,
  before: Stored,
  current: boolean,
): Sight {
  const { id } = write;
  const old = id === undefined ? undefined : before?.get(id);
  if (verb === 'remove') {
    // Another one than before may have been made anew after this removal.
    if (item !== undefined) return { kind: !old || isSameItem(old, item) ? 'untouched' : 'other' };
    // What is not seen yet may have come just before.
    if (!old && !current) return { kind: 'other' };
    return { kind: 'there', item: old ? withoutHidden(model, old) : { _id: id! } };
  }
  if (item === undefined) return verb === 'insert' ? { kind: 'untouched' } : { kind: 'other' };
  const shown = shownOf(model, write);
  if (showsSent(shown, item)) return { kind: 'there', item: withoutHidden(model, item) };
  const unchanged =
    old !== undefined && Object.keys(shown).every((key) => key === '_id' || equalValues(old[key], item[key]));
  return { kind: unchanged ? 'untouched' : 'other' };
}

/** An item that was seen to be another one, and is again what it was before an update, was put back by somebody: the update may have come. */
function lastSight(
  { verb }: VerbModel,
  before: Sight | undefined,
  now: Sight | undefined,
): Sight | undefined {
  return verb === 'update' && before?.kind === 'other' ? before : (now ?? before);
}

function isSameItem(old: Item, item: Item): boolean {
  return Object.keys(item).every((key) => equalValues(old[key], item[key]));
}

/** A second attempt must find the first one, or the API must be known to have lost it. */
function mayRepeat({ writes }: CollectionModel, verb: VerbModel, { write, sight, waited }: Open): boolean {
  if (write.key !== undefined) return true;
  if (sight?.kind !== 'untouched') return false;
  if (verb.verb === 'insert') return writes!.identify !== 'none';
  // Of a removal, and of a version, the second attempt finds nothing to do.
  return verb.verb === 'remove' || verb.version !== undefined || waited;
}

/** Each once more, by itself; with a key as often as it is looked, since the API may be at the first attempt still. */
async function repeat(
  execution: Execution,
  { model, verb }: WritePlan,
  writes: readonly Open[],
): Promise<readonly StepVerdict[]> {
  const { world, deadline, signal } = execution;
  const planning = planningOf(execution, model);
  const { tries } = model.writes!.resolve;
  const verdicts = await inParallel(model.limits.concurrency, writes, async ({ write }) => {
    const step = writeStep(planning, verb, [write]);
    for (let attempt = 1; ; attempt++) {
      const found = await runStep(execution, model, verb, step, deadline);
      const wait = firstWait * 2 ** (attempt - 1);
      const over = write.key === undefined || attempt >= tries || world.now() + wait >= deadline - 500;
      if (over || found.every(({ verdict }) => verdict.kind !== 'unknown')) return found;
      try {
        await world.sleep(wait, signal);
      } catch {
        return found;
      }
    }
  });
  return verdicts.flat();
}

/**
 * Whether a second attempt tells the outcome. Not where it was refused because the first one has had its effect, nor where it was
 * turned away before it ran.
 */
function isSettled({ version }: VerbModel, verdict: WriteVerdict): boolean {
  if (verdict.kind !== 'refused') return verdict.kind === 'done';
  if (verdict.unrun) return false;
  const { code } = verdict.error;
  return code !== 'ITEM_ALREADY_EXISTS' && code !== 'ITEM_NOT_FOUND' && version === undefined;
}

function unknown(why: string): WriteOutcome {
  const error = unavailable(
    'The outcome is unknown: the item was sent to the upstream API, and its answer was lost. Look whether it is there before you repeat it',
    504,
  );
  return { kind: 'unknown', why, error };
}
