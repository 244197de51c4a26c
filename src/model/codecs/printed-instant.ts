/**
 * The short way for the date-times that upstreams print most: in UTC and with the usual separators, so that the text
 * itself becomes the value. A page has thousands of them, and reading one as a number and printing it again takes
 * about ten times as long. What is not plainly of this form is left to readInstant.
 */
import { daysOf } from '../../wix/dates.js';

/** Positions and character codes of `-`, `T` and `:`. */
const separators = [4, 45, 7, 45, 10, 84, 13, 58, 16, 58] as const;
const point = 46;

/** The text as toISOString prints it; undefined: read it in the general way. */
export function printedInstant(text: string): string | undefined {
  if (text.length < 19 || !separated(text) || !exists(text)) return undefined;
  let end = 19;
  if (text.charCodeAt(end) === point) {
    do end += 1;
    while (digit(text, end) >= 0);
    if (end === 20 || end > 32) return undefined;
  }
  if (!isUtc(text, end)) return undefined;
  // Finer than a millisecond is cut off, as readInstant does.
  if (end >= 23) return text.length === 24 && end === 23 ? text : `${text.slice(0, 23)}Z`;
  const seconds = text.slice(0, end);
  return end === 19 ? `${seconds}.000Z` : `${seconds}${end === 21 ? '00' : '0'}Z`;
}

function separated(text: string): boolean {
  for (let index = 0; index < separators.length; index += 2)
    if (text.charCodeAt(separators[index]!) !== separators[index + 1]) return false;
  return true;
}

/** Whether there is such a day and time. What is no digit is NaN, which fails every comparison. */
function exists(text: string): boolean {
  const year = two(text, 0) * 100 + two(text, 2);
  const month = two(text, 5);
  const day = two(text, 8);
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1)) return false;
  return (
    (day <= 28 || day <= daysOf(year, month)) &&
    two(text, 11) <= 23 &&
    two(text, 14) <= 59 &&
    two(text, 17) <= 59
  );
}

/** `Z`, `+00:00`, `+00`, or nothing, which means UTC. */
function isUtc(text: string, end: number): boolean {
  switch (text.length - end) {
    case 0:
      return true;
    case 1:
      return text.charCodeAt(end) === 90;
    case 3:
      return text.endsWith('+00');
    case 6:
      return text.endsWith('+00:00');
    default:
      return false;
  }
}

function digit(text: string, index: number): number {
  const code = text.charCodeAt(index) - 48;
  return code >= 0 && code <= 9 ? code : Number.NaN;
}

function two(text: string, index: number): number {
  return digit(text, index) * 10 + digit(text, index + 1);
}
