/** Whole answers by the plainest code: every item is looked at, nothing is clever. */
import type { SortOrder } from '../../src/wix/protocol.js';
import { naiveFilter, type Types } from './naive-filter.js';
import { type Item, identity, isList, isMissing, isObject, type Json, sortOrder, valueAt } from './values.js';

export { naiveFilter, type Types } from './naive-filter.js';
export { type Item, type Json, Refused } from './values.js';

export interface Sort {
  readonly fieldName: string;
  readonly order?: SortOrder;
}
export interface Page {
  readonly offset?: number | null;
  readonly limit?: number | null;
}
export interface NaiveQuery extends Page {
  readonly filter?: Json;
  readonly sort?: readonly Sort[];
}

/**
 * A page whose order is only partly fixed: runs of items with equal sort keys. `take` members of each run are
 * on the page, any of them, in any order.
 */
export interface Expectation {
  readonly total: number;
  readonly runs: readonly { readonly members: readonly Item[]; readonly take: number }[];
}

/** Section 5.3: 50 without a limit, never more than 1000. */
function bounds({ offset, limit }: Page): { readonly from: number; readonly to: number } {
  const from = offset ?? 0;
  return { from, to: from + Math.min(limit ?? 50, 1000) };
}

function page(items: readonly Item[], sort: readonly Sort[], paging: Page): Expectation {
  const compare = (a: Item, b: Item): number => {
    for (const { fieldName, order } of sort) {
      const n = sortOrder(valueAt(a, fieldName), valueAt(b, fieldName));
      if (n !== 0) return order === 'DESC' ? -n : n;
    }
    return 0;
  };
  const sorted = [...items].sort(compare);
  const groups: Item[][] = [];
  for (const item of sorted) {
    const last = groups.at(-1);
    if (last && compare(last[0]!, item) === 0) last.push(item);
    else groups.push([item]);
  }
  const { from, to } = bounds(paging);
  let start = 0;
  const runs = groups.map((members) => {
    const take = Math.min(start + members.length, to) - Math.max(start, from);
    start += members.length;
    return { members, take };
  });
  return { total: items.length, runs: runs.filter(({ take }) => take > 0) };
}

export function naiveQuery(items: readonly Item[], query: NaiveQuery, types: Types = {}): Expectation {
  const matching = items.filter((item) => naiveFilter(item, query.filter, types));
  return page(matching, query.sort ?? [], query);
}

export function naiveCount(items: readonly Item[], filter: Json | undefined, types: Types = {}): number {
  return items.filter((item) => naiveFilter(item, filter, types)).length;
}

export interface NaiveDistinct extends Page {
  readonly filter?: Json;
  readonly fieldName: string;
  readonly order?: SortOrder;
}

/** Section 4.4: lists are unwound, missing values left out, ascending unless said otherwise. */
export function naiveDistinct(
  items: readonly Item[],
  request: NaiveDistinct,
  types: Types = {},
): { readonly total: number; readonly values: readonly Json[] } {
  const found = new Map<string, Json>();
  for (const item of items.filter((one) => naiveFilter(one, request.filter, types))) {
    const value = valueAt(item, request.fieldName);
    for (const one of isList(value) ? value : [value]) {
      if (!isMissing(one)) found.set(identity(one), one);
    }
  }
  const values = [...found.values()].sort(sortOrder);
  if (request.order === 'DESC') values.reverse();
  const { from, to } = bounds(request);
  return { total: values.length, values: values.slice(from, to) };
}

export interface NaiveOperation {
  readonly resultFieldName: string;
  readonly average?: { readonly itemFieldName: string };
  readonly min?: { readonly itemFieldName: string };
  readonly max?: { readonly itemFieldName: string };
  readonly sum?: { readonly itemFieldName: string };
  readonly itemCount?: object;
}
export interface NaiveAggregate extends Page {
  readonly initialFilter?: Json;
  readonly aggregation: {
    readonly groupingFields?: readonly string[];
    readonly operations?: readonly NaiveOperation[];
  };
  readonly finalFilter?: Json;
  readonly sort?: readonly Sort[];
}

/** Section 4.3. Without grouping fields there is exactly one group, also over nothing. */
export function naiveAggregate(
  items: readonly Item[],
  request: NaiveAggregate,
  types: Types = {},
): Expectation {
  const { groupingFields = [], operations = [] } = request.aggregation;
  const groups = new Map<string, { readonly key: Item; readonly members: Item[] }>();
  if (groupingFields.length === 0) groups.set(identity({}), { key: {}, members: [] });
  for (const item of items.filter((one) => naiveFilter(one, request.initialFilter, types))) {
    const key = Object.fromEntries(groupingFields.map((field) => [field, valueAt(item, field) ?? null]));
    const group = groups.get(identity(key)) ?? { key, members: [] };
    groups.set(identity(key), group);
    group.members.push(item);
  }
  const rows = [...groups.values()].map(({ key, members }): Item => {
    const results = operations.map((operation) => [operation.resultFieldName, compute(operation, members)]);
    return { ...key, ...Object.fromEntries(results) };
  });
  return page(
    rows.filter((row) => naiveFilter(row, request.finalFilter)),
    request.sort ?? [],
    request,
  );
}

function compute(operation: NaiveOperation, members: readonly Item[]): Json {
  if (operation.itemCount) return members.length;
  const field = (operation.sum ?? operation.average ?? operation.min ?? operation.max)!.itemFieldName;
  const values = members.map((item) => valueAt(item, field)).filter((value) => !isMissing(value)) as Json[];
  const numbers = values.filter((value) => typeof value === 'number');
  const sum = numbers.reduce((total, one) => total + one, 0);
  if (operation.sum) return sum;
  if (operation.average) return numbers.length === 0 ? null : sum / numbers.length;
  const sorted = values.sort(sortOrder);
  return (operation.min ? sorted[0] : sorted.at(-1)) ?? null;
}

export interface Comparison {
  /** Relative difference that two numbers may have: sums depend on the order of their terms. Default 0. */
  readonly tolerance?: number;
}

/** Deep equality in which a member that is null and a member that is not there are the same (section 8). */
function sameValue(a: Json | undefined, b: Json | undefined, tolerance: number): boolean {
  if (isMissing(a) || isMissing(b)) return isMissing(a) && isMissing(b);
  if (typeof a === 'number' && typeof b === 'number') {
    return Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b));
  }
  if (isList(a) && isList(b)) {
    return a.length === b.length && a.every((one, i) => sameValue(one, b[i], tolerance));
  }
  if (isObject(a) && isObject(b)) {
    return [...Object.keys(a), ...Object.keys(b)].every((key) => sameValue(a[key], b[key], tolerance));
  }
  return a === b;
}

/** The first way in which the items of an answer differ from what is expected, or null. Every member must agree. */
export function difference(
  actual: readonly Item[],
  { runs }: Expectation,
  { tolerance = 0 }: Comparison = {},
): string | null {
  const expected = runs.reduce((sum, { take }) => sum + take, 0);
  if (actual.length !== expected) return `${actual.length} items instead of ${expected}`;
  let at = 0;
  for (const { members, take } of runs) {
    const left = [...members];
    for (const item of actual.slice(at, at + take)) {
      const index = left.findIndex((member) => sameValue(item, member, tolerance));
      if (index < 0) {
        const wanted = left.slice(0, 3).map((member) => JSON.stringify(member));
        return `item ${at}: ${JSON.stringify(item)} instead of ${wanted.join(' or ')}${left.length > 3 ? ` or ${left.length - 3} more` : ''}`;
      }
      left.splice(index, 1);
      at += 1;
    }
  }
  return null;
}

export function sameAnswer(
  actual: readonly Item[],
  expectation: Expectation,
  comparison: Comparison = {},
): boolean {
  return difference(actual, expectation, comparison) === null;
}
