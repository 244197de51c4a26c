/**
 * The common data of all imitated upstreams: one rich entity, arbitraries that make nasty rows, and a fast
 * deterministic generator for big tables.
 */
import fc from 'fast-check';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export const statuses = ['DRAFT', 'ACTIVE', 'ARCHIVED'] as const;
export type Status = (typeof statuses)[number];

export interface Category {
  /** Digits without leading zeros, at most 2^31-1. */
  readonly id: string;
  readonly name: string;
}

export interface Row {
  /** Digits without leading zeros, 1 to 2^31-1, unique in a table. */
  readonly id: string;
  readonly title: string | null;
  readonly sku: string;
  /** At most two decimals. */
  readonly price: number | null;
  readonly quantity: number | null;
  readonly rating: number | null;
  /** Signed 64-bit integer as decimal digits; may be outside of ±2^53. */
  readonly big: string;
  readonly active: boolean | null;
  readonly status: Status | null;
  /** `YYYY-MM-DDTHH:MM:SS.sssZ` */
  readonly createdAt: string | null;
  /** `YYYY-MM-DD` */
  readonly releasedOn: string | null;
  /** `HH:MM:SS` */
  readonly opensAt: string | null;
  readonly tags: readonly string[] | null;
  readonly imageUrl: string | null;
  readonly category: Category | null;
  readonly meta: Json | null;
}

export const categories: readonly Category[] = [
  { id: '1', name: 'Books' },
  { id: '2', name: 'books' },
  { id: '3', name: '' },
  { id: '10', name: 'Ångström & Söhne' },
  { id: '21', name: '100% wool_' },
];

/** Texts on which case folding, wildcards, quoting, collation or number recognition of some upstream goes wrong. */
export const nastyTexts: readonly string[] = [
  ...['', ' ', 'a', 'A', 'apple', 'Apple', 'APPLE pie', 'apple pie', 'banana', 'b', 'B', 'Zebra', 'zebra'],
  ...[
    '%',
    '_',
    '\\',
    '100%',
    '100',
    '10_0',
    '10x0',
    'a\\b',
    'ab',
    'a%b',
    'a_b',
    'axb',
    'c:\\dir\\',
    '*',
    'a*',
    '?',
  ],
  ...[
    '"quoted"',
    "it's",
    '`tick`',
    '(a)',
    '[a]',
    '{a}',
    '^a.$',
    'a:b',
    'a-b',
    '-a',
    'AND',
    'or',
    'NOT a',
    'a, b',
  ],
  ...['007', '7', '7.0', '1e3', '-5', '+5', '0x10', 'NaN', 'null', 'true', 'false', '2020-01-01'],
  ...[
    'é',
    'É',
    'e\u0301',
    'E\u0301',
    'straße',
    'STRASSE',
    'Straße',
    'ẞ',
    'ß',
    'ss',
    'İ',
    'ı',
    'i',
    'I',
    'i\u0307',
  ],
  ...['\u212A', 'k', 'K', 'Σ', 'σ', 'ς', 'ΟΔΟΣ', 'οδος', 'ﬁ', 'fi', 'FI', 'Ǆ', 'ǆ', 'Å', '\u212B', 'å'],
  ...[
    '😀',
    '😀 apple',
    '👩‍👧',
    '\uFF41',
    '\uFFFD',
    '\u{10400}',
    '\u{10428}',
    'ñandú',
    'Ñandú',
    'ö',
    'z',
    'a\nb',
    'a\tb',
    ' padded ',
  ],
];

const text = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...nastyTexts) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...nastyTexts), fc.constantFrom(...nastyTexts))
      .map((pair) => pair.join('')),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 6 }).filter((each) => !each.includes('\u0000')) },
);
/** Few distinct values, so that keys are often equal. */
const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.option(arbitrary, { nil: null, freq: 4 });
const pad = (value: number, width = 2): string => String(value).padStart(width, '0');

const instants = [
  '1969-12-31T23:59:59.999Z',
  '1970-01-01T00:00:00.000Z',
  '1905-06-30T12:00:00.001Z',
  '2020-02-29T10:20:30.000Z',
  '2020-02-29T10:20:30.001Z',
  '2038-01-19T03:14:08.500Z',
] as const;
const dates = ['1969-12-31', '1970-01-01', '1905-06-30', '2020-02-29', '2020-03-01', '2038-01-19'] as const;
const times = ['00:00:00', '09:05:00', '12:00:00', '23:59:59'] as const;
const bigs = [
  '0',
  '1',
  '-1',
  '2147483648',
  '9007199254740993',
  '9007199254740992',
  '-9223372036854775808',
  '9223372036854775807',
];
const metas: readonly Json[] = [{}, { a: 1 }, { a: { b: 'x' } }, [1, 2], 'text', 7, false];

/** One row; `id` is not unique among several, see {@link rowsArbitrary}. */
export const rowArbitrary: fc.Arbitrary<Row> = fc.record({
  id: fc.integer({ min: 1, max: 2_147_483_647 }).map(String),
  title: optional(text),
  sku: text,
  price: optional(
    fc.oneof(
      fc.constantFrom(0, -1, 0.1, 0.3, 9.99, 10, 1234.5),
      fc.integer({ min: -500, max: 99_999_99 }).map((cents) => cents / 100),
    ),
  ),
  quantity: optional(
    fc.oneof(fc.constantFrom(0, 1, -1, 7), fc.integer({ min: -2_147_483_648, max: 2_147_483_647 })),
  ),
  rating: optional(fc.constantFrom(0, 0.1, 0.2, 0.30000000000000004, 2.5, 4.5, -1.25, 5)),
  big: fc.constantFrom(...bigs),
  active: optional(fc.boolean()),
  status: optional(fc.constantFrom(...statuses)),
  createdAt: optional(
    fc.oneof(
      fc.constantFrom(...instants),
      fc
        .integer({ min: -2_000_000_000, max: 2_000_000_000 })
        .map((s) => new Date(s * 1000 + (Math.abs(s) % 1000)).toISOString()),
    ),
  ),
  releasedOn: optional(fc.constantFrom(...dates)),
  opensAt: optional(fc.constantFrom(...times)),
  tags: optional(fc.array(fc.constantFrom('red', 'Red', 'blue', '', 'a,b', 'é', '100%'), { maxLength: 3 })),
  imageUrl: optional(fc.constantFrom('https://example.com/a.png', 'https://example.com/b%20c.jpg?w=1&h=2')),
  category: optional(fc.constantFrom(...categories)),
  meta: optional(fc.constantFrom(...metas)),
});

/** Up to `maxLength` (default 12) rows with unique ids, some of them small and numerically out of text order. */
export function rowsArbitrary(
  options: { readonly minLength?: number; readonly maxLength?: number } = {},
): fc.Arbitrary<readonly Row[]> {
  const id = fc
    .oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 2_147_483_647 }))
    .map(String);
  return fc.uniqueArray(
    fc.tuple(id, rowArbitrary).map(([unique, row]) => ({ ...row, id: unique })),
    { minLength: options.minLength ?? 0, maxLength: options.maxLength ?? 12, selector: (row) => row.id },
  );
}

/** Small and fast deterministic generator of numbers in [0, 1) (mulberry32). */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** `count` rows with ids "1" to "count", the same for the same seed. Texts are mostly plain, some are nasty. */
export function makeRows(count: number, seed = 1): Row[] {
  const next = random(seed);
  const below = (limit: number): number => Math.floor(next() * limit);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const maybe = <T>(value: () => T): T | null => (next() < 0.1 ? null : value());
  return Array.from({ length: count }, (_, index) => ({
    id: String(index + 1),
    title: maybe(() =>
      next() < 0.2
        ? pick(nastyTexts)
        : `${pick(['Red', 'green', 'Blue', 'Éclair'])} item ${below(Math.max(4, count >> 2))}`,
    ),
    sku: `SKU-${pad(below(count * 2), 6)}`,
    price: maybe(() => below(1_000_000) / 100),
    quantity: maybe(() => below(50)),
    rating: maybe(() => below(51) / 10),
    big: next() < 0.1 ? pick(bigs) : String(below(2 ** 31) * 4096 + below(4096)),
    active: maybe(() => next() < 0.5),
    status: maybe(() => pick(statuses)),
    createdAt: maybe(() =>
      new Date(below(3_000_000_000) * 1000 - 1_000_000_000_000 + below(1000)).toISOString(),
    ),
    releasedOn: maybe(() => `${1950 + below(90)}-${pad(1 + below(12))}-${pad(1 + below(28))}`),
    opensAt: maybe(() => `${pad(below(24))}:${pad(below(60))}:00`),
    tags: maybe(() =>
      Array.from({ length: below(4) }, () => pick(['red', 'Red', 'blue', 'sale', 'a,b', ''])),
    ),
    imageUrl: maybe(() => `https://example.com/${below(1000)}.png`),
    category: maybe(() => pick(categories)),
    meta: maybe(() => ({ weight: below(100), label: pick(['x', 'y']) })),
  }));
}
