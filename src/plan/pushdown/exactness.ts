/** Which operators a collection's upstream does exactly: what Wix is told with `local: deny` (law 5). */
import type { CollectionModel, FieldModel } from '../../model/model.js';
import { condition, everything, type FilterOperator } from '../../wix/filter/tree.js';
import type { Json } from '../../wix/json.js';
import type { FieldType } from '../../wix/protocol.js';
import { planOrder } from './order.js';
import { translateFilter } from './translate.js';

/** Operands for each field type; the first is plain, the others are those on which upstreams differ. */
const samples: Partial<Record<FieldType, readonly Json[]>> = {
  NUMBER: [1, -2.5],
  BOOLEAN: [true, false],
  DATE: ['2020-01-02'],
  DATETIME: [{ $date: '2020-01-02T03:04:05.006Z' }],
  TIME: ['10:20:30.000', '23:59:59.999'],
};

/** A search is exact only if it is so for every text: letters that fold differently, and what may be a wildcard. */
const texts: readonly string[] = ['some text', 'kiwi', '\u0130\u00c9\u1e9e\u03a3', '50%_\\'];

/**
 * Whether the upstream does an operator exactly on a field, tried with sample operands: plain ones, and those on
 * which upstreams differ.
 */
export function isExact(model: CollectionModel): (field: FieldModel, operator: FilterOperator) => boolean {
  return (field, operator) =>
    probeOperands(field.type, operator).every(
      (operand) => translateFilter(condition(field.key, operator, operand), model).residual === everything,
    );
}

/** Operands that upstreams do the operator differently with; the first one is plain. */
export function probeOperands(type: FieldType, operator: FilterOperator): readonly Json[] {
  const values = samples[type] ?? texts;
  switch (operator) {
    case 'eq':
    case 'ne':
      return [null, ...values];
    case 'in':
    case 'nin':
    case 'hasSome':
    case 'hasAll':
      return [[values[0]!], values];
    case 'exists':
    case 'isEmpty':
      return [true, false];
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      return texts;
    case 'matches':
      return [{ ignoreCase: true, parts: [{ kind: 'literal', text: 'some text' }] }];
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return values;
  }
}

/** Whether the upstream sorts by a field as Wix does, in both directions. */
export function isSorted(model: CollectionModel): (field: FieldModel) => boolean {
  return (field) =>
    (['ASC', 'DESC'] as const).every(
      (order) => planOrder([{ path: field.key, order }], everything, model).residual === undefined,
    );
}
