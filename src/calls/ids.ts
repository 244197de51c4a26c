/** What is asked for a chunk of ids: one filter, one batch field, or one document with an alias per id. Nothing is sent. */
import type { CollectionModel, RowReader } from '../model/model.js';
import { and, compare } from '../styles/predicate.js';
import type { Json } from '../styles/vocabulary.js';
import { callResult, type PrintedSelection, type RootCall } from '../upstream/document/operation.js';
import { compileResultPath, printNames, readResult } from '../upstream/document/result-path.js';
import type { RequestScope } from '../upstream/transport/context.js';
import { fillArguments, fillSelection } from './arguments.js';
import type { Call } from './call.js';
import { untrustworthy } from './failures.js';
import type { ListQuery } from './list.js';
import { getterId } from './operands.js';

export interface WantedRows {
  readonly reader: RowReader;
  /** Keys of the fields that are worked with here. */
  readonly evaluated: readonly string[];
}

/** The id as Wix knows it, and what the upstream is asked for. */
export type AskedId = readonly [id: string, asked: Json];

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
  reader?: RowReader,
): readonly (readonly AskedId[])[] {
  const encoded = new Map<string, Json>();
  for (const id of ids) {
    const value = encodeId(model, id);
    if (value !== undefined && value !== null) encoded.set(id, value);
  }
  const size = chunkSize(model, reader);
  const wanted = [...encoded];
  const chunks: AskedId[][] = [];
  for (let start = 0; start < wanted.length; start += size) chunks.push(wanted.slice(start, start + size));
  return chunks;
}

/** The list's own filter by ids. The collection must have it (see usesFilter). */
export function idsQuery(model: CollectionModel, ids: readonly Json[], wanted: WantedRows): ListQuery {
  const { field } = model.fields.get('_id')!.filter!;
  return { condition: compare(field, 'in', ids), sort: [], ...wanted };
}

/** What the mapping's getter is asked, whatever else could find the rows. There must be one. */
export function getterCall(
  model: CollectionModel,
  ids: readonly Json[],
  wanted: WantedRows,
  facts: RequestScope,
): Call<readonly unknown[]> {
  return model.get.many ? manyCall(model, ids, wanted, facts) : aliasesCall(model, ids, wanted, facts);
}

/** Servers commonly allow 15 aliases in a document, when they limit them at all. */
const usualAliases = 15;

/** Rows that one request may ask for, where each of them asks for other objects too. */
export function mostRowsOf(
  { limits }: CollectionModel,
  reader: Pick<RowReader, 'nodes'> | undefined,
): number {
  const { nodes = Number.POSITIVE_INFINITY } = limits;
  return Math.max(1, Math.floor(nodes / (reader?.nodes ?? 1)));
}

/** Most ids that one upstream request takes together. */
export function chunkSize(model: CollectionModel, reader?: Pick<RowReader, 'nodes'>): number {
  return Math.min(mostIds(model), mostRowsOf(model, reader));
}

function mostIds(model: CollectionModel): number {
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
  return get.many ? Math.min(limits.ids, get.many.max ?? limits.ids) : Math.min(limits.ids, usualAliases);
}

/** The list's own filter is preferred: it sees the same rows as every other request. */
export function usesFilter(model: CollectionModel): boolean {
  return model.fields.get('_id')?.filter?.operators.has('in') ?? false;
}

/** The upstream takes several ids for the same: there may be more rows than ids. */
export function findsMore(model: CollectionModel): boolean {
  const { field, operators } = model.fields.get('_id')!.filter!;
  const { match, case: letters = 'sensitive' } = operators.get('in')!.meaning;
  return match === 'superset' || (field.kind === 'text' && letters !== 'sensitive');
}

type Arguments = Readonly<Record<string, Json>>;

function manyCall(
  model: CollectionModel,
  ids: readonly Json[],
  wanted: WantedRows,
  facts: RequestScope,
): Call<readonly unknown[]> {
  const many = model.get.many!;
  const { reader } = wanted;
  const values = fillArguments(model, many.arguments as Arguments, facts, { ids });
  const inner =
    many.on === undefined ? reader.selection.text : `... on ${many.on} { ${reader.selection.text} }`;
  const selection: PrintedSelection = {
    id: `many|${reader.selection.id}`,
    text: printNames(many.rows.names, inner),
    variables: fillSelection(model, reader.selection, facts).variables,
  };
  const root: RootCall = {
    alias: many.location.steps[0]!.name,
    location: many.location,
    arguments: new Map([['', values]]),
    selection,
  };
  const rows = { list: many.rows, row: noNames, absentIsError: true, ...wanted };
  return {
    model,
    roots: [root],
    predicate: and([compare(getterId, 'in', ids), ...(wanted.reader.predicates ?? [])]),
    expected: [{ root, rows }],
    cells: ids.length * wanted.reader.size,
    read(data) {
      let list = callResult(data, root);
      for (const name of many.rows.names) list = (list as Record<string, unknown> | null)?.[name];
      if (!Array.isArray(list)) throw untrustworthy('the answer to several ids is not a list');
      // Absent ids come as null, rows of other types as empty objects.
      return list.filter((row) => typeof row === 'object' && row !== null && Object.keys(row).length > 0);
    },
  };
}

const noNames = compileResultPath('');

/** Of the id at this place, in a document with an alias for each. */
export function aliasOf(index: number): string {
  return `item${index}`;
}

/**
 * One document with an alias for each id. The number of aliases is rounded up, so that there are few texts, but never
 * beyond what the chunk may have.
 */
function aliasesCall(
  model: CollectionModel,
  ids: readonly Json[],
  wanted: WantedRows,
  facts: RequestScope,
): Call<readonly unknown[]> {
  const one = model.get.one!;
  const { reader } = wanted;
  let aliases = 1;
  while (aliases < ids.length) aliases *= 2;
  aliases = Math.max(ids.length, Math.min(aliases, chunkSize(model, reader)));
  const selection: PrintedSelection = {
    id: `one|${reader.selection.id}`,
    text: printNames(one.row.names, reader.selection.text),
    variables: fillSelection(model, reader.selection, facts).variables,
  };
  const roots = Array.from({ length: aliases }, (_, index): RootCall => {
    const id = ids[Math.min(index, ids.length - 1)]!;
    const values = fillArguments(model, one.arguments as Arguments, facts, { id });
    return { alias: aliasOf(index), location: one.location, arguments: new Map([['', values]]), selection };
  });
  const rows = { row: one.row, single: true, absentIsError: one.missing === 'error', ...wanted };
  return {
    model,
    roots,
    predicate: and([compare(getterId, 'in', ids), ...(wanted.reader.predicates ?? [])]),
    expected: roots.map((root) => ({ root, rows })),
    cells: aliases * wanted.reader.size,
    read: (data) =>
      roots
        .slice(0, ids.length)
        .map((root) => readResult(callResult(data, root), one.row))
        .filter((row) => row !== null && row !== undefined),
  };
}
