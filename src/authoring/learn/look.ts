/** What all questions about a collection share: the model as it is known so far, some rows, and how to ask. */

import { type ListQuery, listCall, type Page, type PageRequest } from '../../calls/list.js';
import { compileRows } from '../../model/bind/rows.js';
import type { CollectionModel, FieldModel } from '../../model/model.js';
import type { GraphqlError } from '../../upstream/transport/failure.js';
import { AdapterError } from '../../wix/errors.js';
import type { Item } from '../../wix/json.js';
import type { Asker } from './asker.js';
import { saidBy } from './failures.js';
import { pageTrial, type Trial } from './trials.js';

export interface Look {
  readonly model: CollectionModel;
  /** First rows of the collection, with all fields that can be read. */
  readonly sample: Page;
  readonly asker: Asker;
}

/** The first page of a list, as the mapping pages it; no larger than it allows. */
export function firstPage(model: CollectionModel, size: number, count: boolean): PageRequest {
  const { page } = model.list;
  return {
    ...(page.size === undefined ? {} : { size: Math.min(size, page.max ?? size) }),
    ...(page.page === undefined ? {} : { page: page.base ?? 1 }),
    count,
  };
}

export type Read =
  | { readonly kind: 'page'; readonly page: Page; readonly errors: readonly GraphqlError[] }
  /** The API refused it, or what came is no page. */
  | { readonly kind: 'refused'; readonly said: string; readonly errors: readonly GraphqlError[] }
  | { readonly kind: 'lost'; readonly said: string };

/** One page by itself. */
export async function readPage(
  model: CollectionModel,
  asker: Asker,
  query: ListQuery,
  request: PageRequest,
): Promise<Read> {
  const { roots, read } = listCall(model, query, request, {});
  const reply = await asker.ask(model, roots);
  if (reply.kind === 'lost') return { kind: 'lost', said: saidBy(reply.failure) };
  if (reply.kind === 'refused')
    return { kind: 'refused', said: saidBy(reply.failure), errors: reply.failure.errors };
  const { errors } = reply;
  // Deeper ones are about a row or a cell.
  const whole = errors.find(
    ({ path }) => path === undefined || path.every((step) => typeof step === 'string'),
  );
  if (whole) return { kind: 'refused', said: whole.message, errors };
  try {
    return { kind: 'page', page: read(reply.data), errors };
  } catch (error) {
    if (!(error instanceof AdapterError)) throw error;
    return { kind: 'refused', said: errors[0]?.message ?? error.reason ?? error.message, errors };
  }
}

/** A query that is known to be answered: it shows whether a refusal is about the question beside it. */
export function controlTrial(model: CollectionModel): Trial<Page> {
  return pageTrial(model, 'control', plain(model), firstPage(model, 1, false));
}

/** Ids of rows in the list's own order. */
export function plain(model: CollectionModel): ListQuery {
  return { condition: undefined, sort: [], reader: compileRows(model, []) };
}

/** The id of each row, as items show it. */
export function idsOf(model: CollectionModel, rows: readonly unknown[]): readonly string[] {
  const reader = compileRows(model, []);
  return rows.map((row) => String(reader.read(row)._id));
}

/** Values of a field that can be read, row by row. */
export function valuesOf(model: CollectionModel, key: string, rows: readonly unknown[]): readonly unknown[] {
  return itemsOf(model, key, rows).map((item) => item[key] ?? null);
}

/** Items with one field, of the rows whose value can be read. */
export function itemsOf(model: CollectionModel, key: string, rows: readonly unknown[]): readonly Item[] {
  const reader = compileRows(model, [key]);
  return rows.flatMap((row) => {
    try {
      return [reader.read(row)];
    } catch (error) {
      if (!(error instanceof AdapterError)) throw error;
      return [];
    }
  });
}

/** Fields with one upstream value, without the id. */
export function plainFields(model: CollectionModel): readonly FieldModel[] {
  return [...model.fields.values()].filter((field) => field.key !== '_id' && field.source.kind === 'path');
}

/** Whether no rows come behind those of the page, as far as the answer says. */
export function isLast(page: Page, size: number): boolean {
  if (page.more !== undefined) return !page.more;
  return page.next === null && page.rows.length < size;
}
