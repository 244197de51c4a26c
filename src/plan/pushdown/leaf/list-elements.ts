/** Conditions on fields that hold lists: they hold when any element does. */
import type { Codec, Constraint } from '../../../model/codecs/types.js';
import type { Json as Value } from '../../../styles/vocabulary.js';
import { type Condition, listOperand } from '../../../wix/filter/tree.js';
import type { Json } from '../../../wix/json.js';
import { allOf, anyOf, everyRow, noRow, type Part } from '../part.js';
import { has, inChunks, inexpressible, type LeafContext, one, widened } from './operator.js';

/**
 * The rows of a field that holds a list for which the condition is true: it is when it holds for any element
 * (protocol section 7.2).
 */
export function listPart(condition: Condition, element: Codec, context: LeafContext): Part {
  // Lists may hold missing elements, which no operator asks for.
  const equality = (value: Json): Constraint | undefined => {
    const constraint = value === null ? undefined : element.equality(value as Value);
    return constraint?.kind === 'compare' && constraint.wide ? undefined : constraint;
  };
  const elementPart = (value: Json): Part => {
    const constraint = equality(value);
    if (constraint === undefined || constraint.kind === 'always') return inexpressible;
    if (constraint.kind === 'never') return noRow;
    if (constraint.kind !== 'compare' || constraint.operator !== 'eq') return inexpressible;
    return has('has', context)
      ? one('has', constraint.value, context)
      : one('hasSome', [constraint.value], context);
  };
  const oneOf = (values: readonly Json[]): Part => {
    const constraints = values.map(equality);
    const plain = constraints.flatMap((each) =>
      each?.kind === 'compare' && each.operator === 'eq' ? [each.value] : [],
    );
    const possible = constraints.filter((each) => each?.kind !== 'never');
    if (possible.length === 0) return noRow;
    if (plain.length !== possible.length) return inexpressible;
    if (has('hasSome', context)) return anyOf(inChunks('hasSome', plain, context));
    return anyOf(values.map(elementPart));
  };
  const operand = condition.operand;
  switch (condition.operator) {
    case 'eq':
      if (operand === null) return noRow;
      if (!Array.isArray(operand)) return elementPart(operand);
      // The exact list has at least these elements.
      return operand.length === 0
        ? one('isEmptyList', true, context)
        : widened(allOf(operand.map(elementPart)));
    case 'ne':
      return operand === null ? everyRow : inexpressible;
    case 'in':
      // A null among them means items without a value, which are looked at elsewhere.
      return listOperand(condition).some(Array.isArray)
        ? inexpressible
        : oneOf(listOperand(condition).filter((value) => value !== null));
    case 'hasSome':
      return oneOf(listOperand(condition));
    case 'hasAll': {
      const values = listOperand(condition);
      if (values.length === 0) return noRow;
      if (has('hasAll', context)) {
        const plain = values.map(equality);
        if (plain.some((each) => each?.kind === 'never')) return noRow;
        if (plain.every((each) => each?.kind === 'compare' && each.operator === 'eq')) {
          return allOf(
            inChunks(
              'hasAll',
              plain.map((each) => (each as { value: Value }).value),
              context,
            ),
          );
        }
      }
      return allOf(values.map(elementPart));
    }
    case 'exists':
      return operand === true ? everyRow : noRow;
    case 'isEmpty': {
      const empty = one('isEmptyList', true, context);
      return operand === true ? empty : inexpressible;
    }
    // Only equality of elements is sent.
    case 'nin':
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
    case 'contains':
    case 'startsWith':
    case 'endsWith':
    case 'matches':
      return inexpressible;
  }
}
