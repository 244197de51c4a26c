/** Membership in a list of values, and its opposite. */
import type { Codec, Constraint } from '../../../model/codecs/types.js';
import type { Json as Value } from '../../../styles/vocabulary.js';
import type { Json } from '../../../wix/json.js';
import { allOf, anyOf, everyRow, negated, noRow, type Part, refused } from '../part.js';
import { constraintPart, negatedConstraint } from './comparison.js';
import { has, inChunks, inexpressible, type LeafContext, logicOf, widened } from './operator.js';

/** Longest `or` of single values that stands in for a missing `in`. */
const longestAlternatives = 50;

/**
 * Rows whose value is one of these: by `in`, several of them where the list is longer than one takes, or by
 * alternatives of `eq`. `null` among the values is not looked at.
 */
export function oneOfPart(values: readonly Json[], codec: Codec, context: LeafContext): Part {
  const constraints = values.filter((value) => value !== null).map((value) => codec.equality(value as Value));
  if (constraints.some((each) => each === undefined)) return inexpressible;
  const possible = constraints.filter((each) => each !== undefined && each.kind !== 'never') as Constraint[];
  if (possible.length === 0) return noRow;
  if (possible.length === 1) return constraintPart(possible[0], context);
  const plain = possible.flatMap((each) =>
    each.kind === 'compare' && each.operator === 'eq' ? [each.value] : [],
  );
  if (plain.length === possible.length && has('in', context)) {
    const found = anyOf(inChunks('in', plain, context));
    return possible.some(isWide) ? widened(found) : found;
  }
  if (possible.length > longestAlternatives) {
    return refused(
      `the upstream has no list operator, and ${possible.length} alternatives are too many`,
      'an operator in in list.filter.operators',
    );
  }
  return anyOf(possible.map((each) => constraintPart(each, context)));
}

function isWide(constraint: Constraint): boolean {
  return constraint.kind === 'compare' && constraint.wide === true;
}

/** Rows that have a value, and none of these: by `nin`, a negated `in`, or several `ne`. */
export function negativeOneOf(values: readonly Json[], codec: Codec, context: LeafContext): Part {
  const constraints = values.filter((value) => value !== null).map((value) => codec.equality(value as Value));
  if (constraints.some((each) => each === undefined)) return inexpressible;
  const possible = constraints.filter((each) => each !== undefined && each.kind !== 'never') as Constraint[];
  if (possible.length === 0) return everyRow;
  if (possible.some(isWide)) return inexpressible;
  const plain = possible.flatMap((each) =>
    each.kind === 'compare' && each.operator === 'eq' ? [each.value] : [],
  );
  if (plain.length === possible.length && plain.length > 1) {
    if (has('nin', context)) return allOf(inChunks('nin', plain, context));
    if (context.list.filter?.not && has('in', context)) {
      return negated(anyOf(inChunks('in', plain, context)), logicOf(context));
    }
  }
  if (possible.length > longestAlternatives) return inexpressible;
  const parts = possible.map((each) => negatedConstraint(each, context));
  // Each part must hold: one that cannot be sent makes the whole only a superset, which a negation may be.
  return allOf(parts);
}
