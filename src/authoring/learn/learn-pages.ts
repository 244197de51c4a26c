/** What a few reads tell of a list's pages: where they begin, how large they can be, and whether the total is one. */

import type { ListQuery, Page, PageRequest } from '../../calls/list.js';
import type { CollectionModel } from '../../model/model.js';
import { UpstreamFailure } from '../../upstream/transport/failure.js';
import { assumedMaximum } from '../detect/paging.js';
import type { Learned, Probe } from './learned.js';

/** Sizes that are tried for the page cap, largest first. */
const sizes = [1000, 250, 100, 50, 25, 10] as const;

type Base = Learned['pageBase'];

export function firstPage(model: CollectionModel, size: number, count: boolean, base: Base): PageRequest {
  const { page } = model.list;
  return {
    ...(page.size === undefined ? {} : { size: Math.min(size, page.max ?? size) }),
    ...(page.page === undefined ? {} : { page: page.base ?? base ?? 1 }),
    count,
  };
}

/**
 * Whether pages are numbered from 0: then page 0 has rows that page 1 does not have. Elsewhere page 0 is refused, empty,
 * or the same as page 1. Empty it says nothing (`open`) as long as page 1 is empty too.
 */
export async function findBase(
  model: CollectionModel,
  probe: Probe,
): Promise<{ readonly base: Base; readonly open: boolean }> {
  const { page } = model.list;
  if (page.page === undefined || page.base !== undefined) return { base: undefined, open: false };
  const reader = model.rows([]);
  const query = { condition: undefined, sort: [], reader };
  const size = page.size === undefined ? {} : { size: 5 };
  const ids = async (number: number): Promise<readonly unknown[]> => {
    const { page: read } = await probe.page(query, { ...size, page: number, count: false });
    return read.rows.map((row) => reader.read(row)._id);
  };
  const zeroth = await ids(0).catch(ignoreRefusal);
  if (zeroth === undefined || zeroth.length === 0) return { base: undefined, open: zeroth !== undefined };
  const first = new Set((await ids(1).catch(ignoreRefusal)) ?? []);
  return { base: zeroth.some((id) => !first.has(id)) ? 0 : undefined, open: false };
}

export interface Cap {
  readonly max: number | undefined;
  /** It is only a suspicion: nothing tells whether the list goes on. */
  readonly suspected: boolean;
}

/**
 * The largest size that comes whole, as far as the list is long enough to tell; undefined: the assumed maximum will do.
 * @param total number of all rows, where it is known
 */
export async function findCap(
  model: CollectionModel,
  probe: Probe,
  query: ListQuery,
  total: number | undefined,
  base: Base,
): Promise<Cap> {
  const known = (max: number | undefined): Cap => ({ max, suspected: false });
  const { max } = model.list.page;
  if (max !== undefined && max !== assumedMaximum) return known(undefined);
  const tried = new Set<number>();
  let next: number | undefined = sizes[0];
  while (next !== undefined && tried.size < 6) {
    const size: number = next;
    tried.add(size);
    try {
      const { page } = await probe.page(query, { ...firstPage(model, 1, false, base), size });
      const got = page.rows.length;
      if (got >= size) return known(size);
      const more = page.more ?? (total === undefined ? await goesOn(model, probe, page, base) : got < total);
      if (more && got > 0) return known(got);
      if (more === undefined && isRound(got)) return { max: got, suspected: true };
      return known(size < assumedMaximum ? size : undefined);
    } catch (error) {
      ignoreRefusal(error);
      next = stated(error, size) ?? sizes.find((each) => each < size);
      if (next !== undefined && tried.has(next)) next = sizes.find((each) => each < Math.min(...tried));
    }
  }
  return known(undefined);
}

/** The largest number that a refusal names, since the lower bound may stand there too: "must be between 5 and 50". */
function stated(error: unknown, size: number): number | undefined {
  const message = error instanceof UpstreamFailure ? (error.errors[0]?.message ?? '') : '';
  const numbers = [...message.matchAll(/\d{1,6}/g)].map(([digits]) => Number(digits));
  const bounds = numbers.filter((each) => each >= 5 && each < size);
  return bounds.length === 0 ? undefined : Math.max(...bounds);
}

/** Caps are round numbers. */
function isRound(rows: number): boolean {
  return rows >= 10 && rows % 10 === 0;
}

/**
 * Whether other rows come after those of the first page; a list without a total does not tell by itself.
 * undefined: nothing continues the list.
 */
async function goesOn(
  model: CollectionModel,
  probe: Probe,
  first: Page,
  base: Base,
): Promise<boolean | undefined> {
  const style = model.list.page;
  const rows = first.rows.length;
  // Asked for by its own size the next page begins there, whether the API reckons with the cut size or with the wanted one.
  const next =
    style.offset !== undefined
      ? { size: 1, offset: rows }
      : style.page !== undefined
        ? { size: rows, page: (style.base ?? base ?? 1) + 1 }
        : undefined;
  if (next === undefined) return style.cursor === undefined ? undefined : false;
  if (rows === 0) return false;
  const reader = model.rows([]);
  const idOf = (row: unknown): unknown => reader.read(row)._id;
  const after = await probe
    .page({ condition: undefined, sort: [], reader }, { ...next, count: false })
    .catch(ignoreRefusal);
  const seen = new Set(first.rows.map(idOf));
  return after?.page.rows.some((row) => !seen.has(idOf(row))) ?? false;
}

/** Numbered pages without a size argument: a page that is not the last one is a whole one. */
export function findFixed(model: CollectionModel, sample: Page): number | undefined {
  const { page } = model.list;
  if (page.page === undefined || page.size !== undefined || page.fixed !== undefined) return undefined;
  const more = sample.more ?? (sample.count === undefined ? undefined : sample.rows.length < sample.count);
  return more === true && sample.rows.length > 0 ? sample.rows.length : undefined;
}

/** An API's refusal is an answer too; every other failure is not. */
function ignoreRefusal(error: unknown): undefined {
  if (error instanceof UpstreamFailure && ['graphqlErrors', 'http'].includes(error.kind)) return undefined;
  throw error;
}
