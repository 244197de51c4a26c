/** What every endpoint's handler gets, and what it is. */

import type { RequestContext } from '../execute/execution.js';
import type { CollectionModel } from '../model/model.js';
import type { Catalog } from './catalog.js';
import type { Engine } from './engine.js';
import type { Keeping } from './keeping.js';

export interface ServiceOptions {
  readonly catalog: Catalog;
  /** The one that this request goes on with: a request that waits for the start gets another. */
  engine(): Engine;
  /** What may stand before collection ids, as in `shop/products`. */
  readonly namespace?: string | undefined;
  /** Absent: no answer is kept. */
  readonly keeping?: Keeping | undefined;
}

/** What the server knows of a request. */
export interface ServiceContext extends Omit<RequestContext, 'deadline'> {
  /** Epoch milliseconds; the collection's limit for the deadline counts from here. */
  readonly arrived: number;
  /** The answer is only sent on: it may be text already (see WrittenAnswer). */
  readonly sent?: boolean | undefined;
}

/** What a request for the collection is executed with. */
export function runContext(context: ServiceContext, model: CollectionModel): RequestContext {
  const { world, requestId, scope, signal, observe, measure, asked, arrived } = context;
  const deadline = arrived + model.limits.deadline;
  return { world, requestId, scope, signal, observe, measure, asked, deadline };
}

/** @throws AdapterError */
export type Handler = (
  request: Readonly<Record<string, unknown>>,
  context: ServiceContext,
  options: ServiceOptions,
) => Promise<object> | object;
