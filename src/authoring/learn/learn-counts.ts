/** Whether a total is one: the rows around the last one that it counts, and totals beside filtered rows, tell. */

import { isCountable, type Page, type PageRequest } from '../../calls/list.js';
import type { CollectionModel } from '../../model/model.js';
import { type FieldTest, fieldTests, judgeRows } from './field-tests.js';
import { firstPage } from './learn-pages.js';
import type { Learned, Probe } from './learned.js';
import { createTrial, type Outcome, type Trial } from './trials.js';

type Base = Learned['pageBase'];
export type CountFindings = Pick<Learned, 'count' | 'countStyle'>;

/** Rows asked for where fewer are expected. */
const fewRows = 5;
/** Offsets beyond are a load rather than a look. */
const furthestLook = 100_000;
const lastAlias = 'last';
const filteredAlias = 'filtered';

/** Some APIs call the number of rows in the page `count`: then one row more or less changes it. */
export async function judgeCount(
  model: CollectionModel,
  probe: Probe,
  sample: Page,
  base: Base,
): Promise<Learned['count']> {
  const { count, rows, more } = sample;
  const ofPage = 'it is the number of rows in the page';
  if (count === undefined) {
    // Above its cap a total is not told, which is no fault.
    return model.list.count?.cap === undefined ? 'the total does not come' : undefined;
  }
  if (count < rows.length || (more === true && count <= rows.length)) return ofPage;
  if (count !== rows.length || count < 2 || model.list.page.size === undefined) return undefined;
  const query = { condition: undefined, sort: [], reader: undefined };
  const { page } = await probe.page(query, firstPage(model, 1, true, base));
  return page.count === count ? undefined : ofPage;
}

export interface CountTrials {
  readonly trials: readonly Trial[];
  /** Rows that the last page should have. */
  readonly expected: number;
  readonly test: FieldTest | undefined;
}

export function countTrials(model: CollectionModel, sample: Page, base: Base): CountTrials {
  const trials: Trial[] = [];
  const last = isCountable(model, { condition: undefined }) ? lastPage(model, sample, base) : undefined;
  if (last) {
    const query = { condition: undefined, sort: [], reader: model.rows([]) };
    trials.push(createTrial(model, lastAlias, query, last.request));
  }
  const test = [...model.fields.values()]
    .filter((field) => field.key !== '_id')
    .flatMap((field) => fieldTests(model, field, sample))
    .sort((a, b) => b.failing - a.failing)
    .find((each) => each.exact && each.passing > 0 && each.failing > 0);
  if (test && isCountable(model, test)) {
    const query = { condition: test.condition, sort: [], reader: model.rows([test.field.key]) };
    trials.push(createTrial(model, filteredAlias, query, firstPage(model, fewRows, true, base)));
  }
  return { trials, expected: last?.expected ?? 0, test };
}

/** The page with the last row that the total counts, and some rows to spare. */
function lastPage(
  model: CollectionModel,
  { count: total, rows }: Page,
  base: Base,
): { readonly request: PageRequest; readonly expected: number } | undefined {
  const { size, offset, offsetMax, page, max = fewRows, base: written } = model.list.page;
  if (total === undefined || total <= rows.length || total > furthestLook || size === undefined)
    return undefined;
  if (offset !== undefined) {
    if (offsetMax !== undefined && total > offsetMax) return undefined;
    return { request: { size: Math.min(fewRows, max), offset: total - 1, count: false }, expected: 1 };
  }
  const fitting = [7, 11, 13, 6, 5, 3, 2].find((each) => each <= max && total % each !== 0);
  if (page === undefined || fitting === undefined) return undefined;
  const number = (written ?? base ?? 1) + Math.floor(total / fitting);
  return { request: { size: fitting, page: number, count: false }, expected: total % fitting };
}

export function judgeTotals(
  model: CollectionModel,
  sample: Page,
  { expected, test }: CountTrials,
  { pages }: Outcome,
): CountFindings {
  const found = judgeLast(model, sample, expected, pages.get(lastAlias));
  if (found.count !== undefined) return found;
  const filtered = pages.get(filteredAlias);
  if (!test || !filtered || judgeRows(model, test, filtered) !== 'right') return found;
  // Under a cap the total of all rows and that of many may be the same.
  const known = sample.count !== undefined && found.countStyle === undefined;
  const most = known ? sample.count - test.failing : undefined;
  return heedsFilter(filtered, fewRows, most) ? found : ignoresFilter(model, found);
}

function judgeLast(
  model: CollectionModel,
  sample: Page,
  expected: number,
  last: Page | undefined,
): CountFindings {
  const none = { count: undefined, countStyle: undefined };
  const { count: total } = sample;
  if (total === undefined || !model.list.count) return none;
  const { path, sibling } = model.list.count;
  const capped = (why: string): CountFindings => ({
    count: undefined,
    countStyle: { style: { path, cap: total }, why },
  });
  if (!last) {
    const whole = total <= sample.rows.length;
    return !whole && /^[1-9]0{3,}$/.test(String(total))
      ? capped(`${total} looks like the most that it counts to`)
      : none;
  }
  const reader = model.rows([]);
  const known = new Set(sample.rows.map((row) => reader.read(row)._id));
  // Rows of the first page again: the place was not heeded, which says nothing of the total.
  if (last.rows.some((row) => known.has(reader.read(row)._id))) return none;
  if (last.rows.length > expected)
    return total % 100 === 0
      ? capped(`it counts to ${total}, and the list goes on`)
      : { ...none, count: `it counts ${total} rows, and the list goes on` };
  if (last.rows.length < expected && sibling)
    return { ...none, count: 'it counts rows that the list does not show' };
  return none;
}

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
export function ignoresFilter(model: CollectionModel, found: CountFindings): CountFindings {
  const { path, sibling } = model.list.count!;
  const why = 'it does not heed the filter';
  return sibling
    ? { count: undefined, countStyle: { style: { ...found.countStyle?.style, path, filter: null }, why } }
    : { count: why, countStyle: undefined };
}
