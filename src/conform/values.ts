/** Values of fields from which questions are drawn: real ones, and some that nearly are. */
import { keyOf } from '../wix/compare.js';
import { instantOf } from '../wix/dates.js';
import { isObject, type Json } from '../wix/json.js';
import type { KnownField } from './collections.js';
import type { ItemSample } from './sample.js';

const longest = 200;
const each = 12;

/** Some different values of a field, never null; the elements of lists. */
export function valuesOf({ items, draw }: ItemSample, { key }: KnownField): readonly Json[] {
  const found = new Map<string, Json>();
  for (const item of items) {
    const value = item[key];
    for (const one of Array.isArray(value) ? value : [value]) if (isUsable(one)) found.set(keyOf(one), one);
  }
  return draw.some([...found.values()], each);
}

/** Some items have a value of the field, and some have none. */
export function hasGaps({ items }: ItemSample, { key }: KnownField): boolean {
  const missing = items.filter((item) => item[key] === undefined || item[key] === null).length;
  return missing > 0 && missing < items.length;
}

/** The texts among them that are not empty. */
export function textsOf(sample: ItemSample, field: KnownField): readonly string[] {
  return valuesOf(sample, field).filter(
    (value): value is string => typeof value === 'string' && value !== '',
  );
}

function isUsable(value: unknown): value is Json {
  if (value === null || value === undefined || Array.isArray(value)) return false;
  if (isObject(value)) return instantOf(value) !== undefined;
  return typeof value !== 'string' || value.length <= longest;
}

/** The text in the other case, where that is one letter for each. */
export function otherCase(text: string): string {
  return [...text]
    .map((letter) => {
      const [upper, lower] = [letter.toUpperCase(), letter.toLowerCase()];
      const other = letter === lower ? upper : lower;
      // Only letters that fold the same everywhere.
      return other.length === letter.length && other.toLowerCase() === lower && /[a-hj-z]/i.test(letter)
        ? other
        : letter;
    })
    .join('');
}
