/** Ids that a reference field may be asked for, also those of no item. */
import fc from 'fast-check';

/** @param key of the field of the library's books */
export function someIds(key: string): fc.Arbitrary<string[]> {
  const prefix = key === 'reviews' ? 'r' : 't';
  return fc.uniqueArray(
    fc.integer({ min: 1, max: 6 }).map((n) => `${prefix}${n}`),
    { maxLength: 3 },
  );
}
