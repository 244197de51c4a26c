/** How questions of a proof are asked: through the engine that serves, counted, within a budget, and never a mutation. */
import type { Execution, RequestContext, UpstreamAccess } from '../../execute/execution.js';
import type { CollectionModel } from '../../model/model.js';
import { createEngine, type Engine, type ItemsAnswer } from '../../service/engine.js';
import { AdapterError } from '../../wix/errors.js';
import type { Item } from '../../wix/json.js';
import { parseAggregate, parseCount, parseQuery } from '../../wix/requests.js';
import type { Signal } from '../../world/signal.js';
import type { World } from '../../world/world.js';

export type Question = Readonly<Record<string, unknown>>;

export type ProofAnswer<T> =
  | { readonly kind: 'answer'; readonly answer: T }
  /** The API refuses it or contradicts itself; `said` for a person. */
  | { readonly kind: 'broken'; readonly said: string }
  /** Nothing is known: the adapter has no such filter, or more work than it may do, or the API is slow or away. */
  | { readonly kind: 'unasked'; readonly said: string };

export interface Prover {
  readonly model: CollectionModel;
  /** Upstream requests that were sent, and that may still be. */
  readonly sent: number;
  readonly left: number;
  query(query: Question, more?: Question): Promise<ProofAnswer<ItemsAnswer>>;
  count(filter: Question): Promise<ProofAnswer<number>>;
  aggregate(aggregation: Question): Promise<ProofAnswer<readonly Item[]>>;
  /** What no request of Wix asks for: pages as the API gives them. */
  read<T>(use: (execution: Execution) => Promise<T>): Promise<ProofAnswer<T>>;
  /** What the guard that serves has seen to be false by now. */
  readonly withdrawals: Engine['withdrawals'];
  /** The same, of a collection that claims something else; what is sent counts together. */
  of(model: CollectionModel): Prover;
}

export interface ProofAccess {
  readonly world: World;
  /** Where the collection's API is asked. */
  readonly upstream: UpstreamAccess;
  /** Collections that references lead to, by id. */
  readonly collection: (id: string) => CollectionModel | undefined;
  readonly signal: Signal;
  /** Upstream requests at most; a question that was begun may take a few more. */
  readonly requests: number;
}

interface Spent {
  sent: number;
  /** One for each collection, and for each that claims something else: what a guard learns of one is nothing to the others. */
  readonly engines: Engine[];
}

/** Milliseconds that a question may take: nobody waits for its answer but the proof. */
const patience = 60_000;

export function createProver(model: CollectionModel, asking: ProofAccess): Prover {
  const limits = { ...model.limits, deadline: Math.max(model.limits.deadline, patience) };
  return proverOf({ ...model, limits }, asking, { sent: 0, engines: [] });
}

/** An API that is away or too slow (503, 504) says nothing of a claim, and what is not sent (4xx) neither. */
function isAnswered({ status }: AdapterError): boolean {
  return status >= 500 && status !== 503 && status !== 504;
}

function proverOf(model: CollectionModel, asking: ProofAccess, spent: Spent): Prover {
  const { world, upstream, collection, signal, requests } = asking;
  const engine = createEngine({ world, upstream: () => upstream, collection });
  spent.engines.push(engine);
  const context = (): RequestContext => ({
    world,
    requestId: undefined,
    scope: {},
    signal,
    deadline: world.now() + model.limits.deadline,
    observe: (observation) => {
      if (observation.kind === 'call sent') spent.sent += 1;
    },
  });
  const asked = async <T>(ask: () => Promise<T>): Promise<ProofAnswer<T>> => {
    if (spent.sent >= requests) return { kind: 'unasked', said: 'all requests are used up' };
    try {
      return { kind: 'answer', answer: await ask() };
    } catch (error) {
      if (!(error instanceof AdapterError) || signal.aborted) throw error;
      const said = error.reason ?? error.message;
      return { kind: isAnswered(error) ? 'broken' : 'unasked', said };
    }
  };
  const collectionId = model.id;
  return {
    model,
    get sent() {
      return spent.sent;
    },
    get left() {
      return requests - spent.sent;
    },
    query: (query, more = {}) =>
      asked(() => engine.query(model, parseQuery({ collectionId, query, ...more }), context())),
    count: (filter) =>
      asked(async () => {
        const { totalCount } = await engine.count(model, parseCount({ collectionId, filter }), context());
        return totalCount;
      }),
    aggregate: (aggregation) =>
      asked(async () => {
        const request = parseAggregate({ collectionId, aggregation, paging: { limit: 1000 } });
        return (await engine.aggregate(model, request, context())).items;
      }),
    read: (use) => asked(() => use(engine.execution(model, context()))),
    withdrawals() {
      return spent.engines.flatMap((each) => each.withdrawals());
    },
    of: (other) => proverOf(other, asking, spent),
  };
}
