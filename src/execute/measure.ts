/** What carrying out a plan took, node by node. */
import type { Lookup, Plan } from '../plan/nodes.js';
import type { World } from '../world/world.js';

/** Of a node together with the nodes below it. */
export interface NodeRun {
  milliseconds: number;
  /** What it gave; undefined: it gives no rows. */
  rows: number | undefined;
  /** Requests to the API, each attempt by itself. */
  requests: number;
}

export interface Measure {
  readonly world: Pick<World, 'monotonic'>;
  /** By the node of the plan, the very object. */
  readonly runs: Map<object, NodeRun>;
  /** What had to be asked before the plan could be made. */
  readonly lookups: Lookup[];
  /** The one that was carried out, the last one where an answer showed that the one before was wrong. */
  plan: Plan | undefined;
}

/** One for each request: nothing has been carried out yet. @param world its clock that never goes back */
export function createMeasure(world: Measure['world']): Measure {
  return { world, runs: new Map(), lookups: [], plan: undefined };
}
