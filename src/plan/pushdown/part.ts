/** What one condition on one field becomes upstream, looked at without the rows that have no value. */
import type { Refusal } from '../../model/model.js';
import { refused } from '../../model/refusal.js';
import { and, not, or, type Predicate } from '../../styles/predicate.js';

export type { Refusal } from '../../model/model.js';
export { nothingHelps, refused } from '../../model/refusal.js';

export type Part =
  | { readonly kind: 'none' }
  | { readonly kind: 'all' }
  | {
      readonly kind: 'some';
      readonly condition: Predicate;
      readonly exact: boolean;
      /** What the upstream does with rows without a value. */
      readonly nulls: 'dropped' | 'kept' | 'unknown';
    }
  | Refusal;

export const noRow: Part = Object.freeze({ kind: 'none' });
export const everyRow: Part = Object.freeze({ kind: 'all' });

/**
 * A condition that is sent.
 * @param exact false: it finds at least the rows that are meant, so they are checked again here
 * @param nulls what happens to rows without a value of the field
 */
export function some(
  condition: Predicate,
  exact: boolean,
  nulls: 'dropped' | 'kept' | 'unknown' = 'dropped',
): Part {
  return Object.freeze({ kind: 'some', condition, exact, nulls });
}

/** Disjunction of parts of one field. */
export function anyOf(parts: readonly Part[]): Part {
  const refusal = parts.find((part) => part.kind === 'refused');
  if (refusal) return refusal;
  if (parts.some((part) => part.kind === 'all')) return everyRow;
  const wanted = parts.filter((part) => part.kind === 'some');
  if (wanted.length === 0) return noRow;
  if (wanted.length === 1) return wanted[0]!;
  return some(
    or(wanted.map((part) => part.condition)),
    wanted.every((part) => part.exact),
    worstNulls(wanted),
  );
}

/** Conjunction of parts of one field; a part that cannot be sent makes the rest a superset. */
export function allOf(parts: readonly Part[]): Part {
  if (parts.some((part) => part.kind === 'none')) return noRow;
  const wanted = parts.filter((part) => part.kind === 'some');
  const refusal = parts.find((part) => part.kind === 'refused');
  if (wanted.length === 0) return refusal ?? everyRow;
  return some(
    and(wanted.map((part) => part.condition)),
    refusal === undefined && wanted.every((part) => part.exact),
    wanted.some((part) => part.nulls === 'dropped') ? 'dropped' : worstNulls(wanted),
  );
}

/** Negation through the upstream's own combinator; only what is exact can be turned round. */
export function negated(part: Part, logic: 'two-valued' | 'three-valued' | 'unknown'): Part {
  if (part.kind === 'none') return everyRow;
  if (part.kind === 'all') return noRow;
  if (part.kind === 'refused') return part;
  if (!part.exact)
    return refused(
      'the upstream condition is wider than the filter, so its opposite would miss rows',
      'an exact operator in the dialect',
    );
  if (part.nulls !== 'dropped')
    return refused(
      'the opposite of a condition that keeps rows without a value',
      'a negative operator in the dialect',
    );
  return some(
    not(part.condition),
    true,
    logic === 'two-valued' ? 'kept' : logic === 'three-valued' ? 'dropped' : 'unknown',
  );
}

function worstNulls(parts: readonly Extract<Part, { kind: 'some' }>[]): 'dropped' | 'kept' | 'unknown' {
  const first = parts[0]!.nulls;
  return parts.every((part) => part.nulls === first) ? first : 'unknown';
}
