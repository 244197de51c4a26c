/** Which operators a collection's upstream does exactly: what Wix is told with `local: deny` (law 5). */
import type { CollectionModel, FieldModel } from '../mapping/model.js';
import { condition, everything, type FilterOperator } from '../wix/filter/tree.js';
import type { Json } from '../wix/json.js';
import type { FieldType } from '../wix/protocol.js';
import { planOrder } from './order.js';
import { translateFilter } from './translate.js';

/** One plain operand for each field type: what is exact for it is offered. */
const samples: Partial<Record<FieldType, Json>> = {
  NUMBER: 1,
  BOOLEAN: true,
  DATE: '2020-01-02',
  DATETIME: { $date: '2020-01-02T03:04:05.000Z' },
  TIME: '10:20:30.000',
};

export function isExact(model: CollectionModel): (field: FieldModel, operator: FilterOperator) => boolean {
  return (field, operator) => {
    const sample = samples[field.type] ?? 'some text';
    const operand: Json =
      operator === 'in' || operator === 'nin' || operator === 'hasSome' || operator === 'hasAll'
        ? [sample]
        : operator === 'exists' || operator === 'isEmpty'
          ? true
          : operator === 'matches'
            ? { ignoreCase: true, parts: [{ kind: 'literal', text: 'some text' }] }
            : ['contains', 'startsWith', 'endsWith'].includes(operator)
              ? 'some text'
              : sample;
    return translateFilter(condition(field.key, operator, operand), model).residual === everything;
  };
}

export function isSorted(model: CollectionModel): (field: FieldModel) => boolean {
  return (field) =>
    (['ASC', 'DESC'] as const).every(
      (order) => planOrder([{ path: field.key, order }], everything, model).residual === undefined,
    );
}
