/**
 * Wix operands of dates, read as Wix reads them: `{ $date }` with a text or milliseconds, or a plain ISO text
 * (protocol section 7.2, type strictness and its exceptions).
 */
import type { Json } from '../../styles/vocabulary.js';
import { instantOf, parseInstant, parseTime } from '../../wix/dates.js';
import { readTimeOfDay, startOfDay } from './instants.js';

/** Milliseconds since 1970, or undefined if the operand is no date-time. */
export function instantOperand(value: Json): number | undefined {
  return typeof value === 'string' ? parseInstant(value) : instantOf(value);
}

/** The start in UTC of the day of a text YYYY-MM-DD, a date-time text or `{ $date }`. */
export function dayOperand(value: Json): number | undefined {
  const instant = instantOperand(value);
  return instant === undefined ? undefined : startOfDay(instant);
}

/** Milliseconds since midnight; seconds and milliseconds may be missing. */
export function timeOperand(value: Json): number | undefined {
  const text = typeof value === 'string' ? parseTime(value) : undefined;
  return text === undefined ? undefined : readTimeOfDay(text)?.time;
}
