/** The first rows of a collection, with all fields that can be read; those that make the page fail are found and left out. */

import type { Page } from '../../calls/list.js';
import { compileRows } from '../../model/bind/rows.js';
import type { CollectionModel } from '../../model/model.js';
import type { GraphqlError } from '../../upstream/transport/failure.js';
import type { Asker } from './asker.js';
import { type Finding, leave, say } from './finding.js';
import { firstPage, type Read, readPage } from './look.js';

/** Rows that are looked at, and how many where the API refuses so many at once. */
export const sampleSize = 50;
const smallSize = 10;
/** Pages that are read at most to find the fields that fail. */
const mostPages = 20;

export type Sample =
  | {
      readonly page: Page;
      readonly size: number;
      readonly findings: readonly Finding[];
      /** Rows came as null: they are not in the page, and its number of rows says nothing. */
      readonly hidden: boolean;
    }
  | { readonly failure: string };

export async function readSample(bound: CollectionModel, asker: Asker): Promise<Sample> {
  const model = { ...bound, list: { ...bound.list, hidesRows: true } };
  let pages = 0;
  const attempt = (keys: readonly string[], size: number): Promise<Read> => {
    pages += 1;
    const query = { condition: undefined, sort: [], reader: compileRows(model, keys) };
    return readPage(model, asker, query, firstPage(model, size, true));
  };
  const whole = [...model.fields.keys()];
  let size = sampleSize;
  let read = await attempt(whole, size);
  if (!isClean(read) && model.list.page.size !== undefined) {
    // A page that is too dear may come as an error at any of its fields.
    const small = await attempt(whole, smallSize);
    if (isClean(small)) size = smallSize;
    if (read.kind !== 'page' || isClean(small)) read = small;
  }
  const left = new Map<string, string>();
  const readable = (): readonly string[] => whole.filter((key) => !left.has(key));
  for (let round = 0; round < 3 && !isClean(read) && read.kind !== 'lost'; round++) {
    const named = failingFields(model, read, readable());
    if (named.size === 0) break;
    for (const [key, said] of named) left.set(key, said);
    read = await attempt(readable(), size);
  }
  if (read.kind === 'refused' && !forbids(read.said)) {
    const { said } = read;
    const light = await attempt([], size);
    if (light.kind === 'page') {
      const failing = await narrow(readable().filter((key) => key !== '_id'));
      for (const key of failing) left.set(key, said);
      read = await attempt(readable(), size);
    }
    async function narrow(keys: readonly string[]): Promise<readonly string[]> {
      if (keys.length === 0 || pages >= mostPages) return [];
      if ((await attempt(keys, size)).kind === 'page') return [];
      if (keys.length === 1) return keys;
      const middle = Math.ceil(keys.length / 2);
      return [...(await narrow(keys.slice(0, middle))), ...(await narrow(keys.slice(middle)))];
    }
  }
  if (read.kind !== 'page' && model.list.page.size !== undefined && !forbids(read.said)) {
    size = smallSize;
    read = await attempt(readable(), size);
  }
  if (read.kind !== 'page') return { failure: read.said };
  const blemished = partlyFailing(model, read, readable());
  const rows = read.page.rows.filter((row) => row !== null);
  const hidden = rows.length < read.page.rows.length;
  return {
    page: { ...read.page, rows },
    size,
    hidden,
    findings: [
      ...(hidden ? [say(['list'], hiddenRows, 'a row of the first page is null')] : []),
      ...[...left].map(([key, said]) => leave(key, said)),
      ...[...blemished].map(([key, said]) =>
        say(['fields', key], `could not be read for each item when this was written: ${said}`, said),
      ),
    ],
  };
}

const hiddenRows =
  'rows came as null when this was written, so nothing else was tried; if they are items that the API hides from the caller, write list.nulls: skip';

/** Words about the caller, not about a field. */
function forbids(said: string): boolean {
  return /forbidden|unauthori[sz]ed|unauthenticated|permission|access denied|not allowed|not authori[sz]ed/i.test(
    said,
  );
}

function isClean(read: Read): boolean {
  return read.kind === 'page' && read.errors.length === 0;
}

/** Fields that fail in every row that came, or that a refusal points at or names. */
function failingFields(
  model: CollectionModel,
  read: Exclude<Read, { kind: 'lost' }>,
  keys: readonly string[],
): ReadonlyMap<string, string> {
  const rows = read.kind === 'page' ? read.page.rows.length : 0;
  const failing = new Map<string, string>();
  // Only the first ten errors of a refusal are kept.
  for (const [key, errors] of errorsByField(model, read.errors, keys))
    if (errors.length >= rows || rows === 0) failing.set(key, errors[0]!.message);
  return failing;
}

function partlyFailing(
  model: CollectionModel,
  read: Extract<Read, { kind: 'page' }>,
  keys: readonly string[],
): ReadonlyMap<string, string> {
  const found = errorsByField(model, read.errors, keys);
  return new Map([...found].map(([key, errors]) => [key, errors[0]!.message]));
}

/** The fields whose path an error ends in, or that its message names. */
function errorsByField(
  model: CollectionModel,
  errors: readonly GraphqlError[],
  keys: readonly string[],
): ReadonlyMap<string, readonly GraphqlError[]> {
  const found = new Map<string, GraphqlError[]>();
  for (const error of errors) {
    const last = error.path?.findLast((step) => typeof step === 'string');
    for (const key of keys) {
      const field = model.fields.get(key)!;
      if (key === '_id' || field.source.kind !== 'path') continue;
      const names = field.source.steps.map((step) => step.name);
      const quoted = names.some((name) => new RegExp(`["'\`]${name}["'\`]`).test(error.message));
      if ((last !== undefined && names.includes(String(last))) || (error.path === undefined && quoted))
        found.set(key, [...(found.get(key) ?? []), error]);
    }
  }
  return found;
}
