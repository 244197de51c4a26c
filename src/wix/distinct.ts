/** The distinct values of a field (protocol section 4.4). */
import { keyOf, orderValues, printedValue } from './compare.js';
import type { Item, Json } from './json.js';
import { compilePath } from './path.js';
import type { SortOrder } from './protocol.js';

export interface Distinct {
  add(item: Item): void;
  /** Number of distinct values so far. */
  size(): number;
  /** All of them, in the order of sort.ts. */
  values(order?: SortOrder): Json[];
  /** All of them, in the order in which they appeared. */
  unsorted(): Json[];
}

/** The order of distinct values. */
export function compareDistinct(order: SortOrder): (a: Json, b: Json) => number {
  const sign = order === 'DESC' ? -1 : 1;
  return (a, b) => orderValues(a, b) * sign;
}

/**
 * Collects the distinct values of a path: type-strict and case-sensitive. A list gives its elements; missing
 * values and empty lists give nothing.
 */
export function createDistinct(path: string): Distinct {
  const read = compilePath(path);
  const found = new Map<string, Json>();
  const note = (value: Json | undefined) => {
    if (value === undefined || value === null) return;
    const key = keyOf(value);
    if (!found.has(key)) found.set(key, printedValue(value));
  };
  return {
    add(item) {
      const value = read(item);
      if (Array.isArray(value)) value.forEach(note);
      else note(value);
    },
    size: () => found.size,
    values: (order = 'ASC') => [...found.values()].sort(compareDistinct(order)),
    unsorted: () => [...found.values()],
  };
}
