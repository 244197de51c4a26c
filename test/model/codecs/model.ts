/**
 * A naive second opinion, without the code under test: raw values and constants of constraints as exact integers in a
 * small unit, Wix's comparison on decoded values, and whether a raw value satisfies a constraint.
 */
import type { Constraint } from '../../../src/model/codecs/codec.js';
import type { Json } from '../../../src/styles/vocabulary.js';

export type Operator = 'eq' | 'gt' | 'gte' | 'lt' | 'lte';
export const operators: readonly Operator[] = ['eq', 'gt', 'gte', 'lt', 'lte'];

/** Where a raw value stands in the upstream's own order. */
export type Rank = (value: Json) => bigint | string;

function ordered(operator: Operator, a: bigint | string | number | boolean, b: typeof a): boolean {
  switch (operator) {
    case 'eq':
      return a === b;
    case 'gt':
      return a > b;
    case 'gte':
      return a >= b;
    case 'lt':
      return a < b;
    case 'lte':
      return a <= b;
  }
}

export function satisfies(constraint: Constraint, raw: Json, rank: Rank): boolean {
  switch (constraint.kind) {
    case 'never':
      return false;
    case 'always':
      return true;
    case 'compare':
      return ordered(constraint.operator, rank(raw), rank(constraint.value));
    case 'range':
      return rank(raw) >= rank(constraint.from) && rank(raw) < rank(constraint.before);
  }
}

/** Wix's rule for two values that are neither lists nor objects other than dates. */
export function wixHolds(operator: Operator, value: Json, operand: Json): boolean {
  if (value === null || operand === null) return false;
  if (isDate(value) && isDate(operand))
    return ordered(operator, Date.parse(value.$date), Date.parse(operand.$date));
  if (typeof value !== typeof operand || typeof value === 'object' || typeof operand === 'object')
    return false;
  return ordered(operator, value as string, operand as string);
}

function isDate(value: Json): value is { readonly $date: string } {
  return typeof value === 'object' && value !== null && '$date' in value;
}

const places = 420;

/** A number as an integer of 10^-420. */
export const numberRank: Rank = (value) => {
  const [mantissa, exponent = '0'] = String(value).toLowerCase().split('e');
  const [whole, fraction = ''] = mantissa!.split('.');
  const shift = places - fraction.length + Number(exponent);
  if (shift < 0) throw new Error(`too fine: ${value}`);
  return BigInt(whole! + fraction) * 10n ** BigInt(shift);
};

/** A moment in the one form that constraints are written in, or as `n` nanoseconds since 1970 (raw values). */
export const momentRank: Rank = (value) => {
  const match = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)(?:\.(\d+))?Z?)?$/.exec(String(value));
  if (match === null) throw new Error(`not a moment: ${value}`);
  const seconds = BigInt(Date.parse(`${match[1]}T${match[2] ?? '00:00:00'}Z`)) / 1000n;
  return seconds * 10n ** 9n + BigInt((match[3] ?? '').padEnd(9, '0'));
};

/** ISO text of nanoseconds since 1970, with nine digits. */
export function momentText(nanoseconds: bigint): string {
  const rest = ((nanoseconds % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  const seconds = (nanoseconds - rest) / 1_000_000_000n;
  return new Date(Number(seconds) * 1000)
    .toISOString()
    .replace('.000Z', `.${String(rest).padStart(9, '0')}Z`);
}

export const textRank: Rank = (value) => String(value);
