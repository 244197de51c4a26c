import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bookshop } from '../fixtures/bookshop.js';
import { bookshopItems, type ColumnField, samplesOf, typesOf } from './bookshop-items.js';
import { naiveCount, naiveDistinct, naiveQuery } from './naive.js';

const { books } = bookshop();
const field = (column: string, type: ColumnField['type'], more: Partial<ColumnField> = {}): ColumnField => ({
  key: column,
  column,
  type,
  ...more,
});

it.each([
  ['NUMBER', '10.00', 10],
  ['NUMBER', '0.30', 0.3],
  ['NUMBER', '-0.0', 0],
  ['NUMBER', '0.000000001', 1e-9],
  ['NUMBER', '-12.50', -12.5],
  ['NUMBER', 3.5, 3.5],
  ['NUMBER', '9007199254740991', 9007199254740991],
  ['NUMBER', '1e3', 1000],
  ['DATETIME', '2024-06-01T00:00:00.123999Z', { $date: '2024-06-01T00:00:00.123Z' }],
  ['DATETIME', '2024-06-01T02:00:00+02:00', { $date: '2024-06-01T00:00:00.000Z' }],
  ['DATETIME', '1969-12-31T23:59:59.9995Z', { $date: '1969-12-31T23:59:59.999Z' }],
  ['DATETIME', '1455-02-23', { $date: '1455-02-23T00:00:00.000Z' }],
  ['DATE', '1455-02-23', '1455-02-23'],
  ['DATE', '2024-06-01T23:00:00', '2024-06-01'],
  ['TIME', '08:30:00', '08:30:00.000'],
  ['TIME', '08:30:00.5', '08:30:00.500'],
  ['TEXT', 7, '7'],
  ['TEXT', '1.10', '1.10'],
  ['OBJECT', { a: [1] }, { a: [1] }],
  ['TEXT', null, null],
] as const)('%s %j is %j', (type, value, expected) => {
  expect(bookshopItems([{ c: value }], [field('c', type)])).toEqual([{ c: expected }]);
});

it('treats digits beyond a double as told', () => {
  const row = { ledger: '9007199254740993' };
  expect(() => bookshopItems([row], [field('ledger', 'NUMBER')])).toThrow('9007199254740993');
  expect(bookshopItems([row], [field('ledger', 'NUMBER', { inexact: 'text' })])).toEqual([row]);
  expect(bookshopItems([row], [field('ledger', 'NUMBER', { inexact: 'round' })])).toEqual([
    { ledger: 9007199254740992 },
  ]);
});

it('takes the text of every double back', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(bookshopItems([{ c: String(value) }], [field('c', 'NUMBER')])[0]!.c).toBe(value + 0);
    }),
  );
});

const fields = [
  field('id', 'TEXT', { key: '_id' }),
  field('title', 'TEXT'),
  field('price', 'NUMBER'),
  field('sold', 'NUMBER'),
  field('format', 'TEXT', { values: { audio: 'Audio book' } }),
  field('published_on', 'DATE'),
  field('checked_at', 'DATETIME'),
  field('pickup_from', 'TIME'),
  field('tags', 'ARRAY_STRING'),
];

it('makes all books items that the oracle can query', () => {
  const items = bookshopItems(books, fields);
  const types = typesOf(fields);
  expect(items).toHaveLength(3000);
  expect(naiveCount(items, { title: 'Twice Told' }, types)).toBe(3);
  expect(naiveCount(items, { title: { $contains: '50%' } }, types)).toBe(2);
  expect(naiveDistinct(items, { fieldName: 'format' }).values).toEqual([
    'Audio book',
    'ebook',
    'hardcover',
    'paperback',
  ]);
  expect(
    naiveQuery(items, { sort: [{ fieldName: 'title', order: 'DESC' }], limit: 1 }).runs[0]?.members[0],
  ).toMatchObject({ title: '\uFF3A fullwidth' });
  const samples = samplesOf(items, fields);
  expect(samples.map(({ key }) => key)).toEqual(fields.map(({ key }) => key));
  expect(samples.every(({ samples: values }) => values.length > 4)).toBe(true);
});

it('has every oddity that tests rely on', () => {
  expect(books.some(({ ledger }) => ledger !== null && BigInt(ledger) > 2n ** 53n)).toBe(true);
  expect(books.some(({ sold }) => Number(sold) > 2 ** 31)).toBe(true);
  expect(books.some(({ added_at }) => added_at < '1970')).toBe(true);
  expect(new Set(books.map(({ sku }) => sku)).size).toBe(3000);
  expect(new Set(books.map(({ code }) => code)).size).toBe(3000);
  expect(books.filter(({ added_at }) => added_at === '2023-05-05T05:05:05.000Z').length).toBeGreaterThan(300);
  for (const column of [
    'subtitle',
    'ledger',
    'pages',
    'rating',
    'format',
    'checked_at',
    'tags',
    'publisher_id',
  ] as const) {
    expect(books.some((row) => row[column] === null)).toBe(true);
    expect(books.some((row) => row[column] !== null)).toBe(true);
  }
  expect(bookshop()).toEqual(bookshop());
});
