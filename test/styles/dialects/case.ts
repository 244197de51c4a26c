/** One dialect's table: a small schema in its manner, and what conditions become in the filter argument. */
import { and, compare, not, or, type Predicate } from '../../../src/styles/predicate.js';
import type { Json, UpstreamOperator, ValueKind } from '../../../src/styles/vocabulary.js';

/** The schema or the dialect has no such operator, so the condition is worked out by the adapter. */
export const RESIDUAL = 'RESIDUAL';

export interface DialectCases {
  readonly dialect: string;
  /** Type definitions without the scalars DateTime and JSON, which the test adds. */
  readonly schema: string;
  readonly list: string;
  readonly cases: readonly (readonly [condition: Predicate, expected: Json])[];
}

/** A comparison; a dotted path reaches into a related object. */
export function is(path: string, kind: ValueKind, operator: UpstreamOperator, value: Json): Predicate {
  return compare({ path: path.split('.'), kind }, operator, value);
}

export const text = (path: string, operator: UpstreamOperator, value: Json) =>
  is(path, 'text', operator, value);
export const number = (path: string, operator: UpstreamOperator, value: Json) =>
  is(path, 'number', operator, value);
export const date = (path: string, operator: UpstreamOperator, value: Json) =>
  is(path, 'date', operator, value);
export const list = (path: string, operator: UpstreamOperator, value: Json) =>
  is(path, 'list', operator, value);
export const id = (path: string, operator: UpstreamOperator, value: Json) => is(path, 'id', operator, value);
export const both = (...conditions: readonly Predicate[]) => and(conditions);
export const either = (...conditions: readonly Predicate[]) => or(conditions);
export const no = not;
