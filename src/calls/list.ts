/** One page of the list field: arguments, document, request, and the page read out of the answer. */

import { untrustworthy, upstreamError } from '../execute/failures.js';
import type { Run } from '../execute/run.js';
import { send } from '../execute/send.js';
import type { CollectionModel, CountModel, RowReader } from '../model/model.js';
import { conditionLookup } from '../plan/translate.js';
import type { Condition } from '../styles/condition.js';
import type { UpstreamSortKey } from '../styles/sort.js';
import type { Json } from '../styles/vocabulary.js';
import { assign, parseAddress } from '../upstream/document/address.js';
import {
  callResult,
  type PrintedSelection,
  parentResult,
  type RootCall,
} from '../upstream/document/operation.js';
import { readCount, readResult } from '../upstream/document/result-path.js';
import { constantArguments, siblingArguments, takesConstants } from './arguments.js';

/** What is asked of the list field, whatever the page. */
export interface ListQuery {
  readonly condition: Condition | undefined;
  readonly sort: readonly UpstreamSortKey[];
  /** Rows to read; undefined: only positions (cursors) or the count. */
  readonly reader: RowReader | undefined;
  /** Fields whose values are worked with here: without one of them the answer would be another. */
  readonly evaluated?: readonly string[];
}

export interface PageRequest {
  readonly size?: number;
  readonly offset?: number;
  readonly page?: number;
  readonly cursor?: string;
  /** Ask for the number of all matching rows too. */
  readonly count?: boolean;
  /** false: no rows at all, only the count. */
  readonly rows?: boolean;
}

export interface Page {
  readonly rows: readonly unknown[];
  readonly next: string | null;
  /** Whether the upstream says that there are more; undefined: it does not say. */
  readonly more: boolean | undefined;
  readonly pages: number | undefined;
  readonly count: number | undefined;
}

/** Root calls and reading of one page; without sending, for explain. */
export interface PreparedPage {
  readonly calls: readonly RootCall[];
  read(data: Readonly<Record<string, unknown>>): Page;
}

export async function fetchPage(run: Run, query: ListQuery, request: PageRequest): Promise<Page> {
  const prepared = preparePage(run.model, query, request, run.context.scope);
  const operation = run.model.upstream.operations(operationName(run.model), prepared.calls);
  run.budget.request();
  const { reader, evaluated } = query;
  const rows = request.rows === false ? undefined : { row: run.model.list.rows.row, reader, evaluated };
  const data = await send(run, operation, [{ call: prepared.calls[0]!, rows }]);
  const page = prepared.read(data);
  run.budget.rows(page.rows.length);
  run.memory.received(pagesOf(run.model, query), page.rows.length);
  return page;
}

/** What is known of pages holds for lists of one kind: with a filter an API may give smaller ones. */
export function pagesOf(model: CollectionModel, { condition }: Pick<ListQuery, 'condition'>): string {
  return condition === undefined ? model.id : `${model.id} filtered`;
}

export function operationName(model: CollectionModel): string {
  return `Wix_${model.id.replace(/[^A-Za-z0-9_]/g, '_')}`;
}

export function preparePage(
  model: CollectionModel,
  query: ListQuery,
  request: PageRequest,
  scope: Run['context']['scope'],
): PreparedPage {
  const { list } = model;
  const calls: RootCall[] = [];
  const filterValue = query.condition && list.filter?.render(query.condition, conditionLookup(model));
  if (query.condition && filterValue === undefined)
    throw new Error('a condition was planned that cannot be rendered');
  const counted = request.count === true && isCountable(model, query);
  const inResult = counted && list.count?.sibling === undefined;
  const sibling = counted ? list.count?.sibling : undefined;

  if (request.rows !== false || inResult) {
    const values = constantArguments(model, scope);
    if (filterValue !== undefined) assign(values, list.filter!.address, filterValue);
    if (list.sort && query.sort.length > 0) assign(values, list.sort.address, list.sort.render(query.sort));
    const put = (address: string | undefined, value: Json | undefined): void => {
      if (address !== undefined && value !== undefined) assign(values, parseAddress(address), value);
    };
    put(list.page.size, request.size);
    put(
      list.page.offset,
      request.offset === 0 && list.page.cursor !== undefined ? undefined : request.offset,
    );
    put(list.page.page, request.page);
    put(list.page.cursor, request.cursor);
    calls.push({
      alias: list.location.steps[0]!.name,
      location: list.location,
      arguments: values,
      ...selectionsOf(model, query, request.rows !== false, inResult),
    });
  }
  if (sibling) calls.push(countCall(model, list.count!, filterValue, scope));
  const main = calls[0]!;
  const counting = calls[calls.length - 1]!;

  return {
    calls,
    read(data) {
      const value = callResult(data, main);
      const parent = parentResult(data, main);
      const at = (path: string | undefined): unknown =>
        path === undefined
          ? undefined
          : path.startsWith('../')
            ? readResult(parent, path.slice(3))
            : readResult(value, path);
      const count =
        counted && list.count
          ? countOf(list.count, sibling ? callResult(data, counting) : value, sibling ? undefined : parent)
          : undefined;
      if (request.rows === false) return { rows: [], next: null, more: undefined, pages: undefined, count };
      const next = at(list.page.next);
      const more = at(list.page.more);
      const pages = at(list.page.pages);
      return {
        rows: rowsOf(model, value),
        next: typeof next === 'string' && next !== '' ? next : typeof next === 'number' ? String(next) : null,
        more: typeof more === 'boolean' ? more : undefined,
        pages: typeof pages === 'number' ? pages : undefined,
        count,
      };
    },
  };
}

/** Whether the upstream can count just the rows of the query. */
export function isCountable(model: CollectionModel, query: Pick<ListQuery, 'condition'>): boolean {
  const { count } = model.list;
  if (!count) return false;
  const { sibling } = count;
  if (sibling === undefined) return true;
  if (query.condition !== undefined && count.filterAt === null) return false;
  return takesConstants(model, sibling.location, sibling.arguments);
}

function countCall(
  model: CollectionModel,
  count: CountModel,
  filterValue: Json | undefined,
  scope: Run['context']['scope'],
): RootCall {
  const sibling = count.sibling!;
  const values = siblingArguments(model, scope, sibling.arguments);
  if (filterValue !== undefined && count.filterAt !== null)
    assign(values, parseAddress(count.filterAt), filterValue);
  const text = count.path === '' ? null : nest(count.path, '');
  const precision = count.precision === undefined ? '' : ` ${nest(count.precision, '')}`;
  return {
    alias: 'total',
    location: sibling.location,
    arguments: values,
    selection:
      text === null
        ? null
        : { id: `count:${count.path}:${count.precision ?? ''}`, text: text + precision, variables: [] },
  };
}

function countOf(count: CountModel, value: unknown, parent: unknown): number | undefined {
  const read = (path: string): unknown =>
    path.startsWith('../')
      ? readResult(parent, path.slice(3))
      : path === ''
        ? value
        : readResult(value, path);
  if (count.precision !== undefined && String(read(count.precision)).toUpperCase() !== 'EXACT')
    return undefined;
  const number = readCount(read(count.path));
  return number === undefined || (count.cap !== undefined && number >= count.cap) ? undefined : number;
}

function rowsOf(model: CollectionModel, value: unknown): readonly unknown[] {
  const { items, row } = model.list.rows;
  let list: unknown = value;
  for (const name of items === '' ? [] : items.split('.'))
    list = (list as Record<string, unknown> | null)?.[name];
  if (list === null || list === undefined) {
    throw upstreamError(
      'The upstream API answered without a list of rows',
      502,
      `${items || 'the list field'} is null`,
    );
  }
  if (!Array.isArray(list)) throw untrustworthy('the rows are not a list');
  return list.map((element) => {
    const found = row === '' ? element : readResult(element, row);
    if (found === null || found === undefined) throw untrustworthy('a row is null');
    return found;
  });
}

function selectionsOf(
  model: CollectionModel,
  query: ListQuery,
  rows: boolean,
  counted: boolean,
): { selection: PrintedSelection; beside?: PrintedSelection } {
  const { list } = model;
  const inside: string[] = [];
  const beside: string[] = [];
  const add = (path: string | undefined): void => {
    if (path === undefined) return;
    if (path.startsWith('../')) beside.push(nest(path.slice(3), ''));
    else inside.push(nest(path, ''));
  };
  const reader = query.reader;
  if (rows) {
    const path = [list.rows.items, list.rows.row].filter((part) => part !== '').join('.');
    inside.push(nest(path, reader ? reader.selection.text : '__typename'));
    add(list.page.next);
    add(list.page.more);
    add(list.page.pages);
  }
  if (counted) add(list.count?.path);
  const id = `${rows ? (reader?.selection.id ?? 'light') : 'none'}|${counted ? 'count' : ''}`;
  const selection = {
    id: `${model.id}|${id}`,
    text: inside.join(' '),
    variables: rows && reader ? reader.selection.variables : [],
  };
  if (beside.length === 0) return { selection };
  return {
    selection,
    beside: { id: `${model.id}|beside|${beside.join()}`, text: beside.join(' '), variables: [] },
  };
}

/** `pageInfo.endCursor` → `pageInfo { endCursor }`; the innermost step holds `inner`. */
function nest(path: string, inner: string): string {
  const names = path
    .split('.')
    .filter((name) => name !== '')
    .map((name) => name.replace(/\[\]$/, ''));
  return names.reduceRight((text, name) => (text === '' ? name : `${name} { ${text} }`), inner);
}
