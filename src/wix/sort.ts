/** Sorting as Wix means it (protocol section 5.2). */
import { orderValues } from './compare.js';
import { type Violation, violationsError } from './errors.js';
import { type Item, isMissing, isObject, type Json, member } from './json.js';
import { compilePath } from './path.js';
import type { SortOrder } from './protocol.js';

export interface SortKey {
  readonly path: string;
  readonly order: SortOrder;
}

/** More keys than any site sends; each one costs at every comparison. */
const mostKeys = 100;

/**
 * Reads `[{ fieldName, order? }]`; missing means no keys, a missing order ASC.
 * @throws VALIDATION_ERROR with fieldPaths such as `sort.0.order`.
 */
export function parseSort(raw: unknown, at = 'sort'): readonly SortKey[] {
  if (isMissing(raw)) return Object.freeze([]);
  if (!Array.isArray(raw) || raw.length > mostKeys)
    throw violationsError('Invalid sort', [
      { fieldPath: at, message: `must be a list of at most ${mostKeys} keys` },
    ]);
  const violations: Violation[] = [];
  const keys = raw.map((each: unknown, index): SortKey => {
    const reject = (name: string, value: unknown, message: string) =>
      violations.push({ fieldPath: `${at}.${index}${name}`, rejectedValue: value, message });
    const entry = isObject(each) ? each : {};
    if (!isObject(each)) reject('', each, 'must be an object');
    const path = member(entry, 'fieldName');
    if (isObject(each) && (typeof path !== 'string' || path === ''))
      reject('.fieldName', path, 'must be a field name');
    const order = parseOrder(member(entry, 'order'));
    if (order === undefined) reject('.order', member(entry, 'order'), 'must be ASC or DESC');
    return Object.freeze({ path: typeof path === 'string' ? path : '', order: order ?? 'ASC' });
  });
  if (violations.length > 0) throw violationsError('Invalid sort', violations);
  return Object.freeze(keys);
}

/** ASC for a missing order and for protobuf's "unspecified"; `undefined` for what is no order. */
export function parseOrder(raw: unknown): SortOrder | undefined {
  if (isMissing(raw)) return 'ASC';
  if (raw === 'ASC' || raw === 'DESC') return raw;
  if (typeof raw !== 'string') return undefined;
  const name = raw.toUpperCase();
  if (name === 'ASC' || name === 'DESC') return name;
  return /UNKNOWN|UNSPECIFIED/.test(name) ? 'ASC' : undefined;
}

/**
 * Compares two items by the keys, in turn. Missing values are lowest: first ascending, last descending.
 * Values of different types have an order too, which orderValues defines, so that any data gives one total
 * order. Items that tie on every key compare as 0: append `_id` for stable pages.
 */
export function compileSort(keys: readonly SortKey[]): (a: Item, b: Item) => number {
  const steps = keys.map((key) => ({ read: compilePath(key.path), sign: key.order === 'DESC' ? -1 : 1 }));
  return (a, b) => {
    for (const { read, sign } of steps) {
      const order = orderValues(read(a), read(b));
      if (order !== 0) return order * sign;
    }
    return 0;
  };
}

/** Where a list leaves its order: the item that should come earlier, and the key that shows it. */
export interface Disorder {
  readonly item: number;
  readonly key: number;
}

/** What of a list is known before it is looked at. */
export interface OrderOptions {
  /** Whether the values at the path are moments as dates.ts prints them, or nothing. Default: of none. */
  readonly printed?: (path: string) => boolean;
}

/** Looks for the first item that should come before the one ahead of it, by the keys in turn. Each value is read once. */
export function compileOrder(
  keys: readonly SortKey[],
  { printed = () => false }: OrderOptions = {},
): (items: readonly Item[]) => Disorder | undefined {
  const steps = keys.map(({ path, order }) => ({
    read: compilePath(path),
    compare: printed(path) ? orderPrinted : orderValues,
    sign: order === 'DESC' ? -1 : 1,
  }));
  return (items) => {
    if (items.length === 0) return undefined;
    const before = steps.map(({ read }) => read(items[0]!));
    for (let item = 1; item < items.length; item++) {
      let decided = false;
      for (let key = 0; key < steps.length; key++) {
        const { read, compare, sign } = steps[key]!;
        const value = read(items[item]!);
        const order: number = decided ? 0 : compare(before[key], value) * sign;
        if (order > 0) return { item, key };
        decided ||= order < 0;
        before[key] = value;
      }
    }
    return undefined;
  };
}

/** Characters of a moment as it is printed, but for years of more than four digits. */
const usualLength = 24;

/** Printed texts of one length are in the order of their moments, and need not be taken apart. */
function orderPrinted(a: Json | undefined, b: Json | undefined): number {
  const [left, right] = [printedText(a), printedText(b)];
  if (left?.length !== usualLength || right?.length !== usualLength) return orderValues(a, b);
  return left < right ? -1 : left > right ? 1 : 0;
}

function printedText(value: Json | undefined): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { $date } = value as { readonly $date?: Json };
  return typeof $date === 'string' ? $date : undefined;
}
