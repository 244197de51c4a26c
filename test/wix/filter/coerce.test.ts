import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coerceFilter } from '../../../src/wix/filter/coerce.js';
import { compileFilter } from '../../../src/wix/filter/evaluate.js';
import { parseFilter } from '../../../src/wix/filter/parse.js';
import { condition, type Filter } from '../../../src/wix/filter/tree.js';
import type { Json } from '../../../src/wix/json.js';
import { type FieldType, fieldTypes } from '../../../src/wix/protocol.js';
import { filter, item, path, value } from '../arbitraries.js';

const types: Record<string, FieldType> = {
  at: 'DATETIME',
  day: 'DATE',
  time: 'TIME',
  ref: 'REFERENCE',
  multi: 'MULTI_REFERENCE',
  s: 'TEXT',
  n: 'NUMBER',
};
const typeOf = (each: string) => (Object.hasOwn(types, each) ? types[each] : undefined);
const operandOf = (raw: unknown) => (coerceFilter(parseFilter(raw), typeOf) as { operand: Json }).operand;

const instant = { $date: '2024-01-02T03:04:05.000Z' };

it.each<[unknown, Json]>([
  [{ at: '2024-01-02T03:04:05Z' }, instant],
  [{ at: '2024-01-02T03:04:05' }, instant],
  [{ at: { $date: 1704164645000 } }, instant],
  [{ at: { $hasSome: ['2024-01-02T03:04:05.000Z', 'x', null, 5] } }, [instant, 'x', null, 5]],
  [{ at: 'not a date' }, 'not a date'],
  [{ at: { $contains: '2024-01-02T03:04:05Z' } }, '2024-01-02T03:04:05Z'],
  [{ day: { $gte: { $date: '2024-01-02T23:30:00-01:00' } } }, '2024-01-03'],
  [
    { day: { $in: ['2024-01-02', '2024-01-02T23:30:00.000Z', { $date: 0 }] } },
    ['2024-01-02', '2024-01-02', '1970-01-01'],
  ],
  [{ day: '2024' }, '2024'],
  [{ time: '16:45' }, '16:45:00.000'],
  [{ time: { $lt: '16:45:12.5' } }, '16:45:12.500'],
  [{ time: '25:00' }, '25:00'],
  [{ ref: { _id: 'x', name: 'y' } }, 'x'],
  [{ ref: { id: 'x' } }, 'x'],
  [{ ref: { name: 'y' } }, { name: 'y' }],
  [{ multi: { $hasAll: [{ _id: 'x' }, 'y'] } }, ['x', 'y']],
  [{ s: '2024-01-02T03:04:05Z' }, '2024-01-02T03:04:05Z'],
  [{ n: '5' }, '5'],
  [{ unknown: { $date: '2024-01-02T03:04:05Z' } }, instant],
])('%j has the operand %j', (raw, expected) => {
  expect(operandOf(raw)).toEqual(expected);
});

describe('ids of references', () => {
  it.each([
    ['ref._id', 'ref'],
    ['multi._id', 'multi'],
    ['s._id', 's._id'],
    ['_id', '_id'],
    ['ref._id._id', 'ref._id._id'],
    ['ref.name', 'ref.name'],
  ])('%s → %s', (from, to) => {
    expect(coerceFilter(condition(from, 'eq', 'x'), typeOf)).toEqual(condition(to, 'eq', 'x', `${from}.$eq`));
  });
});

it('refuses a date that does not exist', () => {
  expect(() => coerceFilter(condition('at', 'lt', { $date: '2024-02-30' }), typeOf)).toThrow(
    expect.objectContaining({ code: 'VALIDATION_ERROR', message: expect.stringContaining('at.$lt') }),
  );
});

it('keeps a filter that needs nothing as it is', () => {
  const each = condition('at', 'in', [{ $date: '2024-01-02T03:04:05.000Z' }]);
  expect(coerceFilter(each, typeOf)).toBe(each);
});

it('is idempotent for every type', () => {
  const anyType = fc.constantFrom(...fieldTypes, undefined);
  const odd = fc.oneof(
    value,
    fc.constantFrom<Json>('2024-01-02', '10:00', '2024-01-02T00:00Z', { _id: '12:30' }),
  );
  const one: fc.Arbitrary<Filter> = fc.oneof(
    filter,
    fc.tuple(path, odd).map(([p, v]) => condition(p, 'eq', v)),
    fc.tuple(path, fc.array(odd)).map(([p, v]) => condition(p, 'in', v)),
    odd.map((v) => condition('a._id', 'eq', v)),
  );
  fc.assert(
    fc.property(one, fc.dictionary(fc.constantFrom('a', 'b', 'list', 'a._id'), anyType), (each, of) => {
      const lookup = (name: string) => of[name];
      const once = coerceFilter(each, lookup);
      expect(coerceFilter(once, lookup)).toEqual(once);
    }),
  );
});

it('does not change what an untyped filter matches', () => {
  fc.assert(
    fc.property(filter, item, (each, of) => {
      const coerced = coerceFilter(each, () => undefined);
      expect(compileFilter(coerced)(of)).toBe(compileFilter(each)(of));
    }),
  );
});
