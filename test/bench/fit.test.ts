import { expect, it } from 'vitest';
import { exponentOf } from '../../bench/growth/fit.js';

it.each([
  ['constant', 0, (_: number) => 7],
  ['linear', 1, (size: number) => 3 * size],
  ['quadratic', 2, (size: number) => 0.5 * size * size],
])('a cost that is %s has the exponent %d', (_name, exponent, cost) => {
  const points = [10, 20, 40, 160].map((size) => ({ size, cost: cost(size) }));
  expect(exponentOf(points)).toBeCloseTo(exponent, 10);
});
