/** Pieces that all search languages share. */
import type { Predicate, PredicateField } from '../../predicate.js';
import type { Json } from '../../vocabulary.js';

export type Comparison = Extract<Predicate, { kind: 'compare' }>;

/**
 * Text of a comparison, or null when the language can only let every row pass. Rows are checked again then, which is
 * right for operators declared as superset only.
 */
export type CompileComparison = (comparison: Comparison) => string | null;

/** How a language joins texts. A missing member means that the combinator is not declared. */
export interface Joints {
  readonly and: (parts: readonly string[]) => string;
  readonly or?: (parts: readonly string[]) => string;
  readonly not?: (part: string) => string;
}

/** Compiles a tree; null stands for "every row" and is absorbed. */
export function compileTree(condition: Predicate, compare: CompileComparison, joints: Joints): string | null {
  switch (condition.kind) {
    case 'all':
      return null;
    case 'compare':
      return compare(condition);
    case 'and': {
      const parts = condition.conditions
        .map((each) => compileTree(each, compare, joints))
        .filter((each) => each !== null);
      return parts.length === 0 ? null : parts.length === 1 ? parts[0]! : joints.and(parts);
    }
    case 'or': {
      const parts = condition.conditions.map((each) => compileTree(each, compare, joints));
      if (!joints.or || parts.some((each) => each === null)) return null;
      return parts.length === 1 ? parts[0]! : joints.or(parts as string[]);
    }
    case 'not': {
      const part = compileTree(condition.condition, compare, joints);
      // Letting every row pass inside a negation would lose all of them; only exact parts are ever negated.
      if (!joints.not || part === null)
        throw new TypeError('A condition that is not exact cannot be negated');
      return joints.not(part);
    }
  }
}

/** Text of a value that is no text: numbers and booleans as JSON writes them. */
export function plainText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The members of a list operand; a single value counts as a list of one. */
export function listOf(value: Json): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [value];
}

/** The filter name of a field. */
export function nameOf(field: PredicateField): string {
  return field.path.join('.');
}

/** Double quotes around, backslash before quotes and backslashes inside. */
export function doubleQuoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

/** Does the text hold anything that a word index could find? */
export function hasWord(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

/** The second at or before a moment; undefined when the text is no date-time. */
export function floorToSecond(text: string): string | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : secondText(Math.floor(time / 1000));
}

/** The second at or after a moment. */
export function ceilToSecond(text: string): string | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : secondText(Math.ceil(time / 1000));
}

/** The second after the one that holds a moment. */
export function nextSecond(text: string): string | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : secondText(Math.floor(time / 1000) + 1);
}

function secondText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
