/**
 * Conditions on an ordered upstream type, by the places where its values part. The raw values that decode to one
 * Wix value lie between two cuts: both at one value where decoding is one to one (before 5, after 5), at two where several
 * raw values decode to one (before …05.006, before …05.007), at the same place where none does (5.5 among integers).
 */
import type { Json } from '../../styles/vocabulary.js';
import { always, type Constraint, never, type RangeOperator } from './types.js';

export type Cut =
  | { readonly kind: 'bottom' }
  | { readonly kind: 'top' }
  | { readonly kind: 'before'; readonly value: Json }
  | { readonly kind: 'after'; readonly value: Json };

/** The raw values between two cuts decode to one Wix value. */
export interface Preimage {
  readonly lower: Cut;
  readonly upper: Cut;
}

export const bottom: Cut = Object.freeze({ kind: 'bottom' });
export const top: Cut = Object.freeze({ kind: 'top' });
/** The place just before a raw value: everything below it lies on one side, the value itself on the other. */
export const before = (value: Json): Cut => ({ kind: 'before', value });
/** The place just after a raw value. */
export const after = (value: Json): Cut => ({ kind: 'after', value });

/**
 * An operand's raw values: `never` for an operand of another type, `unordered` for one that equals none but still is above
 * or below some, undefined where they cannot be named exactly.
 */
export type Operand = Preimage | 'never' | 'unordered' | undefined;

/** The raw values that become just the operand's value; undefined where one condition cannot name them. */
export function equalityOf(operand: Operand): Constraint | undefined {
  if (operand === undefined) return undefined;
  if (operand === 'never' || operand === 'unordered') return never;
  const { lower, upper } = operand;
  if (lower.kind === 'bottom') return below(upper);
  if (upper.kind === 'top') return above(lower);
  if (lower.kind === 'top' || upper.kind === 'bottom') return never;
  if (lower.value === upper.value)
    return lower.kind === upper.kind ? never : { kind: 'compare', operator: 'eq', value: lower.value };
  return lower.kind === 'before' && upper.kind === 'before'
    ? { kind: 'range', from: lower.value, before: upper.value }
    : undefined;
}

/**
 * The raw values that become values above or below the operand's; undefined where one condition cannot name them.
 */
export function boundOf(operator: RangeOperator, operand: Operand): Constraint | undefined {
  if (operand === undefined || operand === 'unordered') return undefined;
  if (operand === 'never') return never;
  switch (operator) {
    case 'gt':
      return above(operand.upper);
    case 'gte':
      return above(operand.lower);
    case 'lt':
      return below(operand.lower);
    case 'lte':
      return below(operand.upper);
  }
}

function above(cut: Cut): Constraint {
  if (cut.kind === 'top') return never;
  if (cut.kind === 'bottom') return always;
  return { kind: 'compare', operator: cut.kind === 'before' ? 'gte' : 'gt', value: cut.value };
}

function below(cut: Cut): Constraint {
  if (cut.kind === 'top') return always;
  if (cut.kind === 'bottom') return never;
  return { kind: 'compare', operator: cut.kind === 'before' ? 'lt' : 'lte', value: cut.value };
}
