/** An explanation is read off the very plan that is executed: nothing is sent, and nothing is decided here. */
import type { Call } from '../calls/call.js';
import type { Measure } from '../execute/measure.js';
import type { CollectionModel } from '../model/model.js';
import { nothingHelps } from '../model/refusal.js';
import type { Lookup, Plan, Requests } from '../plan/nodes.js';
import type { ResidualReason } from '../plan/pushdown/residual-reasons.js';
import type { OperationBuilder } from '../upstream/document/operation.js';
import type { RequestScope } from '../upstream/transport/context.js';
import type { ExplainedCall, ExplainedReason, Explanation } from './explanation.js';
import {
  isResidual,
  type Outline,
  outlineOf,
  type ReadPlan,
  readOfPairs,
  requestsAfterPairs,
} from './outline.js';
import { explainRules } from './rules.js';
import { lookupNode, planTree, type Runs } from './tree.js';

export type { ExplainedCall, ExplainedNode, Explanation } from './explanation.js';

const totals = {
  none: 'not asked',
  cursor: 'not given with a cursor',
  pushed: 'in the same request',
  items: 'counted here, from the items found',
  rows: 'counted here, by reading all rows that match',
} as const;

/**
 * @param request name of the endpoint, for people
 * @param rules see explainRules
 * @param runs what nodes took, where the plan was carried out
 */
export function explain(
  request: string,
  plan: Plan,
  operations: OperationBuilder,
  rules: readonly string[],
  runs?: Runs,
): Explanation {
  if (plan.kind === 'references') {
    const read = explain(request, readOfPairs(plan), operations, rules);
    const after = requestsAfterPairs(plan);
    const { least, most } = sumOf(after);
    const { upstreamRequests: reading } = read;
    return {
      ...read,
      collection: plan.model.id,
      requests: [read.requests, ...after.map((each) => requestText(plan.model, each))].join(', then '),
      upstreamRequests: {
        least: reading.least + least,
        most: reading.most === null || most === null ? null : reading.most + most,
      },
      plan: planTree(plan, runs),
    };
  }
  const { model } = plan;
  const outline = outlineOf(plan);
  const { call, query, residual } = outline;
  const sent = (each: Call<unknown>): ExplainedCall => {
    const { document, variables } = operations(model.operationName, each.roots);
    return { document: document.text, variables };
  };
  const first = call && sent(call);
  const total = totalText(plan, outline);
  return {
    collection: model.id,
    request,
    rules,
    access: outline.access,
    summary: summaryOf(plan, outline),
    pushed: {
      filter: outline.filtered,
      sort: (query?.sort ?? []).map(
        (key) => `${key.path.join('.')} ${key.descending ? 'descending' : 'ascending'}`,
      ),
      total: total === totals.pushed,
    },
    total,
    document: first?.document,
    variables: first?.variables,
    together: outline.together.map(sent),
    residual: { filter: isResidual(residual.filter) ? residual.filter : null, sort: residual.sort },
    reasons: plan.reasons.map(withActions),
    requests: requestsText(model, outline),
    upstreamRequests: sumOf(outline.requests),
    plan: planTree(plan, runs),
    budget: model.limits,
  };
}

/** The plan that was carried out, with what its nodes took. undefined: none was made, or a kept answer was given without one */
export function explainRun(
  request: string,
  { plan, lookups, runs }: Measure,
  operations: (model: CollectionModel) => OperationBuilder,
  facts: RequestScope,
): Explanation | undefined {
  if (!plan) return undefined;
  const rules = explainRules(plan.model, 'read', facts);
  const explained = explain(request, plan, operations(plan.model), rules, runs);
  if (lookups.length === 0) return explained;
  const inputs = [...lookups.map((each) => lookupNode(each, runs)), explained.plan];
  return { ...explained, plan: { node: 'look up ids, then the items with those that were found', inputs } };
}

/** What is asked first; the rest of the plan depends on its answer. */
export function explainLookups(
  request: string,
  model: CollectionModel,
  collection: (id: string) => CollectionModel | undefined,
  lookups: readonly Lookup[],
  operations: OperationBuilder,
  rules: readonly string[],
): Explanation {
  const [first] = lookups;
  const { holder, input, reasons } = first!;
  const read: Plan = { kind: 'count', model: collection(holder)!, reasons, count: { kind: 'rows', input } };
  const asked = explain(request, read, operations, rules);
  const after = 'then the items with the ids that were found';
  return {
    ...asked,
    collection: model.id,
    summary: `Which items refer to the ids of the filter is asked first (${holder}); then the items are read.`,
    requests: `${asked.requests}, ${after}`,
    upstreamRequests: { least: asked.upstreamRequests.least, most: null },
    plan: {
      node: `look up ${lookups.map((each) => each.key).join(', ')}, ${after}`,
      inputs: lookups.map((each) => lookupNode(each)),
    },
  };
}

function summaryOf(plan: ReadPlan, outline: Outline): string {
  const { access, call, ids } = outline;
  if (
    plan.kind === 'items' &&
    plan.rows.kind === 'empty' &&
    plan.rows.why === 'no rows wanted' &&
    call === undefined
  )
    return 'The page is empty; the upstream is not asked.';
  if (access === 'empty') return 'Nothing can match; the upstream is not asked.';
  if (access === 'ids') {
    if (call === undefined) return 'No item can have such an id; the upstream is not asked.';
    return `The items are fetched by their ${ids} id(s), then filtered and ${finishedOf(plan)} here.`;
  }
  if ((plan.kind === 'aggregate' || plan.kind === 'distinct') && plan.results.kind === 'call')
    return 'The upstream aggregates.';
  if (plan.kind === 'items' && plan.rows.kind === 'halves')
    return 'The upstream filters, sorts and pages rows with a value and rows without one, each for themselves.';
  if (plan.kind === 'items' && plan.rows.kind === 'page')
    return outline.counted?.kind === 'rows'
      ? 'The upstream filters, sorts and pages; all rows that match are read to count them.'
      : 'The upstream filters, sorts and pages.';
  if (outline.counted?.kind === 'call') return 'The upstream counts.';
  return readingText(plan, outline);
}

function finishedOf(plan: ReadPlan): string {
  switch (plan.kind) {
    case 'items':
      return 'sorted';
    case 'count':
      return 'counted';
    case 'aggregate':
    case 'distinct':
      return 'aggregated';
  }
}

function readingText(plan: ReadPlan, outline: Outline): string {
  const finished = [
    ...(isResidual(outline.residual.filter) ? ['filtering'] : []),
    ...(outline.sorted ? ['sorting'] : []),
    ...(outline.counted ? ['counting'] : []),
    ...(plan.kind === 'aggregate' || plan.kind === 'distinct' ? ['aggregating'] : []),
  ];
  const rows = outline.whole ? (outline.filtered ? 'All rows that the upstream finds' : 'All rows') : 'Rows';
  if (finished.length === 0)
    return `${rows} are read page after page; those that the API hides are left out here.`;
  return `${rows} are read page after page; ${finished.join(' and ')} is finished here.`;
}

function totalText(plan: ReadPlan, outline: Outline): string {
  if (plan.kind === 'aggregate' || plan.kind === 'distinct') return totals.none;
  if (plan.kind === 'count') return countText(outline);
  switch (plan.total.kind) {
    case 'none':
      return totals.none;
    case 'cursor':
      return totals.cursor;
    case 'page':
      return totals.pushed;
    case 'rows':
      if (outline.call === undefined) return totals.none;
      return outline.access === 'scan' ? totals.rows : totals.items;
    case 'after':
      return countText(outline);
  }
}

function countText({ counted, access, call }: Outline): string {
  if (counted === undefined || call === undefined) return totals.none;
  if (counted.kind === 'call') return totals.pushed;
  return access === 'ids' ? totals.items : totals.rows;
}

function requestsText(model: CollectionModel, { requests }: Outline): string {
  const [rows, ...others] = requests.map((each) => requestText(model, each));
  if (rows === undefined) return '0';
  return [rows, ...others].join(', then ');
}

function requestText({ limits }: CollectionModel, { least, most, each, note }: Requests): string {
  const number =
    most === undefined
      ? `${each === undefined ? `${least} or more` : `1 for each ${each} rows`}, at most ${limits.pages}`
      : least === most
        ? String(least)
        : `${least} to ${most}`;
  return note === undefined ? number : `${number} (${note})`;
}

function sumOf(requests: readonly Requests[]): Explanation['upstreamRequests'] {
  const least = requests.reduce((sum, each) => sum + each.least, 0);
  const most = requests.reduce<number | null>(
    (sum, each) => (sum === null || each.most === undefined ? null : sum + each.most),
    0,
  );
  return { least, most };
}

/** Whether a remedy is true of the API only its owner knows: so that nothing is written, but read. */
function withActions(reason: ResidualReason): ExplainedReason {
  const page = 'docs/errors.md#reasons-for-work-that-is-done-here';
  return reason.remedy === nothingHelps ? reason : { ...reason, actions: [{ kind: 'open', page }] };
}
