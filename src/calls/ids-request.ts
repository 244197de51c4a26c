/** What is asked for a chunk of ids: one filter, one batch field, or one document with an alias per id. Nothing is sent. */

import { untrustworthy } from '../execute/failures.js';
import type { Expected } from '../execute/send.js';
import type { CollectionModel, RowReader } from '../model/model.js';
import { compare } from '../styles/condition.js';
import type { Json } from '../styles/vocabulary.js';
import { callResult, type PrintedSelection, type RootCall } from '../upstream/document/operation.js';
import { readResult } from '../upstream/document/result-path.js';
import type { RequestScope } from '../upstream/transport/context.js';
import { fillArguments } from './arguments.js';
import type { ListQuery } from './list.js';

export interface WantedRows {
  readonly reader: RowReader;
  /** Keys of the fields that are worked with here. */
  readonly evaluated: readonly string[];
}

export type IdRequest =
  /** The list's own filter; `whole`: there may be more rows than ids. */
  { readonly kind: 'list'; readonly query: ListQuery; readonly whole: boolean } | CallsRequest;

export interface CallsRequest {
  readonly kind: 'calls';
  readonly expected: readonly Expected[];
  read(data: Readonly<Record<string, unknown>>): readonly unknown[];
}

/** What the upstream is asked for; null: no row has this id; undefined: it cannot be asked for just this id. */
export function encodeId(model: CollectionModel, id: string): Json | undefined {
  const { source } = model.fields.get('_id')!;
  if (source.kind !== 'path') return undefined;
  const constraint = source.codec.equality(id);
  if (constraint?.kind === 'compare') return constraint.value;
  if (constraint !== undefined) return null;
  // `012` may find the item 12, where ids are integers behind the scenes; its own id then tells that it is not meant.
  return source.codec.scalar === 'id' ? id : undefined;
}

/** The ids with what the upstream is asked for, as many together as one request takes. */
export function idChunks(
  model: CollectionModel,
  ids: readonly string[],
): readonly (readonly (readonly [id: string, asked: Json])[])[] {
  const encoded = new Map<string, Json>();
  for (const id of ids) {
    const value = encodeId(model, id);
    if (value !== undefined && value !== null) encoded.set(id, value);
  }
  const size = chunkSize(model);
  const wanted = [...encoded];
  const chunks: (readonly [string, Json])[][] = [];
  for (let start = 0; start < wanted.length; start += size) chunks.push(wanted.slice(start, start + size));
  return chunks;
}

export function prepareIds(
  model: CollectionModel,
  ids: readonly Json[],
  wanted: WantedRows,
  scope: RequestScope,
): IdRequest {
  if (usesFilter(model)) {
    const field = model.fields.get('_id')!.filter!.field;
    const query = { condition: compare(field, 'in', ids), sort: [], ...wanted };
    return { kind: 'list', query, whole: findsMore(model) };
  }
  return prepareGetter(model, ids, wanted, scope);
}

/** What the mapping's getter is asked, whatever else could find the rows. There must be one. */
export function prepareGetter(
  model: CollectionModel,
  ids: readonly Json[],
  wanted: WantedRows,
  scope: RequestScope,
): CallsRequest {
  return model.get.many ? prepareMany(model, ids, wanted, scope) : prepareAliases(model, ids, wanted, scope);
}

function chunkSize(model: CollectionModel): number {
  const { limits, get, list } = model;
  if (usesFilter(model)) {
    const operator = model.fields.get('_id')!.filter!.operators.get('in');
    return Math.min(
      limits.ids,
      operator?.meaning.max ?? limits.ids,
      list.page.max ?? limits.page,
      limits.page,
    );
  }
  return get.many ? Math.min(limits.ids, get.many.max ?? limits.ids) : Math.min(limits.ids, 50);
}

/** The list's own filter is preferred: it sees the same rows as every other request. */
export function usesFilter(model: CollectionModel): boolean {
  return model.fields.get('_id')?.filter?.operators.has('in') ?? false;
}

/** The upstream takes several ids for the same: there may be more rows than ids. */
function findsMore(model: CollectionModel): boolean {
  const { field, operators } = model.fields.get('_id')!.filter!;
  const { match, case: letters = 'sensitive' } = operators.get('in')!.meaning;
  return match === 'superset' || (field.kind === 'text' && letters !== 'sensitive');
}

type Arguments = Readonly<Record<string, Json>>;

function prepareMany(
  model: CollectionModel,
  ids: readonly Json[],
  wanted: WantedRows,
  scope: RequestScope,
): CallsRequest {
  const many = model.get.many!;
  const { reader } = wanted;
  const values = fillArguments(model, many.arguments as Arguments, scope, { ids });
  const inner =
    many.on === undefined ? reader.selection.text : `... on ${many.on} { ${reader.selection.text} }`;
  const text =
    many.rows === ''
      ? inner
      : many.rows.split('.').reduceRight((below, name) => `${name} { ${below} }`, inner);
  const selection: PrintedSelection = {
    id: `many|${reader.selection.id}`,
    text,
    variables: reader.selection.variables,
  };
  const call: RootCall = {
    alias: many.location.steps[0]!.name,
    location: many.location,
    arguments: new Map([['', values]]),
    selection,
  };
  const rows = { list: many.rows, row: '', absentIsError: true, ...wanted };
  return {
    kind: 'calls',
    expected: [{ call, rows }],
    read(data) {
      const list = readList(callResult(data, call), many.rows);
      // Absent ids come as null, rows of other types as empty objects.
      return list.filter((row) => typeof row === 'object' && row !== null && Object.keys(row).length > 0);
    },
  };
}

function readList(value: unknown, path: string): readonly unknown[] {
  let list = value;
  for (const name of path === '' ? [] : path.split('.'))
    list = (list as Record<string, unknown> | null)?.[name];
  if (!Array.isArray(list)) throw untrustworthy('the answer to several ids is not a list');
  return list;
}

/** One document with an alias per id. The number of aliases is rounded up, so that there are few texts. */
function prepareAliases(
  model: CollectionModel,
  ids: readonly Json[],
  wanted: WantedRows,
  scope: RequestScope,
): CallsRequest {
  const one = model.get.one!;
  const { reader } = wanted;
  let aliases = 1;
  while (aliases < ids.length) aliases *= 2;
  const path = one.row === '' ? [] : one.row.split('.');
  const text = path.reduceRight((below, name) => `${name} { ${below} }`, reader.selection.text);
  const selection: PrintedSelection = {
    id: `one|${reader.selection.id}`,
    text,
    variables: reader.selection.variables,
  };
  const calls = Array.from({ length: aliases }, (_, index): RootCall => {
    const id = ids[Math.min(index, ids.length - 1)]!;
    const values = fillArguments(model, one.arguments as Arguments, scope, { id });
    return { alias: `item${index}`, location: one.location, arguments: new Map([['', values]]), selection };
  });
  const rows = { row: one.row, single: true, absentIsError: one.missing === 'error', ...wanted };
  return {
    kind: 'calls',
    expected: calls.map((call) => ({ call, rows })),
    read: (data) =>
      calls
        .slice(0, ids.length)
        .map((call) => readResult(callResult(data, call), one.row))
        .filter((row) => row !== null && row !== undefined),
  };
}
