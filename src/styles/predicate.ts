/**
 * A condition in the upstream's own terms: which field, which canonical operator, which encoded value. The
 * planner makes these trees from Wix filters; the filter styles and search languages render them. A condition means what the
 * upstream does with it (see OperatorSpec), which need not be what Wix means.
 */
import type { Json, UpstreamOperator, ValueKind } from './vocabulary.js';

export interface PredicateField {
  /** Steps from the filter object to the field, e.g. ["author", "name"]; the last one is the field's filter name. */
  readonly path: readonly string[];
  readonly kind: ValueKind;
}

export type Predicate =
  | { readonly kind: 'all' }
  | { readonly kind: 'and'; readonly conditions: readonly Predicate[] }
  | { readonly kind: 'or'; readonly conditions: readonly Predicate[] }
  | { readonly kind: 'not'; readonly condition: Predicate }
  | {
      readonly kind: 'compare';
      readonly field: PredicateField;
      readonly operator: UpstreamOperator;
      /** Encoded as the upstream's variable wants it; a list for in, nin, hasSome, hasAll; true for isNull, notNull. */
      readonly value: Json;
    };

export const all: Predicate = Object.freeze({ kind: 'all' });

/** Conjunction without nesting or trivial members. */
export function and(conditions: readonly Predicate[]): Predicate {
  const flat = conditions.flatMap((each) =>
    each.kind === 'and' ? each.conditions : each.kind === 'all' ? [] : [each],
  );
  return flat.length === 0
    ? all
    : flat.length === 1
      ? flat[0]!
      : Object.freeze({ kind: 'and', conditions: flat });
}

/** Disjunction without nesting; `all` absorbs it. At least one condition is needed. */
export function or(conditions: readonly Predicate[]): Predicate {
  const flat = conditions.flatMap((each) => (each.kind === 'or' ? each.conditions : [each]));
  if (flat.some((each) => each.kind === 'all')) return all;
  return flat.length === 1 ? flat[0]! : Object.freeze({ kind: 'or', conditions: flat });
}

export function not(condition: Predicate): Predicate {
  return Object.freeze({ kind: 'not', condition });
}

export function compare(field: PredicateField, operator: UpstreamOperator, value: Json): Predicate {
  return Object.freeze({ kind: 'compare', field, operator, value });
}
