import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sortInPieces } from '../../src/execute/sort-in-pieces.js';
import type { Work } from '../../src/execute/work.js';

test('gives what a stable sort gives, pays at least once for each item, and compares no more than it has reserved', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 3000, size: 'max' }),
      async (numbers) => {
        const items = numbers.map((key, index) => ({ key, index }));
        let compared = 0;
        const compare = (a: { key: number }, b: { key: number }) => {
          compared += 1;
          return a.key - b.key;
        };
        let paid = 0;
        let reserved = 0;
        const work: Work = {
          reserve(steps) {
            reserved += steps;
          },
          pay(steps) {
            paid += steps;
            return paid % 7 === 0;
          },
          tick: () => false,
          rest: () => Promise.resolve(),
        };
        const sorted = await sortInPieces(items, compare, work, 1);
        // So often at most it has been paid for, before the first comparison.
        expect(compared).toBeLessThanOrEqual(reserved);
        expect(sorted).toEqual([...items].sort(compare));
        expect(paid).toBeGreaterThanOrEqual(items.length);
        if (items.length > 1) expect(reserved).toBeGreaterThanOrEqual(items.length);
      },
    ),
    { numRuns: 50 },
  );
});
