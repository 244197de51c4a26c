import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sortInPieces } from '../../src/execute/sort-in-pieces.js';
import type { Work } from '../../src/execute/work.js';

test('gives what a stable sort gives, and pays at least once for each item', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 3000, size: 'max' }),
      async (numbers) => {
        const items = numbers.map((key, index) => ({ key, index }));
        const compare = (a: { key: number }, b: { key: number }) => a.key - b.key;
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
        expect(await sortInPieces(items, compare, work, 1)).toEqual([...items].sort(compare));
        expect(paid).toBeGreaterThanOrEqual(items.length);
        if (items.length > 1) expect(reserved).toBeGreaterThanOrEqual(items.length);
      },
    ),
    { numRuns: 50 },
  );
});
