/**
 * Wix's filter language as a small frozen tree. Meaning: protocol section 7.2, two-valued; implemented once
 * in evaluate.ts. `$urlized` is parsed to `matches`, so that it has one form here.
 */
import type { Json } from '../json.js';

export const filterOperators = [
  'eq',
  'ne',
  'gt',
  'gte',
  'lt',
  'lte',
  'in',
  'nin',
  'hasSome',
  'hasAll',
  'startsWith',
  'endsWith',
  'contains',
  'exists',
  'isEmpty',
  'matches',
] as const;
export type FilterOperator = (typeof filterOperators)[number];

/** `literal`: that text; `anyOf`: exactly one of the characters. */
export type MatchPart =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'anyOf'; readonly characters: string };

/** Operand of `matches`: the parts one after another make up the whole value, whatever its case. */
export type MatchPattern = { readonly ignoreCase: true; readonly parts: readonly MatchPart[] };

/**
 * One test of one field. Operands: any value (eq, ne); number, text, boolean or date (gt, gte, lt, lte); a
 * list (in, nin, hasSome, hasAll); a text (startsWith, endsWith, contains); a boolean (exists, isEmpty); a
 * MatchPattern (matches).
 */
export interface Condition {
  readonly kind: 'condition';
  readonly path: string;
  readonly operator: FilterOperator;
  readonly operand: Json;
  /** Where it stood in the request, such as `price.$gt`: the fieldPath of violations. */
  readonly source: string;
}

export type Filter =
  | { readonly kind: 'and'; readonly filters: readonly Filter[] }
  | { readonly kind: 'or'; readonly filters: readonly Filter[] }
  | { readonly kind: 'not'; readonly filter: Filter }
  | Condition;

/** Matches every item: the one empty conjunction, so that it can be recognised by identity. */
export const everything: Filter = Object.freeze({ kind: 'and', filters: Object.freeze([]) });

/** Matches no item: the one empty disjunction. */
export const nothing: Filter = Object.freeze({ kind: 'or', filters: Object.freeze([]) });

export function and(filters: readonly Filter[]): Filter {
  if (filters.length === 0) return everything;
  return Object.freeze({ kind: 'and', filters: Object.freeze([...filters]) });
}

export function or(filters: readonly Filter[]): Filter {
  if (filters.length === 0) return nothing;
  return Object.freeze({ kind: 'or', filters: Object.freeze([...filters]) });
}

export function not(filter: Filter): Filter {
  return Object.freeze({ kind: 'not', filter });
}

export function condition(
  path: string,
  operator: FilterOperator,
  operand: Json,
  source = `${path}.$${operator}`,
): Condition {
  return Object.freeze({ kind: 'condition', path, operator, operand, source });
}

/** The operand of in, nin, hasSome, hasAll. */
export function listOperand(each: Condition): readonly Json[] {
  return each.operand as readonly Json[];
}

/** The operand of matches. */
export function patternOperand(each: Condition): MatchPattern {
  return each.operand as MatchPattern;
}

/** The same filter with every condition replaced; the shape around the conditions stays. */
export function mapConditions(filter: Filter, change: (each: Condition) => Filter): Filter {
  switch (filter.kind) {
    case 'condition':
      return change(filter);
    case 'not':
      return not(mapConditions(filter.filter, change));
    case 'and':
      return and(filter.filters.map((each) => mapConditions(each, change)));
    case 'or':
      return or(filter.filters.map((each) => mapConditions(each, change)));
  }
}
