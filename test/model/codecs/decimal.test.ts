import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ceiling,
  decimalOf,
  decimalOfFraction,
  decimalText,
  divide,
  exactNumber,
  floor,
  fractionOf,
  multiply,
  parseDecimal,
} from '../../../src/model/codecs/decimal.js';
import { seed } from './seed.js';

describe(`decimals (seed ${seed})`, () => {
  it.each([
    ['12.30', '12.3'],
    ['-0.0', '0'],
    ['+5', '5'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['1e3', '1000'],
    ['1.5E-7', '0.00000015'],
    ['-1200', '-1200'],
    ['0', '0'],
  ])('%s is %s', (text, plain) => {
    expect(decimalText(parseDecimal(text)!)).toBe(plain);
  });

  it.each([
    '',
    '.',
    '-',
    'NaN',
    'Infinity',
    '1,5',
    '$5',
    '0x10',
    ' 5',
    '5 ',
    '1e',
    '1_000',
    '٣',
    '1'.repeat(1001),
  ])('refuses %j', (text) => {
    expect(parseDecimal(text)).toBeUndefined();
  });

  it('refuses texts that are too long to mean a number', () => {
    expect(parseDecimal('1'.repeat(1000))).toBeDefined();
    expect(parseDecimal('1'.repeat(1001))).toBeUndefined();
  });

  it.each([
    ['12.30', 12.3],
    ['9007199254740992', 9007199254740992],
    ['9007199254740993', undefined],
    ['0.1000000000000000001', undefined],
    ['1e308', 1e308],
    ['1e309', undefined],
    ['1e-400', undefined],
    ['1e999999', undefined],
    ['1000000000000000000', 1e18],
    ['1180591620717411303424', undefined],
    ['0e99999', 0],
  ])('the double that prints as %s is %s', (text, number) => {
    expect(exactNumber(parseDecimal(text)!)).toBe(number);
  });

  it('gives back every double', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(exactNumber(decimalOf(value))).toBe(value === 0 ? 0 : value);
        expect(Number(decimalText(decimalOf(value)))).toBe(value === 0 ? 0 : value);
      }),
      { seed, numRuns: 300 },
    );
  });

  it('multiplies and divides as integers do', () => {
    const part = fc.tuple(
      fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }),
      fc.integer({ min: 0, max: 12 }),
    );
    fc.assert(
      fc.property(part, part, ([a, placesA], [b, placesB]) => {
        const [left, right] = [parseDecimal(`${a}e-${placesA}`)!, parseDecimal(`${b}e-${placesB}`)!];
        expect(multiply(left, right)).toEqual(parseDecimal(`${a * b}e-${placesA + placesB}`));
        if (b === 0n) return;
        const quotient = divide(fractionOf(left), fractionOf(right));
        const down = floor(quotient);
        const up = ceiling(quotient);
        const times = (whole: bigint) => whole * b * 10n ** BigInt(placesA) - a * 10n ** BigInt(placesB);
        const sign = b < 0n ? -1n : 1n;
        expect(times(down) * sign <= 0n && times(down + 1n) * sign > 0n).toBe(true);
        expect(up).toBe(times(down) === 0n ? down : down + 1n);
        const ended = decimalOfFraction(quotient);
        if (ended !== undefined) expect(multiply(ended, right)).toEqual(left);
      }),
      { seed, numRuns: 300 },
    );
  });

  it('knows that a third does not end', () => {
    expect(decimalOfFraction({ numerator: 1n, denominator: 3n })).toBeUndefined();
    expect(decimalOfFraction({ numerator: -3n, denominator: 24n })).toEqual(parseDecimal('-0.125'));
  });
});
