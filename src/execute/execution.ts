/** What accompanies the execution of one plan. */
import type { CollectionModel } from '../model/model.js';
import type { Planning } from '../plan/planning.js';
import type { OperationBuilder } from '../upstream/document/operation.js';
import type { UpstreamClient } from '../upstream/transport/client.js';
import type { RequestScope } from '../upstream/transport/context.js';
import type { Observe } from '../world/observation.js';
import type { Signal } from '../world/signal.js';
import type { World } from '../world/world.js';
import type { Budget } from './budget.js';
import type { CollectionKnowledge } from './knowledge.js';
import type { Measure } from './measure.js';

/** The facts of one request, and what it needs of the outside: passed on whole, never taken apart on the way. */
export interface RequestContext {
  readonly world: World;
  readonly requestId: string | undefined;
  readonly scope: RequestScope;
  /** Aborted when the caller goes away. */
  readonly signal: Signal;
  /** Epoch milliseconds. */
  readonly deadline: number;
  readonly observe: Observe;
  /** The request as text, where it is short enough that its plan is kept (see PreparedPlans). */
  readonly asked?: (() => string | undefined) | undefined;
  /** Called before a mutation is sent. */
  readonly sending?: (() => void) | undefined;
  /** Given by who wants to know what each node of the plan took. */
  readonly measure?: Measure | undefined;
}

/** One upstream, ready to be asked, and the document texts that were printed for it. */
export interface UpstreamAccess {
  readonly client: UpstreamClient;
  readonly operations: OperationBuilder;
}

/** What all requests of one generation share. */
export interface Runtime {
  /** Where a collection's upstream is asked. */
  upstream(model: CollectionModel): UpstreamAccess;
  knowledge(model: CollectionModel): CollectionKnowledge;
  /** A collection that references lead to, as it is believed now; undefined: there is none of this id. */
  collection(id: string): CollectionModel | undefined;
  /** All that are served. */
  collections(): Iterable<CollectionModel>;
}

export interface Execution extends RequestContext {
  readonly budget: Budget;
  readonly runtime: Runtime;
  /** Writes that were told of before it (see KnowledgeStore): the orders and places that it finds may be those of then. */
  readonly begun: number;
}

/** Planning within an execution, for nodes that an answer is needed for first. */
export function planningOf(execution: Execution, model: CollectionModel): Planning {
  const { scope, runtime } = execution;
  const other = (id: string): Planning | undefined => {
    const found = runtime.collection(id);
    return found && planningOf(execution, found);
  };
  return { model, facts: scope, knowledge: runtime.knowledge(model), other };
}
