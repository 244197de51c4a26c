/** A failing scenario with fewer operations, items and faults, as long as the same invariant fails. */
import { violation } from './invariants.js';
import { play } from './play.js';
import type { Fault, Operation, Scenario } from './scenario.js';

/** A scenario that failed once; it is played first in every later run. */
export interface FiledScenario {
  readonly failure: string;
  readonly scenario: Scenario;
}

const quiet: Fault = { kind: 'none', there: 5, back: 5 };

/** @returns what fails in the end, and how; undefined: the scenario does not fail */
export async function shrink(given: Scenario): Promise<FiledScenario | undefined> {
  const failure = violation(await play(given));
  if (failure === undefined) return undefined;
  let best: FiledScenario = { failure, scenario: given };
  const better = async (scenario: Scenario): Promise<boolean> => {
    const found = violation(await play(scenario));
    if (found === undefined || nameOf(found) !== nameOf(best.failure)) return false;
    best = { failure: found, scenario };
    return true;
  };
  for (let changed = true; changed; ) {
    changed = false;
    for (const smaller of smallerOnes(best.scenario))
      if (await better(smaller)) {
        changed = true;
        break;
      }
  }
  return best;
}

function nameOf(failure: string): string {
  return failure.split(' ')[0]!;
}

function* smallerOnes(scenario: Scenario): Generator<Scenario> {
  const { operations, faults, stored } = scenario;
  for (const index of operations.keys())
    yield { ...scenario, operations: operations.filter((_, other) => other !== index) };
  for (const [index, operation] of operations.entries())
    for (const fewer of fewerItems(operation))
      yield { ...scenario, operations: operations.map((each, other) => (other === index ? fewer : each)) };
  for (const [index, fault] of faults.entries()) {
    const without = faults.map((each, other) => (other === index ? quiet : each));
    if (fault.kind !== 'none' || fault.there !== 5 || fault.back !== 5)
      yield { ...scenario, faults: without };
  }
  const end = faults.findLastIndex((each) => each !== quiet && each.kind !== 'none');
  if (end + 1 < faults.length) yield { ...scenario, faults: faults.slice(0, end + 1) };
  for (const id of stored) yield { ...scenario, stored: stored.filter((each) => each !== id) };
  if (scenario.lag > 0) yield { ...scenario, lag: 0 };
}

function* fewerItems(operation: Operation): Generator<Operation> {
  if (operation.leaves !== undefined) {
    const { leaves: _, ...stays } = operation;
    yield stays as Operation;
  }
  if (operation.kind === 'insert' || operation.kind === 'update') {
    if (operation.items.length < 2) return;
    for (const index of operation.items.keys())
      yield { ...operation, items: operation.items.filter((_, other) => other !== index) };
  }
  if (operation.kind === 'remove' && operation.ids.length > 1)
    for (const index of operation.ids.keys())
      yield { ...operation, ids: operation.ids.filter((_, other) => other !== index) };
}
