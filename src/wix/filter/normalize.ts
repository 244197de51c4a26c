/** Brings filters into a simpler form of the same meaning, for the planner. */
import {
  and,
  type Condition,
  condition,
  everything,
  type Filter,
  type FilterOperator,
  listOperand,
  not,
  nothing,
  or,
} from './tree.js';

/**
 * Operators that are each other's exact negation. The ordered ones are not: both sides are false for missing
 * values.
 */
const opposites: Partial<Record<FilterOperator, FilterOperator>> = {
  eq: 'ne',
  ne: 'eq',
  in: 'nin',
  nin: 'in',
};

/**
 * The same meaning in negation normal form: `not` stands only over conditions that have no exact opposite;
 * nested conjunctions and disjunctions are flat and without repeated members; what is always true or false is
 * folded away. The result is `everything`, `nothing`, or holds neither.
 */
export function simplifyFilter(filter: Filter): Filter {
  return simplify(filter, false);
}

function simplify(filter: Filter, negate: boolean): Filter {
  switch (filter.kind) {
    case 'not':
      return simplify(filter.filter, !negate);
    case 'condition':
      return negate ? opposite(simplifyCondition(filter)) : simplifyCondition(filter);
    case 'and':
    case 'or':
      // De Morgan: a negated conjunction is the disjunction of the negated members.
      return (filter.kind === 'and') === negate
        ? join('or', filter.filters, negate)
        : join('and', filter.filters, negate);
  }
}

function join(kind: 'and' | 'or', filters: readonly Filter[], negate: boolean): Filter {
  const [neutral, absorbing] = kind === 'and' ? [everything, nothing] : [nothing, everything];
  const flat = new Set<Filter>();
  for (const each of filters) {
    const simple = simplify(each, negate);
    if (simple === absorbing) return absorbing;
    if (simple === neutral) continue;
    if (simple.kind === kind) for (const inner of simple.filters) flat.add(inner);
    else flat.add(simple);
  }
  const members = [...flat];
  if (members.length === 0) return neutral;
  if (members.length === 1) return members[0]!;
  return kind === 'and' ? and(members) : or(members);
}

/** Tests of an empty list do not depend on the item. */
function simplifyCondition(each: Condition): Filter {
  switch (each.operator) {
    case 'in':
    case 'hasSome':
    case 'hasAll':
      return listOperand(each).length === 0 ? nothing : each;
    case 'nin':
      return listOperand(each).length === 0 ? everything : each;
    case 'eq':
    case 'ne':
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
    case 'contains':
    case 'startsWith':
    case 'endsWith':
    case 'exists':
    case 'isEmpty':
    case 'matches':
      return each;
  }
}

function opposite(filter: Filter): Filter {
  if (filter === everything) return nothing;
  if (filter === nothing) return everything;
  if (filter.kind !== 'condition') return not(filter);
  const { path, operator, operand, source } = filter;
  const other = opposites[operator];
  if (other !== undefined) return condition(path, other, operand, source);
  if (operator === 'exists' || operator === 'isEmpty')
    return condition(path, operator, operand !== true, source);
  return not(filter);
}
