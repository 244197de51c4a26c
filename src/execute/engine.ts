/** The planner's face to the services: one method a kind of reading request. */

import { type Explanation, explainRequest } from '../explain/explain.js';
import type { ReadRequest } from '../explain/wants.js';
import { describeCollection } from '../model/bind/capabilities.js';
import type { CollectionModel } from '../model/model.js';
import { queryOf, resolveAggregation, resultTypes } from '../plan/aggregation.js';
import { createCursorTokens } from '../plan/cursor-token.js';
import { isExact, isSorted } from '../plan/exactness.js';
import { systemFields, visibleKeys } from '../plan/fields.js';
import {
  cursorKind,
  openPage,
  pageMetadata,
  type RequestKind,
  slice,
  sliceMetadata,
} from '../plan/paging.js';
import { createPlan, type Plan, resolveWanted } from '../plan/plan.js';
import { coerceFilter } from '../wix/filter/coerce.js';
import { compileFilter } from '../wix/filter/evaluate.js';
import type { Item, Json } from '../wix/json.js';
import { compileProjection } from '../wix/projection.js';
import type { Collection, PagingMetadata } from '../wix/protocol.js';
import type { AggregateRequest, CountRequest, DistinctRequest, QueryRequest } from '../wix/requests.js';
import { compileSort } from '../wix/sort.js';
import { resolveSystemField } from '../wix/system-fields.js';
import type { World } from '../world/world.js';
import { aggregateItems, distinctValues } from './aggregate.js';
import { createBudget } from './budget.js';
import { countItems, findItems } from './execute.js';
import { createMemory, type Memory } from './memory.js';
import type { RequestContext, Run } from './run.js';

export type { ReadRequest } from '../explain/wants.js';
export type { RequestKind } from '../plan/paging.js';

export interface Engine {
  query(
    model: CollectionModel,
    request: QueryRequest,
    context: RequestContext,
  ): Promise<{ items: readonly Item[]; pagingMetadata: PagingMetadata }>;
  count(
    model: CollectionModel,
    request: CountRequest,
    context: RequestContext,
  ): Promise<{ totalCount: number }>;
  aggregate(
    model: CollectionModel,
    request: AggregateRequest,
    context: RequestContext,
  ): Promise<{ items: readonly Item[]; pagingMetadata: PagingMetadata }>;
  distinct(
    model: CollectionModel,
    request: DistinctRequest,
    context: RequestContext,
  ): Promise<{ distinctValues: readonly Json[]; pagingMetadata: PagingMetadata }>;
  /** For collections/get. */
  describe(model: CollectionModel): Collection;
  /** The plan of a request, without sending anything. */
  explain(model: CollectionModel, kind: RequestKind, request: ReadRequest): Explanation;
}

export interface EngineOptions {
  readonly world: World;
  /** Signs cursors; give all replicas the same. Without it cursors end with the process. */
  readonly cursorSecret?: string | undefined;
}

export function createEngine(options: EngineOptions): Engine {
  const tokens = createCursorTokens(options.cursorSecret ?? options.world.bytes(32));
  const memory = createMemory();
  return {
    async query(model, given, context) {
      const page = openPage(tokens, 'query', model, given);
      const { request } = page;
      const plan = createPlan(model, resolveWanted(model, request.filter, request.sort));
      const run = startRun(model, plan, context, memory);
      const found = await findItems(run, plan, {
        offset: page.offset,
        limit: page.limit,
        keys: visibleKeys(model, request.fields),
        count: request.returnTotalCount && !page.byCursor,
        cursor: page.upstreamCursor,
        lookAhead: page.byCursor,
      });
      const project = compileProjection(systemFields(model, request.fields));
      return {
        items: found.items.map(project),
        pagingMetadata: pageMetadata(
          tokens,
          'query',
          model,
          page,
          found.end,
          found.cursor,
          found.total,
          request.returnTotalCount,
        ),
      };
    },

    async count(model, request, context) {
      const plan = createPlan(model, resolveWanted(model, request.filter, []));
      return { totalCount: await countItems(startRun(model, plan, context, memory), plan) };
    },

    async aggregate(model, given, context) {
      if (given.aggregation === undefined && cursorKind(tokens, given.paging) !== 'aggregate')
        return this.query(model, queryOf(given), context);
      const page = openPage(tokens, 'aggregate', model, given);
      const { request } = page;
      const aggregation = resolveAggregation(model, request.aggregation!, request.initialFilter);
      const finalFilter = coerceFilter(request.finalFilter, resultTypes(model, aggregation));
      const plan = createPlan(model, resolveWanted(model, request.initialFilter, []));
      const groups = await aggregateItems(startRun(model, plan, context, memory), plan, aggregation);
      // Groups without another order stand in the order of their keys, so that pages are stable.
      const keys = aggregation.groupingFields.map((path) => ({ path, order: 'ASC' as const }));
      const results = groups.filter(compileFilter(finalFilter)).sort(compileSort([...request.sort, ...keys]));
      return {
        items: slice(results, page),
        pagingMetadata: sliceMetadata(
          tokens,
          'aggregate',
          model,
          page,
          results.length,
          request.returnTotalCount,
        ),
      };
    },

    async distinct(model, given, context) {
      const page = openPage(tokens, 'distinct', model, given);
      const { request } = page;
      const path = resolveSystemField(request.fieldName, (key) => model.fields.has(key));
      const wanted = resolveWanted(model, request.filter, [{ path, order: 'ASC' }], 'fieldName');
      const plan = createPlan(model, { filter: wanted.filter, sort: [] });
      const values = await distinctValues(
        startRun(model, plan, context, memory),
        plan,
        wanted.sort[0]!.path,
        request.order,
      );
      return {
        distinctValues: slice(values, page),
        pagingMetadata: sliceMetadata(
          tokens,
          'distinct',
          model,
          page,
          values.length,
          request.returnTotalCount,
        ),
      };
    },

    describe: (model) => describeCollection(model, isExact(model), isSorted(model)),
    explain: (model, kind, request) => explainRequest(tokens, model, kind, request),
  };
}

export function startRun(model: CollectionModel, plan: Plan, context: RequestContext, memory: Memory): Run {
  const deadline = Math.min(context.deadline, context.world.now() + model.limits.deadline);
  return {
    model,
    context: { ...context, deadline },
    memory,
    budget: createBudget(context.world, model.limits, model.limitFile, () => plan.reasons),
  };
}
