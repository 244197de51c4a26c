import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSum } from '../../src/wix/sum.js';

const largest = Number.MAX_VALUE;

function sumOf(values: readonly number[]) {
  const sum = createSum();
  for (const value of values) sum.add(value);
  return sum;
}

/** The exact sum as a fraction of 2^1074, of which every double is a multiple. */
function exact(values: readonly number[]): bigint {
  const scaled = (value: number): bigint => {
    let [mantissa, exponent] = [value, 0];
    for (; !Number.isInteger(mantissa); exponent += 1) mantissa *= 2;
    return (BigInt(mantissa) << 1074n) >> BigInt(exponent);
  };
  return values.reduce((total, value) => total + scaled(value), 0n);
}

describe('sums of huge numbers', () => {
  it.each<[readonly number[], number | null]>([
    [[largest, largest, -largest, -largest], 0],
    [[largest, -largest, largest, -largest], 0],
    [[largest, largest, -largest], largest],
    [[largest, largest], null],
    [[-largest, -largest], null],
    [[largest, 1, -largest], 1],
    [[largest, 0.5, 0.25, -largest], 0.75],
    // Huge values that cancel out leave what is tiny beside a whole number.
    [[-1.94906280228e289, 9.7453140114e288, 4.8726570057e288, -5e-324, 4.8726570057e288], -5e-324],
    [[2 ** 960, 2 ** 52, 0.5, 5e-324, -(2 ** 960)], 2 ** 52 + 1],
    [[2 ** 960, 2 ** -1000, 2 ** -1053, 2 ** -1060, -(2 ** 960)], 2 ** -1000 + 2 ** -1052],
    [[2 ** 970, 2 ** 917, 1], 2 ** 970 + 2 ** 918],
    // A tie goes to the even neighbour, unless anything lies beside it.
    [[2 ** 970, 2 ** 917], 2 ** 970],
    [[2 ** 970, 2 ** 917, 2 ** -1074], 2 ** 970 + 2 ** 918],
    [[2 ** 970 + 2 ** 918, 2 ** 917, -(2 ** -1074)], 2 ** 970 + 2 ** 918],
  ])('%j', (values, expected) => {
    expect(sumOf(values).value()).toBe(expected);
    expect(sumOf([...values].reverse()).value()).toBe(expected);
  });

  it('an average exists even where the sum does not', () => {
    expect(sumOf([largest, largest, largest]).dividedBy(3)).toBe(largest);
    expect(sumOf([largest, -largest]).dividedBy(2)).toBe(0);
    expect(sumOf([1, 2]).dividedBy(2)).toBe(1.5);
  });
});

it('is the nearest double to the true sum, in any order', () => {
  const number = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(largest, -largest, 2 ** 960, -(2 ** 961), 2 ** 959, 0.1, 5e-324),
  );
  fc.assert(
    fc.property(fc.array(number, { maxLength: 12 }), (values) => {
      const total = sumOf(values).value();
      const truth = exact(values);
      expect(sumOf([...values].reverse()).value()).toBe(total);
      if (total === null) return;
      const distance = (candidate: number): bigint => {
        const difference = truth - exact([candidate]);
        return difference < 0n ? -difference : difference;
      };
      const step = Math.max(Math.abs(total) * 2 ** -53, 5e-324);
      for (const other of [total + step, total - step])
        if (Number.isFinite(other)) expect(distance(total) <= distance(other)).toBe(true);
    }),
    { numRuns: 500 },
  );
});
