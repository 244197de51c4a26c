/** What an operator of an API should let through, in the adapter's own evaluation of Wix's filters. */

import type { FieldModel } from '../../model/model.js';
import type { BoundOperator } from '../../styles/filter.js';
import type { UpstreamOperator } from '../../styles/vocabulary.js';
import { compileFilter } from '../../wix/filter/evaluate.js';
import { type FilterOperator, condition as wixCondition } from '../../wix/filter/tree.js';
import type { Item, Json as WixValue } from '../../wix/json.js';

/** What a negation leaves out. */
export const positiveOf = {
  notContains: 'contains',
  notStartsWith: 'startsWith',
  notEndsWith: 'endsWith',
} as const;

/** Which items may come, and which must: what the style leaves open is neither. */
export function meaningOf(
  key: string,
  meant: { readonly operator: FilterOperator; readonly operand: WixValue },
  operator: UpstreamOperator,
  { meaning }: BoundOperator,
): { may(item: Item): boolean; must(item: Item): boolean } {
  const passes = compileFilter(wixCondition(key, meant.operator, meant.operand));
  const has = (item: Item): boolean => item[key] !== null && item[key] !== undefined;
  const nulls = meaning.nulls ?? 'dropped';
  if (operator in positiveOf) {
    // One that does not heed case leaves out more: rows that differ in that may come or not.
    const literally = literalOf(key, meant.operator, String(meant.operand));
    return {
      may: (item) => !literally(item) && (has(item) || nulls !== 'dropped'),
      must: (item) => !passes(item) && (has(item) || nulls === 'kept'),
    };
  }
  // An empty list is no missing one.
  if (operator === 'isEmptyList') return { may: passes, must: (item) => has(item) && passes(item) };
  const search = ['contains', 'startsWith', 'endsWith'].includes(meant.operator);
  if (search) {
    // An operator that heeds case finds those of the same case at least.
    return { may: passes, must: literalOf(key, meant.operator, String(meant.operand)) };
  }
  const negative = meant.operator === 'ne' || meant.operator === 'nin';
  if (!negative) return { may: passes, must: passes };
  return {
    may: (item) => passes(item) && (has(item) || nulls !== 'dropped'),
    must: (item) => passes(item) && (has(item) || nulls === 'kept'),
  };
}

function literalOf(key: string, operator: FilterOperator, operand: string): (item: Item) => boolean {
  return (item) => {
    const text = item[key];
    if (typeof text !== 'string') return false;
    if (operator === 'contains') return text.includes(operand);
    return operator === 'startsWith' ? text.startsWith(operand) : text.endsWith(operand);
  };
}

export function isLoose(operator: UpstreamOperator, { meaning }: BoundOperator, field: FieldModel): boolean {
  if (meaning.match === 'superset') return true;
  const equality = ['eq', 'ne', 'in', 'nin', 'has', 'hasSome', 'hasAll'].includes(operator);
  const blurred = field.source.kind === 'path' && field.source.codec.precisionLoss;
  return (
    equality &&
    (blurred || (field.filter?.field.kind === 'text' && (meaning.case ?? 'sensitive') !== 'sensitive'))
  );
}
