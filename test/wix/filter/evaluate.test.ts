import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AdapterError } from '../../../src/wix/errors.js';
import { coerceFilter } from '../../../src/wix/filter/coerce.js';
import { compileFilter } from '../../../src/wix/filter/evaluate.js';
import { parseFilter } from '../../../src/wix/filter/parse.js';
import {
  and,
  condition,
  everything,
  type Filter,
  type FilterOperator,
  not,
  nothing,
  or,
} from '../../../src/wix/filter/tree.js';
import type { Item, Json } from '../../../src/wix/json.js';
import { filter, item, path, value } from '../arbitraries.js';

interface Golden {
  readonly items: readonly Item[];
  readonly cases: readonly {
    readonly filter: Json;
    readonly ids?: readonly string[];
    readonly error?: string;
  }[];
}
const golden = JSON.parse(
  readFileSync(new URL('../../fixtures/conformance/filters.json', import.meta.url), 'utf8'),
) as Golden;

const matches = (each: Filter, of: Item) => compileFilter(each)(of);
const ask = (raw: unknown, of: Item) => compileFilter(parseFilter(raw))(of);

describe('golden filters of the protocol', () => {
  it('has all of them', () => expect(golden.cases.length).toBe(112));

  it.each(golden.cases.map((each) => [JSON.stringify(each.filter), each] as const))('%s', (_name, each) => {
    if (each.ids === undefined) {
      expect(each.error).toBe('VALIDATION_ERROR');
      expect(() => parseFilter(each.filter)).toThrow(expect.objectContaining({ code: 'VALIDATION_ERROR' }));
      return;
    }
    const parsed = parseFilter(each.filter);
    for (const ready of [parsed, coerceFilter(parsed, () => undefined)]) {
      const found = golden.items.filter(compileFilter(ready)).map((of) => of._id);
      expect(found).toEqual(each.ids);
    }
  });
});

describe('details that the golden filters leave open', () => {
  it.each<[string, unknown, Item, boolean]>([
    ['a literal dotted key wins over the path', { 'a.b': 1 }, { 'a.b': 1, a: { b: 2 } }, true],
    ['the path is walked without a literal key', { 'a.b': 2 }, { a: { b: 2 } }, true],
    ['any element of a list of objects', { 'l.v': 2 }, { l: [{ v: 1 }, { v: 2 }] }, true],
    ['lists inside the elements', { 'l.v': 3 }, { l: [{ v: [1] }, { v: [2, 3] }] }, true],
    ['no element has a value: missing', { 'l.v': null }, { l: [{}, { v: null }, 5] }, true],
    ['an inherited member is no value', { constructor: { $exists: true } }, {}, false],
    [
      '__proto__ is a field like any other',
      JSON.parse('{"__proto__": 5}'),
      JSON.parse('{"__proto__": 5}'),
      true,
    ],
    ['__proto__ is missing otherwise', JSON.parse('{"__proto__": null}'), {}, true],
    ['null inside a list is not a missing value', { a: null }, { a: [null] }, false],
    ['$in null does not look inside lists', { a: { $in: [null] } }, { a: [null] }, false],
    ['$hasSome null does', { a: { $hasSome: [null] } }, { a: [null] }, true],
    ['$hasSome null and a missing value', { a: { $hasSome: [null] } }, { a: null }, false],
    ['$in with a list is $eq with it', { a: { $in: [[1, 2]] } }, { a: [1, 2] }, true],
    ['$in with an object', { a: { $in: [{ x: 1 }] } }, { a: [{ x: 1 }] }, true],
    ['-0 is 0', { a: { $in: [0] } }, { a: -0 }, true],
    [
      'dates by instant inside objects',
      { a: { at: { $date: '2024-01-01T00:00:00Z' } } },
      { a: { at: { $date: '2024-01-01T00:00:00.000Z' } } },
      true,
    ],
    [
      'dates by instant in lists',
      { a: { $in: [{ $date: '2024-01-01T00:00:00Z' }] } },
      { a: { $date: '2024-01-01T01:00:00.000+01:00' } },
      true,
    ],
    ['epoch milliseconds', { a: { $gt: { $date: 0 } } }, { a: { $date: '1970-01-01T00:00:00.001Z' } }, true],
    [
      'a date is not its text',
      { a: '2024-01-01T00:00:00.000Z' },
      { a: { $date: '2024-01-01T00:00:00.000Z' } },
      false,
    ],
    ['encrypted values are plain values', { a: { $encrypted: 'x' } }, { a: { $encrypted: 'x' } }, true],
    ['case folds without locale or context', { a: { $contains: 'ΟΔΌΣ' } }, { a: 'οδόσ' }, true],
    ['a pattern matches any text of a list', { a: { $urlized: 'New-York' } }, { a: ['x', 'new york'] }, true],
    ['a pattern matches no number', { a: { $urlized: '5' } }, { a: 5 }, false],
    ['a pattern matches the whole value only', { a: { $urlized: 'new' } }, { a: 'New York' }, false],
    ['a trailing dash', { a: { $urlized: 'a--b-' } }, { a: 'A -b\t' }, true],
    ['anyOf is exactly one character', { a: { $urlized: 'a-b' } }, { a: 'a  b' }, false],
    ['$isEmpty false of a number', { a: { $isEmpty: false } }, { a: 0 }, true],
    ['ordering over elements', { a: { $gt: 4 } }, { a: ['9', 5] }, true],
    [
      'astral characters in anyOf',
      { a: { $matches: { ignoreCase: true, spec: [{ type: 'anyOf', value: '😀x' }] } } },
      { a: '😀' },
      true,
    ],
  ])('%s', (_name, raw, of, expected) => {
    expect(ask(raw, of)).toBe(expected);
  });
});

const law = <T extends unknown[]>(name: string, property: fc.IProperty<T>) =>
  it(name, () => fc.assert(property as fc.IProperty<unknown>, { numRuns: 300 }));

describe('laws', () => {
  law(
    'an empty conjunction changes nothing',
    fc.property(filter, item, (f, i) => matches(and([everything, f]), i) === matches(f, i)),
  );
  law(
    'an empty disjunction matches nothing',
    fc.property(item, (i) => !matches(nothing, i) && matches(everything, i)),
  );
  law(
    'double negation',
    fc.property(filter, item, (f, i) => matches(not(not(f)), i) === matches(f, i)),
  );
  law(
    'De Morgan',
    fc.property(filter, filter, item, (f, g, i) => {
      expect(matches(not(and([f, g])), i)).toBe(matches(or([not(f), not(g)]), i));
      expect(matches(not(or([f, g])), i)).toBe(matches(and([not(f), not(g)]), i));
    }),
  );
  const pair = (one: FilterOperator, other: FilterOperator) =>
    law(
      `${other} is the negation of ${one}`,
      fc.property(path, fc.array(value, { maxLength: 3 }), item, (p, v, i) => {
        expect(matches(condition(p, other, v), i)).toBe(!matches(condition(p, one, v), i));
      }),
    );
  pair('eq', 'ne');
  pair('in', 'nin');
  law(
    '$in is $or of $eq',
    fc.property(path, fc.array(value, { maxLength: 4 }), item, (p, list, i) => {
      expect(matches(condition(p, 'in', list), i)).toBe(
        matches(or(list.map((v) => condition(p, 'eq', v))), i),
      );
    }),
  );
  law(
    '$hasAll is $and of $hasSome with one value each, unless empty',
    fc.property(path, fc.array(value, { maxLength: 3 }), item, (p, list, i) => {
      const each = and(list.map((v) => condition(p, 'hasSome', [v])));
      expect(matches(condition(p, 'hasAll', list), i)).toBe(list.length > 0 && matches(each, i));
    }),
  );
  law(
    '$gte is $gt or $eq for scalars',
    fc.property(path, fc.constantFrom<Json>(5, 'a', true, { $date: 0 }), item, (p, v, i) => {
      const either = or([condition(p, 'gt', v), condition(p, 'eq', v)]);
      expect(matches(condition(p, 'gte', v), i)).toBe(matches(either, i));
    }),
  );
});

describe('hostile filters', () => {
  const nested = (levels: number, wrap: (inner: unknown) => unknown) => {
    let raw: unknown = { a: 1 };
    for (let level = 0; level < levels; level++) raw = wrap(raw);
    return raw;
  };
  it.each<[string, () => unknown]>([
    ['deep $and', () => nested(100_000, (inner) => ({ $and: [inner] }))],
    ['deep $not', () => nested(100_000, (inner) => ({ $not: inner }))],
    ['deep $not of a field', () => ({ a: nested(100_000, (inner) => ({ $not: inner })) })],
    ['deep operand', () => ({ a: nested(100_000, (inner) => [inner]) })],
    ['deep operand in a list', () => ({ a: { $in: [nested(100_000, (inner) => ({ x: inner }))] } })],
    ['wide filter', () => ({ $or: Array.from({ length: 10_001 }, () => ({ a: 1 })) })],
    ['wide operand', () => ({ a: { $in: Array.from({ length: 10_001 }, (_, n) => n) } })],
    ['many fields', () => Object.fromEntries(Array.from({ length: 10_001 }, (_, n) => [`f${n}`, 1]))],
    ['many violations', () => ({ $or: Array.from({ length: 5_000 }, () => ({ a: { $x: 1 } })) })],
    ['long field name', () => ({ ['x'.repeat(1001)]: 1 })],
    ['infinity', () => JSON.parse('{"a": {"$gt": 1e999}}')],
  ])('%s is refused', (_name, raw) => {
    const error = (() => {
      try {
        return parseFilter(raw());
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(AdapterError);
    expect(error).toMatchObject({ code: 'VALIDATION_ERROR', status: 400 });
    expect(JSON.stringify((error as AdapterError).data).length).toBeLessThan(300_000);
  });
});
