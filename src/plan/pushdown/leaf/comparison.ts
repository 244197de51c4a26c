/** Equality and order: the raw values that a codec names, by the operators that the upstream has. */
import type { Codec, Constraint } from '../../../model/codecs/types.js';
import type { Json as Value } from '../../../styles/vocabulary.js';
import type { Json } from '../../../wix/json.js';
import { allOf, anyOf, everyRow, negated, noRow, type Part, refused } from '../part.js';
import { codecOf, has, inexpressible, type LeafContext, logicOf, one, widened } from './operator.js';

/**
 * The rows whose raw value satisfies the constraint, by single operators of the field; a refusal where the
 * constraint is undefined.
 */
export function constraintPart(constraint: Constraint | undefined, context: LeafContext): Part {
  if (constraint === undefined) return inexpressible;
  switch (constraint.kind) {
    case 'never':
      return noRow;
    case 'always':
      return everyRow;
    case 'range':
      return allOf([
        comparePart('gte', constraint.from, context),
        comparePart('lt', constraint.before, context),
      ]);
    case 'compare': {
      const part = comparePart(constraint.operator, constraint.value, context);
      return constraint.wide ? widened(part) : part;
    }
  }
}

function comparePart(operator: 'eq' | 'gt' | 'gte' | 'lt' | 'lte', value: Value, context: LeafContext): Part {
  if (has(operator, context)) return one(operator, value, context);
  if (operator === 'eq' && has('in', context)) return one('in', [value], context);
  if (operator === 'eq' && ordered(context) && bounded(context)) {
    return allOf([comparePart('gte', value, context), comparePart('lte', value, context)]);
  }
  if (operator === 'gte' && has('gt', context) && has('eq', context)) {
    return anyOf([one('gt', value, context), one('eq', value, context)]);
  }
  if (operator === 'lte' && has('lt', context) && has('eq', context)) {
    return anyOf([one('lt', value, context), one('eq', value, context)]);
  }
  if (operator === 'gte' && has('gt', context)) {
    const before = shifted(value, -1);
    if (before !== undefined) return widened(one('gt', before, context));
  }
  if (operator === 'lte' && has('lt', context)) {
    const after = shifted(value, 1);
    if (after !== undefined) return widened(one('lt', after, context));
  }
  if (operator === 'gt' && has('gte', context)) return widened(one('gte', value, context));
  if (operator === 'lt' && has('lte', context)) return widened(one('lte', value, context));
  return one(operator, value, context);
}

/** Whether both ends of a range can be named, strictly or not. */
function bounded(context: LeafContext): boolean {
  return (has('gte', context) || has('gt', context)) && (has('lte', context) || has('lt', context));
}

/** A moment some milliseconds away, in the form in which it was to be sent; undefined for anything else. */
function shifted(value: Value, milliseconds: number): Value | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return undefined;
  return new Date(Date.parse(value) + milliseconds).toISOString();
}

function ordered(context: LeafContext): boolean {
  return ['numeric', 'date', 'time'].includes(codecOf(context).order);
}

/** Rows with a value that does not satisfy the constraint. */
export function negatedConstraint(constraint: Constraint | undefined, context: LeafContext): Part {
  if (constraint === undefined) return inexpressible;
  switch (constraint.kind) {
    case 'never':
      return everyRow;
    case 'always':
      return noRow;
    case 'range':
      return anyOf([
        comparePart('lt', constraint.from, context),
        comparePart('gte', constraint.before, context),
      ]);
    case 'compare': {
      if (constraint.wide) return inexpressible;
      if (constraint.operator === 'eq') return differentFrom(constraint.value, context);
      const opposite = ({ gt: 'lte', gte: 'lt', lt: 'gte', lte: 'gt' } as const)[constraint.operator];
      return comparePart(opposite, constraint.value, context);
    }
  }
}

function differentFrom(value: Value, context: LeafContext): Part {
  if (has('ne', context)) return one('ne', value, context);
  // Among rows with a value there is only the other one.
  if (typeof value === 'boolean' && context.field.filter?.field.kind === 'boolean' && has('eq', context)) {
    return one('eq', !value, context);
  }
  if (has('nin', context)) return one('nin', [value], context);
  if (context.list.filter?.not && has('eq', context)) {
    return negated(one('eq', value, context), logicOf(context));
  }
  if (ordered(context) && has('lt', context) && has('gt', context)) {
    return anyOf([one('lt', value, context), one('gt', value, context)]);
  }
  return one('ne', value, context);
}

/** Rows that have a value, and not this one. For `null` that is every row with a value. */
export function negativeEquality(operand: Json, codec: Codec, context: LeafContext): Part {
  return operand === null ? everyRow : negatedConstraint(codec.equality(operand as Value), context);
}

/**
 * Rows whose value lies on one side of the operand. Texts only where the upstream compares them by UTF-16 code
 * unit (protocol section 7.2).
 */
export function orderedPart(
  operator: 'gt' | 'gte' | 'lt' | 'lte',
  operand: Json,
  codec: Codec,
  context: LeafContext,
): Part {
  const constraint = codec.bound(operator, operand as Value);
  if (constraint?.kind === 'compare' && codec.order === 'text' && context.list.textOrder !== 'utf16') {
    return textOrderRefusal(context);
  }
  return constraintPart(constraint, context);
}

/** Why an order of texts is worked out here, with the line of the mapping that would change it. */
export function textOrderRefusal(context: LeafContext): Part {
  return refused(
    'the upstream may order text otherwise than Wix (by code unit)',
    `text: { order: utf16 } in ${context.field.file} or upstream.yaml, if the API orders text that way`,
  );
}
