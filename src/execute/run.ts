/** What accompanies one Wix request through planning and execution. */
import type { CollectionModel } from '../model/model.js';
import type { RequestScope } from '../upstream/transport/context.js';
import type { Observe } from '../world/observation.js';
import type { World } from '../world/world.js';
import type { Budget } from './budget.js';
import type { Memory } from './memory.js';

/** The facts of one request, and what it needs of the outside: passed on whole, never taken apart on the way. */
export interface RequestContext {
  readonly world: World;
  readonly requestId: string | undefined;
  readonly scope: RequestScope;
  /** Aborted when the caller goes away. */
  readonly signal: AbortSignal;
  /** Epoch milliseconds. */
  readonly deadline: number;
  readonly observe: Observe;
}

export interface Run {
  readonly model: CollectionModel;
  readonly context: RequestContext;
  readonly budget: Budget;
  readonly memory: Memory;
}
