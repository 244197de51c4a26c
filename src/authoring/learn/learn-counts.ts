/**
 * Whether a total is one: the rows around the last one that it counts, totals beside filtered rows, and the sum of the
 * totals of two halves tell.
 */

import { isCountable } from '../../calls/count.js';
import type { Page, PageRequest } from '../../calls/list.js';
import { compileRows } from '../../model/bind/rows.js';
import type { CollectionModel } from '../../model/model.js';
import type { Json } from '../../styles/vocabulary.js';
import { type Finding, put, say } from './finding.js';
import { judgeRows } from './learn-filters.js';
import { firstPage, idsOf, type Look, plain, plainFields } from './look.js';
import type { OperatorTest } from './operator-tests.js';
import { isCap, splitOf, testsFor } from './split.js';
import { pageTrial, type Trial } from './trials.js';
import { type Walk, walkBeyond } from './walk.js';

/** Rows asked for where fewer are expected. */
const fewRows = 5;
/** Offsets beyond are a load rather than a look. */
const furthestLook = 100_000;
const aliases = { one: 'oneRow', last: 'last', filtered: 'filtered' } as const;

export interface CountTrials {
  readonly trials: readonly Trial<Page>[];
  /** Rows that the last page should have. */
  readonly expected: number;
  readonly test: OperatorTest | undefined;
}

/** The total did not come with the first rows, or is smaller than they are. */
export function judgeFirstCount({ model, sample }: Pick<Look, 'model' | 'sample'>): readonly Finding[] {
  const { count, rows, more } = sample;
  if (!isCountable(model, { condition: undefined })) return [];
  // Above its cap a total is not told, which is no fault.
  if (count === undefined)
    return model.list.count?.cap === undefined ? [uncounted('the total does not come')] : [];
  return count < rows.length || (more === true && count <= rows.length) ? [uncounted(ofPage)] : [];
}

const ofPage = 'it is the number of rows in the page';

function uncounted(why: string, shared = false): Finding {
  return put(['list', 'count'], null, `learned: ${why}`, why, {
    short: 'no total',
    ...(shared || why === ofPage ? { shared: true } : {}),
  });
}

export function countTrials(look: Look): CountTrials {
  const { model, sample } = look;
  if (!isCountable(model, { condition: undefined }) || sample.count === undefined)
    return { trials: [], expected: 0, test: undefined };
  const trials: Trial<Page>[] = [];
  if (sample.rows.length > 1 && model.list.page.size !== undefined) {
    const query = { condition: undefined, sort: [], reader: undefined };
    trials.push(pageTrial(model, aliases.one, query, firstPage(model, 1, true)));
  }
  const last = lastPage(model, sample);
  if (last) trials.push(pageTrial(model, aliases.last, plain(model), last.request));
  const test = plainFields(model)
    .flatMap((field) => testsFor(look, field.key, ['notNull', 'eq']))
    .sort((a, b) => b.failing - a.failing)
    .find((each) => !each.loose && each.passing > 0 && each.failing > 0);
  if (test && isCountable(model, test)) {
    const query = { condition: test.condition, sort: [], reader: compileRows(model, [test.field.key]) };
    trials.push(pageTrial(model, aliases.filtered, query, firstPage(model, fewRows, true)));
  }
  return { trials, expected: last?.expected ?? 0, test };
}

/** The page with the last row that the total counts, and some rows to spare. */
function lastPage(
  model: CollectionModel,
  { count: total, rows }: Page,
): { readonly request: PageRequest; readonly expected: number } | undefined {
  const { size, offset, offsetMax, page, max = fewRows, base = 1 } = model.list.page;
  if (total === undefined || total <= rows.length || total > furthestLook || size === undefined)
    return undefined;
  if (offset !== undefined) {
    if (offsetMax !== undefined && total > offsetMax) return undefined;
    return { request: { size: Math.min(fewRows, max), offset: total - 1, count: false }, expected: 1 };
  }
  const fitting = [7, 11, 13, 6, 5, 3, 2].find((each) => each <= max && total % each !== 0);
  if (page === undefined || fitting === undefined) return undefined;
  const number = base + Math.floor(total / fitting);
  return { request: { size: fitting, page: number, count: false }, expected: total % fitting };
}

export function judgeTotals(
  { model, sample }: Pick<Look, 'model' | 'sample'>,
  { expected, test }: CountTrials,
  answers: ReadonlyMap<string, Page>,
): readonly Finding[] {
  const { count } = model.list;
  if (!count || sample.count === undefined) return [];
  const one = answers.get(aliases.one)?.count;
  // Rows may come and go meanwhile.
  if (one === 1 && sample.count !== 1) return [uncounted(ofPage, true)];
  const last = judgeLast(model, sample, expected, answers.get(aliases.last));
  if (last.some(isUncounted)) return last;
  const filtered = answers.get(aliases.filtered);
  if (!test || !filtered || judgeRows(model, test, filtered, fewRows).verdict !== 'right') return last;
  // Under a cap the total of all rows and that of many may be the same.
  const most = last.length === 0 ? sample.count - test.failing : undefined;
  return heedsFilter(filtered, fewRows, most) ? last : ignoresFilter(model, last);
}

function isUncounted({ line, change }: Finding): boolean {
  return line.length === 2 && typeof change === 'object' && change.put === null;
}

/** The path stands beside it: a part of a count's style says nothing alone. */
function amended(
  model: CollectionModel,
  member: 'cap' | 'filter',
  value: Json,
  why: string,
  shared: boolean,
): readonly Finding[] {
  const { path } = model.list.count!;
  return [
    put(['list', 'count', 'path'], path.text, undefined, why),
    put(['list', 'count', member], value, `learned: ${why}`, why, shared ? { shared: true } : {}),
  ];
}

function capped(model: CollectionModel, total: number, why: string): readonly Finding[] {
  return amended(model, 'cap', total, why, false);
}

function judgeLast(
  model: CollectionModel,
  sample: Page,
  expected: number,
  last: Page | undefined,
): readonly Finding[] {
  const total = sample.count!;
  if (!last) return [];
  const known = new Set(idsOf(model, sample.rows));
  // Rows of the first page again: the place was not heeded, which says nothing of the total.
  if (idsOf(model, last.rows).some((id) => known.has(id))) return [];
  if (last.rows.length > expected) {
    const found = [uncounted(`it counts ${total} rows, ${goesOn}`, true)];
    // A flag that is worked out of a wrong total ends the list too early.
    const flag = model.list.page.more === undefined || last.more !== false ? [] : [withoutFlag];
    return [...found, ...flag];
  }
  return last.rows.length < expected ? [uncounted('it counts rows that the list does not show')] : [];
}

const goesOn = 'and the list goes on';

const withoutFlag = put(
  ['list', 'page', 'more'],
  null,
  'learned: the flag for more rows follows the total, which is wrong',
  'it says that nothing comes behind the last row that is counted, and rows come',
  { shared: true },
);

/**
 * Whether the total beside a filtered page can be that of the filter.
 * @param most rows that the filter can let through, as far as it is known
 */
export function heedsFilter(page: Page, size: number, most: number | undefined): boolean {
  const { count, rows, more, next } = page;
  if (count === undefined) return true;
  const whole = rows.length < size && more !== true && next === null;
  return count >= rows.length && !(whole && count > rows.length) && (most === undefined || count <= most);
}

/** @param found what else is wrong with the total */
export function ignoresFilter(model: CollectionModel, found: readonly Finding[]): readonly Finding[] {
  const why = 'it does not heed the filter';
  if (!model.list.count!.sibling) return [uncounted(why, true)];
  return [...found, ...amended(model, 'filter', null, why, true)];
}

/** A total that no place of the list can show: it is the sum of the totals of two halves, or it is not. */
export async function splitTotal(look: Look): Promise<readonly Finding[]> {
  const { model, sample } = look;
  const total = sample.count;
  if (!model.list.count || model.list.count.cap !== undefined || total === undefined) return [];
  if (total <= sample.rows.length || lastPage(model, sample) !== undefined) return [];
  const split = await splitOf(look);
  if (!split) return isRoundTotal(total) ? judgeWalk(model, total, await walkBeyond(look, total)) : [];
  if (split.sum === total) return [];
  return isCap(split, total)
    ? capped(model, total, `it counts to ${total}, and ${split.shown}`)
    : [uncounted(`it says ${total}, and ${split.shown}`, true)];
}

function isRoundTotal(total: number): boolean {
  return /^[1-9]0{3,}$/.test(String(total));
}

function judgeWalk(model: CollectionModel, total: number, walk: Walk): readonly Finding[] {
  switch (walk) {
    case 'whole':
      return [];
    case 'shorter':
      return [uncounted('it counts rows that the list does not show')];
    case 'longer':
      return capped(model, total, `it counts to ${total}, ${goesOn}`);
    case 'unknown': {
      const unproved = `whether ${total} is all that there is could not be proved`;
      const comment = `${unproved}; if the API counts no further, write cap: ${total} beside the path of list.count`;
      return [say(['list', 'count'], comment, unproved)];
    }
  }
}

/** A total beyond which the list goes on: where it is the most that is counted to, smaller ones are right. */
export async function withCaps(look: Look, findings: readonly Finding[]): Promise<readonly Finding[]> {
  const total = look.sample.count;
  const wrong = findings.find((finding) => isUncounted(finding) && finding.evidence.endsWith(goesOn));
  if (wrong === undefined || total === undefined) return findings;
  const split = await splitOf(look);
  // Without halves a round number is taken for a cap, since it is known that more rows come.
  if (split === undefined ? total % 100 !== 0 : !isCap(split, total)) return findings;
  const cap = capped(look.model, total, `it counts to ${total}, ${goesOn}`);
  return findings.flatMap((each) => (each === wrong ? cap : each));
}
