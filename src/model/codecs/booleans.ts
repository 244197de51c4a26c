/** BOOLEAN from booleans, and from 0 and 1 where the mapping declares the type. */
import type { Json } from '../../styles/vocabulary.js';
import {
  always,
  type Codec,
  type CodecOptions,
  type Constraint,
  ConversionError,
  never,
  type RangeOperator,
} from './types.js';

/** BOOLEAN from booleans, or from the integers 0 and 1. */
export function booleanCodec({ scalar, type }: CodecOptions): Codec {
  const numeric = scalar === 'int32';
  const equal = (value: boolean): Constraint => ({
    kind: 'compare',
    operator: 'eq',
    value: numeric ? Number(value) : value,
  });
  return {
    type,
    scalar,
    decode(raw) {
      if (raw === null || raw === undefined) return null;
      if (numeric ? raw === 0 || raw === 1 : typeof raw === 'boolean') return Boolean(raw);
      throw new ConversionError(raw, numeric ? '0 or 1' : 'true or false');
    },
    encode(value) {
      if (value === null) return null;
      if (typeof value !== 'boolean') throw new ConversionError(value, 'true or false');
      return numeric ? Number(value) : value;
    },
    equality: (value) => (typeof value === 'boolean' ? equal(value) : never),
    bound: (operator, value) => (typeof value === 'boolean' ? bound(operator, value, equal) : never),
    textual: false,
    order: 'boolean',
    monotone: true,
    precisionLoss: false,
  };
}

/** false < true */
function bound(operator: RangeOperator, value: Json, equal: (value: boolean) => Constraint): Constraint {
  switch (operator) {
    case 'gt':
      return value ? never : equal(true);
    case 'gte':
      return value ? equal(true) : always;
    case 'lt':
      return value ? equal(false) : never;
    case 'lte':
      return value ? always : equal(false);
  }
}
