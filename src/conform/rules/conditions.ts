/** Conditions of which each finds some items. */
import type { Json } from '../../wix/json.js';
import type { ItemSample } from '../sample.js';
import { valuesOf } from '../values.js';
import { offering } from './filters.js';

/** Simple conditions, each of which finds some items. */
export function conditionsOf(sample: ItemSample): readonly Record<string, Json>[] {
  const fields = offering(sample, 'EQ');
  return fields.flatMap((field) => {
    const values = valuesOf(sample, field).slice(0, 4);
    const equal = values.map((value) => ({ [field.key]: value }));
    return field.operators.has('GT')
      ? [
          ...equal,
          ...values.flatMap((value) => (typeof value === 'boolean' ? [] : [{ [field.key]: { $gt: value } }])),
        ]
      : equal;
  });
}
