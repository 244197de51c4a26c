/** How large a list's pages can be. */

import { compileRows } from '../../model/bind/rows.js';
import type { CollectionModel } from '../../model/model.js';
import { assumedMaximum } from '../detect/paging.js';
import { type Finding, put } from './finding.js';
import { firstPage, idsOf, isLast, type Look, plain, type Read, readPage } from './look.js';

/** Sizes that are tried, largest first. */
const sizes = [1000, 500, 250, 200, 100, 50, 25, 10, 5] as const;
const mostTries = 7;

const line = ['list', 'page', 'max'] as const;

/**
 * The largest size that comes, as far as the list is long enough to tell.
 * @param smallest size that came already
 * @param refusedSize a size that did not
 */
export async function learnCap(
  look: Look,
  smallest: number,
  refusedSize: number | undefined,
): Promise<readonly Finding[]> {
  const { model } = look;
  const { max, size: argument } = model.list.page;
  if (argument === undefined) return [];
  const vouched = look.asker.dialect?.list?.page?.max !== undefined;
  if (vouched) return raise(look, max);
  if (max !== undefined && max !== assumedMaximum) return [];
  const tried = new Set<number>(refusedSize === undefined ? [] : [refusedSize]);
  let next = nextSize(tried, undefined);
  for (let tries = 0; next !== undefined && next > smallest && tries < mostTries; tries++) {
    const size = next;
    tried.add(size);
    const read = await readSize(look, size);
    if (read.kind === 'page') return judgeSize(look, size, read.page.rows, read, tried.size > 1);
    next = nextSize(tried, stated(read, size));
  }
  if (tried.size === 0) return [];
  // It came when the first rows were read.
  const came = smallest;
  return [capped(came, `pages of ${came} rows come, larger ones are refused`)];
}

function capped(max: number, comment: string): Finding {
  return put(line, max, `learned: ${comment}`, comment, { short: `pages of ${max}` });
}

async function readSize({ model, asker, sample }: Look, size: number): Promise<Read> {
  const query = { condition: undefined, sort: [], reader: compileRows(model, [...model.fields.keys()]) };
  const readOf = (rows: number): Promise<Read> =>
    readPage(model, asker, query, { ...firstPage(model, 1, false), size: rows });
  const read = await readOf(size);
  // A page that is too dear may come as nulls, with an error for most of its rows.
  if (read.kind !== 'page' || !mostlyFails(read)) return read;
  // Cells that fail in a small page too say nothing of its size.
  const small = await readOf(Math.min(size, Math.max(1, sample.rows.length)));
  return small.kind === 'page' && mostlyFails(small)
    ? read
    : { kind: 'refused', said: read.errors[0]!.message, errors: read.errors };
}

function mostlyFails({ page, errors }: Extract<Read, { kind: 'page' }>): boolean {
  return errors.length > 0 && errors.length >= page.rows.length / 2;
}

async function judgeSize(
  look: Look,
  size: number,
  rows: readonly unknown[],
  read: Extract<Read, { kind: 'page' }>,
  refusedAbove: boolean,
): Promise<readonly Finding[]> {
  const got = rows.length;
  if (got >= size)
    return refusedAbove
      ? [capped(size, `pages of ${size} rows come, larger ones are refused`)]
      : [capped(size, `a page of ${size} rows came, and larger ones were not tried`)];
  const total = look.model.list.count === undefined ? undefined : look.sample.count;
  const more = read.page.more ?? (total === undefined ? await goesOn(look, rows) : got < total);
  if (more && got > 0) return [capped(got, `pages come with at most ${got} rows`)];
  if (more === undefined && isRound(got))
    return [
      capped(
        got,
        `a larger limit gives ${got} rows, and nothing tells whether that is all: as many are refused`,
      ),
    ];
  return refusedAbove ? [capped(size, `a limit of ${size} is taken, larger ones are refused`)] : [];
}

/** A dialect's cap is that of its defaults: where the list is longer, one larger page is tried. */
async function raise(look: Look, max: number | undefined): Promise<readonly Finding[]> {
  const { sample } = look;
  const longer = max !== undefined && max < sizes[0] && (sample.count === undefined || sample.count > max);
  if (!longer || isLast(sample, sample.rows.length + 1)) return [];
  const first = await readSize(look, sizes[0]);
  if (first.kind === 'lost') return [];
  // Where the refusal names no number, one more is tried.
  const size = first.kind === 'page' ? sizes[0] : (stated(first, sizes[0]) ?? 2 * max);
  if (size <= max) return [];
  const read = first.kind === 'page' ? first : await readSize(look, size);
  if (read.kind !== 'page' || read.page.rows.length <= max) return [];
  const got = read.page.rows.length;
  return [capped(got, `a page of ${got} rows came`)];
}

function nextSize(tried: ReadonlySet<number>, named: number | undefined): number | undefined {
  if (named !== undefined && !tried.has(named)) return named;
  return sizes.find((each) => each < Math.min(...tried, Number.POSITIVE_INFINITY));
}

/** The largest number that a refusal names, since the lower bound may stand there too: "must be between 5 and 50". */
function stated(read: Read, size: number): number | undefined {
  const message = read.kind === 'refused' ? (read.errors[0]?.message ?? '') : '';
  const numbers = [...message.matchAll(/\d{1,6}/g)].map(([digits]) => Number(digits));
  const bounds = numbers.filter((each) => each >= 5 && each < size);
  return bounds.length === 0 ? undefined : Math.max(...bounds);
}

/** A number of rows that a person would choose for a limit. */
function isRound(rows: number): boolean {
  return rows >= 10 && rows % 10 === 0;
}

/**
 * Whether other rows come after those of the first page; a list without a total does not tell by itself.
 * undefined: nothing continues the list.
 */
async function goesOn(look: Look, first: readonly unknown[]): Promise<boolean | undefined> {
  const { model, asker } = look;
  const style = model.list.page;
  const rows = first.length;
  // Asked for by its own size the next page begins there, whether the API reckons with the cut size or with the wanted one.
  const next =
    style.offset !== undefined
      ? { size: 1, offset: rows }
      : style.page !== undefined
        ? { size: rows, page: (style.base ?? 1) + 1 }
        : undefined;
  if (next === undefined) return style.cursor === undefined ? undefined : false;
  if (rows === 0) return false;
  const after = await readPage(model, asker, plain(model), { ...next, count: false });
  if (after.kind !== 'page') return false;
  const seen = new Set(idsOf(model, first));
  return idsOf(model, after.page.rows).some((id) => !seen.has(id));
}

/** Numbered pages without a size argument: a page that is not the last one is a whole one. */
export function learnFixed({
  model,
  sample,
}: {
  model: CollectionModel;
  sample: Look['sample'];
}): readonly Finding[] {
  const { page } = model.list;
  if (page.page === undefined || page.size !== undefined || page.fixed !== undefined) return [];
  const more = sample.more ?? (sample.count === undefined ? undefined : sample.rows.length < sample.count);
  const { length } = sample.rows;
  return more === true && length > 0
    ? [put(['list', 'page', 'fixed'], length, `learned: every page has ${length} rows`, 'the first page has')]
    : [];
}
