import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareValues, equalValues, keyOf, orderValues } from '../../src/wix/compare.js';
import type { Json } from '../../src/wix/json.js';
import { value } from './arbitraries.js';

const at = (text: string): Json => ({ $date: text });

it.each<[Json | undefined, Json | undefined, boolean]>([
  [1, 1.0, true],
  [0, -0, true],
  [5, '5', false],
  [null, undefined, true],
  [null, false, false],
  ['é', 'e\u0301', false],
  ['a', 'a ', false],
  [[1, 2], [1, 2], true],
  [[1, 2], [2, 1], false],
  [[], {}, false],
  [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
  [{ a: 1 }, { a: 1, b: 2 }, false],
  [{ a: null }, {}, false],
  [at('2024-01-01T00:00:00Z'), at('2024-01-01T02:00:00+02:00'), true],
  [at('2024-01-01T00:00:00Z'), at('2024-01-01T00:00:00.001Z'), false],
  [at('x'), at('x'), true],
  [at('x'), at('y'), false],
  [JSON.parse('{"__proto__": 1}'), {}, false],
  [{}, JSON.parse('{"__proto__": 1}'), false],
])('%j equals %j: %s', (a, b, expected) => {
  expect(equalValues(a, b)).toBe(expected);
  expect(equalValues(b, a)).toBe(expected);
  if (a !== undefined && b !== undefined) expect(keyOf(a) === keyOf(b)).toBe(expected);
});

it.each<[Json, Json, number | undefined]>([
  [1, 2, -1],
  ['ABC', 'abc', -1],
  ['abc', 'XYZ', 1],
  ['\ue000', '😀', 1],
  [false, true, -1],
  [at('2024-01-01T00:00:00Z'), at('2024-01-01T00:00:00+01:00'), 1],
  [1, '2', undefined],
  [null, 1, undefined],
  [[1], [2], undefined],
  [{}, {}, undefined],
  [at('2024-01-01T00:00:00Z'), '2024-01-01T00:00:00Z', undefined],
])('%j against %j: %s', (a, b, expected) => {
  expect(compareValues(a, b)).toBe(expected);
});

describe('laws', () => {
  it('keys agree with equality', () => {
    fc.assert(
      fc.property(value, value, (a, b) => (keyOf(a) === keyOf(b)) === equalValues(a, b)),
      { numRuns: 1000 },
    );
  });
  it('order is total and agrees with equality', () => {
    fc.assert(
      fc.property(value, value, value, (a, b, c) => {
        expect(Math.sign(orderValues(a, b))).toBe(-Math.sign(orderValues(b, a)) + 0);
        expect(orderValues(a, b) === 0).toBe(equalValues(a, b));
        if (orderValues(a, b) <= 0 && orderValues(b, c) <= 0)
          expect(orderValues(a, c)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 1000 },
    );
  });
  it('order agrees with the comparison of one type', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        const order = compareValues(a, b);
        if (order !== undefined) expect(Math.sign(orderValues(a, b))).toBe(Math.sign(order));
      }),
    );
  });
});
