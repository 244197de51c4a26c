/** Many histories, one for each seed, and what happened in them: outcomes by kind, faults, causes of what is unknown. */
import { setImmediate as turn } from 'node:timers/promises';
import { withoutStacks } from '../in-processes.js';
import { causeOf, type UnknownCause, violation } from './invariants.js';
import { play } from './play.js';
import { drawScenario, type FaultKind } from './scenario.js';
import type { FiledScenario } from './shrink.js';
import { outcomeOf, slotsOf } from './slots.js';

export interface Tally {
  histories: number;
  operations: number;
  /** Requests upstream. */
  sent: number;
  readonly outcomes: { done: number; refused: number; unknown: number };
  /** Faults of mutations. */
  readonly faults: Map<FaultKind, number>;
  readonly causes: Map<UnknownCause, number>;
  /** Style and identity of inserts that were sent. */
  readonly subjects: Map<string, number>;
  readonly kinds: Map<string, number>;
}

export function newTally(): Tally {
  return {
    histories: 0,
    operations: 0,
    sent: 0,
    outcomes: { done: 0, refused: 0, unknown: 0 },
    faults: new Map(),
    causes: new Map(),
    subjects: new Map(),
    kinds: new Map(),
  };
}

/** A history that breaks an invariant. */
export interface Found extends FiledScenario {
  readonly seed: number;
}

/** Adds what happened in other histories. */
export function addTally(to: Tally, from: Tally): void {
  to.histories += from.histories;
  to.operations += from.operations;
  to.sent += from.sent;
  for (const kind of ['done', 'refused', 'unknown'] as const) to.outcomes[kind] += from.outcomes[kind];
  for (const name of ['faults', 'causes', 'subjects', 'kinds'] as const)
    for (const [key, count] of from[name]) add(to[name] as Map<string, number>, key, count);
}

/** @returns the first history that breaks an invariant, as it was drawn; undefined: there is none */
export function campaign(first: number, count: number, tally: Tally): Promise<Found | undefined> {
  return withoutStacks(() => playAll(first, count, tally));
}

async function playAll(first: number, count: number, tally: Tally): Promise<Found | undefined> {
  for (let seed = first; seed < first + count; seed++) {
    // Others who wait for the event loop have theirs between two histories.
    await turn();
    const run = await play(drawScenario(seed));
    const slots = slotsOf(run);
    const failure = violation(run, slots);
    if (failure !== undefined) return { seed, failure, scenario: run.scenario };
    tally.histories += 1;
    tally.operations += run.scenario.operations.length;
    tally.sent += run.api.sent.length;
    for (const { kind } of run.scenario.operations) add(tally.kinds, kind);
    for (const { kind, fault } of run.api.sent) if (kind === 'mutation') add(tally.faults, fault);
    for (const slot of slots) {
      if (slot.verb === 'insert') add(tally.subjects, `${run.subject.style} ${run.subject.identity}`);
      if (!slot.result) continue;
      const outcome = outcomeOf(slot.result);
      tally.outcomes[outcome] += 1;
      if (outcome === 'unknown') add(tally.causes, causeOf(slot)!);
    }
  }
  return undefined;
}

function add<K>(counts: Map<K, number>, key: K, more = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + more);
}
