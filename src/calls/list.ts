/** One page of the list field, or its number of rows: the call, and the page read out of the answer. */
import type { CollectionModel, PageModel, RowReader } from '../model/model.js';
import type { FieldLookup } from '../styles/filter.js';
import { and, type Predicate } from '../styles/predicate.js';
import type { UpstreamSortKey } from '../styles/sort.js';
import type { Json } from '../styles/vocabulary.js';
import { type ArgumentPath, type ArgumentValues, assign } from '../upstream/document/argument-path.js';
import {
  callResult,
  type PrintedSelection,
  parentResult,
  type RootCall,
} from '../upstream/document/operation.js';
import { printNames, type ResultPath, readNames, readResult } from '../upstream/document/result-path.js';
import type { RequestScope } from '../upstream/transport/context.js';
import { constantArguments, fillSelection } from './arguments.js';
import type { Call } from './call.js';
import { countOf, countRoot, isCountable } from './count.js';
import { untrustworthy, upstreamError } from './failures.js';

/** What is asked of the list field, whatever the page. */
export interface ListQuery {
  readonly condition: Predicate | undefined;
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
  /** In their places; null: an item that the upstream hides, where the list has such (see ListModel.hidesRows). */
  readonly rows: readonly unknown[];
  readonly next: string | null;
  /** Whether the upstream says that there are more; undefined: it does not say. */
  readonly more: boolean | undefined;
  readonly pages: number | undefined;
  readonly count: number | undefined;
}

/** The query without its rows: what only positions or ends are looked at with. */
export function withoutRows(query: ListQuery): ListQuery {
  return { condition: query.condition, sort: query.sort, reader: undefined };
}

/**
 * @param facts of the request, for constant arguments; those for showing stand for themselves (unfilledScope)
 * @throws BAD_REQUEST when the request has not got a fact that the arguments need
 */
export function listCall(
  model: CollectionModel,
  query: ListQuery,
  request: PageRequest,
  facts: RequestScope,
): Call<Page> {
  const { list } = model;
  const filterValue = filterValueOf(model, query.condition);
  const counted = request.count === true && isCountable(model, query);
  const inResult = counted && list.count?.sibling === undefined;
  const sibling = counted && list.count?.sibling !== undefined;
  const wantsRows = request.rows !== false;

  const roots: RootCall[] = [];
  if (wantsRows || inResult) {
    roots.push({
      alias: list.location.steps[0]!.name,
      location: list.location,
      arguments: pageArguments(model, query, request, filterValue, facts),
      ...selectionsOf(model, query, facts, wantsRows, inResult),
    });
  }
  if (sibling) roots.push(countRoot(model, filterValue, facts));
  const main = roots[0]!;
  const counting = roots[roots.length - 1]!;
  const { row } = list.rows;
  const { reader, evaluated } = query;

  return {
    model,
    roots,
    predicate: predicateOf(query),
    expected: [
      { root: main, rows: wantsRows ? { row, reader, evaluated, hidden: list.hidesRows } : undefined },
    ],
    cells: cellsOf(query, wantsRows ? (request.size ?? list.page.fixed) : 0),
    read(data) {
      const value = callResult(data, main);
      const parent = parentResult(data, main);
      const count =
        counted && list.count
          ? countOf(list.count, sibling ? callResult(data, counting) : value, sibling ? undefined : parent)
          : undefined;
      if (!wantsRows) return { rows: [], next: null, more: undefined, pages: undefined, count };
      const at = (path: ResultPath | undefined): unknown => path && readResult(value, path, parent);
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

/** All that is compared upstream: by the list itself, and by the lists inside its rows. */
function predicateOf({ condition, reader }: ListQuery): Predicate | undefined {
  const inside = reader?.predicates ?? [];
  if (inside.length === 0) return condition;
  return and([...(condition ? [condition] : []), ...inside]);
}

function cellsOf({ reader }: ListQuery, rows: number | undefined): number | undefined {
  return rows === undefined ? undefined : rows * (reader?.size ?? 1);
}

/** Value of the filter argument. A condition that the style cannot say is never planned. */
function filterValueOf(model: CollectionModel, condition: Predicate | undefined): Json | undefined {
  if (condition === undefined) return undefined;
  const value = model.list.filter?.render(condition, conditionLookup(model));
  if (value === undefined) throw new Error('a condition was planned that cannot be rendered');
  return value;
}

/** Finds a field's operators by the field that a condition names. */
export function conditionLookup(model: CollectionModel): FieldLookup {
  return (field) => model.filterable.get(field)?.filter;
}

function pageArguments(
  model: CollectionModel,
  query: ListQuery,
  request: PageRequest,
  filterValue: Json | undefined,
  facts: RequestScope,
): ArgumentValues {
  const { list } = model;
  const values = constantArguments(model, facts);
  if (filterValue !== undefined) assign(values, list.filter!.address, filterValue);
  if (query.sort.length > 0) {
    if (!list.sort) throw noPlace(model, 'sort');
    assign(values, list.sort.address, list.sort.render(query.sort));
  }
  const put = (name: 'size' | 'offset' | 'page' | 'cursor', value: Json | undefined): void => {
    if (value === undefined) return;
    const place: ArgumentPath | undefined = list.page[name];
    if (place === undefined) throw noPlace(model, name);
    assign(values, place, value);
  };
  put('size', request.size);
  put('offset', request.offset === 0 && list.page.cursor !== undefined ? undefined : request.offset);
  put('page', pageNumber(list.page, request));
  put('cursor', request.cursor);
  return values;
}

function pageNumber(
  { unit, base = 1, fixed }: PageModel,
  { page, size = fixed }: PageRequest,
): number | undefined {
  return page === undefined || unit === 'pages' ? page : (page - base) * (size ?? 0);
}

/** A value without a place would be dropped, and the answer would be another one. */
function noPlace(model: CollectionModel, what: string): Error {
  return new Error(`the list of ${model.id} has no place for ${what}, and the plan gives a value for it`);
}

function rowsOf(model: CollectionModel, value: unknown): readonly unknown[] {
  const { items, row } = model.list.rows;
  let list: unknown = value;
  for (const name of items.names) list = (list as Record<string, unknown> | null)?.[name];
  if (list === null || list === undefined) {
    throw upstreamError(
      'The upstream API answered without a list of rows',
      502,
      `${items.text || 'the list field'} is null`,
    );
  }
  if (!Array.isArray(list)) throw untrustworthy('the rows are not a list');
  return list.map((element) => {
    const found = row.names.length === 0 ? element : readNames(element, row.names);
    if (found !== null && found !== undefined) return found;
    if (model.list.hidesRows) return null;
    throw untrustworthy(
      `a row is null; if the API hides items that the caller may not see in this way, write list.nulls: skip (${model.positions.list})`,
    );
  });
}

function selectionsOf(
  model: CollectionModel,
  query: ListQuery,
  facts: RequestScope,
  rows: boolean,
  counted: boolean,
): { selection: PrintedSelection; beside?: PrintedSelection } {
  const { list } = model;
  const inside: string[] = [];
  const beside: string[] = [];
  const add = (path: ResultPath | undefined): void => {
    if (path !== undefined) (path.fromParent ? beside : inside).push(printNames(path.names));
  };
  const reader = query.reader;
  if (rows) {
    inside.push(printNames(list.rows.names, reader ? reader.selection.text : model.lightRow));
    add(list.page.next);
    add(list.page.more);
    add(list.page.pages);
  }
  if (counted) {
    add(list.count?.path);
    add(list.count?.precision);
  }
  const id = `${rows ? (reader?.selection.id ?? 'light') : 'none'}|${counted ? 'count' : ''}`;
  const selection = {
    id: `${model.id}|${id}`,
    text: inside.join(' '),
    variables: rows && reader ? fillSelection(model, reader.selection, facts).variables : [],
  };
  if (beside.length === 0) return { selection };
  return {
    selection,
    beside: { id: `${model.id}|beside|${beside.join()}`, text: beside.join(' '), variables: [] },
  };
}
