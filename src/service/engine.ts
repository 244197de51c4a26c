/** Reading requests of one generation: planned, executed and put into the form that the protocol wants. */

import { createBudget } from '../execute/budget.js';
import { aggregateItems, distinctValues, executeCount, executeItems } from '../execute/execute.js';
import type { Execution, RequestContext, UpstreamAccess } from '../execute/execution.js';
import { createKnowledge, type KnowledgeStore } from '../execute/knowledge.js';
import { type Explanation, explain } from '../explain/explain.js';
import { describeCollection } from '../model/bind/capabilities.js';
import type { CollectionModel } from '../model/model.js';
import { type CursorTokens, createCursorTokens } from '../plan/cursor-token.js';
import { isExact, isSorted } from '../plan/exactness.js';
import { systemFields } from '../plan/fields.js';
import type { AggregatePlan, ItemsPlan, Plan } from '../plan/nodes.js';
import { pageMetadata, type RequestKind, slice, sliceMetadata } from '../plan/paging.js';
import {
  type Planned,
  plan,
  planAggregation,
  planNumber,
  planQuery,
  planValues,
  type Read,
} from '../plan/plan.js';
import type { Planning } from '../plan/planning.js';
import type { PushdownMode } from '../plan/pushdown.js';
import { type RequestScope, unfilledScope } from '../upstream/transport/context.js';
import type { Item, Json } from '../wix/json.js';
import { compileProjection } from '../wix/projection.js';
import type { Collection, PagingMetadata } from '../wix/protocol.js';
import type { AggregateRequest, CountRequest, DistinctRequest, QueryRequest } from '../wix/requests.js';
import type { World } from '../world/world.js';

export type { RequestKind } from '../plan/paging.js';
export type ReadRequest = Read['request'];

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
  /** For collections/get. */
  describe(model: CollectionModel): Collection;
  /**
   * The plan of a request, without sending anything.
   * @param facts those of the request; without them each stands for itself
   */
  explain(model: CollectionModel, kind: RequestKind, request: ReadRequest, facts?: RequestScope): Explanation;
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
  const runtime = { upstream, knowledge: store.of };
  const planning = (model: CollectionModel, facts: RequestScope): Planning => ({
    model,
    facts,
    knowledge: store.of(model),
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
  const executing = ({ model, reasons }: Plan, context: RequestContext): Execution =>
    executionOf(model, context, () => reasons);

  const answerItems = async (
    { plan: made, page }: Planned<ItemsPlan, QueryRequest>,
    context: RequestContext,
  ): Promise<ItemsAnswer> => {
    const { model } = made;
    const { request } = page;
    const found = await executeItems(executing(made, context), made);
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
    query: async (model, request, context) =>
      answerItems(planQuery(planning(model, context.scope), tokens, request), context),

    async count(model, request, context) {
      const made = planNumber(planning(model, context.scope), request);
      return { totalCount: await executeCount(executing(made, context), made) };
    },

    async aggregate(model, given, context) {
      const planned = planAggregation(planning(model, context.scope), tokens, given);
      if (planned.plan.kind === 'items')
        return answerItems(planned as Planned<ItemsPlan, QueryRequest>, context);
      const { plan: made, page } = planned as Planned<AggregatePlan, AggregateRequest>;
      const results = await aggregateItems(executing(made, context), made);
      const { returnTotalCount } = page.request;
      return {
        items: slice(results, page),
        pagingMetadata: sliceMetadata(tokens, 'aggregate', model, page, results.length, returnTotalCount),
      };
    },

    async distinct(model, given, context) {
      const { plan: made, page } = planValues(planning(model, context.scope), tokens, given);
      const values = await distinctValues(executing(made, context), made);
      const { returnTotalCount } = page.request;
      return {
        distinctValues: slice(values, page),
        pagingMetadata: sliceMetadata(tokens, 'distinct', model, page, values.length, returnTotalCount),
      };
    },

    describe: (model) => describeCollection(model, isExact(model), isSorted(model)),

    explain(model, kind, request, facts = unfilledScope) {
      const read = { kind, request } as Read;
      const { plan: made } = plan(planning(model, facts), tokens, read);
      return explain(kind, made, upstream(model).operations);
    },

    execution: (model, context) => executionOf(model, context, () => []),
  };
}
