/** Fetching items by id: one filter, one batch field, or one document with an alias per id. Never one request an id. */
import type { CollectionModel, RowReader } from '../mapping/model.js';
import { compare } from '../upstream/condition.js';
import { callResult, type PrintedSelection, type RootCall } from '../upstream/operation.js';
import { readResult } from '../upstream/result-path.js';
import type { Json } from '../upstream/styles/vocabulary.js';
import type { Item } from '../wix/json.js';
import { fillArguments } from './arguments.js';
import { untrustworthy } from './failures.js';
import { operationName } from './list.js';
import { inParallel } from './parallel.js';
import { readRange } from './range.js';
import type { Run } from './run.js';
import { scanRows } from './scan.js';
import { type Expected, send } from './send.js';

/**
 * Items with these ids, in the order of the ids; absent ones are left out.
 * @param evaluated keys of the fields that are worked with here
 */
export async function fetchByIds(
  run: Run,
  ids: readonly string[],
  reader: RowReader,
  evaluated: readonly string[],
): Promise<readonly Item[]> {
  const { model } = run;
  const encoded = new Map<string, Json>();
  for (const id of ids) {
    const value = encodeId(model, id);
    if (value !== undefined && value !== null) encoded.set(id, value);
  }
  const size = chunkSize(model);
  const wanted = [...encoded];
  const chunks: (readonly [string, Json])[][] = [];
  for (let start = 0; start < wanted.length; start += size) chunks.push(wanted.slice(start, start + size));
  const found = new Map<string, Item>();
  await inParallel(model.limits.concurrency, chunks, async (chunk) => {
    const meant = new Set(chunk.map(([id]) => id));
    const values = chunk.map(([, value]) => value);
    for (const row of await fetchChunk(run, values, { reader, evaluated })) {
      const item = reader.read(row);
      const id = item._id as string;
      // Where the upstream takes several ids for the same, others come along.
      if (!meant.has(id)) continue;
      if (found.has(id)) throw untrustworthy(`the id ${id} belongs to two rows`);
      found.set(id, item);
    }
  });
  return ids.map((id) => found.get(id)).filter((item) => item !== undefined);
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

interface Wanted {
  readonly reader: RowReader;
  readonly evaluated: readonly string[];
}

async function fetchChunk(run: Run, ids: readonly Json[], wanted: Wanted): Promise<readonly unknown[]> {
  const { model } = run;
  if (usesFilter(model)) {
    const field = model.fields.get('_id')!.filter!.field;
    const query = { condition: compare(field, 'in', ids), sort: [], ...wanted };
    if (findsMore(model)) {
      const rows: unknown[] = [];
      for await (const page of scanRows(run, query, { whole: true, first: 0 })) rows.push(...page);
      return rows;
    }
    return (await readRange(run, query, { offset: 0, limit: ids.length, count: false })).rows;
  }
  return fetchByGetter(run, ids, wanted);
}

/** Rows as the mapping's getter gives them, whatever else could find them. There must be one. */
export function fetchByGetter(run: Run, ids: readonly Json[], wanted: Wanted): Promise<readonly unknown[]> {
  return run.model.get.many ? fetchMany(run, ids, wanted) : fetchAliases(run, ids, wanted);
}

async function fetchMany(run: Run, ids: readonly Json[], wanted: Wanted): Promise<readonly unknown[]> {
  const many = run.model.get.many!;
  const { reader } = wanted;
  const values = fillArguments(run.model, many.arguments as Arguments, run.context.scope, { ids });
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
  const data = await sendCalls(run, [{ call, rows }], ids.length);
  const list = readList(callResult(data, call), many.rows);
  // Absent ids come as null, rows of other types as empty objects.
  return list.filter((row) => typeof row === 'object' && row !== null && Object.keys(row).length > 0);
}

function readList(value: unknown, path: string): readonly unknown[] {
  let list = value;
  for (const name of path === '' ? [] : path.split('.'))
    list = (list as Record<string, unknown> | null)?.[name];
  if (!Array.isArray(list)) throw untrustworthy('the answer to several ids is not a list');
  return list;
}

/** One document with an alias per id. The number of aliases is rounded up, so that there are few texts. */
async function fetchAliases(run: Run, ids: readonly Json[], wanted: Wanted): Promise<readonly unknown[]> {
  const one = run.model.get.one!;
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
    const values = fillArguments(run.model, one.arguments as Arguments, run.context.scope, { id });
    return { alias: `item${index}`, location: one.location, arguments: new Map([['', values]]), selection };
  });
  const rows = { row: one.row, single: true, absentIsError: one.missing === 'error', ...wanted };
  const expected = calls.map((call) => ({ call, rows }));
  const data = await sendCalls(run, expected, ids.length);
  return calls
    .slice(0, ids.length)
    .map((call) => readResult(callResult(data, call), one.row))
    .filter((row) => row !== null && row !== undefined);
}

function sendCalls(
  run: Run,
  expected: readonly Expected[],
  rows: number,
): Promise<Readonly<Record<string, unknown>>> {
  const calls = expected.map((each) => each.call);
  const operation = run.model.upstream.operations(operationName(run.model), calls);
  run.budget.request();
  run.budget.rows(rows);
  return send(run, operation, expected);
}
