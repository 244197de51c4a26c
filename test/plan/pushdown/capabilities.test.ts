/**
 * What `collections/get` advertises is what will be done (law 5): with `local: deny` every offered operator and sort is
 * left to the upstream whole, and everything that is not offered is refused; with `local: allow` only sorts that no type offers are refused.
 */
import { describe, expect, test } from 'vitest';
import type { CollectionModel } from '../../../src/model/model.js';
import { recommendedCapabilities } from '../../../src/wix/capabilities.js';
import type { Json } from '../../../src/wix/json.js';
import type { Field, FieldType, QueryOperator } from '../../../src/wix/protocol.js';
import { planFor } from '../bound.js';
import { boundDialects } from '../products-mapping.js';

const texts: readonly Json[] = ['plain 123', 'kiwi', 'İstanbul', 'straße', '50%_\\', 'Apfel'];
const samples: Partial<Record<FieldType, readonly Json[]>> = {
  NUMBER: [0, 1, -5, 2.5, 1_234_567_890],
  BOOLEAN: [true, false],
  DATE: ['2020-01-02', '1969-12-31'],
  DATETIME: [{ $date: '2020-01-02T03:04:05.006Z' }, { $date: '1905-06-30T12:00:00.000Z' }],
  TIME: ['10:20:30.000', '23:59:59.999'],
  REFERENCE: ['7', 'some-id'],
};

/** Filters that Wix may send for a field that offers the operator. */
function filtersOf(field: Field, operator: QueryOperator): Json[] {
  const values = samples[field.type] ?? texts;
  const each = (name: string, operands: readonly Json[]): Json[] =>
    operands.map((operand) => ({ [field.key]: { [name]: operand } }));
  switch (operator) {
    case 'EQ':
      return [{ [field.key]: null }, ...values.map((value): Json => ({ [field.key]: value }))];
    case 'NE':
      return each('$ne', [null, ...values]);
    case 'HAS_SOME':
      return [
        ...each('$hasSome', [values, [values[0]!]]),
        ...each('$in', [values]),
        ...each('$nin', [values]),
      ];
    case 'HAS_ALL':
      return each('$hasAll', [[values[0]!], values]);
    case 'EXISTS':
      return [...each('$exists', [true, false]), ...each('$isEmpty', [true, false])];
    case 'URLIZED':
      return each('$urlized', ['red-item']);
    case 'STARTS_WITH':
      return each('$startsWith', texts);
    case 'ENDS_WITH':
      return each('$endsWith', texts);
    case 'CONTAINS':
      return each('$contains', texts);
    default:
      return each(`$${operator.toLowerCase()}`, values);
  }
}

function isRefused(
  model: CollectionModel,
  filter: Json,
  sort: readonly { path: string; order: 'ASC' | 'DESC' }[] = [],
): boolean {
  try {
    planFor(model, filter, sort);
    return false;
  } catch {
    return true;
  }
}

describe.each(Object.keys(boundDialects) as (keyof typeof boundDialects)[])('%s', (name) => {
  const strict = boundDialects[name]({ local: 'deny' });
  const model = strict.model('products');
  const described = strict.engine.describe(model);
  test.each(described.fields.map((field) => [field.key, field] as const))('deny: %s', (_, field) => {
    const most = recommendedCapabilities[field.type];
    for (const operator of most.queryOperators) {
      const refused = filtersOf(field, operator).filter((filter) => isRefused(model, filter));
      if (field.capabilities.queryOperators.includes(operator)) expect(refused, operator).toEqual([]);
      else expect(refused.length, `${operator} is not offered`).toBeGreaterThan(0);
    }
    const unsorted = (['ASC', 'DESC'] as const).filter((order) =>
      isRefused(model, {}, [{ path: field.key, order }]),
    );
    if (field.capabilities.sortable) expect(unsorted).toEqual([]);
    else if (most.sortable) expect(unsorted.length).toBeGreaterThan(0);
  });

  const lenient = boundDialects[name]({ local: 'allow' });
  test('allow: all that is sensible for the type is offered, and nothing of it is refused', () => {
    const open = lenient.model('products');
    for (const field of lenient.engine.describe(open).fields) {
      const most = recommendedCapabilities[field.type];
      expect(field.capabilities, field.key).toEqual({
        sortable: most.sortable,
        queryOperators: most.queryOperators,
      });
      for (const operator of most.queryOperators)
        for (const filter of filtersOf(field, operator)) expect(isRefused(open, filter)).toBe(false);
      for (const order of ['ASC', 'DESC'] as const)
        expect(isRefused(open, {}, [{ path: field.key, order }])).toBe(!most.sortable);
    }
  });
});
