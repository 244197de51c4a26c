/** What accompanies one Wix request through planning and execution. */
import type { CollectionModel } from '../model/model.js';
import type { RequestScope, TransportLog } from '../upstream/transport/context.js';
import type { World } from '../world/world.js';
import type { Budget } from './budget.js';
import type { Memory } from './memory.js';

/** What the server knows of a request when it hands it on. */
export interface RequestContext {
  readonly world: World;
  readonly requestId: string | undefined;
  readonly scope: RequestScope;
  /** Aborted when the caller goes away. */
  readonly signal: AbortSignal;
  /** Epoch milliseconds. */
  readonly deadline: number;
  readonly log: TransportLog | undefined;
}

export interface Run {
  readonly model: CollectionModel;
  readonly context: RequestContext;
  readonly budget: Budget;
  readonly memory: Memory;
}
