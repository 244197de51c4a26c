import fc from 'fast-check';
import { expect, it } from 'vitest';
import { foldCase } from '../../../src/wix/filter/fold.js';

it('lower-cases each code point by itself', () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.oneof(
          fc.constantFrom('Σ', 'ς', 'İ', 'ß', 'Ǆ', '𐐀', 'A', '\ud801'),
          fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
        ),
      }),
      (text) => {
        expect(foldCase(text)).toBe([...text].map((each) => each.toLowerCase()).join(''));
      },
    ),
    { numRuns: 300 },
  );
});

it('folds a part as it does inside the text', () => {
  expect(foldCase('ΟΔΟΣ')).toBe(foldCase('ΟΔΟ') + foldCase('Σ'));
});
