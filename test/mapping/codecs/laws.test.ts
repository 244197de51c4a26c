/**
 * For every codec, raw value r and operand v: what Wix says of decode(r) and v is what the upstream says of r and the
 * constraint that is sent for v.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CodecOptions, ConversionError, createCodec } from '../../../src/mapping/codecs/codec.js';
import type { Json } from '../../../src/upstream/styles/vocabulary.js';
import {
  momentRank,
  momentText,
  numberRank,
  operators,
  type Rank,
  satisfies,
  textRank,
  wixHolds,
} from './model.js';
import { seed } from './seed.js';

interface Law {
  readonly title: string;
  readonly options: CodecOptions;
  readonly raw: fc.Arbitrary<Json>;
  /** Operands besides those that raw values decode to. */
  readonly operand: fc.Arbitrary<Json>;
  readonly rank: Rank;
  /** Least share of conditions that must be sent: 1 where everything can be. */
  readonly sent: number;
}

const whole = (bits: number) => fc.bigInt({ min: -(2n ** BigInt(bits)), max: 2n ** BigInt(bits) - 1n });
const int = fc.oneof(
  fc.integer({ min: -20, max: 20 }),
  fc.integer(),
  fc.constantFrom(2147483647, -2147483648, 0),
);
const near = fc
  .tuple(fc.integer({ min: -25, max: 25 }), fc.constantFrom(1, 2, 10, 100))
  .map(([a, b]) => a / b);
const double = fc.double({ noNaN: true, noDefaultInfinity: true });
const numberOperand = fc.oneof(
  near,
  double,
  fc.constantFrom(3e9, -3e9, 2147483647.5, -2147483648.5, 1e21, 2 ** 53, -0, 1e300),
);
const foreign = fc.constantFrom<Json>(
  '5',
  '',
  true,
  false,
  'x',
  { $date: '2024-01-02T00:00:00.000Z' },
  { $date: '1970-01-01T00:00:00.000Z' },
);
const numeric = fc.oneof(
  { weight: 5, arbitrary: numberOperand as fc.Arbitrary<Json> },
  { weight: 1, arbitrary: foreign },
);

const decimalRaw = fc
  .tuple(fc.oneof(fc.bigInt({ min: -3000n, max: 3000n }), whole(60)), fc.integer({ min: 0, max: 4 }))
  .map(([digits, dots]) => {
    const text = String(digits < 0n ? -digits : digits).padStart(dots + 1, '0');
    const plain = dots === 0 ? text : `${text.slice(0, -dots)}.${text.slice(-dots)}`;
    return (digits < 0n ? '-' : '') + plain;
  });

const base = BigInt(Date.parse('2024-01-01T00:00:00Z')) * 1_000_000n;
const moment = (step: bigint) =>
  fc
    .oneof(
      fc.bigInt({ min: -5_000_000n, max: 5_000_000n }).map((n) => base + n),
      fc.bigInt({ min: -5_000_000n, max: 5_000_000n }),
      fc.bigInt({ min: -3n, max: 3n }).map((n) => base + n * 43_200_000_000_000n),
      fc.bigInt({ min: -60_000_000_000_000_000_000n, max: 250_000_000_000_000_000_000n }),
    )
    .map((n) => momentText(n - (((n % step) + step) % step)));
const date = fc.oneof(
  fc.integer({ min: -20, max: 20 }).map((n) => Number(base / 1_000_000n) + n),
  fc.integer({ min: -20, max: 20 }),
  fc.integer({ min: -3, max: 3 }).map((n) => Number(base / 1_000_000n) + n * 43_200_000),
  fc.integer({ min: -60_000_000_000_000, max: 250_000_000_000_000 }),
);
const dateOperand = fc.oneof(
  { weight: 5, arbitrary: date.map((n): Json => ({ $date: new Date(n).toISOString() })) },
  { weight: 1, arbitrary: fc.constantFrom<Json>(5, true, 'x', '') },
);
const day = date.map((n) => new Date(n).toISOString().slice(0, 10));
const dayOperand = fc.oneof(
  { weight: 5, arbitrary: day as fc.Arbitrary<Json> },
  { weight: 1, arbitrary: fc.constantFrom<Json>(5, true, 'x', '2024-02-30', '2024-1-1') },
);
const clock = (digits: number) =>
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
const clockOperand = fc.oneof(
  { weight: 5, arbitrary: clock(3) as fc.Arbitrary<Json> },
  { weight: 1, arbitrary: fc.constantFrom<Json>(5, 'x', '24:00:00.000') },
);
const clockRank: Rank = (value) => String(value).padEnd(18, '0');

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', 'a', 'A', 'b', '012', '12', '%_', ' a'),
);
const texts = fc.oneof(
  { weight: 5, arbitrary: text as fc.Arbitrary<Json> },
  { weight: 1, arbitrary: fc.constantFrom<Json>(12, true, '\ud800', 'a\0') },
);
const uuid = fc.constantFrom(
  '0f8fad5b-d9cb-469f-a165-70867728950e',
  '0F8FAD5B-D9CB-469F-A165-70867728950E',
  '7c9e6679-7425-40de-944b-e07fc1f90ae7',
);
/** A database with integer keys reads every text of a number. */
const keyRank: Rank = (value) => (Number.isFinite(Number(value)) ? String(Number(value)) : String(value));
const key = fc.integer({ min: 0, max: 20 }).map(String);
const keyLike = fc
  .tuple(key, fc.constantFrom('', '0', '+', ' ', '.0', 'e0', 'e1', ' x', 'a'))
  .map(([digits, more]) => (['0', '+', ' '].includes(more) ? more + digits : digits + more));
const states = ['ACTIVE', 'DRAFT', 'active', 'Z'];

const laws: readonly Law[] = [
  {
    title: 'Int',
    options: { scalar: 'int32', type: 'NUMBER' },
    raw: int,
    operand: numeric,
    rank: numberRank,
    sent: 1,
  },
  {
    title: 'Int, cents',
    options: { scalar: 'int32', type: 'NUMBER', scale: 0.01 },
    raw: int,
    operand: numeric,
    rank: numberRank,
    sent: 1,
  },
  {
    title: 'Int, thirds of a hundredth',
    options: { scalar: 'int32', type: 'NUMBER', scale: 0.03 },
    raw: int,
    operand: numeric,
    rank: numberRank,
    sent: 1,
  },
  {
    title: 'Int, negated',
    options: { scalar: 'int32', type: 'NUMBER', scale: -2 },
    raw: int,
    operand: numeric,
    rank: numberRank,
    sent: 0.2,
  },
  {
    title: 'Int, rounded',
    options: { scalar: 'int32', type: 'NUMBER', inexact: 'round' },
    raw: int,
    operand: numeric,
    rank: numberRank,
    sent: 1,
  },
  {
    title: 'Float',
    options: { scalar: 'float', type: 'NUMBER' },
    raw: fc.oneof(double, near),
    operand: numeric,
    rank: numberRank,
    sent: 1,
  },
  {
    title: 'Float, cents',
    options: { scalar: 'float', type: 'NUMBER', scale: 0.01 },
    raw: fc.oneof(double, near),
    operand: numeric,
    rank: numberRank,
    sent: 0.5,
  },
  {
    title: 'Float, thrice',
    options: { scalar: 'float', type: 'NUMBER', scale: 3 },
    raw: near,
    operand: near,
    rank: numberRank,
    sent: 0.2,
  },
  {
    title: 'BigInt text',
    options: { scalar: 'bigint', type: 'NUMBER' },
    raw: fc.oneof(whole(63), whole(54), whole(5)).map(String),
    operand: numeric,
    rank: numberRank,
    sent: 0.5,
  },
  {
    title: 'BigInt number',
    options: { scalar: 'bigint', type: 'NUMBER', wire: 'string' },
    raw: fc.maxSafeInteger(),
    operand: numeric,
    rank: numberRank,
    sent: 0.5,
  },
  {
    title: 'BigInt, cents',
    options: { scalar: 'bigint', type: 'NUMBER', scale: 0.01 },
    raw: fc.oneof(whole(40), whole(8)).map(String),
    operand: numeric,
    rank: numberRank,
    sent: 0.5,
  },
  {
    title: 'Decimal text',
    options: { scalar: 'decimal', type: 'NUMBER' },
    raw: decimalRaw,
    operand: numeric,
    rank: numberRank,
    sent: 1,
  },
  {
    title: 'Decimal text, wired as number',
    options: { scalar: 'decimal', type: 'NUMBER', wire: 'number' },
    raw: decimalRaw,
    operand: numeric,
    rank: numberRank,
    sent: 1,
  },
  {
    title: 'Decimal text, scaled',
    options: { scalar: 'decimal', type: 'NUMBER', scale: 0.5 },
    raw: decimalRaw,
    operand: numeric,
    rank: numberRank,
    sent: 1,
  },
  {
    title: 'Decimal text, rounded',
    options: { scalar: 'decimal', type: 'NUMBER', inexact: 'round' },
    raw: decimalRaw,
    operand: numeric,
    rank: numberRank,
    sent: 0,
  },
  {
    title: 'Decimal text, text',
    options: { scalar: 'decimal', type: 'NUMBER', inexact: 'text' },
    raw: decimalRaw,
    operand: numeric,
    rank: numberRank,
    sent: 0,
  },
  {
    title: 'Boolean',
    options: { scalar: 'boolean', type: 'BOOLEAN' },
    raw: fc.boolean(),
    operand: fc.oneof(fc.boolean(), foreign),
    rank: (b) => BigInt(b as boolean),
    sent: 1,
  },
  {
    title: 'Boolean of Int',
    options: { scalar: 'int32', type: 'BOOLEAN' },
    raw: fc.constantFrom(0, 1),
    operand: fc.oneof(fc.boolean(), foreign),
    rank: numberRank,
    sent: 1,
  },
  {
    title: 'String',
    options: { scalar: 'text', type: 'TEXT' },
    raw: text,
    operand: texts,
    rank: textRank,
    sent: 0.5,
  },
  {
    title: 'ID',
    options: { scalar: 'id', type: 'TEXT' },
    raw: text,
    operand: texts,
    rank: textRank,
    sent: 0.1,
  },
  {
    title: 'ID of an integer key',
    options: { scalar: 'id', type: 'TEXT' },
    raw: key,
    operand: keyLike,
    rank: keyRank,
    sent: 0.05,
  },
  {
    title: 'ID as reference',
    options: { scalar: 'id', type: 'REFERENCE' },
    raw: text,
    operand: texts,
    rank: textRank,
    sent: 0.1,
  },
  {
    title: 'ID as number',
    options: { scalar: 'id', type: 'NUMBER' },
    raw: fc.oneof(int.map(String), fc.constant('012')),
    operand: numeric,
    rank: textRank,
    sent: 0.1,
  },
  {
    title: 'Int as text',
    options: { scalar: 'int32', type: 'TEXT' },
    raw: int,
    operand: fc.oneof(texts, int.map(String), decimalRaw),
    rank: numberRank,
    sent: 0.2,
  },
  {
    title: 'BigInt as text',
    options: { scalar: 'bigint', type: 'TEXT' },
    raw: whole(63).map(String),
    operand: fc.oneof(texts, whole(66).map(String)),
    rank: numberRank,
    sent: 0.1,
  },
  {
    title: 'UUID',
    options: { scalar: 'uuid', type: 'TEXT' },
    raw: uuid,
    operand: fc.oneof(
      texts,
      uuid,
      uuid.map((u) => u.toUpperCase()),
    ),
    rank: (value) => String(value).toLowerCase(),
    sent: 0.2,
  },
  {
    title: 'enum',
    options: { scalar: 'enum', type: 'TEXT', enumValues: states },
    raw: fc.constantFrom(...states),
    operand: fc.oneof(texts, fc.constantFrom('B', 'Y', 'b', '~')),
    rank: textRank,
    sent: 0.4,
  },
  {
    title: 'enum with labels',
    options: {
      scalar: 'enum',
      type: 'TEXT',
      enumValues: states,
      values: { ACTIVE: 'Active', DRAFT: 'Draft', active: 'DRAFT' },
    },
    raw: fc.constantFrom(...states),
    operand: fc.oneof(texts, fc.constantFrom(...states)),
    rank: textRank,
    sent: 0.2,
  },
  {
    title: 'enum as number',
    options: { scalar: 'enum', type: 'NUMBER', values: { ACTIVE: 1, DRAFT: 0 } },
    raw: fc.constantFrom('ACTIVE', 'DRAFT'),
    operand: numeric,
    rank: textRank,
    sent: 0.2,
  },
  {
    title: 'Int with labels',
    options: { scalar: 'int32', type: 'TEXT', values: { 1: 'one', 2: 'two', '3.0': 'three' } },
    raw: fc.integer({ min: 0, max: 4 }),
    operand: fc.oneof(texts, fc.constantFrom('one', '1')),
    rank: numberRank,
    sent: 0.2,
  },
  {
    title: 'values that meet',
    options: { scalar: 'text', type: 'TEXT', values: { a: 'x', b: 'x', A: 'y' } },
    raw: fc.constantFrom('a', 'b', 'A'),
    operand: texts,
    rank: textRank,
    sent: 0.1,
  },
  {
    title: 'DateTime',
    options: { scalar: 'dateTime', type: 'DATETIME' },
    raw: moment(1n),
    operand: dateOperand,
    rank: momentRank,
    sent: 1,
  },
  {
    title: 'DateTime in milliseconds',
    options: { scalar: 'dateTime', type: 'DATETIME', dates: { precision: 'millisecond' } },
    raw: moment(1_000_000n),
    operand: dateOperand,
    rank: momentRank,
    sent: 1,
  },
  {
    title: 'DateTime in seconds',
    options: { scalar: 'dateTime', type: 'DATETIME', dates: { precision: 'second' } },
    raw: moment(1_000_000_000n),
    operand: dateOperand,
    rank: momentRank,
    sent: 1,
  },
  {
    title: 'timestamp without zone',
    options: { scalar: 'localDateTime', type: 'DATETIME' },
    raw: moment(1n),
    operand: dateOperand,
    rank: momentRank,
    sent: 1,
  },
  {
    title: 'DateTime as day',
    options: { scalar: 'dateTime', type: 'DATE' },
    raw: moment(1n),
    operand: dayOperand,
    rank: momentRank,
    sent: 0.8,
  },
  {
    title: 'Date',
    options: { scalar: 'date', type: 'DATE' },
    raw: day,
    operand: dayOperand,
    rank: momentRank,
    sent: 0.8,
  },
  {
    title: 'Date as moment',
    options: { scalar: 'date', type: 'DATETIME' },
    raw: day,
    operand: dateOperand,
    rank: momentRank,
    sent: 1,
  },
  {
    title: 'seconds',
    options: { scalar: 'int32', type: 'DATETIME' },
    raw: int,
    operand: dateOperand,
    rank: numberRank,
    sent: 1,
  },
  {
    title: 'seconds as day',
    options: { scalar: 'epochSeconds', type: 'DATE' },
    raw: fc.oneof(int, fc.integer({ min: -200000, max: 200000 })),
    operand: dayOperand,
    rank: numberRank,
    sent: 0.8,
  },
  {
    title: 'milliseconds',
    options: { scalar: 'bigint', type: 'DATETIME', scale: 1 },
    raw: date.map(String),
    operand: dateOperand,
    rank: numberRank,
    sent: 1,
  },
  {
    title: 'microseconds',
    options: { scalar: 'bigint', type: 'DATETIME', scale: 0.001 },
    raw: fc.oneof(whole(12), whole(50)).map(String),
    operand: dateOperand,
    rank: numberRank,
    sent: 1,
  },
  {
    title: 'decimal seconds',
    options: { scalar: 'decimal', type: 'DATETIME', scale: 1000 },
    raw: decimalRaw,
    operand: dateOperand,
    rank: numberRank,
    sent: 1,
  },
  {
    title: 'float seconds',
    options: { scalar: 'float', type: 'DATETIME', scale: 1000 },
    raw: near,
    operand: dateOperand,
    rank: numberRank,
    sent: 0.8,
  },
  {
    title: 'time',
    options: { scalar: 'time', type: 'TIME' },
    raw: clock(6),
    operand: clockOperand,
    rank: clockRank,
    sent: 0.8,
  },
  {
    title: 'time in milliseconds',
    options: { scalar: 'time', type: 'TIME', dates: { precision: 'millisecond' } },
    raw: clock(3),
    operand: clockOperand,
    rank: clockRank,
    sent: 0.8,
  },
  {
    title: 'time in seconds',
    options: { scalar: 'time', type: 'TIME', dates: { precision: 'second' } },
    raw: clock(0),
    operand: clockOperand,
    rank: clockRank,
    sent: 0.8,
  },
];

describe(`a filter that is sent means what Wix means (seed ${seed})`, () => {
  it.each(laws)('$title', ({ options, raw, operand, rank, sent }) => {
    const codec = createCodec(options);
    let [conditions, expressed, decoded] = [0, 0, 0];

    function check(first: Json, second: Json, other: Json, own: boolean): void {
      const value = decode(first);
      const compared = own ? decode(second) : other;
      if (value === undefined || compared === undefined) return;
      decoded++;
      for (const operator of operators) {
        const constraint = operator === 'eq' ? codec.equality(compared) : codec.bound(operator, compared);
        conditions++;
        if (constraint === undefined) continue;
        expressed++;
        expect(
          satisfies(constraint, first, rank),
          `${JSON.stringify(first)} ${operator} ${JSON.stringify(compared)} sent as ${JSON.stringify(constraint)}`,
        ).toBe(wixHolds(operator, value, compared));
      }
    }

    function decode(value: Json): Json | undefined {
      try {
        return codec.decode(value);
      } catch (error) {
        if (error instanceof ConversionError) return undefined;
        throw error;
      }
    }

    fc.assert(fc.property(raw, raw, operand, fc.boolean(), check), { seed, numRuns: 400 });
    expect(decoded).toBeGreaterThan(20);
    expect(expressed / conditions).toBeGreaterThanOrEqual(sent);
  });
});
