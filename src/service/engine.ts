/** Reading requests of one generation: planned, executed and put into the form that the protocol wants. */

import { untrustworthy } from '../calls/failures.js';
import { OperandsRefused } from '../calls/operands.js';
import { createBudget } from '../execute/budget.js';
import { Contradiction } from '../execute/evidence.js';
import { aggregateItems, distinctValues, executeCount, executeItems } from '../execute/execute.js';
import type { Execution, RequestContext, UpstreamAccess } from '../execute/execution.js';
import { createKnowledge, type KnowledgeStore, type Withdrawal } from '../execute/knowledge.js';
import { executeWrite } from '../execute/writes/execute.js';
import type { WriteOutcome } from '../execute/writes/outcome.js';
import { tellWritten } from '../execute/writes/tell.js';
import { type Ability, abilitiesOf } from '../explain/abilities.js';
import { type Explanation, explain } from '../explain/explain.js';
import { describeCollection } from '../model/bind/capabilities.js';
import type { CollectionModel } from '../model/model.js';
import { claimId } from '../plan/claims/claims.js';
import type { AggregatePlan, ItemsPlan, Plan } from '../plan/nodes.js';
import {
  type EndpointRead,
  noPage,
  type Planned,
  plan,
  planAggregation,
  planNumber,
  planQuery,
  planValues,
} from '../plan/plan.js';
import type { Planning } from '../plan/planning.js';
import { isExact, isSorted } from '../plan/pushdown/exactness.js';
import type { PushdownMode } from '../plan/pushdown/pushdown.js';
import { type CursorTokens, createCursorTokens } from '../plan/request/cursor-token.js';
import { systemFields } from '../plan/request/fields.js';
import { pageMetadata, type RequestKind, slice, sliceMetadata } from '../plan/request/paging.js';
import { type EndpointWrite, planWrite } from '../plan/writes/plan.js';
import { type RequestScope, unfilledScope } from '../upstream/transport/context.js';
import { everything } from '../wix/filter/tree.js';
import type { Item, Json } from '../wix/json.js';
import { compileProjection } from '../wix/projection.js';
import type { Collection, PagingMetadata } from '../wix/protocol.js';
import type { AggregateRequest, CountRequest, DistinctRequest, QueryRequest } from '../wix/requests.js';
import type { World } from '../world/world.js';
import { failureWithout, type Withholding, withheldText, withhold } from './refused-operands.js';

export type { RequestKind } from '../plan/request/paging.js';
export type ReadRequest = EndpointRead['request'];

export interface ItemsAnswer {
  readonly items: readonly Item[];
  readonly pagingMetadata: PagingMetadata;
}

export interface Engine {
  query(model: CollectionModel, request: QueryRequest, context: RequestContext): Promise<ItemsAnswer>;
  count(
    model: CollectionModel,
    request: CountRequest,
    context: RequestContext,
  ): Promise<{ totalCount: number }>;
  aggregate(model: CollectionModel, request: AggregateRequest, context: RequestContext): Promise<ItemsAnswer>;
  distinct(
    model: CollectionModel,
    request: DistinctRequest,
    context: RequestContext,
  ): Promise<{ distinctValues: readonly Json[]; pagingMetadata: PagingMetadata }>;
  /** One outcome for each item, in the order of the request. */
  write(
    model: CollectionModel,
    request: EndpointWrite,
    context: RequestContext,
  ): Promise<readonly WriteOutcome[]>;
  /** For collections/get. */
  describe(model: CollectionModel): Collection;
  /**
   * The plan of a request, without sending anything.
   * @param facts those of the request; without them each stands for itself
   */
  explain(model: CollectionModel, kind: RequestKind, request: ReadRequest, facts?: RequestScope): Explanation;
  /** What each field can do, and where it is done: by the planner, without sending anything. */
  abilities(model: CollectionModel): readonly Ability[];
  /** Claims that rows have shown to be false in this generation. */
  readonly withdrawals: readonly Withdrawal[];
  /** What a request without a plan of its own is executed with, e.g. a look at one item. */
  execution(model: CollectionModel, context: RequestContext): Execution;
}

export interface EngineOptions {
  readonly world: World;
  /** Signs cursors; give all replicas the same. Without it cursors end with the process. */
  readonly cursorSecret?: string | undefined;
  /** Where a collection's upstream is asked. */
  readonly upstream: (model: CollectionModel) => UpstreamAccess;
  readonly knowledge?: KnowledgeStore;
  /** `off`: everything is worked out here. */
  readonly pushdown?: PushdownMode;
}

export function createEngine(options: EngineOptions): Engine {
  const { upstream, knowledge: store = createKnowledge(), pushdown } = options;
  const tokens: CursorTokens = createCursorTokens(options.cursorSecret ?? options.world.bytes(32));
  const runtime = {
    upstream: (model: CollectionModel) => upstream(store.bound(model)),
    knowledge: store.of,
  };
  const planning = (model: CollectionModel, facts: RequestScope): Planning => ({
    model: store.current(model),
    facts,
    knowledge: store.of(store.current(model)),
    pushdown,
  });
  const executionOf = (
    model: CollectionModel,
    context: RequestContext,
    reasons: () => Plan['reasons'],
  ): Execution => ({
    ...context,
    deadline: Math.min(context.deadline, context.world.now() + model.limits.deadline),
    runtime,
    budget: createBudget(context.world, model.limits, model.limitFiles, reasons),
  });

  /**
   * Plans and executes. Where rows contradict a claim, the claim is withdrawn and the request is planned anew without it,
   * within the same budget. So it is without the operands that the upstream refuses.
   */
  const carryOut = async <P extends Planned, A>(
    model: CollectionModel,
    context: RequestContext,
    make: (planning: Planning) => P,
    execute: (execution: Execution, planned: P) => Promise<A>,
  ): Promise<A> => {
    let withholding: Withholding | undefined;
    const planAgain = (): P => make({ ...planning(model, context.scope), withheld: withholding?.operands });
    let planned = planAgain();
    const execution = executionOf(model, context, () => planned.plan.reasons);
    for (;;) {
      try {
        const answer = await execute(execution, planned);
        if (withholding) tellWithheld(withholding, planned.plan.model, context);
        return answer;
      } catch (error) {
        const next = error instanceof OperandsRefused ? withhold(withholding, error) : undefined;
        if (next) {
          withholding = next;
          try {
            planned = planAgain();
          } catch (denied) {
            throw failureWithout(next, denied, planned.plan.model);
          }
          continue;
        }
        if (withholding && !(error instanceof Contradiction))
          throw failureWithout(withholding, error, planned.plan.model);
        if (!(error instanceof Contradiction)) throw error;
        const withdrawn = store.withdraw(model, error.claims, error.message);
        for (const { collection, claim, message } of withdrawn)
          context.observe({
            kind: 'claim withdrawn',
            requestId: context.requestId,
            collection,
            claim: claimId(claim),
            message,
          });
        // Another request may have withdrawn it meanwhile; where nothing changes the plan, the answer is refused.
        if (withdrawn.length === 0 && store.current(model) === planned.plan.model)
          throw untrustworthy(error.message);
        planned = planAgain();
      }
    }
  };

  const tellWithheld = (withholding: Withholding, model: CollectionModel, context: RequestContext): void => {
    const message = withheldText(withholding, model);
    if (!store.of(model).firstTime(message)) return;
    const { requestId, observe } = context;
    observe({
      kind: 'operand refused',
      requestId,
      collection: model.id,
      message,
      reason: withholding.first.reason,
    });
  };

  const answerItems = async (
    execution: Execution,
    { plan: made, page }: Planned<ItemsPlan, QueryRequest>,
  ): Promise<ItemsAnswer> => {
    const { model } = made;
    const { request } = page;
    const found = await executeItems(execution, made);
    const project = compileProjection(systemFields(model, request.fields));
    const { end, cursor, total } = found;
    return {
      items: found.items.map(project),
      pagingMetadata: pageMetadata(
        tokens,
        'query',
        model,
        page,
        end,
        cursor,
        total,
        request.returnTotalCount,
      ),
    };
  };

  return {
    query: (model, request, context) =>
      carryOut(model, context, (each) => planQuery(each, tokens, request), answerItems),

    count: (model, request, context) =>
      carryOut(
        model,
        context,
        (each) => ({ plan: planNumber(each, request), page: noPage(request) }),
        async (execution, { plan: made }) => ({ totalCount: await executeCount(execution, made) }),
      ),

    aggregate: (model, given, context) =>
      carryOut(
        model,
        context,
        (each) => planAggregation(each, tokens, given),
        async (execution, planned): Promise<ItemsAnswer> => {
          if (planned.plan.kind === 'items')
            return answerItems(execution, planned as Planned<ItemsPlan, QueryRequest>);
          const { plan: made, page } = planned as Planned<AggregatePlan, AggregateRequest>;
          const results = await aggregateItems(execution, made);
          const { returnTotalCount } = page.request;
          return {
            items: slice(results, page),
            pagingMetadata: sliceMetadata(tokens, 'aggregate', model, page, results.length, returnTotalCount),
          };
        },
      ),

    distinct: (model, given, context) =>
      carryOut(
        model,
        context,
        (each) => planValues(each, tokens, given),
        async (execution, { plan: made, page }) => {
          const values = await distinctValues(execution, made);
          const { returnTotalCount } = page.request;
          return {
            distinctValues: slice(values, page),
            pagingMetadata: sliceMetadata(tokens, 'distinct', model, page, values.length, returnTotalCount),
          };
        },
      ),

    async write(model, request, context) {
      const stamps = { now: context.world.now(), newId: () => context.world.id() };
      const made = planWrite(planning(model, context.scope), request, stamps);
      const execution = executionOf(made.model, context, () => made.reasons);
      const outcomes = await executeWrite(execution, made);
      tellWritten(execution, made, outcomes);
      return outcomes;
    },

    describe(given) {
      const model = store.current(given);
      return describeCollection(model, isExact(model), isSorted(model));
    },

    explain(model, kind, request, facts = unfilledScope) {
      const read = { kind, request } as EndpointRead;
      const { plan: made } = plan(planning(model, facts), tokens, read);
      return explain(kind, made, upstream(model).operations);
    },

    abilities(given) {
      // The mapping's own filter is no property of a field.
      const model = { ...store.current(given), where: everything };
      const each = planning(model, unfilledScope);
      return abilitiesOf(model, (read) => plan(each, tokens, read).plan);
    },

    execution: (model, context) => executionOf(model, context, () => []),

    get withdrawals() {
      return store.withdrawals;
    },
  };
}
