import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AdapterError } from '../../../src/wix/errors.js';
import { parseFilter } from '../../../src/wix/filter/parse.js';
import { and, condition, everything, type Filter, not, nothing, or } from '../../../src/wix/filter/tree.js';
import type { Json } from '../../../src/wix/json.js';
import { parsePaging } from '../../../src/wix/paging.js';
import { parseAggregate, parseCount, parseDistinct, parseQuery } from '../../../src/wix/requests.js';

describe('trees', () => {
  it.each<[unknown, Filter]>([
    [undefined, everything],
    [null, everything],
    [{}, everything],
    [{ a: 1 }, condition('a', 'eq', 1, 'a')],
    [{ a: { $eq: 1 } }, condition('a', 'eq', 1)],
    [{ a: 1, b: 2 }, and([condition('a', 'eq', 1, 'a'), condition('b', 'eq', 2, 'b')])],
    [{ n: { $gt: 1, $lt: 9 } }, and([condition('n', 'gt', 1), condition('n', 'lt', 9)])],
    [{ $or: [{}, { a: null }] }, or([everything, condition('a', 'eq', null, 'a')])],
    [{ $or: [] }, nothing],
    [{ $not: [{ a: 1 }] }, not(condition('a', 'eq', 1, 'a'))],
    [{ $not: { a: 1 } }, not(condition('a', 'eq', 1, 'a'))],
    [{ n: { $not: { $gt: 1 } } }, not(condition('n', 'gt', 1, 'n.$not.$gt'))],
    [
      { d: { $date: '2024-01-02T05:04:05.006+02:00' } },
      condition('d', 'eq', { $date: '2024-01-02T03:04:05.006Z' }, 'd'),
    ],
    [{ d: { $lt: { $date: 0 } } }, condition('d', 'lt', { $date: '1970-01-01T00:00:00.000Z' })],
    [
      { s: { $urlized: 'new-york' } },
      condition(
        's',
        'matches',
        {
          ignoreCase: true,
          parts: [
            { kind: 'literal', text: 'new' },
            { kind: 'anyOf', characters: ' \t\n-' },
            { kind: 'literal', text: 'york' },
          ],
        },
        's.$urlized',
      ),
    ],
  ])('%j', (raw, expected) => {
    const parsed = parseFilter(raw);
    expect(parsed).toEqual(expected);
    expect(Object.isFrozen(parsed)).toBe(true);
  });

  it('copies operands, so that a later change of the request changes nothing', () => {
    const raw = { a: { $in: [{ x: 1 }] } };
    const parsed = parseFilter(raw);
    raw.a.$in[0]!.x = 2;
    expect(parsed).toEqual(condition('a', 'in', [{ x: 1 }]));
    expect(Object.isFrozen((parsed as unknown as { operand: Json[] }).operand[0])).toBe(true);
  });

  it('keeps a key __proto__ in an operand as an ordinary member', () => {
    const parsed = parseFilter({ a: JSON.parse('{"__proto__": {"x": 1}}') });
    const { operand } = parsed as unknown as { operand: object };
    expect(Object.getPrototypeOf(operand)).toBe(Object.prototype);
    expect(Object.keys(operand)).toEqual(['__proto__']);
  });
});

describe('violations', () => {
  it.each<[unknown, string | undefined, string | undefined]>([
    ['x', undefined, 'x'],
    [{ s: { $regex: '^a' } }, 's.$regex', '^a'],
    [{ $nor: [] }, '$nor', '[]'],
    [{ $and: {} }, '$and', '{}'],
    [{ $and: [{}, null] }, '$and.1', 'null'],
    [{ $or: [{ $and: 5 }] }, '$or.0.$and', '5'],
    [{ $not: [] }, '$not', '[]'],
    [{ $not: null }, '$not', 'null'],
    [{ n: { $gt: 1, x: 2 } }, 'n.x', '2'],
    [{ n: { $gt: null } }, 'n.$gt', 'null'],
    [{ n: { $gt: {} } }, 'n.$gt', '{}'],
    [{ n: { $in: 5 } }, 'n.$in', '5'],
    [{ n: { $in: [{ $date: 'x' }] } }, 'n.$in', '{"$date":"x"}'],
    [{ s: { $contains: 5 } }, 's.$contains', '5'],
    [{ s: { $exists: 1 } }, 's.$exists', '1'],
    [{ s: { $matches: { ignoreCase: false, spec: [] } } }, 's.$matches', '{"ignoreCase":false,"spec":[]}'],
    [
      { s: { $matches: { ignoreCase: true, spec: [{ type: 'regex', value: 'x' }] } } },
      's.$matches.spec.0',
      '{"type":"regex","value":"x"}',
    ],
    [{ s: { $urlized: [1] } }, 's.$urlized', '[1]'],
    [{ s: { $not: 5 } }, 's.$not', '5'],
    [{ d: { $date: '2024-02-30' } }, 'd', '{"$date":"2024-02-30"}'],
    [{ d: { $gt: 1, $date: 'x' } }, 'd.$date', 'x'],
    [{ '': 1 }, undefined, undefined],
  ])('%j', (raw, fieldPath, rejectedValue) => {
    expect.assertions(1);
    try {
      parseFilter(raw);
    } catch (error) {
      expect((error as AdapterError).data).toEqual({
        violations: [
          {
            ...(fieldPath === undefined ? {} : { fieldPath }),
            ...(rejectedValue === undefined ? {} : { rejectedValue }),
            message: expect.stringMatching(/^(must|is|stands) /),
          },
        ],
      });
    }
  });

  it('reports all of them, with the prefix of the request member', () => {
    const raw = { a: { $x: 1 }, b: { $gt: [] }, $nor: 1 };
    expect(() => parseFilter(raw, { at: 'finalFilter' })).toThrow(
      expect.objectContaining({
        message: 'Invalid filter: finalFilter.a.$x is not a known operator (and 2 more)',
        data: {
          violations: ['a.$x', 'b.$gt', '$nor'].map((each) =>
            expect.objectContaining({ fieldPath: `finalFilter.${each}` }),
          ),
        },
      }),
    );
  });

  it('has limits that can be set', () => {
    const two = { $and: [{ a: 1 }, { b: 2 }] };
    expect(() => parseFilter(two, { limits: { nodes: 2 } })).toThrow(/at most 2 parts/);
    expect(() => parseFilter(two, { limits: { depth: 1 } })).toThrow(/deeper than 1 level/);
    expect(() => parseFilter({ a: { $in: [1, 2] } }, { limits: { list: 1 } })).toThrow(/at most 1 element/);
    expect(() => parseFilter(two, { limits: { conditions: 1 } })).toThrow(/at most 1 condition/);
    expect(() => parseFilter({ a: { $gt: 1, $lt: 2 } }, { limits: { conditions: 1 } })).toThrow(
      /at most 1 condition/,
    );
    expect(parseFilter(two, { limits: { depth: 3, nodes: 20 } })).toBeDefined();
  });
});

it.each([
  [1000, true],
  [1001, false],
  [300_000, false],
])('%i conditions, in each way of joining them: %s', (count, taken) => {
  const each = Array.from({ length: count }, (_, index) => [`f${index}`, 1] as const);
  const filters = [
    Object.fromEntries(each),
    { $or: each.map(([name, value]) => ({ [name]: value })) },
    { $not: { $and: each.map(([name, value]) => ({ [name]: { $gt: value } })) } },
  ];
  for (const filter of filters)
    if (taken) expect(parseFilter(filter)).toBeDefined();
    else expect(() => parseFilter(filter)).toThrow('Invalid filter: must have at most 1000 conditions');
});

describe('what the real query builders send', () => {
  interface Captured {
    readonly builder: string;
    readonly apiMethod?: string;
    readonly filter?: Json;
    readonly paging?: Json;
    readonly requestBody?: Record<string, unknown>;
    readonly error?: string;
  }
  const captured = JSON.parse(
    readFileSync(new URL('../../fixtures/conformance/builder-queries.json', import.meta.url), 'utf8'),
  ) as readonly Captured[];
  const parsers: Record<string, (raw: unknown) => unknown> = {
    QueryDataItems: parseQuery,
    CountDataItems: parseCount,
    AggregateDataItems: parseAggregate,
    QueryDistinctValues: parseDistinct,
  };
  const refused = /\$regex|\$nor/;

  it.each(captured.filter((each) => each.error === undefined).map((each) => [each.builder, each] as const))(
    '%s',
    (_builder, each) => {
      const parse = (raw: () => unknown) =>
        refused.test(JSON.stringify(each.filter ?? each.requestBody))
          ? expect(raw).toThrow(expect.objectContaining({ code: 'VALIDATION_ERROR' }))
          : expect(raw()).toBeDefined();
      if (each.filter !== undefined) parse(() => parseFilter(each.filter));
      const parser = parsers[each.apiMethod ?? ''];
      // The plugin request names the collection differently from the public one that was captured.
      if (parser !== undefined) parse(() => parser({ ...each.requestBody, collectionId: 'c' }));
      if (each.paging !== undefined) expect(parsePaging({ paging: each.paging }).kind).toBe('offset');
    },
  );

  it('covers the captures', () => expect(captured.length).toBe(113));
});
