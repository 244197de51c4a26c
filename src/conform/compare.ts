/** How an answer differs from what the rules give, in a few words. */
import { equalValues } from '../wix/compare.js';
import { type Item, isObject, type Json, preview } from '../wix/json.js';
import { idOf } from './sample.js';
import { type Exchange, notSuccess } from './server.js';

const shown = 3;

/** Why the answer does not hold just these items, in any order. */
export function notTheseItems(
  exchange: Exchange,
  actual: readonly Item[],
  expected: readonly Item[],
): string | undefined {
  const failed = notSuccess(exchange);
  if (failed !== undefined) return failed;
  const [found, wanted] = [actual.map(idOf), expected.map(idOf)];
  const [there, right] = [new Set(found), new Set(wanted)];
  const lacks = wanted.filter((id) => !there.has(id));
  const extra = found.filter((id) => !right.has(id));
  const twice = found.length - there.size;
  if (lacks.length === 0 && extra.length === 0 && twice === 0) return undefined;
  const parts = [
    ...(lacks.length > 0 ? [`it lacks ${someOf(lacks)}`] : []),
    ...(extra.length > 0 ? [`it has ${someOf(extra)} too much`] : []),
    ...(twice > 0 ? [`${twice} came twice`] : []),
  ];
  return `${wanted.length} items, but ${parts.join(', and ')}`;
}

function someOf(ids: readonly string[]): string {
  const more = ids.length > shown ? ` and ${ids.length - shown} more` : '';
  return `${ids
    .slice(0, shown)
    .map((id) => JSON.stringify(id))
    .join(', ')}${more}`;
}

/** Why the items are not in this order. */
export function notInOrder(
  items: readonly Item[],
  compare: (a: Item, b: Item) => number,
): string | undefined {
  const at = items.findIndex((item, index) => index > 0 && compare(items[index - 1]!, item) > 0);
  return at < 0
    ? undefined
    : `${JSON.stringify(idOf(items[at]!))} before ${JSON.stringify(idOf(items[at - 1]!))}`;
}

/** Equal, where sums of fractions may differ in their last digits, and null is the same as missing. */
export function nearlyEqual(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number')
    return a === b || Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
  if (isObject(a) && isObject(b) && a.$date === undefined && b.$date === undefined)
    return [...Object.keys(a), ...Object.keys(b)].every((key) => nearlyEqual(a[key], b[key]));
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((each, index) => nearlyEqual(each, b[index]));
  return equalValues(a as Json | undefined, b as Json | undefined);
}

/** Why the lists are not the same, in the same order. */
export function notTheseValues(actual: readonly unknown[], expected: readonly unknown[]): string | undefined {
  const at = expected.findIndex((each, index) => !nearlyEqual(actual[index], each));
  if (at >= 0) return `${preview(expected[at], 200)} at place ${at}, not ${preview(actual[at], 200)}`;
  return actual.length === expected.length ? undefined : `${expected.length} entries, not ${actual.length}`;
}
