import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateValue } from '../../src/wix/dates.js';
import type { Item } from '../../src/wix/json.js';
import { compileOrder, compileSort, parseSort, type SortKey } from '../../src/wix/sort.js';
import { item, path } from './arbitraries.js';

describe('parseSort', () => {
  it.each<[unknown, readonly SortKey[]]>([
    [undefined, []],
    [null, []],
    [[], []],
    [[{ fieldName: 'a' }], [{ path: 'a', order: 'ASC' }]],
    [
      [
        { fieldName: 'a.b', order: 'DESC' },
        { fieldName: 'c', order: null },
      ],
      [
        { path: 'a.b', order: 'DESC' },
        { path: 'c', order: 'ASC' },
      ],
    ],
    [[{ fieldName: 'a', order: 'desc' }], [{ path: 'a', order: 'DESC' }]],
    [[{ fieldName: 'a', order: 'UNKNOWN_SORT_ORDER' }], [{ path: 'a', order: 'ASC' }]],
  ])('%j', (raw, expected) => expect(parseSort(raw)).toEqual(expected));

  it.each<[unknown, string]>([
    ['a', 'sort'],
    [{}, 'sort'],
    [['a'], 'sort.0'],
    [[{ order: 'ASC' }], 'sort.0.fieldName'],
    [[{ fieldName: '' }], 'sort.0.fieldName'],
    [[{ fieldName: 'a' }, { fieldName: 'b', order: 'UP' }], 'sort.1.order'],
    [Array.from({ length: 101 }, () => ({ fieldName: 'a' })), 'sort'],
  ])('refuses %j', (raw, fieldPath) => {
    expect(() => parseSort(raw)).toThrow(
      expect.objectContaining({
        code: 'VALIDATION_ERROR',
        data: { violations: [expect.objectContaining({ fieldPath })] },
      }),
    );
  });
});

const sorted = (items: readonly Item[], ...keys: SortKey[]) =>
  [...items].sort(compileSort(keys)).map((each) => each._id);

it('puts missing values lowest, and texts in code unit order', () => {
  const items = [
    { _id: 'b', s: 'abc' },
    { _id: 'n', s: null },
    { _id: 'X', s: 'XYZ' },
    { _id: 'm' },
    { _id: 'e', s: '' },
  ];
  expect(sorted(items, { path: 's', order: 'ASC' }, { path: '_id', order: 'ASC' })).toEqual([
    'm',
    'n',
    'e',
    'X',
    'b',
  ]);
  expect(sorted(items, { path: 's', order: 'DESC' }, { path: '_id', order: 'ASC' })).toEqual([
    'b',
    'X',
    'e',
    'm',
    'n',
  ]);
});

it('orders types: missing, boolean, number, date, text, list, object', () => {
  const values = [{ k: 1 }, [2], [1, 0], [1], 'a', { $date: '2024-01-01T00:00:00Z' }, 9, true, false, null];
  const items = values.map((v, index) => ({ _id: `${index}`, v }));
  expect(sorted(items, { path: 'v', order: 'ASC' })).toEqual([
    '9',
    '8',
    '7',
    '6',
    '5',
    '4',
    '3',
    '2',
    '1',
    '0',
  ]);
});

it('is a total order over any items', () => {
  const keys = fc.array(fc.record({ path, order: fc.constantFrom('ASC' as const, 'DESC' as const) }), {
    maxLength: 3,
  });
  fc.assert(
    fc.property(keys, item, item, item, (by, a, b, c) => {
      const compare = compileSort(by);
      expect(Math.sign(compare(a, b))).toBe(-Math.sign(compare(b, a)) + 0);
      expect(compare(a, a)).toBe(0);
      if (compare(a, b) <= 0 && compare(b, c) <= 0) expect(compare(a, c)).toBeLessThanOrEqual(0);
    }),
    { numRuns: 1000 },
  );
});

describe('compileOrder', () => {
  const key = fc.record({ path, order: fc.constantFrom('ASC' as const, 'DESC' as const) });

  it('finds the first item that compileSort would put before the one ahead of it, and the key', () => {
    let disordered = 0;
    fc.assert(
      fc.property(
        fc.array(item, { maxLength: 6 }),
        fc.array(key, { maxLength: 3 }),
        fc.boolean(),
        (given, keys, sorted) => {
          const items = sorted ? given.toSorted(compileSort(keys)) : given;
          const at = items.findIndex(
            (each, index) => index > 0 && compileSort(keys)(items[index - 1]!, each) > 0,
          );
          const found = compileOrder(keys)(items);
          if (at < 0) {
            expect(found).toBeUndefined();
            return;
          }
          disordered += 1;
          const shows = keys.findIndex((_, index) => {
            const order = compileSort(keys.slice(0, index + 1))(items[at - 1]!, items[at]!);
            return order > 0;
          });
          expect(found).toEqual({ item: at, key: shows });
        },
      ),
    );
    expect(disordered).toBeGreaterThan(0);
  });

  it('orders printed moments by their texts as by what they mean, also far years and missing ones', () => {
    const instant = fc.oneof(
      fc.date({ noInvalidDate: true }).map((date) => date.getTime()),
      fc.integer({ min: -2, max: 2 }).map((step) => Date.UTC(9999, 11, 31, 23, 59, 59, 999) + step),
      fc.integer({ min: -2, max: 2 }).map((step) => -62_167_219_200_000 + step),
      fc.constant(undefined),
    );
    fc.assert(
      fc.property(fc.array(instant, { maxLength: 5 }), fc.constantFrom('ASC', 'DESC'), (instants, order) => {
        const items: Item[] = instants.map((each, index) => ({
          _id: String(index),
          at: each === undefined ? null : { ...dateValue(each) },
        }));
        const keys: SortKey[] = [{ path: 'at', order }];
        const looks = compileOrder(keys, { printed: () => true });
        expect(looks(items)).toEqual(compileOrder(keys)(items));
        expect(looks(items.toSorted(compileSort(keys)))).toBeUndefined();
      }),
      { numRuns: 1000 },
    );
  });

  it('looks at later keys only where the earlier ones are equal, and at moments as such', () => {
    const moment = (text: string) => ({ $date: text });
    const keys: SortKey[] = [
      { path: 'at', order: 'DESC' },
      { path: 'n', order: 'ASC' },
    ];
    const [late, same, early] = [
      '2024-05-01T00:00:00.000Z',
      '2024-05-01T02:00:00+02:00',
      '2023-01-01T00:00:00Z',
    ];
    const of = (...rows: [string, number][]) =>
      compileOrder(keys)(rows.map(([at, n], index) => ({ _id: String(index), at: moment(at), n })));
    expect(of([late, 1], [same, 2], [early, 1])).toBeUndefined();
    expect(of([late, 2], [same, 1])).toEqual({ item: 1, key: 1 });
    expect(of([early, 1], [late, 2])).toEqual({ item: 1, key: 0 });
  });
});
