/** Looks a value up in the list of $in, $hasSome and the like in constant time. */
import { keyOf } from '../compare.js';
import { instantOf } from '../dates.js';
import type { Json } from '../json.js';

export type Membership = (value: Json) => boolean;

/** A test whether a value equals one of the list, by type-strict equality. Null equals none, listed or not. */
export function createMembership(list: readonly Json[]): Membership {
  // Texts, numbers and booleans: a Set compares them as equality does (0 and -0 are the same).
  const plain = new Set<Json>();
  const instants = new Set<number>();
  const structures = new Set<string>();
  for (const each of list) {
    if (typeof each !== 'object') plain.add(each);
    else if (each !== null) {
      const instant = instantOf(each);
      if (instant === undefined) structures.add(keyOf(each));
      else instants.add(instant);
    }
  }
  return (value) => {
    if (typeof value !== 'object') return plain.has(value);
    const instant = instants.size > 0 ? instantOf(value) : undefined;
    if (instant !== undefined && instants.has(instant)) return true;
    return structures.size > 0 && structures.has(keyOf(value));
  };
}
