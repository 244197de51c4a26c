import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createTopK } from '../../src/wix/top-k.js';

it('equals a stable sort and a cut, at every moment', () => {
  const entry = fc.record({ key: fc.nat(5), tag: fc.nat() });
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 40 }), fc.nat(12), (entries, limit) => {
      const by = (a: { key: number }, b: { key: number }) => a.key - b.key;
      const top = createTopK<{ key: number; tag: number }>(limit, by);
      entries.forEach((each, index) => {
        top.add(each);
        if (index % 7 === 0)
          expect(top.values()).toEqual([...entries.slice(0, index + 1)].sort(by).slice(0, limit));
      });
      expect(top.values()).toEqual([...entries].sort(by).slice(0, limit));
      expect(top.unsorted().sort(by)).toEqual(top.values());
      expect(top.size()).toBe(Math.min(limit, entries.length));
    }),
    { numRuns: 500 },
  );
});

it('compares few times once it is full of good items', () => {
  let comparisons = 0;
  const top = createTopK<number>(10, (a, b) => {
    comparisons += 1;
    return a - b;
  });
  for (let n = 0; n < 100_000; n++) top.add(n);
  expect(top.values()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(comparisons).toBeLessThan(101_000);
});

it('compares at most as often as a heap must, for any share of the items and in any order', () => {
  const random = (index: number): number => (index * 7919) % 10_007;
  for (const count of [1000, 4000, 16_000])
    for (const limit of [50, count / 2, count])
      for (const keyOf of [random, (index: number) => -index, (index: number) => index]) {
        let comparisons = 0;
        const top = createTopK<number>(limit, (a, b) => {
          comparisons += 1;
          return a - b;
        });
        for (let index = 0; index < count; index++) top.add(keyOf(index));
        expect(comparisons).toBeLessThanOrEqual(count * (1 + 2 * Math.ceil(Math.log2(limit))));
        // Its answer is put in order by somebody else, who pays for that.
        top.unsorted();
        expect(comparisons).toBeLessThanOrEqual(count * (1 + 2 * Math.ceil(Math.log2(limit))));
      }
});
