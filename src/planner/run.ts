/** What accompanies one Wix request through planning and execution. */
import type { CollectionModel } from '../mapping/model.js';
import type { Json } from '../upstream/styles/vocabulary.js';
import { type RequestScope, scopeSlots, type TransportLog } from '../upstream/transport/context.js';
import type { Budget } from './budget.js';
import type { Memory } from './memory.js';

/** What the server knows of a request when it hands it on. */
export interface RequestContext {
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

/** Constant arguments with the facts of the request filled in; a slot without a value gives undefined. */
export function fillScope(value: Json, scope: RequestScope): Json | undefined {
  if (typeof value === 'string') return Object.hasOwn(scopeSlots, value) ? scopeSlots[value]!(scope) : value;
  if (Array.isArray(value)) {
    return value.map((each: Json) => fillScope(each, scope)).filter((each) => each !== undefined);
  }
  if (typeof value !== 'object' || value === null) return value;
  const filled: Record<string, Json> = {};
  for (const [key, inner] of Object.entries(value)) {
    const result = fillScope(inner, scope);
    if (result !== undefined) filled[key] = result;
  }
  return filled;
}
