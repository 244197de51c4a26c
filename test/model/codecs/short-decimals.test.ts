/** Texts of few digits are read without exact arithmetic, and give what it gives. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCodec } from '../../../src/model/codecs/codec.js';
import { exactNumber, parseDecimal } from '../../../src/model/codecs/decimal.js';

const { decode } = createCodec({ scalar: 'decimal', type: 'NUMBER' });

/** undefined: refused. */
function decoded(text: string): unknown {
  try {
    return decode(text);
  } catch {
    return undefined;
  }
}

const digits = fc.stringMatching(/^\d{0,17}$/);

test('a decimal text is the double that prints as just this number, or refused', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('', '-', '+'),
      digits,
      fc.constantFrom('', '.'),
      digits,
      (sign, whole, point, places) => {
        const text = sign + whole + point + places;
        const value = parseDecimal(text);
        expect(decoded(text)).toBe(value && exactNumber(value));
      },
    ),
    { numRuns: 5000 },
  );
  expect(decoded('-0')).toBe(0);
  expect(decoded('-0.00')).toBe(0);
  expect(decoded('123456789012345')).toBe(123456789012345);
  expect(decoded('0.30000000000000004441')).toBeUndefined();
});
