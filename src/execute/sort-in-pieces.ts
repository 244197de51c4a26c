/** A stable sort that lets others run, for results of any number. */
import type { Work } from './work.js';

/** Items that are sorted at once: well under a millisecond. */
const run = 256;

/**
 * The same order as `sort` gives.
 * @param keys sort keys that a comparison may look at
 * @throws AdapterError when the work is beyond the budget, before it begins
 */
export async function sortInPieces<T>(
  items: readonly T[],
  compare: (a: T, b: T) => number,
  work: Pick<Work, 'reserve' | 'pay' | 'rest'>,
  keys: number,
): Promise<readonly T[]> {
  work.reserve(keys * items.length * Math.ceil(Math.log2(1 + items.length)));
  let sorted: T[] = [];
  for (let start = 0; start < items.length; start += run) {
    const piece = items.slice(start, start + run).sort(compare);
    if (work.pay(keys * piece.length * Math.log2(run))) await work.rest();
    sorted.push(...piece);
  }
  for (let width = run; width < items.length; width *= 2) {
    const merged: T[] = [];
    for (let start = 0; start < sorted.length; start += 2 * width) {
      let left = start;
      let right = Math.min(start + width, sorted.length);
      const middle = right;
      const end = Math.min(start + 2 * width, sorted.length);
      while (left < middle || right < end) {
        const takeLeft = right >= end || (left < middle && compare(sorted[left]!, sorted[right]!) <= 0);
        merged.push(takeLeft ? sorted[left++]! : sorted[right++]!);
        if (work.pay(keys)) await work.rest();
      }
    }
    sorted = merged;
  }
  return sorted;
}
