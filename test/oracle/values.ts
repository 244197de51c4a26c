/**
 * Values of items by the plainest reading of the protocol (sections 5.2 and 7.2), for comparing answers with.
 * Shares no code with the project on purpose: a rule misread there should not be misread here as well.
 */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type Item = { readonly [key: string]: Json };

/** The oracle's own refusal: the request breaks a rule of sections 7.1 and 7.3. */
export class Refused extends Error {}

export const isObject = (value: unknown): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const isList = (value: unknown): value is readonly Json[] => Array.isArray(value);
export const isMissing = (value: unknown): value is null | undefined => value === null || value === undefined;

/** Milliseconds of `{"$date": …}`; a text without a zone is UTC. NaN for what is no date. */
export function dateOf(value: Json | undefined): number {
  if (!isObject(value) || Object.keys(value).length !== 1) return Number.NaN;
  const text = value.$date;
  if (typeof text === 'number') return text;
  return typeof text === 'string' ? parseInstant(text) : Number.NaN;
}

/** Milliseconds of an ISO 8601 text; NaN for anything else, also where Date.parse would guess. */
export function parseInstant(text: string): number {
  const found = /^([+-]\d{6}|\d{4})-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/.exec(text);
  if (!found) return Number.NaN;
  return Date.parse(found[2] && !found[5] ? `${text}Z` : text);
}

const isDate = (value: Json): boolean => !Number.isNaN(dateOf(value));

/** Same type and same value, at every depth; dates by time. Key order does not matter. */
export function equal(a: Json, b: Json): boolean {
  if (isDate(a) && isDate(b)) return dateOf(a) === dateOf(b);
  if (isList(a) && isList(b)) return a.length === b.length && a.every((value, i) => equal(value, b[i]!));
  if (isObject(a) && isObject(b)) {
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length &&
      keys.every((key) => Object.hasOwn(b, key) && equal(a[key]!, b[key]!))
    );
  }
  return a === b;
}

/** A text that two values share if and only if they are equal: to find duplicates among many. */
export function identity(value: Json): string {
  if (isDate(value)) return `date ${dateOf(value)}`;
  if (isList(value)) return `[${value.map(identity).join()}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${identity(value[key]!)}`);
  return `{${members.join()}}`;
}

/** Negative, zero or positive; undefined where two values have no order (different types, objects, lists). */
export function order(a: Json, b: Json): number | undefined {
  if (isDate(a) && isDate(b)) return dateOf(a) - dateOf(b);
  if (typeof a !== typeof b) return undefined;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  // JavaScript compares text by code unit.
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  return undefined;
}

/** For sorting: missing values lowest, then by value; values of different types by an arbitrary fixed rank. */
export function sortOrder(a: Json | undefined, b: Json | undefined): number {
  const rank = (value: Json | undefined): number =>
    isMissing(value)
      ? 0
      : isDate(value)
        ? 4
        : { number: 1, string: 2, boolean: 3, object: 5 }[typeof value as 'number'];
  return rank(a) - rank(b) || (isMissing(a) || isMissing(b) ? 0 : (order(a, b) ?? 0));
}

/**
 * The value of a path. A key that is literally the path wins. An integer picks an element of a list; a name
 * collects the member from every element.
 */
export function valueAt(item: Json | undefined, path: string): Json | undefined {
  if (isObject(item) && Object.hasOwn(item, path)) return item[path];
  const dot = path.indexOf('.');
  if (dot < 0) return undefined;
  return walk(item, path.split('.'));
}

function walk(value: Json | undefined, segments: readonly string[]): Json | undefined {
  const [head, ...rest] = segments;
  if (head === undefined) return value;
  if (isList(value)) {
    if (/^\d+$/.test(head)) return walk(value[Number(head)], rest);
    const found = value.map((element) => walk(element, segments)).filter((member) => member !== undefined);
    return found.length > 0 ? found : undefined;
  }
  return isObject(value) && Object.hasOwn(value, head) ? walk(value[head], rest) : undefined;
}
