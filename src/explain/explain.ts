/** The plan of a request: what is sent, what is done here and why, and the budget. Nothing is sent. */

import { aggregateCall } from '../calls/aggregate-push.js';
import { idChunks, prepareIds } from '../calls/ids-request.js';
import { isCountable, type ListQuery, operationName, type PageRequest, preparePage } from '../calls/list.js';
import { furthestOffset, listQuery } from '../execute/execute.js';
import type { CollectionModel } from '../model/model.js';
import { type PushedAggregate, planAggregate } from '../plan/aggregate-plan.js';
import type { CursorTokens } from '../plan/cursor-token.js';
import { pagingKind } from '../plan/page-size.js';
import type { RequestKind } from '../plan/paging.js';
import { createPlan, type Plan, residualFields } from '../plan/plan.js';
import { planForPage } from '../plan/ties.js';
import type { ResidualReason } from '../plan/translate.js';
import type { RootCall } from '../upstream/document/operation.js';
import { unfilledScope } from '../upstream/transport/context.js';
import { everything } from '../wix/filter/tree.js';
import type { Explanation } from './explanation.js';
import { firstPage, firstScanned, pageRequests, scanRequests } from './first-page.js';
import { uncounted } from './uncounted.js';
import { type ReadRequest, type Wants, wantsOf } from './wants.js';

export type { Explanation } from './explanation.js';

/** What is sent first, and what it comes to. */
interface Outline {
  readonly summary: string;
  readonly calls: readonly RootCall[];
  readonly filter: boolean;
  readonly sort: ListQuery['sort'];
  readonly total: string;
  readonly requests: string;
  /** Why work is done here, beyond the reasons of the plan. */
  readonly reasons?: readonly ResidualReason[];
}

const totals = {
  none: 'not asked',
  cursor: 'not given with a cursor',
  pushed: 'in the same request',
  items: 'counted here, from the items found',
  rows: 'counted here, by reading all rows that match',
} as const;

export function explainRequest(
  tokens: CursorTokens,
  model: CollectionModel,
  kind: RequestKind,
  request: ReadRequest,
): Explanation {
  const wants = wantsOf(tokens, model, kind, request);
  const plan = planForPage(createPlan(model, wants), wants.offset, wants.limit);
  const outline = outlineOf(plan, wants);
  const operation =
    outline.calls.length === 0 ? undefined : model.upstream.operations(operationName(model), outline.calls);
  const ids = plan.access.kind === 'ids';
  return {
    collection: model.id,
    request: kind,
    access: plan.access.kind,
    summary: outline.summary,
    pushed: {
      filter: outline.filter,
      sort: outline.sort.map((key) => `${key.path.join('.')} ${key.descending ? 'descending' : 'ascending'}`),
      total: outline.total === totals.pushed,
    },
    total: outline.total,
    document: operation?.document.text,
    variables: operation?.variables,
    residual: {
      filter: ids
        ? plan.wanted.filter
        : plan.translation.residual === everything
          ? null
          : plan.translation.residual,
      sort: (ids ? plan.wanted.sort : plan.order.residual) ?? [],
    },
    reasons: [...plan.reasons, ...(outline.reasons ?? [])],
    requests: outline.requests,
    budget: model.limits,
  };
}

function outlineOf(plan: Plan, wants: Wants): Outline {
  switch (plan.access.kind) {
    case 'empty':
      return nothingSent('Nothing can match; the upstream is not asked.');
    case 'ids':
      return byIds(plan, plan.access.ids, wants);
    default:
      break;
  }
  if (wants.aggregation) {
    const pushed = planAggregate(plan, wants.aggregation);
    if (pushed.kind === 'pushed') return byAggregate(plan, pushed);
    // The filter's own reasons tell why rows are read.
    if (plan.access.kind === 'scan') return byReading(plan, wants);
    const { path, operator, reason, remedy } = pushed;
    const position = plan.model.fields.get(path)?.position ?? plan.model.positions.aggregate;
    return { ...byReading(plan, wants), reasons: [{ path, operator, reason, remedy, position }] };
  }
  if (wants.purpose === 'count') return byCount(plan, wants);
  if (wants.limit === 0 || wants.offset > furthestOffset)
    return countsTotal(wants)
      ? byCount(plan, wants)
      : nothingSent('The page is empty; the upstream is not asked.');
  return plan.access.kind === 'scan' ? byReading(plan, wants) : byPage(plan, wants);
}

function nothingSent(summary: string): Outline {
  return { summary, calls: [], filter: false, sort: [], total: totals.none, requests: '0' };
}

/** Pages by cursor have no total. */
function countsTotal(wants: Wants): boolean {
  return wants.total && !wants.byCursor;
}

function isFiltered(plan: Plan): boolean {
  return plan.translation.pushed.kind === 'condition';
}

function callsOf(plan: Plan, query: ListQuery, page: PageRequest): readonly RootCall[] {
  return preparePage(plan.model, query, page, unfilledScope).calls;
}

function byIds(plan: Plan, ids: readonly string[], wants: Wants): Outline {
  const { model } = plan;
  const chunks = idChunks(model, ids);
  const first = chunks[0]?.map(([, asked]) => asked);
  if (!first) return nothingSent('No item can have such an id; the upstream is not asked.');
  const evaluated = residualFields(plan);
  const reader = model.rows([...wants.keys, ...evaluated]);
  const prepared = prepareIds(model, first, { reader, evaluated }, unfilledScope);
  const finished = { items: 'sorted', count: 'counted', aggregate: 'aggregated' }[wants.purpose];
  const calls =
    prepared.kind === 'calls'
      ? prepared.expected.map((each) => each.call)
      : callsOf(
          plan,
          prepared.query,
          prepared.whole
            ? firstScanned(model, true, 0)
            : firstPage(model, { offset: 0, limit: first.length }, false),
        );
  return {
    summary: `The items are fetched by their ${ids.length} id(s), then filtered and ${finished} here.`,
    calls,
    filter: true,
    sort: [],
    total: countsTotal(wants) ? totals.items : totals.none,
    requests: chunks.length === 1 ? '1' : `${chunks.length} (up to ${first.length} ids each)`,
  };
}

function byAggregate(plan: Plan, pushed: PushedAggregate): Outline {
  const context = { scope: unfilledScope };
  return {
    summary: 'The upstream aggregates.',
    calls: [aggregateCall({ model: plan.model, context }, plan, pushed)],
    filter: isFiltered(plan),
    sort: [],
    total: totals.none,
    requests: '1',
  };
}

function byCount(plan: Plan, wants: Wants): Outline {
  const { model } = plan;
  const query = { ...listQuery(plan, undefined), sort: [] };
  if (plan.access.kind === 'scan') return byReading(plan, wants);
  if (!isCountable(model, query))
    return { ...byReading(plan, wants), reasons: [uncounted(model, isFiltered(plan))] };
  const sized = model.list.page.size === undefined ? {} : { size: 1 };
  return {
    summary: 'The upstream counts.',
    calls: callsOf(plan, query, { ...sized, rows: false, count: true }),
    filter: isFiltered(plan),
    sort: [],
    total: totals.pushed,
    requests: '1',
  };
}

/** Rows are read page after page, with the fields needed. */
function byReading(plan: Plan, wants: Wants): Outline {
  const { model, translation, order } = plan;
  const itemsWanted = wants.purpose === 'items' && wants.limit > 0;
  const whole = !itemsWanted || countsTotal(wants) || order.residual !== undefined;
  const reader = model.rows([
    ...(itemsWanted || wants.aggregation ? wants.keys : []),
    ...residualFields(plan),
  ]);
  const enough = wants.offset + wants.limit + (wants.byCursor ? 1 : 0);
  const finished = [
    ...(translation.residual === everything ? [] : ['filtering']),
    ...(order.residual ? ['sorting'] : []),
    ...(wants.purpose === 'count' || (!itemsWanted && !wants.aggregation) ? ['counting'] : []),
    ...(wants.aggregation ? ['aggregating'] : []),
  ];
  return {
    summary: `${whole ? (isFiltered(plan) ? 'All rows that the upstream finds' : 'All rows') : 'Rows'} are read page after page; ${listed(finished)} is finished here.`,
    calls: callsOf(plan, listQuery(plan, reader), firstScanned(model, whole, enough)),
    filter: isFiltered(plan),
    sort: order.pushed,
    total: totalOf(wants, totals.rows),
    requests: scanRequests(model),
  };
}

function byPage(plan: Plan, wants: Wants): Outline {
  const { model } = plan;
  const { offset, limit } = wants;
  const query = listQuery(plan, model.rows(wants.keys));
  const stretch = { offset, limit, cursor: wants.upstreamCursor };
  const counted = countsTotal(wants);
  const countable = isCountable(model, query);
  // A list that comes whole is counted by its rows.
  const whole = wants.upstreamCursor === undefined && pagingKind(model.list.page, offset + limit) === 'whole';
  const pages = pageRequests(model, stretch);
  const reads = counted && !countable && !whole;
  return {
    summary: reads
      ? 'The upstream filters, sorts and pages; all rows that match are read to count them.'
      : 'The upstream filters, sorts and pages.',
    calls: callsOf(plan, query, firstPage(model, stretch, counted)),
    filter: isFiltered(plan),
    sort: plan.order.pushed,
    total: totalOf(wants, countable ? totals.pushed : whole ? totals.items : totals.rows),
    requests: reads
      ? `${pages}, then for the total ${scanRequests(model)} in all; none of these when the page holds the last rows`
      : pages,
    ...(reads ? { reasons: [uncounted(model, isFiltered(plan))] } : {}),
  };
}

function totalOf(wants: Wants, source: string): string {
  if (!wants.total) return totals.none;
  return wants.byCursor ? totals.cursor : source;
}

function listed(words: readonly string[]): string {
  return words.join(' and ');
}
