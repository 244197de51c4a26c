/** Raw values and operands of the codec laws, crowded where values part: equal, next to each other, at the ends. */
import fc from 'fast-check';
import type { Json } from '../../../src/styles/vocabulary.js';
import { momentText, type Rank } from './model.js';

export const whole = (bits: number) =>
  fc.bigInt({ min: -(2n ** BigInt(bits)), max: 2n ** BigInt(bits) - 1n });
export const int = fc.oneof(
  fc.integer({ min: -20, max: 20 }),
  fc.integer(),
  fc.constantFrom(2147483647, -2147483648, 0),
);
export const near = fc
  .tuple(fc.integer({ min: -25, max: 25 }), fc.constantFrom(1, 2, 10, 100))
  .map(([a, b]) => a / b);
export const double = fc.double({ noNaN: true, noDefaultInfinity: true });
export const numberOperand = fc.oneof(
  near,
  double,
  fc.constantFrom(3e9, -3e9, 2147483647.5, -2147483648.5, 1e21, 2 ** 53, -0, 1e300),
);
export const foreign = fc.constantFrom<Json>(
  '5',
  '',
  true,
  false,
  'x',
  { $date: '2024-01-02T00:00:00.000Z' },
  { $date: '1970-01-01T00:00:00.000Z' },
);
export const numeric = fc.oneof(
  { weight: 5, arbitrary: numberOperand as fc.Arbitrary<Json> },
  { weight: 1, arbitrary: foreign },
);

export const decimalRaw = fc
  .tuple(fc.oneof(fc.bigInt({ min: -3000n, max: 3000n }), whole(60)), fc.integer({ min: 0, max: 4 }))
  .map(([digits, dots]) => {
    const text = String(digits < 0n ? -digits : digits).padStart(dots + 1, '0');
    const plain = dots === 0 ? text : `${text.slice(0, -dots)}.${text.slice(-dots)}`;
    return (digits < 0n ? '-' : '') + plain;
  });

export const base = BigInt(Date.parse('2024-01-01T00:00:00Z')) * 1_000_000n;
export const moment = (step: bigint) =>
  fc
    .oneof(
      fc.bigInt({ min: -5_000_000n, max: 5_000_000n }).map((n) => base + n),
      fc.bigInt({ min: -5_000_000n, max: 5_000_000n }),
      fc.bigInt({ min: -3n, max: 3n }).map((n) => base + n * 43_200_000_000_000n),
      fc.bigInt({ min: -60_000_000_000_000_000_000n, max: 250_000_000_000_000_000_000n }),
    )
    .map((n) => momentText(n - (((n % step) + step) % step)));
export const date = fc.oneof(
  fc.integer({ min: -20, max: 20 }).map((n) => Number(base / 1_000_000n) + n),
  fc.integer({ min: -20, max: 20 }),
  fc.integer({ min: -3, max: 3 }).map((n) => Number(base / 1_000_000n) + n * 43_200_000),
  fc.integer({ min: -60_000_000_000_000, max: 250_000_000_000_000 }),
);
export const dateOperand = fc.oneof(
  { weight: 5, arbitrary: date.map((n): Json => ({ $date: new Date(n).toISOString() })) },
  { weight: 1, arbitrary: fc.constantFrom<Json>(5, true, 'x', '') },
);
export const day = date.map((n) => new Date(n).toISOString().slice(0, 10));
export const dayOperand = fc.oneof(
  { weight: 5, arbitrary: day as fc.Arbitrary<Json> },
  { weight: 1, arbitrary: fc.constantFrom<Json>(5, true, 'x', '2024-02-30', '2024-1-1') },
);
export const clock = (digits: number) =>
  fc
    .oneof(
      fc.constantFrom(0, 1, 86_399_999_999),
      fc.integer({ min: 0, max: 86_399_999_999 }),
      fc.integer({ min: 43_199_998_000, max: 43_200_002_000 }),
    )
    .map((n) => {
      const text =
        new Date(Math.floor(n / 1000)).toISOString().slice(11, 23) + String(n % 1000).padStart(3, '0');
      return text.slice(0, 9) + text.slice(9, 9 + digits).padEnd(1, '0');
    });
export const clockOperand = fc.oneof(
  { weight: 5, arbitrary: clock(3) as fc.Arbitrary<Json> },
  { weight: 1, arbitrary: fc.constantFrom<Json>(5, 'x', '24:00:00.000') },
);
export const clockRank: Rank = (value) => String(value).padEnd(18, '0');

export const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', 'a', 'A', 'b', '012', '12', '%_', ' a'),
);
export const texts = fc.oneof(
  { weight: 5, arbitrary: text as fc.Arbitrary<Json> },
  { weight: 1, arbitrary: fc.constantFrom<Json>(12, true, '\ud800', 'a\0') },
);
export const uuid = fc.constantFrom(
  '0f8fad5b-d9cb-469f-a165-70867728950e',
  '0F8FAD5B-D9CB-469F-A165-70867728950E',
  '7c9e6679-7425-40de-944b-e07fc1f90ae7',
);
/** A database with integer keys reads every text of a number. */
export const keyRank: Rank = (value) =>
  Number.isFinite(Number(value)) ? String(Number(value)) : String(value);
export const key = fc.integer({ min: 0, max: 20 }).map(String);
export const keyLike = fc
  .tuple(key, fc.constantFrom('', '0', '+', ' ', '.0', 'e0', 'e1', ' x', 'a'))
  .map(([digits, more]) => (['0', '+', ' '].includes(more) ? more + digits : digits + more));
export const states = ['ACTIVE', 'DRAFT', 'active', 'Z'];
