import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldsOf, filters, pages, sorts } from './arbitrary.js';
import {
  difference,
  type Item,
  type Json,
  naiveAggregate,
  naiveCount,
  naiveDistinct,
  naiveFilter,
  naiveQuery,
  Refused,
  sameAnswer,
} from './naive.js';

interface Conformance {
  readonly items: readonly Item[];
  readonly cases: readonly {
    readonly filter: Json;
    readonly ids?: readonly string[];
    readonly error?: string;
  }[];
}
const { items, cases } = JSON.parse(
  readFileSync(new URL('../fixtures/conformance/filters.json', import.meta.url), 'utf8'),
) as Conformance;

const ids = (found: readonly Item[]) => found.map((item) => item._id);
const matching = (filter: Json, types = {}) => ids(items.filter((item) => naiveFilter(item, filter, types)));

it('has cases', () => expect(cases.length).toBeGreaterThan(100));

it.each(cases.map((one) => [JSON.stringify(one.filter), one] as const))('%s', (_, one) => {
  if (one.ids) expect(matching(one.filter)).toEqual(one.ids);
  else for (const item of items) expect(() => naiveFilter(item, one.filter)).toThrow(Refused);
});

describe('operands and declared types', () => {
  it.each([
    ['DATETIME', { d: '2024-01-02T03:04:05.006Z' }, ['a', 'd']],
    ['DATETIME', { d: '2024-01-02T03:04:05.006' }, ['a', 'd']],
    ['DATETIME', { d: { $hasSome: ['2024-01-02T05:04:05.006+02:00'] } }, ['a', 'd']],
    ['DATETIME', { d: { $date: 1704164645006 } }, ['a', 'd']],
    ['DATETIME', { d: { $gt: '5' } }, []],
    ['DATE', { day: { $date: '2024-01-02T23:00:00.000Z' } }, ['a']],
    ['DATE', { day: { $date: '2024-01-03T00:30:00.000+01:00' } }, ['a']],
    ['DATE', { day: '2024-01-02T03:04:05.006Z' }, ['a']],
    ['DATE', { day: { $hasSome: ['2024-01-02T03:04:05.006Z'] } }, ['a']],
    ['REFERENCE', { ref: { _id: 'r1' } }, ['a']],
    ['REFERENCE', { 'ref._id': { $in: ['r1', 'R1'] } }, ['a', 'b']],
    ['NUMBER', { n: '5' }, []],
  ] as const)('%s %j', (type, filter, expected) => {
    const [key] = Object.keys(filter)[0]!.split('.');
    expect(matching(filter, { [key!]: type })).toEqual(expected);
  });

  it('writes a TIME operand out', () => {
    const item = { _id: 'x', t: '08:30:00.000' };
    for (const t of ['08:30', '08:30:00', '08:30:00.0'])
      expect(naiveFilter(item, { t }, { t: 'TIME' })).toBe(true);
    expect(naiveFilter(item, { t: '08:30' })).toBe(false);
  });
});

it('ignores case by lower-casing each letter, and only case', () => {
  const contains = (value: string, part: string) => naiveFilter({ s: value }, { s: { $contains: part } });
  expect(contains('STRASSE', 'stra\u00DFe')).toBe(false);
  expect(contains('\u212Aelvin', 'KELVIN')).toBe(true);
  expect(contains('\u03A3\u03AF\u03C3\u03C5\u03C6\u03BF\u03C2', '\u03A6\u039F\u03C2')).toBe(true);
  expect(contains('\u03A3\u03AF\u03C3\u03C5\u03C6\u03BF\u03C2', '\u03A6\u039F\u03A3')).toBe(false);
  expect(contains('\u0130stanbul', 'i')).toBe(true);
  expect(contains('Caf\u00E9', 'cafe\u0301')).toBe(false);
  expect(contains('a.c', 'abc')).toBe(false);
  expect(contains('line\nbreak', 'E\nB')).toBe(true);
});

describe('pages', () => {
  it('sorts missing values lowest and leaves ties open', () => {
    const { total, runs } = naiveQuery(items, {
      sort: [{ fieldName: 'b' }, { fieldName: 'n', order: 'DESC' }],
    });
    expect(total).toBe(7);
    expect(runs.map(({ members }) => ids(members))).toEqual([
      ['f'],
      ['c'],
      ['e'],
      ['b'],
      ['d'],
      ['g'],
      ['a'],
    ]);
  });

  it('takes any members of a run that the page cuts', () => {
    const expectation = naiveQuery(items, { sort: [{ fieldName: 'b', order: 'DESC' }], offset: 1, limit: 2 });
    const [a, b, , d, , , g] = items as [Item, Item, Item, Item, Item, Item, Item];
    expect(sameAnswer([a, b], expectation)).toBe(true);
    expect(sameAnswer([g, d], expectation)).toBe(true);
    expect(difference([a], expectation)).toMatch(/1 items instead of 2/);
    expect(difference([b, a], expectation)).toMatch(/item 0/);
    expect(difference([g, { ...b, n: 8 }], expectation)).toMatch(/item 1/);
  });

  it('does not take one item twice, and reads null as missing', () => {
    const expectation = naiveQuery([{ _id: '1' }, { _id: '2' }], {});
    expect(sameAnswer([{ _id: '2', x: null }, { _id: '1' }], expectation)).toBe(true);
    expect(sameAnswer([{ _id: '2' }, { _id: '2' }], expectation)).toBe(false);
  });

  it('pages of one order make up the whole', () => {
    fc.assert(
      fc.property(sorts(fieldsOf(items)), fc.integer({ min: 1, max: 5 }), (sort, limit) => {
        const whole = naiveQuery(items, { sort, limit: 1000 }).runs.flatMap(({ members }) => members);
        for (let offset = 0; offset < whole.length; offset += limit) {
          const expectation = naiveQuery(items, { sort, offset, limit });
          expect(difference(whole.slice(offset, offset + limit), expectation)).toBeNull();
        }
      }),
    );
  });

  it('has defaults and bounds', () => {
    const many = Array.from({ length: 1500 }, (_, n) => ({ _id: String(n), n }));
    const size = (page: object) =>
      naiveQuery(many, page).runs.reduce((sum: number, { take }: { take: number }) => sum + take, 0);
    expect([size({}), size({ limit: 0 }), size({ limit: 5000 }), size({ offset: 1499, limit: 3 })]).toEqual([
      50, 0, 1000, 1,
    ]);
  });
});

it('distinct unwinds lists, keeps types and case apart, leaves out missing values', () => {
  expect(naiveDistinct(items, { fieldName: 'tags' })).toEqual({
    total: 5,
    values: ['X', 'Y', 'x', 'y', 'z'],
  });
  expect(naiveDistinct(items, { fieldName: 'n', order: 'DESC', offset: 1, limit: 2 }).values).toEqual([
    12, 9,
  ]);
  expect(naiveDistinct(items, { fieldName: 'd' }).total).toBe(2);
  expect(naiveDistinct([{ v: 1 }, { v: '1' }, { v: null }, {}], { fieldName: 'v' }).values).toEqual([1, '1']);
});

it('aggregates groups, with missing values as one group', () => {
  const { total, runs } = naiveAggregate(items, {
    aggregation: {
      groupingFields: ['b'],
      operations: [
        { resultFieldName: 'sum', sum: { itemFieldName: 'n' } },
        { resultFieldName: 'least', min: { itemFieldName: 'n' } },
        { resultFieldName: 'most', max: { itemFieldName: 's' } },
        { resultFieldName: 'mean', average: { itemFieldName: 'n' } },
        { resultFieldName: 'count', itemCount: {} },
      ],
    },
    finalFilter: { count: { $gt: 1 } },
    sort: [{ fieldName: 'b' }],
  });
  expect(total).toBe(3);
  expect(runs.map(({ members }) => members[0])).toEqual([
    { b: null, sum: 48.5, least: -1.5, most: 'York', mean: 24.25, count: 3 },
    { b: false, sum: 9, least: 0, most: 'new-york', mean: 4.5, count: 2 },
    { b: true, sum: 17, least: 5, most: 'New York', mean: 8.5, count: 2 },
  ]);
  const nothing = naiveAggregate(items, {
    initialFilter: { $or: [] },
    aggregation: {
      operations: [
        { resultFieldName: 'count', itemCount: {} },
        { resultFieldName: 'sum', sum: { itemFieldName: 'n' } },
        { resultFieldName: 'max', max: { itemFieldName: 'n' } },
      ],
    },
  });
  expect(nothing.runs[0]?.members).toEqual([{ count: 0, sum: 0, max: null }]);
});

describe('laws of the filters', () => {
  const filter = filters(fieldsOf(items));

  it('a negation, in both forms, matches the rest', () => {
    fc.assert(
      fc.property(filter, (one) => {
        const rest = items.length - naiveCount(items, one);
        expect(naiveCount(items, { $not: one })).toBe(rest);
        expect(naiveCount(items, { $not: [one] })).toBe(rest);
      }),
    );
  });

  it('and, or and their duality', () => {
    fc.assert(
      fc.property(filter, filter, (a, b) => {
        const both = matching({ $and: [a, b] });
        expect(both).toEqual(matching(a).filter((id) => matching(b).includes(id)));
        expect(matching({ $not: { $or: [{ $not: a }, { $not: b }] } })).toEqual(both);
      }),
    );
  });

  it('a page never changes the total', () => {
    fc.assert(
      fc.property(filter, pages(), (one, page) => {
        expect(naiveQuery(items, { filter: one, ...page }).total).toBe(naiveCount(items, one));
      }),
    );
  });
});
