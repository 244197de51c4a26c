/** The planner's face to the services: one method a kind of reading request. */

import { describeCollection } from '../mapping/bind/capabilities.js';
import type { CollectionModel } from '../mapping/model.js';
import { validationError } from '../wix/errors.js';
import { compileFilter } from '../wix/filter/evaluate.js';
import type { Item, Json } from '../wix/json.js';
import type { Paging } from '../wix/paging.js';
import { compileProjection } from '../wix/projection.js';
import type { Collection, PagingMetadata } from '../wix/protocol.js';
import type { AggregateRequest, CountRequest, DistinctRequest, QueryRequest } from '../wix/requests.js';
import { compileSort } from '../wix/sort.js';
import { resolveSystemField } from '../wix/system-fields.js';
import { aggregateItems, distinctValues } from './aggregate.js';
import { createBudget } from './budget.js';
import { type CursorTokens, createCursorTokens } from './cursor-token.js';
import { isExact, isSorted } from './exactness.js';
import { countItems, findItems } from './execute.js';
import { type Explanation, explainRequest } from './explain.js';
import { createMemory, type Memory } from './memory.js';
import { createPlan, type Plan, resolveWanted } from './plan.js';
import type { RequestContext, Run } from './run.js';

export type RequestKind = 'query' | 'count' | 'aggregate' | 'distinct';
export type ReadRequest = QueryRequest | CountRequest | AggregateRequest | DistinctRequest;

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
  /** Signs cursors; give all replicas the same. Without it cursors end with the process. */
  readonly cursorSecret?: string | undefined;
}

export function createEngine(options: EngineOptions = {}): Engine {
  const tokens = createCursorTokens(options.cursorSecret);
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
        pagingMetadata: metadata(
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
      const page = openPage(tokens, 'aggregate', model, given);
      const { request } = page;
      if (request.aggregation === undefined) {
        const query: QueryRequest = {
          collectionId: model.id,
          filter: request.initialFilter,
          sort: request.sort,
          paging: given.paging,
          includeReferencedItems: [],
          consistentRead: request.consistentRead,
          returnTotalCount: request.returnTotalCount,
        };
        return this.query(model, query, context);
      }
      checkAggregated(model, request);
      const plan = createPlan(model, resolveWanted(model, request.initialFilter, []));
      const groups = await aggregateItems(startRun(model, plan, context, memory), plan, request.aggregation);
      // Groups without another order stand in the order of their keys, so that pages are stable.
      const keys = request.aggregation.groupingFields.map((path) => ({ path, order: 'ASC' as const }));
      const results = groups
        .filter(compileFilter(request.finalFilter))
        .sort(compileSort([...request.sort, ...keys]));
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
      const wanted = resolveWanted(model, request.filter, [{ path, order: 'ASC' }]);
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
    explain: (model, kind, request) => explainRequest(model, kind, request),
  };
}

export function startRun(model: CollectionModel, plan: Plan, context: RequestContext, memory: Memory): Run {
  const deadline = Math.min(context.deadline, Date.now() + model.limits.deadline);
  return {
    model,
    context: { ...context, deadline },
    memory,
    budget: createBudget(model.limits, model.file, () => plan.reasons),
  };
}

/** Fields of an item: those asked for, or all but multi-references, which stand in an item only when included. */
export function visibleKeys(
  model: CollectionModel,
  fields: readonly string[] | undefined,
): readonly string[] {
  const own = (key: string): boolean => model.fields.get(key)?.type !== 'MULTI_REFERENCE';
  if (fields === undefined || fields.length === 0) return [...model.fields.keys()].filter(own);
  const keys = systemFields(model, fields)!.map((path) =>
    model.fields.has(path) ? path : path.split('.')[0]!,
  );
  return [...new Set(keys)].filter((key) => model.fields.has(key) && own(key));
}

function systemFields(
  model: CollectionModel,
  fields: readonly string[] | undefined,
): readonly string[] | undefined {
  return fields?.map((path) => resolveSystemField(path, (key) => model.fields.has(key)));
}

function checkAggregated(model: CollectionModel, request: AggregateRequest): void {
  const { groupingFields, operations } = request.aggregation!;
  const paths = [...groupingFields, ...operations.flatMap((each) => each.path ?? [])];
  resolveWanted(
    model,
    request.initialFilter,
    paths.map((path) => ({ path, order: 'ASC' as const })),
  );
}

interface OpenedPage<R> {
  readonly request: R;
  readonly offset: number;
  readonly limit: number;
  readonly byCursor: boolean;
  readonly upstreamCursor: string | undefined;
}

interface TokenContent<R> {
  readonly kind: RequestKind;
  readonly collection: string;
  readonly request: R;
  readonly offset: number;
  readonly cursor?: string;
}

/** Where the page begins; with a cursor the request is the one that the cursor carries. */
function openPage<R extends { readonly paging: Paging }>(
  tokens: CursorTokens,
  kind: RequestKind,
  model: CollectionModel,
  request: R,
): OpenedPage<R> {
  const { paging } = request;
  if (paging.kind === 'offset')
    return {
      request,
      offset: paging.offset,
      limit: paging.limit,
      byCursor: false,
      upstreamCursor: undefined,
    };
  if (paging.cursor === undefined)
    return { request, offset: 0, limit: paging.limit, byCursor: true, upstreamCursor: undefined };
  const content = tokens.open(paging.cursor) as TokenContent<R>;
  if (content.kind !== kind || content.collection !== model.id) {
    throw validationError('The cursor belongs to another request', [
      { fieldPath: 'cursorPaging.cursor', message: `made for ${content.kind} of ${content.collection}` },
    ]);
  }
  return {
    request: content.request,
    offset: content.offset,
    limit: paging.limit,
    byCursor: true,
    upstreamCursor: content.cursor,
  };
}

function metadata<R extends object>(
  tokens: CursorTokens,
  kind: RequestKind,
  model: CollectionModel,
  page: OpenedPage<R>,
  end: boolean,
  cursor: string | null,
  total: number | undefined,
  wantsTotal: boolean,
): PagingMetadata {
  if (!page.byCursor) return wantsTotal && total !== undefined ? { total } : {};
  const token = (offset: number, at: string | null): string => {
    const { paging: _paging, ...request } = page.request as R & { paging?: Paging };
    const content: TokenContent<object> = {
      kind,
      collection: model.id,
      request: { ...request, paging: { kind: 'cursor', limit: page.limit } },
      offset,
      ...(at === null ? {} : { cursor: at }),
    };
    return tokens.seal(content);
  };
  return {
    cursors: {
      next: end ? null : token(page.offset + page.limit, cursor),
      prev: page.offset === 0 ? null : token(Math.max(0, page.offset - page.limit), null),
    },
  };
}

function slice<T>(
  values: readonly T[],
  page: { readonly offset: number; readonly limit: number },
): readonly T[] {
  return values.slice(page.offset, page.offset + page.limit);
}

function sliceMetadata<R extends object>(
  tokens: CursorTokens,
  kind: RequestKind,
  model: CollectionModel,
  page: OpenedPage<R>,
  total: number,
  wantsTotal: boolean,
): PagingMetadata {
  return metadata(tokens, kind, model, page, page.offset + page.limit >= total, null, total, wantsTotal);
}
