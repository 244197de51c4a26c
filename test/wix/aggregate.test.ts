import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Aggregation,
  createAggregator,
  finalFieldPath,
  parseAggregation,
} from '../../src/wix/aggregate.js';
import { equalValues, orderValues } from '../../src/wix/compare.js';
import { instantOf } from '../../src/wix/dates.js';
import type { Item, Json } from '../../src/wix/json.js';
import { valueAt } from '../../src/wix/path.js';
import { item, path } from './arbitraries.js';

const run = (raw: unknown, items: readonly Item[]) => {
  const aggregator = createAggregator(parseAggregation(raw)!);
  for (const each of items) aggregator.add(each);
  return aggregator.results();
};
const all = (name: string) => [
  { resultFieldName: 'sum', sum: { itemFieldName: name } },
  { resultFieldName: 'average', average: { itemFieldName: name } },
  { resultFieldName: 'min', min: { itemFieldName: name } },
  { resultFieldName: 'max', max: { itemFieldName: name } },
  { resultFieldName: 'count', itemCount: {} },
];

describe('results', () => {
  it('groups, with one group for missing values', () => {
    const items: Item[] = [{ g: 'x', n: 1 }, { g: null, n: 2 }, { n: 4 }, { g: 'x', n: 'no' }];
    expect(run({ groupingFields: ['g'], operations: all('n') }, items)).toEqual([
      { g: 'x', sum: 1, average: 1, min: 1, max: 'no', count: 2 },
      { g: null, sum: 6, average: 3, min: 2, max: 4, count: 2 },
    ]);
  });
  it('has one group of nothing', () => {
    expect(run({ operations: all('n') }, [])).toEqual([
      { sum: 0, average: null, min: null, max: null, count: 0 },
    ]);
    expect(run({ groupingFields: ['g'], operations: all('n') }, [])).toEqual([]);
  });
  it('is none of nothing: the request then asks for the items', () => {
    expect(parseAggregation({})).toBeUndefined();
    expect(parseAggregation({ groupingFields: [], operations: [] })).toBeUndefined();
  });
  it('gives distinct groups without operations', () => {
    expect(run({ groupingFields: ['a', 'b'] }, [{ a: 1, b: 2 }, { a: 1, b: 2 }, { a: 2 }])).toEqual([
      { a: 1, b: 2 },
      { a: 2, b: null },
    ]);
  });
  it('groups by whole lists, by instant, and by type', () => {
    const at = (text: string) => ({ $date: text });
    const items: Item[] = [
      { g: [1, 2] },
      { g: [1, 2] },
      { g: [2, 1] },
      { g: 1 },
      { g: '1' },
      { g: at('2024-01-01T00:00:00Z') },
      { g: at('2024-01-01T01:00:00+01:00') },
    ];
    expect(run({ groupingFields: ['g'], operations: [{ resultFieldName: 'c', count: {} }] }, items)).toEqual([
      { g: [1, 2], c: 2 },
      { g: [2, 1], c: 1 },
      { g: 1, c: 1 },
      { g: '1', c: 1 },
      { g: at('2024-01-01T00:00:00.000Z'), c: 2 },
    ]);
  });
  it('does not mix up groups whose keys look alike when joined', () => {
    expect(
      run({ groupingFields: ['a', 'b'] }, [
        { a: 'x","y', b: 'z' },
        { a: 'x', b: 'y","z' },
      ]).length,
    ).toBe(2);
  });
  it('takes names literally', () => {
    const raw = JSON.parse(
      '{"groupingFields": ["a.b"], "operations": [{"resultFieldName": "__proto__", "max": {"itemFieldName": "d"}}]}',
    );
    const results = run(raw, [{ a: { b: 1 }, d: { $date: '2024-01-01T00:00:00Z' } }]);
    expect(JSON.stringify(results)).toBe('[{"a.b":1,"__proto__":{"$date":"2024-01-01T00:00:00.000Z"}}]');
  });
});

describe('sums', () => {
  const sum = (values: readonly number[]) =>
    run(
      { operations: [{ resultFieldName: 's', sum: { itemFieldName: 'n' } }] },
      values.map((n) => ({ n })),
    )[0]!.s;
  it.each<[readonly number[], number | null]>([
    [Array.from({ length: 10 }, () => 0.1), 1],
    [[1e100, 1, -1e100], 1],
    [[1e308, 1e308], null],
    [[0.1, 0.2], 0.1 + 0.2],
    [[1e16, 1, 1e-16], 10000000000000002],
    [[-1e16, -1, -1e-16], -10000000000000002],
    [[2 ** 53, 1, 1], 2 ** 53 + 2],
    [[-0], 0],
  ])('%j', (values, expected) => expect(sum(values)).toBe(expected));

  it('does not depend on the order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, min: -1e200, max: 1e200 }), { maxLength: 30 }),
        fc.infiniteStream(fc.nat()),
        (values, random) => {
          const shuffled = values
            .map((value) => [random.next().value as number, value] as const)
            .sort((a, b) => a[0] - b[0]);
          expect(sum(shuffled.map((each) => each[1]))).toBe(sum(values));
        },
      ),
    );
  });
  it('of whole numbers is exact', () => {
    fc.assert(
      fc.property(fc.array(fc.maxSafeInteger(), { maxLength: 50 }), (values) => {
        expect(sum(values)).toBe(Number(values.reduce((total, each) => total + BigInt(each), 0n)));
      }),
    );
  });
});

describe('parsing', () => {
  it.each<[unknown, string]>([
    [[], 'aggregation'],
    [{ groupingFields: 'g' }, 'aggregation.groupingFields'],
    [{ groupingFields: [''] }, 'aggregation.groupingFields.0'],
    [{ operations: [5] }, 'aggregation.operations.0'],
    [{ operations: [{ itemCount: {} }] }, 'aggregation.operations.0'],
    [{ operations: [{ resultFieldName: 'x' }] }, 'aggregation.operations.0'],
    [{ operations: [{ resultFieldName: 'x', sum: {} }] }, 'aggregation.operations.0'],
    [
      { operations: [{ resultFieldName: 'x', sum: { itemFieldName: 'n' }, itemCount: {} }] },
      'aggregation.operations.0',
    ],
    [
      { groupingFields: ['x'], operations: [{ resultFieldName: 'x', itemCount: {} }] },
      'aggregation.operations.0.resultFieldName',
    ],
  ])('refuses %j', (raw, fieldPath) => {
    expect(() => parseAggregation(raw)).toThrow(
      expect.objectContaining({
        code: 'VALIDATION_ERROR',
        data: { violations: [expect.objectContaining({ fieldPath })] },
      }),
    );
  });
  it('takes null for missing', () => {
    expect(parseAggregation(null)).toBeUndefined();
    expect(
      parseAggregation({
        groupingFields: null,
        operations: [{ resultFieldName: 'c', sum: null, itemCount: {} }],
      }),
    ).toEqual({
      groupingFields: [],
      operations: [{ resultFieldName: 'c', function: 'count' }],
    });
  });
  it.each([
    [['g'], [], '_id', 'g'],
    [['g'], [], '_id.g', 'g'],
    [['g'], ['_id'], '_id', '_id'],
    [['g', 'h'], [], '_id', '_id'],
    [['g', 'h'], [], '_id.h', 'h'],
    [['g', 'h'], [], '_id.x', '_id.x'],
    [['a.b'], [], '_id.a.b', 'a.b'],
    [['g'], ['total'], 'total', 'total'],
  ])('finalFieldPath with groups %j and results %j: %s is %s', (groupingFields, names, from, to) => {
    const operations = names.map((resultFieldName) => ({ resultFieldName, function: 'count' as const }));
    expect(finalFieldPath({ groupingFields, operations }, from)).toBe(to);
  });
});

it('equals a naive aggregation', () => {
  const naive = (aggregation: Aggregation, items: readonly Item[]): Json[][] => {
    const keysOf = (of: Item) => aggregation.groupingFields.map((name) => valueAt(of, name) ?? null);
    const groups: { keys: Json[]; members: Item[] }[] =
      aggregation.groupingFields.length === 0 ? [{ keys: [], members: [] }] : [];
    for (const each of items) {
      const keys = keysOf(each);
      const group = groups.find((other) => equalValues(other.keys, keys));
      if (group === undefined) groups.push({ keys, members: [each] });
      else group.members.push(each);
    }
    return groups.map(({ keys, members }) => [
      ...keys,
      ...aggregation.operations.map((operation): Json => {
        const values = members.map((each) => valueAt(each, operation.path ?? 'a'));
        const numbers = values.filter((each) => typeof each === 'number');
        const total = numbers.reduce((sum, each) => sum + each, 0);
        const ordered = values
          .filter(
            (each): each is Json =>
              ['number', 'string'].includes(typeof each) || instantOf(each) !== undefined,
          )
          .sort(orderValues);
        const results: Record<typeof operation.function, Json> = {
          count: members.length,
          sum: total,
          average: numbers.length === 0 ? null : total / numbers.length,
          min: ordered[0] ?? null,
          max: ordered.at(-1) ?? null,
        };
        return results[operation.function];
      }),
    ]);
  };
  const aggregation = fc
    .tuple(
      fc.uniqueArray(path, { maxLength: 2 }),
      fc.array(fc.tuple(fc.constantFrom('sum', 'average', 'min', 'max', 'count'), path), { maxLength: 3 }),
    )
    .map(
      ([groupingFields, operations]) =>
        ({
          groupingFields,
          operations: operations.map(([kind, name], index) => ({
            resultFieldName: `r${index}`,
            function: kind,
            ...(kind === 'count' ? {} : { path: name }),
          })),
        }) as Aggregation,
    );
  fc.assert(
    fc.property(aggregation, fc.array(item, { maxLength: 8 }), (by, items) => {
      const aggregator = createAggregator(by);
      for (const each of items) aggregator.add(each);
      const names = [...by.groupingFields, ...by.operations.map((each) => each.resultFieldName)];
      expect(aggregator.results().map((each) => names.map((name) => each[name]))).toEqual(naive(by, items));
    }),
    { numRuns: 500 },
  );
});
