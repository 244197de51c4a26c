/** What SQL databases do: three-valued logic, comparison under a collation, LIKE. */
import type { Cell, Entry } from './table.js';

export type Truth = boolean | null;

export const not3 = (truth: Truth): Truth => (truth === null ? null : !truth);

export function and3(truths: readonly Truth[]): Truth {
  return truths.includes(false) ? false : truths.includes(null) ? null : true;
}

export function or3(truths: readonly Truth[]): Truth {
  return truths.includes(true) ? true : truths.includes(null) ? null : false;
}

/** How texts compare. Equality need not be byte equality (MySQL), order need not be code point order (ICU). */
export interface Collation {
  readonly compare: (left: string, right: string) => number;
  readonly equal: (left: string, right: string) => boolean;
}

/** Order of UTF-8 bytes: PostgreSQL's C collation, SQLite's BINARY. Not the order of UTF-16 code units. */
function compareCodePoints(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a === b) continue;
    const surrogates = Number(a >= 0xd800 && a <= 0xdfff) - Number(b >= 0xd800 && b <= 0xdfff);
    return surrogates === 0 ? a - b : surrogates;
  }
  return left.length - right.length;
}

const variant = new Intl.Collator('en-US', { sensitivity: 'variant' });
const base = new Intl.Collator('en-US', { sensitivity: 'base' });

export const collations = {
  codePoint: { compare: compareCodePoints, equal: (left: string, right: string) => left === right },
  /** PostgreSQL with en_US: dictionary order, ties by bytes, equality exact. */
  locale: {
    compare: (left: string, right: string) => variant.compare(left, right) || compareCodePoints(left, right),
    equal: (left: string, right: string) => left === right,
  },
  /** MySQL's utf8mb4_0900_ai_ci: neither case nor accents count, also in equality. */
  caseInsensitive: {
    compare: base.compare,
    equal: (left: string, right: string) => base.compare(left, right) === 0,
  },
} satisfies Record<string, Collation>;
export type CollationName = keyof typeof collations;

export type Fold = (text: string) => string;

/** One code point to one code point, as towlower() does: İ becomes i, Σ becomes σ everywhere, ß stays. */
export const foldUnicode: Fold = (text) =>
  Array.from(text, (each) => String.fromCodePoint(each.toLowerCase().codePointAt(0) as number)).join('');
/** SQLite's LIKE and LOWER without ICU. */
export const foldAscii: Fold = (text) => text.replace(/[A-Z]/g, (each) => each.toLowerCase());
export const foldNothing: Fold = (text) => text;

/** Negative, zero, positive; both cells must have values of one kind. */
export function compareCells(left: Cell, right: Cell, collation: Collation): number {
  if (typeof left === 'string' && typeof right === 'string') return collation.compare(left, right);
  const a = left as number;
  const b = right as number;
  return a < b ? -1 : a > b ? 1 : 0;
}

export type Comparison = 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte';

/** SQL's comparison operators: unknown when either side is null. */
export function compare3(comparison: Comparison, cell: Cell, operand: Cell, collation: Collation): Truth {
  if (cell === null || operand === null) return null;
  if (comparison === 'eq' || comparison === 'ne') {
    const equal =
      typeof cell === 'string' && typeof operand === 'string'
        ? collation.equal(cell, operand)
        : cell === operand;
    return equal === (comparison === 'eq');
  }
  const order = compareCells(cell, operand, collation);
  if (comparison === 'gt') return order > 0;
  if (comparison === 'gte') return order >= 0;
  return comparison === 'lt' ? order < 0 : order <= 0;
}

/** `cell IN (…)`; an empty list is false even for null. */
export function in3(cell: Cell, operands: readonly Cell[], collation: Collation): Truth {
  return or3(operands.map((each) => compare3('eq', cell, each, collation)));
}

export interface LikeOptions {
  readonly fold: Fold;
  /** `\` escapes the next character (PostgreSQL, MySQL); SQLite has no escape character unless told. */
  readonly escape: boolean;
}

/** `cell LIKE pattern`. A character is a code point. */
export function like3(cell: Cell, pattern: string, options: LikeOptions): Truth {
  if (cell === null) return null;
  return likePattern(options.fold(pattern), options.escape).test(options.fold(String(cell)));
}

function likePattern(pattern: string, escapes: boolean): RegExp {
  const characters = Array.from(pattern);
  let source = '';
  for (let index = 0; index < characters.length; index += 1) {
    const character = characters[index] as string;
    if (character === '%') source += '.*';
    else if (character === '_') source += '.';
    else if (character === '\\' && escapes) {
      index += 1;
      const next = characters[index];
      if (next === undefined) throw new Error('LIKE pattern must not end with escape character');
      source += literal(next);
    } else source += literal(character);
  }
  return new RegExp(`^${source}$`, 'su');
}

const literal = (character: string): string => character.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

export interface SortKey {
  readonly cell: (entry: Entry) => Cell;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

/**
 * `ORDER BY keys`. Entries with equal keys come in table order, or, with a seed, in an order that depends on the
 * seed: databases promise nothing about ties, and PostgreSQL really changes them with the limit.
 */
export function orderBy(
  entries: readonly Entry[],
  keys: readonly SortKey[],
  collation: Collation,
  tieSeed?: number,
): Entry[] {
  if (keys.length === 0) return [...entries];
  return [...entries].sort((left, right) => {
    for (const key of keys) {
      const a = key.cell(left);
      const b = key.cell(right);
      if (a === null && b === null) continue;
      if (a === null) return key.nullsFirst ? -1 : 1;
      if (b === null) return key.nullsFirst ? 1 : -1;
      const order = compareCells(a, b, collation);
      if (order !== 0) return key.descending ? -order : order;
    }
    return tieSeed === undefined
      ? left.position - right.position
      : scramble(left, tieSeed) - scramble(right, tieSeed);
  });
}

const scramble = (entry: Entry, seed: number): number =>
  Math.imul((entry.position + 1) ^ Math.imul(seed, 0x85ebca6b), 0x9e3779b1) >>> 0;
