/** The rows that work here is done over: a list read page after page, or items by id, and the filter on them. */
import { encodeId, findsMore, getterCall, idChunks, idsQuery, usesFilter } from '../../calls/ids.js';
import type { ListQuery } from '../../calls/list.js';
import type { CollectionModel, NestedItems, RowReader } from '../../model/model.js';
import { condition, everything, type Filter } from '../../wix/filter/tree.js';
import { type Evidence, evidenceOf } from '../claims/evidence.js';
import type { IdBatch, Requests, Source } from '../nodes.js';
import type { Planning } from '../planning.js';
import { type Pushdown, pushDown } from '../pushdown/pushdown.js';
import { fieldsRead } from '../request/wanted.js';
import { readList, readStretch } from './reads.js';

/** Fields that filter and sort read here. */
export function residualFields({ model }: Planning, pushdown: Pushdown): readonly string[] {
  return pushdown.access.kind === 'ids'
    ? fieldsRead(pushdown.filter, pushdown.sort, model)
    : fieldsRead(pushdown.residual, pushdown.order.residual ?? [], model);
}

export interface SourceWish {
  /** Keys of the fields that are read besides those that filter and sort need. */
  readonly keys: readonly string[];
  /** Keys of the fields whose values decide over the answer, besides those. */
  readonly evaluated: readonly string[];
  /** All rows will be read. */
  readonly whole: boolean;
  /** Rows after which reading may stop otherwise. */
  readonly enough: number;
  /** Related objects that come with the rows, and what of them decides over the answer. */
  readonly nested?: readonly NestedItems[];
  readonly nestedEvaluated?: readonly string[];
}

/** Every matching row, wherever the filter is worked out. */
export function sourceOf(planning: Planning, pushdown: Pushdown, wish: SourceWish): Source {
  const evaluated = [...new Set([...residualFields(planning, pushdown), ...wish.evaluated])];
  const { nested = [], nestedEvaluated = [] } = wish;
  const reader = planning.knowledge.reader([...wish.keys, ...evaluated], nested);
  const needed = [...evaluated, ...nestedEvaluated];
  switch (pushdown.access.kind) {
    case 'empty':
      return { kind: 'empty' };
    case 'ids':
      return filtered(getNode(planning, pushdown.access.ids, reader, needed), pushdown.filter);
    case 'page':
    case 'scan': {
      const query = { ...listQuery(pushdown, reader), evaluated: needed };
      const read = readList(planning, query, wish.whole, wish.enough);
      const evidence = evidenceFor(planning, pushdown, [...wish.keys, ...evaluated]);
      return filtered({ kind: 'scan', read, whole: wish.whole, evidence }, pushdown.residual);
    }
  }
}

/** What rows with these fields can be held against. */
export function evidenceFor(
  { model }: Planning,
  { trusted, order, sort }: Pushdown,
  keys: readonly string[],
): Evidence | undefined {
  const sorted = order.residual === undefined ? sort : [];
  return evidenceOf(model, trusted, sorted, order.pushed.length > 1, keys);
}

function filtered(input: Source, residual: Filter): Source {
  return residual === everything ? input : { kind: 'filter', input, residual };
}

/**
 * What the list is asked for: filter and sort as far as they are sent.
 * @param reader of the fields to read; undefined: no rows are read
 */
export function listQuery({ condition, order }: Pushdown, reader: RowReader | undefined): ListQuery {
  return { condition, sort: order.pushed, reader };
}

/**
 * Items with these ids; never one request for each.
 * @param evaluated keys of the fields that are worked with here
 */
export function getNode(
  planning: Planning,
  ids: readonly string[],
  reader: RowReader,
  evaluated: readonly string[],
): Extract<Source, { kind: 'get' }> {
  const { model, facts } = planning;
  const wanted = { reader, evaluated };
  const batches = idChunks(model, ids, reader).map((asked): IdBatch => {
    const values = asked.map(([, value]) => value);
    if (!usesFilter(model)) return { kind: 'call', asked, call: getterCall(model, values, wanted, facts) };
    const query = idsQuery(model, values, wanted);
    const all = findsMore(model);
    const read = all
      ? readList(planning, query, true, 0)
      : readStretch(planning, query, { offset: 0, limit: values.length, count: false });
    return { kind: 'list', asked, read, all };
  });
  return Object.freeze({ kind: 'get', ids, batches, reader, evaluated, requests: batchRequests(batches) });
}

/** Whether items can be asked for by their ids. */
export function findsById(model: CollectionModel): boolean {
  return usesFilter(model) || model.get.many !== undefined || model.get.one !== undefined;
}

/**
 * Items with these ids, wherever they are found: by their ids, else in the list.
 * @param shown keys of the fields that are wanted
 * @param filtered keys of the fields that are worked with here
 */
export function itemsById(
  planning: Planning,
  ids: readonly string[],
  shown: readonly string[],
  filtered: readonly string[],
): Source {
  const { model } = planning;
  if (findsById(model) && ids.every((id) => encodeId(model, id) !== undefined))
    return getNode(planning, ids, planning.knowledge.reader([...shown, ...filtered]), filtered);
  const wanted = { filter: condition('_id', 'in', ids), sort: [] };
  const pushdown = pushDown(planning, wanted);
  return sourceOf(planning, pushdown, { keys: shown, evaluated: filtered, whole: false, enough: ids.length });
}

const once: Requests = { least: 1, most: 1 };

function batchRequests(batches: readonly IdBatch[]): Requests {
  const largest = Math.max(0, ...batches.map(({ asked }) => asked.length));
  const reads = batches.map((each) => (each.kind === 'call' ? once : each.read.requests));
  const each = reads.find(({ most }) => most === undefined)?.each;
  const notes = [
    ...(batches.length > 1 ? [`up to ${largest} ids each`] : []),
    ...(batches.some(({ kind }) => kind === 'call') && largest > 1
      ? ['more where the API refuses so many at once']
      : []),
  ];
  return {
    least: batches.length,
    most: reads.reduce<number | undefined>(
      (sum, { most }) => (sum === undefined || most === undefined ? undefined : sum + most),
      0,
    ),
    ...(each === undefined ? {} : { each }),
    ...(notes.length > 0 ? { note: notes.join(', ') } : {}),
  };
}
