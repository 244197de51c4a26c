/** Operators of PostgreSQL on arrays and jsonb, which Hasura and PostGraphile share. */
import type { Json } from '../data.js';
import type { Truth } from './sql.js';

type List = readonly (string | null)[];

/** `left @> right`: null elements are never contained. */
export function arrayContains(left: List | null, right: List | null): Truth {
  if (left === null || right === null) return null;
  return right.every((each) => each !== null && left.includes(each));
}

/** `left && right` */
export function arrayOverlaps(left: List | null, right: List | null): Truth {
  if (left === null || right === null) return null;
  return right.some((each) => each !== null && left.includes(each));
}

export function arrayEquals(left: List | null, right: List | null): Truth {
  if (left === null || right === null) return null;
  return left.length === right.length && left.every((each, index) => each === right[index]);
}

/** jsonb equality: members in any order. */
export function jsonEquals(left: Json, right: Json): boolean {
  return jsonContains(left, right) && jsonContains(right, left) && lengthOf(left) === lengthOf(right);
}

/** jsonb `left @> right`; an array also contains a bare scalar. */
export function jsonContains(left: Json, right: Json): boolean {
  if (Array.isArray(left)) {
    const wanted = Array.isArray(right) ? (right as readonly Json[]) : isObject(right) ? null : [right];
    return wanted?.every((each) => (left as readonly Json[]).some((own) => jsonContains(own, each))) ?? false;
  }
  if (isObject(left) && isObject(right)) {
    return Object.entries(right).every(
      ([key, value]) => Object.hasOwn(left, key) && jsonContains(left[key] as Json, value),
    );
  }
  return left === right;
}

/** jsonb `left ? key`: a member of an object or a text element of an array. */
export function jsonHasKey(left: Json, key: string): boolean {
  if (Array.isArray(left)) return left.includes(key);
  return isObject(left) ? Object.hasOwn(left, key) : left === key;
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function lengthOf(value: Json): number {
  return typeof value === 'object' && value !== null ? Object.keys(value).length : 1;
}
