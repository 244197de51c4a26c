/**
 * Work on rows that is done here: paid for before it begins, looked at by deadline and abort while it is done, and done
 * in pieces between which others have their turn.
 */
import { upstreamError } from '../calls/failures.js';
import type { Filter } from '../wix/filter/tree.js';
import { longestPiece } from '../world/world.js';
import type { Execution } from './execution.js';

export interface Work {
  /** Pays for all steps of a page before its first one is done; `pay` takes from it. */
  reserve(steps: number): void;
  /** Pays for steps that are about to be done. @returns whether it is time to rest */
  pay(steps: number): boolean;
  /** Steps that the budgets of rows and bytes have paid for. @returns whether it is time to rest */
  tick(steps: number): boolean;
  /** Lets others run. @throws AdapterError when the deadline has passed or the caller has gone */
  rest(): Promise<void>;
}

/** Steps between two looks at the clock: well under a millisecond. */
const unwatched = 2000;
/** Watches the work of one execution. Others have their turn after about 8 ms of all work, also that of other requests. */
export function createWork({ world, budget, deadline, signal }: Execution): Work {
  let steps = 0;
  let reserved = 0;
  const tick = (count: number): boolean => {
    steps += count;
    if (steps < unwatched) return false;
    steps = 0;
    return world.busy() >= longestPiece;
  };
  return {
    reserve(count) {
      budget.work(count);
      reserved += count;
    },
    pay(count) {
      const own = Math.min(count, reserved);
      reserved -= own;
      budget.work(count - own);
      return tick(count);
    },
    tick,
    async rest() {
      await world.turn();
      if (signal.aborted) throw upstreamError('The request was given up', 503, 'the caller has gone');
      budget.time(deadline);
    },
  };
}

/** For work that is part of what was paid for. */
export function paidFor({ tick, rest }: Work): Pick<Work, 'reserve' | 'pay' | 'rest'> {
  return { reserve: () => undefined, pay: tick, rest };
}

/** Folding a text's case and searching in it takes several times what a comparison takes. */
const searches: ReadonlySet<string> = new Set(['contains', 'startsWith', 'endsWith', 'matches']);
const searchSteps = 3;

/** Steps that a filter takes for one row: its conditions, lists of operands counted by their length. */
export function filterSteps(filter: Filter): number {
  switch (filter.kind) {
    case 'condition':
      if (searches.has(filter.operator)) return searchSteps;
      return 1 + (Array.isArray(filter.operand) ? filter.operand.length / 50 : 0);
    case 'not':
      return filterSteps(filter.filter);
    case 'and':
    case 'or':
      return filter.filters.reduce((sum, each) => sum + filterSteps(each), 1);
  }
}
