/** Reading requests of one generation: planned, executed and put into the form that the protocol wants. */

import { createBudget, lesserLimits, type OwnLimits } from '../execute/budget.js';
import { aggregateItems, distinctValues, executeCount, executeItems } from '../execute/execute.js';
import type { Execution, RequestContext, UpstreamAccess } from '../execute/execution.js';
import type { Found } from '../execute/found.js';
import { createKnowledge, type Withdrawal } from '../execute/knowledge.js';
import { noteChange } from '../execute/note-change.js';
import type { Readers } from '../execute/readers.js';
import { executeReferences } from '../execute/references/pairs.js';
import { bytesOfText } from '../json-tokens.js';
import { admit } from '../model/identity-rules.js';
import type { CollectionModel } from '../model/model.js';
import type { AggregatePlan, ItemsPlan, Plan } from '../plan/nodes.js';
import {
  type EndpointRead,
  noPage,
  type Planned,
  planAggregation,
  planNumber,
  planPairs,
  planQuery,
  planValues,
} from '../plan/plan.js';
import type { Planning } from '../plan/planning.js';
import { createPlanMemory, keptAs, type PreparedPlans } from '../plan/prepared.js';
import type { PushdownMode } from '../plan/pushdown/pushdown.js';
import { type CursorTokens, createCursorTokens } from '../plan/request/cursor-token.js';
import { projectedFields } from '../plan/request/fields.js';
import { pageMetadata, slice, sliceMetadata } from '../plan/request/paging.js';
import type { RequestScope } from '../upstream/transport/context.js';
import type { Item, Json } from '../wix/json.js';
import { compileProjection, writtenKeys } from '../wix/projection.js';
import type { PagingMetadata } from '../wix/protocol.js';
import type {
  AggregateRequest,
  CountRequest,
  DistinctRequest,
  QueryReferencedRequest,
  QueryRequest,
} from '../wix/requests.js';
import type { World } from '../world/world.js';
import { createCarrier } from './carry-out.js';
import { createExplaining, type Explaining } from './explaining.js';
import { type PairsAnswer, pairsAnswer } from './pairs-answer.js';
import { createWriting, type Writing } from './writing.js';
import type { WrittenAnswer } from './written-answer.js';

export type { RequestKind } from '../plan/request/paging.js';
export type ReadRequest = EndpointRead['request'];

export interface ItemsAnswer {
  readonly items: readonly Item[];
  readonly pagingMetadata: PagingMetadata;
}

export interface Engine extends Writing, Explaining {
  query(model: CollectionModel, request: QueryRequest, context: RequestContext): Promise<ItemsAnswer>;
  /** The same, for an answer that is only sent on: as text, where its items can be copied out of the upstream's answer. */
  written(
    model: CollectionModel,
    request: QueryRequest,
    context: RequestContext,
  ): Promise<ItemsAnswer | WrittenAnswer>;
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
  references(
    model: CollectionModel,
    request: QueryReferencedRequest,
    context: RequestContext,
  ): Promise<PairsAnswer>;
  /** Told of changes of items that were made elsewhere. */
  changed(models: readonly CollectionModel[]): void;
  /** Claims that rows have shown to be false in this generation. */
  withdrawals(): readonly Withdrawal[];
  /** What a request without a plan of its own is executed with, e.g. a look at one item. */
  execution(model: CollectionModel, context: RequestContext): Execution;
}

export interface EngineOptions {
  readonly world: World;
  /** Signs cursors; give all replicas the same. Without it cursors end with the process. */
  readonly cursorSecret?: string | undefined;
  /** Where a collection's upstream is asked. */
  readonly upstream: (model: CollectionModel) => UpstreamAccess;
  /** The collections that references lead to, by id. */
  readonly collection: (id: string) => CollectionModel | undefined;
  /** All that are served. Absent: none refers to another. */
  readonly collections?: () => Iterable<CollectionModel>;
  /** A part of a memory that several engines share, for its bound. Default: a memory of its own. */
  readonly plans?: PreparedPlans | undefined;
  /** Shared with other engines. */
  readonly readers?: Readers | undefined;
  /** `off`: everything is worked out here. */
  readonly pushdown?: PushdownMode;
  /** What a request may cost at most, where the collections allow more. */
  readonly limits?: OwnLimits | undefined;
}

export function createEngine(options: EngineOptions): Engine {
  const { upstream, pushdown, limits: own } = options;
  const store = createKnowledge(options.world, options.readers);
  const tokens: CursorTokens = createCursorTokens(options.cursorSecret ?? options.world.bytes(32));
  const current = (id: string): CollectionModel | undefined => {
    const found = options.collection(id);
    return found && store.current(found);
  };
  const runtime = {
    upstream: (model: CollectionModel) => upstream(store.bound(model)),
    knowledge: store.of,
    collection: current,
    collections: () => [...(options.collections?.() ?? [])].map(store.current),
  };
  const planning = (
    model: CollectionModel,
    facts: RequestScope,
    lookedUp?: Planning['lookedUp'],
  ): Planning => ({
    model: store.current(model),
    facts,
    knowledge: store.of(store.current(model)),
    other(id) {
      const found = current(id);
      if (found) admit(found, 'read', facts);
      return found && planning(found, facts);
    },
    pushdown,
    lookedUp,
  });
  const executionOf = (
    model: CollectionModel,
    context: RequestContext,
    reasons: () => Plan['reasons'],
  ): Execution => {
    const { world, requestId, scope, signal, observe, asked, sending, measure } = context;
    const limits = limitsOf(model);
    const deadline = Math.min(context.deadline, world.now() + limits.deadline);
    const budget = createBudget(world, limits, model.limitFiles, reasons);
    const begun = store.writes();
    return {
      world,
      requestId,
      scope,
      signal,
      observe,
      asked,
      sending,
      measure,
      deadline,
      runtime,
      begun,
      budget,
    };
  };
  const limitsOf = ({ limits }: CollectionModel) => (own ? lesserLimits(limits, own) : limits);

  const { plans = createPlanMemory().part() } = options;
  const carryOut = createCarrier({ planning, executionOf, store, plans });

  const answerItems = async (
    execution: Execution,
    { plan: made, page }: Planned<ItemsPlan, QueryRequest>,
  ): Promise<ItemsAnswer> => {
    const { model } = made;
    const found = await executeItems(execution, made);
    const project = compileProjection(projectedFields(model, page.request));
    return { items: found.items.map(project), pagingMetadata: metadataOf(model, page, found) };
  };
  const writeItems = async (
    execution: Execution,
    planned: Planned<ItemsPlan, QueryRequest>,
  ): Promise<ItemsAnswer | WrittenAnswer> => {
    const { plan: made, page } = planned;
    const { model } = made;
    const keys = writtenKeys(projectedFields(model, page.request));
    if (keys === 'parts') return answerItems(execution, planned);
    const found = await executeItems(execution, made, { keys });
    const { items, written } = found;
    const pagingMetadata = metadataOf(model, page, found);
    if (written)
      return {
        writtenJson: `{"items":[${written.join()}],"pagingMetadata":${bytesOfText(JSON.stringify(pagingMetadata))}}`,
      };
    return { items: items.map(compileProjection(keys)), pagingMetadata };
  };
  const metadataOf = (
    model: CollectionModel,
    page: Planned<ItemsPlan, QueryRequest>['page'],
    { end, cursor, total }: Found,
  ): PagingMetadata =>
    pageMetadata(tokens, 'query', model, page, end, cursor, total, page.request.returnTotalCount);

  const queryBy =
    <A>(answer: (execution: Execution, planned: Planned<ItemsPlan, QueryRequest>) => Promise<A>) =>
    (model: CollectionModel, request: QueryRequest, context: RequestContext): Promise<A> =>
      carryOut(
        model,
        context,
        (each) => planQuery(each, tokens, request),
        answer,
        keptAs('query', context.asked?.(), request),
      );

  return {
    query: queryBy(answerItems),
    written: queryBy(writeItems),

    count: (model, request, context) =>
      carryOut(
        model,
        context,
        (each) => ({ plan: planNumber(each, request), page: noPage(request) }),
        async (execution, { plan: made }) => ({ totalCount: await executeCount(execution, made) }),
        keptAs('count', context.asked?.()),
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
        keptAs('aggregate', context.asked?.(), given),
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
        keptAs('distinct', context.asked?.(), given),
      ),

    references: (model, given, context) =>
      carryOut(
        model,
        context,
        (each) => planPairs(each, tokens, given),
        async (execution, { plan: made, page }) =>
          pairsAnswer(tokens, model, page, await executeReferences(execution, made)),
        keptAs('references', context.asked?.(), given),
      ),
    ...createWriting({
      planning,
      execution: (model, context) => executionOf(model, context, () => []),
      operations: (model) => runtime.upstream(model).operations,
    }),

    changed: (models) => noteChange(runtime, models.map(store.current)),

    ...createExplaining({ tokens, planning, store, upstream, current }),

    execution: (model, context) => executionOf(model, context, () => []),

    withdrawals: store.withdrawals,
  };
}
