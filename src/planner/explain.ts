/** The plan of a request as plain data and as text: what is sent, what is done here and why, and the budget. */
import type { CollectionModel, ResolvedLimits } from '../mapping/model.js';
import { unfilledScope } from '../upstream/transport/context.js';
import { everything, type Filter } from '../wix/filter/tree.js';
import type { Paging } from '../wix/paging.js';
import type { AggregateRequest, CountRequest, DistinctRequest, QueryRequest } from '../wix/requests.js';
import type { SortKey } from '../wix/sort.js';
import { aggregateCall, planPushedAggregate } from './aggregate-push.js';
import { listQuery } from './execute.js';
import { visibleKeys } from './fields.js';
import { isCountable, operationName, type PageRequest, preparePage } from './list.js';
import { pageSizeFor, pagingKind } from './page-size.js';
import { createPlan, fieldKey, type Plan, residualFields, resolveWanted } from './plan.js';
import { planForPage } from './ties.js';
import type { ResidualReason } from './translate.js';

export interface Explanation {
  readonly collection: string;
  readonly request: string;
  /** empty, ids, page or scan. */
  readonly access: Plan['access']['kind'];
  readonly summary: string;
  readonly pushed: { readonly filter: boolean; readonly sort: readonly string[]; readonly total: boolean };
  readonly document: string | undefined;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
  readonly residual: { readonly filter: unknown; readonly sort: readonly SortKey[] };
  readonly reasons: readonly ResidualReason[];
  /** Expected upstream requests, as text: "1", "1 to 3", "1 for each 1000 rows". */
  readonly requests: string;
  readonly budget: ResolvedLimits;
}

interface Wants {
  readonly filter: Filter;
  readonly sort: readonly SortKey[];
  readonly paging: Paging;
  readonly keys: readonly string[];
  readonly total: boolean;
  readonly everyRow: boolean;
}

export function explainRequest(
  model: CollectionModel,
  kind: 'query' | 'count' | 'aggregate' | 'distinct',
  request: QueryRequest | CountRequest | AggregateRequest | DistinctRequest,
): Explanation {
  const wants = wantsOf(model, kind, request);
  const offset = wants.paging.kind === 'offset' ? wants.paging.offset : 0;
  const limit = wants.paging.limit;
  const plan = planForPage(createPlan(model, resolveWanted(model, wants.filter, wants.sort)), offset, limit);
  const aggregation = kind === 'aggregate' ? (request as AggregateRequest).aggregation : undefined;
  const grouped =
    kind === 'distinct'
      ? { groupingFields: [(request as DistinctRequest).fieldName], operations: [] }
      : aggregation;
  const pushedAggregate = grouped && planPushedAggregate(plan, grouped);
  const base = {
    collection: model.id,
    request: kind,
    access: plan.access.kind,
    residual: {
      filter: plan.translation.residual === everything ? null : plan.translation.residual,
      sort: plan.order.residual ?? [],
    },
    reasons: plan.reasons,
    budget: model.limits,
  };
  if (plan.access.kind === 'empty') {
    return {
      ...base,
      summary: 'Nothing can match; the upstream is not asked.',
      pushed: { filter: false, sort: [], total: false },
      document: undefined,
      variables: undefined,
      requests: '0',
    };
  }
  const context = {
    requestId: undefined,
    scope: unfilledScope,
    signal: new AbortController().signal,
    deadline: 0,
    log: undefined,
  };
  if (pushedAggregate) {
    const operation = model.upstream.operations(operationName(model), [
      aggregateCall({ model, context }, plan, pushedAggregate),
    ]);
    return {
      ...base,
      summary: 'The upstream aggregates.',
      pushed: { filter: plan.translation.pushed.kind === 'condition', sort: [], total: false },
      document: operation.document.text,
      variables: operation.variables,
      requests: '1',
    };
  }
  const onlyCount =
    kind === 'count' && plan.access.kind === 'page' && isCountable(model, listQuery(plan, undefined));
  const scanning = plan.access.kind === 'scan' || (wants.everyRow && !onlyCount);
  const reader = model.rows(onlyCount ? [] : [...wants.keys, ...residualFields(plan)]);
  const page = onlyCount
    ? { rows: false, count: true, ...(model.list.page.size === undefined ? {} : { size: 1 }) }
    : pageOf(
        model,
        offset,
        limit,
        scanning ? { whole: wants.everyRow || wants.total || plan.order.residual !== undefined } : undefined,
        wants.total,
      );
  const prepared = preparePage(
    model,
    { ...listQuery(plan, onlyCount ? undefined : reader), ...(onlyCount ? { sort: [] } : {}) },
    page,
    unfilledScope,
  );
  const operation = model.upstream.operations(operationName(model), prepared.calls);
  return {
    ...base,
    summary: summaryOf(plan, scanning, onlyCount),
    pushed: {
      filter: plan.translation.pushed.kind === 'condition',
      sort: (onlyCount ? [] : plan.order.pushed).map(
        (key) => `${key.path.join('.')} ${key.descending ? 'descending' : 'ascending'}`,
      ),
      total: wants.total && plan.access.kind === 'page' && isCountable(model, listQuery(plan, undefined)),
    },
    document: operation.document.text,
    variables: operation.variables,
    requests: requestsOf(plan, scanning, onlyCount, offset, limit),
  };
}

function wantsOf(
  model: CollectionModel,
  kind: string,
  request: QueryRequest | CountRequest | AggregateRequest | DistinctRequest,
): Wants {
  const firstPage: Paging = { kind: 'offset', limit: 50, offset: 0 };
  if (kind === 'query') {
    const query = request as QueryRequest;
    return {
      filter: query.filter,
      sort: query.sort,
      paging: query.paging,
      keys: visibleKeys(model, query.fields),
      total: query.returnTotalCount,
      everyRow: false,
    };
  }
  if (kind === 'count')
    return {
      filter: (request as CountRequest).filter,
      sort: [],
      paging: firstPage,
      keys: [],
      total: true,
      everyRow: true,
    };
  if (kind === 'distinct') {
    const distinct = request as DistinctRequest;
    return {
      filter: distinct.filter,
      sort: [],
      paging: distinct.paging,
      keys: [fieldKey(distinct.fieldName, model)],
      total: false,
      everyRow: true,
    };
  }
  const aggregate = request as AggregateRequest;
  const paths = aggregate.aggregation
    ? [
        ...aggregate.aggregation.groupingFields,
        ...aggregate.aggregation.operations.flatMap((each) => each.path ?? []),
      ]
    : [...visibleKeys(model, undefined)];
  return {
    filter: aggregate.initialFilter,
    sort: aggregate.aggregation ? [] : aggregate.sort,
    paging: aggregate.paging,
    keys: paths.map((path) => fieldKey(path, model)),
    total: false,
    everyRow: aggregate.aggregation !== undefined,
  };
}

function pageOf(
  model: CollectionModel,
  offset: number,
  limit: number,
  scan: { readonly whole: boolean } | undefined,
  total: boolean,
): PageRequest {
  const style = model.list.page;
  const largest = Math.min(model.limits.page, style.max ?? model.limits.page);
  const scanning = scan !== undefined;
  const paged = pagingKind(style, offset + limit);
  // A scan that may stop early begins with a smaller page where it can.
  const least = paged === 'offset' && scan?.whole === false ? Math.max(2 * (offset + limit), 100) : largest;
  const size = Math.min(scanning ? least : Math.max(limit, 1), largest);
  const count = scan?.whole ?? total;
  const sized = style.size === undefined ? {} : { size };
  switch (paged) {
    case 'offset':
      return { ...sized, offset: scanning ? 0 : offset, count };
    case 'page': {
      const pageSize = scanning ? largest : pageSizeFor(offset, Math.max(limit, 1), style, largest);
      return {
        ...(style.size === undefined ? {} : { size: pageSize }),
        page: (style.base ?? 1) + (scanning ? 0 : Math.floor(offset / pageSize)),
        count,
      };
    }
    default:
      return { ...sized, count };
  }
}

function summaryOf(plan: Plan, scanning: boolean, onlyCount: boolean): string {
  if (plan.access.kind === 'ids')
    return `The items are fetched by their ${plan.access.ids.length} id(s), then filtered and sorted here.`;
  if (onlyCount) return 'The upstream counts.';
  if (!scanning) return 'The upstream filters, sorts and pages.';
  if (plan.reasons.length === 0)
    return 'All matching rows are read, page after page, with only the fields needed.';
  return `Rows are read page after page; ${plan.translation.residual === everything ? 'sorting' : plan.order.residual ? 'filtering and sorting' : 'filtering'} is finished here.`;
}

function requestsOf(
  plan: Plan,
  scanning: boolean,
  onlyCount: boolean,
  offset: number,
  limit: number,
): string {
  const { model, access } = plan;
  const largest = Math.min(model.limits.page, model.list.page.max ?? model.limits.page);
  if (onlyCount) return '1';
  if (access.kind === 'ids') return `1 for each ${Math.min(model.limits.ids, largest)} ids`;
  if (scanning) return `1 for each ${largest} rows, at most ${model.limits.pages}`;
  const { page } = model.list;
  if (pagingKind(page, offset + limit) === 'page') {
    const size = pageSizeFor(offset, Math.max(limit, 1), page, largest);
    const last = Math.floor((offset + Math.max(limit, 1) - 1) / size);
    return String(last - Math.floor(offset / size) + 1);
  }
  const pages = Math.max(1, Math.ceil(limit / largest));
  if (pagingKind(model.list.page, offset + limit) !== 'cursor' || offset === 0) return String(pages);
  return `${pages} to ${pages + Math.ceil(offset / largest)} (the cursor at offset ${offset} is remembered for a minute)`;
}

export function explanationText(explanation: Explanation): string {
  const lines = [`${explanation.request} of ${explanation.collection}: ${explanation.summary}`, ''];
  lines.push('sent upstream');
  if (explanation.document === undefined) lines.push('  nothing');
  else {
    const { filter, sort, total } = explanation.pushed;
    lines.push(
      `  filter    ${filter ? 'yes, see the variables' : 'none'}`,
      `  sort      ${sort.length > 0 ? sort.join(', ') : 'none'}`,
      `  total     ${total ? 'in the same request' : 'not asked'}`,
      `  requests  ${explanation.requests}`,
      '',
      'document',
      `  ${explanation.document}`,
      '',
      'variables',
      indent(JSON.stringify(explanation.variables, null, 2)),
    );
  }
  lines.push('', 'done here');
  if (explanation.reasons.length === 0) lines.push('  nothing');
  for (const each of explanation.reasons) {
    lines.push(`  ${each.path} (${each.operator}): ${each.reason}`, `    ${each.position}: ${each.remedy}`);
  }
  const { scan, pages, bytes, deadline } = explanation.budget;
  lines.push(
    '',
    `budget: ${scan} rows, ${pages} requests, ${Math.round(bytes / 2 ** 20)} MiB, ${deadline} ms`,
  );
  return lines.join('\n');
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}
