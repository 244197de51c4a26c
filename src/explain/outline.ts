/** What a plan comes to: what is sent first, how often, and what is left to do here. Everything is read from its nodes. */
import type { Call } from '../calls/call.js';
import type { ListQuery } from '../calls/list.js';
import type { CollectionModel } from '../model/model.js';
import type { Count, ListRead, Plan, ReferencesPlan, Requests, Rows, Source, Total } from '../plan/nodes.js';
import type { Access } from '../plan/pushdown/pushdown.js';
import { everything, type Filter } from '../wix/filter/tree.js';
import type { SortKey } from '../wix/sort.js';

export interface Outline {
  readonly access: Access['kind'];
  /** The first call; undefined: the upstream is not asked. */
  readonly call: Call<unknown> | undefined;
  /** Calls that are started together with it, before any answer has come; in the order in which they are started. */
  readonly together: readonly Call<unknown>[];
  /** Of the rows that are read from the list. */
  readonly query: ListQuery | undefined;
  /** Whether a filter or ids are sent. */
  readonly filtered: boolean;
  readonly residual: { readonly filter: Filter | undefined; readonly sort: readonly SortKey[] };
  /** Requests for the rows or results, one part after the other. */
  readonly requests: readonly Requests[];
  readonly total: Total['kind'];
  /** What the rows are counted by, where they are. */
  readonly counted: Count | undefined;
  readonly whole: boolean;
  readonly sorted: boolean;
  readonly ids: number;
}

const nothing: Outline = {
  access: 'empty',
  call: undefined,
  together: [],
  query: undefined,
  filtered: false,
  residual: { filter: undefined, sort: [] },
  requests: [],
  total: 'none',
  counted: undefined,
  whole: false,
  sorted: false,
  ids: 0,
};

/** What is read of one collection. */
export type ReadPlan = Exclude<Plan, ReferencesPlan>;

/** The read that pairs are made of. */
export function readOfPairs({ model, reasons, pairs, offset, limit }: ReferencesPlan): ReadPlan {
  if (pairs.kind === 'edges') return pairs.plan;
  const { input } = pairs;
  if (input.kind !== 'ids') return { kind: 'count', model, reasons, count: { kind: 'rows', input } };
  const rows: Rows = {
    kind: 'page',
    read: input.read,
    offset,
    limit,
    cursor: undefined,
    evidence: undefined,
  };
  const window = { offset, limit, lookAhead: false };
  return { kind: 'items', model, reasons, rows, total: { kind: 'none' }, ...window };
}

/** Requests after the first read of the pairs. */
export function requestsAfterPairs({ pairs, model }: ReferencesPlan): readonly Requests[] {
  switch (pairs.kind) {
    case 'edges':
      return pairs.among ? [{ least: 0, most: undefined, note: `for the items of ${model.id}` }] : [];
    case 'held':
      return pairs.inclusion ? [pairs.inclusion.requests] : [];
    case 'asked':
      return pairs.input.kind === 'ids' ? [] : [{ least: 0, most: undefined, note: 'for their lists' }];
  }
}

export function outlineOf(plan: ReadPlan): Outline {
  switch (plan.kind) {
    case 'items':
      return {
        ...withTotal(rowsOutline(plan.rows, plan.model), plan.total, plan.model),
        total: plan.total.kind,
      };
    case 'count':
      return countOutline(plan.count, plan.model);
    case 'aggregate':
    case 'distinct': {
      const { results } = plan;
      if (results.kind === 'rows') return finishedHere(sourceOutline(results.input, plan.model));
      const { call, filtered } = results;
      return { ...nothing, access: 'page', call, filtered, requests: [{ least: 1, most: 1 }] };
    }
  }
}

function rowsOutline(rows: Rows, model: CollectionModel): Outline {
  switch (rows.kind) {
    case 'empty':
      return { ...nothing, access: rows.why === 'no match' ? 'empty' : 'page' };
    case 'page':
      return { ...readOutline(rows.read), access: 'page' };
    case 'halves': {
      const { call, requests } = rows;
      // Longer by the sort key: that of the rows with a value. A page wider than the upstream's largest is sorted here, so
      // the sort is not promised to be the upstream's.
      const [read] = [rows.first.read, rows.second.read].sort(
        (a, b) => b.query.sort.length - a.query.sort.length,
      );
      return { ...readOutline(read!), access: 'page', call, requests: [requests], sorted: true };
    }
    case 'slice':
      return sourceOutline(rows.input, model);
    case 'top': {
      const below = sourceOutline(rows.input, model);
      // Behind the keys that were asked for stands the id, which makes the order total.
      const sort = rows.keys.slice(0, -1);
      return { ...below, sorted: true, residual: { ...below.residual, sort } };
    }
    case 'kept': {
      const { least } = rows.input.requests;
      const requests = { least, most: undefined, note: 'all rows are read again where they have changed' };
      return { ...sourceOutline(rows.input, model), requests: [requests], sorted: true };
    }
    case 'complete': {
      const below = rowsOutline(rows.input, model);
      return { ...below, requests: [...below.requests, rows.requests] };
    }
    case 'include': {
      const below = rowsOutline(rows.input, model);
      const reads = rows.inclusions.flatMap((each) => ('requests' in each ? [each.requests] : []));
      return { ...below, requests: [...below.requests, ...reads] };
    }
    case 'pick':
      return rowsOutline(rows.input, model);
  }
}

function sourceOutline(source: Source, model: CollectionModel): Outline {
  switch (source.kind) {
    case 'empty':
      return nothing;
    case 'get': {
      const started = source.batches.slice(0, model.limits.concurrency);
      const [call, ...together] = started.map((each) => (each.kind === 'call' ? each.call : each.read.call));
      return {
        ...nothing,
        access: 'ids',
        filtered: true,
        call,
        together,
        requests: [source.requests],
        ids: source.ids.length,
      };
    }
    case 'scan':
      return { ...readOutline(source.read), access: 'scan', whole: source.whole };
    case 'filter': {
      const below = sourceOutline(source.input, model);
      return { ...below, residual: { ...below.residual, filter: source.residual } };
    }
  }
}

function readOutline(read: ListRead): Outline {
  const { call, query, requests } = read;
  return { ...nothing, call, query, filtered: query.condition !== undefined, requests: [requests] };
}

function countOutline(count: Count, model: CollectionModel): Outline {
  switch (count.kind) {
    case 'zero':
      return nothing;
    case 'call':
      return {
        ...nothing,
        access: 'page',
        call: count.call,
        filtered: count.filtered,
        requests: [{ least: 1, most: 1 }],
        counted: count,
      };
    case 'rows':
      return { ...finishedHere(sourceOutline(count.input, model)), counted: count };
  }
}

/** Rows that only a count or an aggregation is made of: the upstream filters them whole, or it does not. */
function finishedHere(rows: Outline): Outline {
  return rows.access === 'scan' && rows.residual.filter === undefined ? { ...rows, access: 'page' } : rows;
}

/** Rows first; a number that is asked for by itself comes after them. */
function withTotal(rows: Outline, total: Total, model: CollectionModel): Outline {
  if (total.kind !== 'after') return rows;
  const count = countOutline(total.count, model);
  if (rows.call === undefined) return { ...count, access: rows.access };
  const note = 'for the total; none where the page shows the last rows';
  const counting = count.requests.map((each) => ({ ...each, least: 0, note }));
  return { ...rows, counted: total.count, requests: [...rows.requests, ...counting] };
}

export function isResidual(filter: Filter | undefined): filter is Filter {
  return filter !== undefined && filter !== everything;
}
