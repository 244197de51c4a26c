/** From a request to its plan. Nothing is sent, and the same request with the same knowledge gives the same plan. */
import { coerceFilter } from '../wix/filter/coerce.js';
import type { Condition, Filter } from '../wix/filter/tree.js';
import type {
  AggregateRequest,
  CountRequest,
  DistinctRequest,
  QueryReferencedRequest,
  QueryRequest,
} from '../wix/requests.js';
import { resolveSystemField } from '../wix/system-fields.js';
import type {
  AggregatePlan,
  CountPlan,
  DistinctPlan,
  ItemsPlan,
  Plan,
  ReferencesPlan,
  Window,
} from './nodes.js';
import type { Planning } from './planning.js';
import { pushDown } from './pushdown/pushdown.js';
import { queryOf, resolveAggregation, resultTypes } from './request/aggregation.js';
import type { CursorTokens } from './request/cursor-token.js';
import { isElsewhere } from './request/edges.js';
import { visibleKeys } from './request/fields.js';
import { resolveIncludes } from './request/includes.js';
import { cursorKind, type OpenedPage, openPage } from './request/paging.js';
import { fieldsRead, resolveWanted } from './request/wanted.js';
import { planAggregate, planDistinct } from './tree/aggregates.js';
import { planCount } from './tree/counts.js';
import { planItems } from './tree/items.js';
import { withoutReferences } from './tree/lookups.js';
import { planReferences } from './tree/references.js';

/** A read, by the name of its endpoint. */
export type EndpointRead =
  | { readonly kind: 'query'; readonly request: QueryRequest }
  | { readonly kind: 'count'; readonly request: CountRequest }
  | { readonly kind: 'aggregate'; readonly request: AggregateRequest }
  | { readonly kind: 'distinct'; readonly request: DistinctRequest }
  | { readonly kind: 'references'; readonly request: QueryReferencedRequest };

/** A plan, and the page of the answer that it is for: with a cursor, the request is the one that the cursor carries. */
export interface Planned<P extends Plan = Plan, R = object> {
  readonly plan: P;
  readonly page: OpenedPage<R>;
}

/**
 * @throws VALIDATION_ERROR for names and values that do not fit the collection, for cursors of other requests, and where
 * the mapping forbids to work out here what the upstream cannot do
 */
export function plan(planning: Planning, tokens: CursorTokens, read: EndpointRead): Planned {
  switch (read.kind) {
    case 'query':
      return planQuery(planning, tokens, read.request);
    case 'count':
      return { plan: planNumber(planning, read.request), page: noPage(read.request) };
    case 'aggregate':
      return planAggregation(planning, tokens, read.request);
    case 'distinct':
      return planValues(planning, tokens, read.request);
    case 'references':
      return planPairs(planning, tokens, read.request);
  }
}

/** For requests whose answer has no pages. */
export function noPage<R>(request: R): OpenedPage<R> {
  return { request, offset: 0, limit: 0, byCursor: false, upstreamCursor: undefined, mark: '' };
}

/**
 * The plan of items/query.
 * @param given with a cursor: the page of another request, which the cursor carries whole
 * @throws as `plan`
 */
export function planQuery(
  planning: Planning,
  tokens: CursorTokens,
  given: QueryRequest,
): Planned<ItemsPlan, QueryRequest> {
  const page = openPage(tokens, 'query', planning, given);
  const { request, ...place } = page;
  const wanted = resolveWanted(planning.model, request.filter, request.sort);
  const includes = resolveIncludes(planning, request.includeReferencedItems);
  const included = includes.map(({ field }) => field.key);
  const wish = {
    ...place,
    keys: [...new Set([...visibleKeys(planning.model, request.fields), ...included])],
    includes,
    total: request.returnTotalCount,
    consistent: request.consistentRead,
  };
  return { plan: planItems(planning, pushedDown(planning, wanted), wish), page };
}

/**
 * The plan of items/count: how the number of all items that match comes about.
 * @throws as `plan`
 */
export function planNumber(planning: Planning, request: CountRequest): CountPlan {
  return planCount(planning, pushedDown(planning, resolveWanted(planning.model, request.filter, [])));
}

/** An aggregation, or the items themselves where the request has none (see queryOf). */
export function planAggregation(
  planning: Planning,
  tokens: CursorTokens,
  given: AggregateRequest,
): Planned<ItemsPlan, QueryRequest> | Planned<AggregatePlan, AggregateRequest> {
  if (given.aggregation === undefined && cursorKind(tokens, given.paging) !== 'aggregate')
    return planQuery(planning, tokens, queryOf(given));
  const { model } = planning;
  const page = openPage(tokens, 'aggregate', planning, given);
  const { request } = page;
  const aggregation = resolveAggregation(model, request.aggregation!, request.initialFilter);
  const pushdown = pushedDown(planning, resolveWanted(model, request.initialFilter, []));
  // Groups without another order stand in the order of their keys, so that pages are stable.
  const keys = aggregation.groupingFields.map((path) => ({ path, order: 'ASC' as const }));
  const answer = {
    finalFilter: coerceFilter(request.finalFilter, resultTypes(model, aggregation)),
    sort: [...request.sort, ...keys],
    ...windowOf(page),
  };
  return { plan: planAggregate(planning, pushdown, aggregation, answer), page };
}

/**
 * The plan of items/query-distinct: the distinct values of one field.
 * @throws as `plan`
 */
export function planValues(
  planning: Planning,
  tokens: CursorTokens,
  given: DistinctRequest,
): Planned<DistinctPlan, DistinctRequest> {
  const { model } = planning;
  const page = openPage(tokens, 'distinct', planning, given);
  const { request } = page;
  const path = resolveSystemField(request.fieldName, (key) => model.fields.has(key));
  const wanted = resolveWanted(model, request.filter, [{ path, order: 'ASC' }], 'fieldName');
  const pushdown = pushedDown(planning, { filter: wanted.filter, sort: [] });
  const answer = { path: wanted.sort[0]!.path, order: request.order, ...windowOf(page) };
  return { plan: planDistinct(planning, pushdown, answer), page };
}

/**
 * The plan of items/query-referenced: a page of pairs.
 * @throws as `plan`
 */
export function planPairs(
  planning: Planning,
  tokens: CursorTokens,
  given: QueryReferencedRequest,
): Planned<ReferencesPlan, QueryReferencedRequest> {
  const page = openPage(tokens, 'references', planning, given);
  return { plan: planReferences(planning, page.request, windowOf(page)), page };
}

function pushedDown(planning: Planning, wanted: Parameters<typeof pushDown>[1]) {
  const { model } = planning;
  const pushed = (filter: Filter) => pushDown(planning, { ...wanted, filter });
  const taken = takenReferences(planning, wanted.filter);
  if (taken) {
    const whole = pushed(withoutReferences(planning, wanted.filter, taken));
    // No row holds what they ask for, so it is the upstream's work, or looked up.
    const here = whole.access.kind === 'ids' ? whole.filter : whole.residual;
    if (!fieldsRead(here, [], model).some((key) => isElsewhere(model.fields.get(key)))) return whole;
  }
  return pushed(withoutReferences(planning, wanted.filter));
}

/** The conditions on references that the upstream's filter may take; undefined: there are none. */
function takenReferences(
  { model, pushdown }: Planning,
  filter: Filter,
): ((each: Condition) => boolean) | undefined {
  if (pushdown === 'off') return undefined;
  const taken = (key: string): boolean => {
    const field = model.fields.get(key);
    return isElsewhere(field) && field?.filter !== undefined;
  };
  return fieldsRead(filter, [], model).some(taken) ? ({ path }) => taken(path) : undefined;
}

function windowOf({ offset, limit, byCursor }: Omit<OpenedPage<unknown>, 'request'>): Window {
  return { offset, limit, lookAhead: byCursor };
}
