/** Equality and order of values (protocol sections 5.2 and 7.2). Nothing here converts between types. */
import { dateValue, instantOf } from './dates.js';
import { isObject, type Json } from './json.js';

type Value = Json | undefined;

/** Deep, type-strict equality. Dates are equal when their instants are; a missing value equals null. */
export function equalValues(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a === null || a === undefined) return b === null || b === undefined;
  if (typeof a !== 'object' || typeof b !== 'object' || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((each, index) => equalValues(each, b[index]));
  }
  const instant = instantOf(a);
  if (instant !== undefined) return instant === instantOf(b);
  const [left, right] = [a as Record<string, Value>, b as Record<string, Value>];
  const keys = Object.keys(left).filter((key) => left[key] !== undefined);
  const others = Object.keys(right).filter((key) => right[key] !== undefined);
  if (keys.length !== others.length) return false;
  return keys.every(
    (key) => Object.hasOwn(right, key) && right[key] !== undefined && equalValues(left[key], right[key]),
  );
}

/** Texts by UTF-16 code unit, never by locale. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Negative, zero or positive for two numbers, two texts, two booleans (false first) or two dates;
 * `undefined` for any other pair, which the ordering operators treat as no match.
 */
export function compareValues(a: Value, b: Value): number | undefined {
  if (typeof a === 'number' && typeof b === 'number') return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b);
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  const left = instantOf(a);
  if (left === undefined) return undefined;
  const right = instantOf(b);
  return right === undefined ? undefined : left < right ? -1 : left > right ? 1 : 0;
}

/** Place of the value's type in the total order; `instant` is the one of the value. */
function rankOf(value: Value, instant: number | undefined): number {
  switch (typeof value) {
    case 'boolean':
      return 1;
    case 'number':
      return 2;
    case 'string':
      return 4;
    default:
      if (value === null || value === undefined) return 0;
      if (Array.isArray(value)) return 5;
      return instant === undefined ? 6 : 3;
  }
}

/**
 * A total order over all values, for sorting: missing < booleans < numbers < dates < texts < lists < other
 * objects. The protocol orders only values of one type and puts missing ones lowest; the rest is our choice,
 * so that mixed data still has one order. Lists compare element by element, objects by their key texts.
 */
export function orderValues(a: Value, b: Value): number {
  if (typeof a === typeof b && typeof a !== 'object') return compareValues(a, b) ?? 0;
  const [leftInstant, rightInstant] = [instantOf(a), instantOf(b)];
  if (leftInstant !== undefined && rightInstant !== undefined) return leftInstant - rightInstant;
  const [left, right] = [rankOf(a, leftInstant), rankOf(b, rightInstant)];
  if (left !== right) return left - right;
  if (left === 0) return 0;
  if (left === 6) return compareTexts(keyOf(a), keyOf(b));
  const [one, other] = [a as readonly Json[], b as readonly Json[]];
  for (let index = 0; index < one.length && index < other.length; index++) {
    const order = orderValues(one[index], other[index]);
    if (order !== 0) return order;
  }
  return one.length - other.length;
}

/** A text that two values share exactly when they are equal: for sets and groups. */
export function keyOf(value: Value): string {
  if (value === null || value === undefined) return 'null';
  // Adding zero turns -0, which equals 0, into 0.
  if (typeof value === 'number') return String(value + 0);
  if (typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(keyOf).join(',')}]`;
  const instant = instantOf(value);
  if (instant !== undefined) return `@${instant}`;
  if (!isObject(value)) return 'null';
  const members = value as Record<string, Value>;
  const keys = Object.keys(members)
    .filter((key) => members[key] !== undefined)
    .sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${keyOf(members[key])}`).join(',')}}`;
}

/** The value as it is answered: a date in its one printed form, anything else as it is. */
export function printedValue(value: Json): Json {
  const instant = instantOf(value);
  return instant === undefined ? value : dateValue(instant);
}
