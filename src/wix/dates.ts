/**
 * The three date forms of protocol section 8: DATETIME `{"$date": "2024-01-15T10:00:00.000Z"}`, DATE
 * `"2024-01-15"`, TIME `"16:45:12.345"`. An instant is a number of milliseconds since 1970 UTC.
 */

export type DateValue = { readonly $date: string };

const pattern =
  /^([+-]\d{6}|\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:(Z)|([+-])(\d\d)(?::?(\d\d))?)?)?$/;
const maximumInstant = 8.64e15;

/**
 * Instant of an ISO 8601 text; `undefined` if it is not one. Without an offset the text means UTC; without a
 * time, midnight. Impossible dates (2024-02-30), hour 24 and leap seconds are refused; digits finer than a
 * millisecond are cut off.
 */
export function parseInstant(text: string): number | undefined {
  if (text === latest.text) return latest.instant;
  const instant = parsePrinted(text) ?? parseAny(text);
  latest = { text, instant };
  return instant;
}

/** What was read last: whoever compares the rows of a list, one with the next, reads each of them twice. */
let latest: { readonly text: string; readonly instant: number | undefined } = {
  text: '',
  instant: undefined,
};

function parseAny(text: string): number | undefined {
  const found = pattern.exec(text);
  if (found === null || found[1] === '-000000') return undefined;
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map((i) => Number(found[i] ?? 0));
  if (month! < 1 || month! > 12 || hour! > 23 || minute! > 59 || second! > 59) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year!, month! - 1, day!);
  if (date.getUTCDate() !== day || date.getUTCMonth() !== month! - 1) return undefined;
  date.setUTCHours(hour!, minute!, second!, Number((found[7] ?? '').padEnd(3, '0').slice(0, 3)));
  const [offsetHours, offsetMinutes] = [Number(found[10] ?? 0), Number(found[11] ?? 0)];
  if (offsetHours > 23 || offsetMinutes > 59) return undefined;
  const offset = (offsetHours * 60 + offsetMinutes) * 60_000;
  const instant = date.getTime() - (found[9] === '-' ? -offset : offset);
  return Math.abs(instant) <= maximumInstant ? instant : undefined;
}

/**
 * The form that toISOString prints, `2024-01-15T10:00:00.000Z`, read without a regular expression: nearly all
 * dates of items look so, and filters and sorts read very many. `undefined` leaves the text to the general
 * way.
 */
function parsePrinted(text: string): number | undefined {
  if (text.length !== 24) return undefined;
  for (let index = 0; index < separators.length; index += 2)
    if (text.charCodeAt(separators[index]!) !== separators[index + 1]) return undefined;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  const millisecond = twoDigits(text, 20) * 10 + digit(text, 22);
  // Years before 100 mean 19xx to Date.UTC. What is no digit is NaN, which fails every comparison.
  const known = year >= 100 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
  if (!known || !(hour <= 23 && minute <= 59 && second <= 59 && millisecond <= 999)) return undefined;
  const instant = Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
  return day <= 28 || day <= daysOf(year, month) ? instant : undefined;
}

const daysOfMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Days of a month. @param month 1 to 12 */
export function daysOf(year: number, month: number): number {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return daysOfMonth[month - 1]! + (leap ? 1 : 0);
}

/** Positions and character codes of `-`, `T`, `:`, `.` and `Z`. */
const separators = [4, 45, 7, 45, 10, 84, 13, 58, 16, 58, 19, 46, 23, 90] as const;

function digit(text: string, index: number): number {
  const code = text.charCodeAt(index) - 48;
  return code >= 0 && code <= 9 ? code : Number.NaN;
}

function twoDigits(text: string, index: number): number {
  return digit(text, index) * 10 + digit(text, index + 1);
}

/** ISO text with milliseconds and Z, as JavaScript's toISOString gives it. */
export function formatInstant(instant: number): string {
  return new Date(instant).toISOString();
}

export function dateValue(instant: number): DateValue {
  return Object.freeze({ $date: formatInstant(instant) });
}

/** True for an object whose only member is `$date`, whatever it holds. */
export function hasDateShape(value: unknown): value is { readonly $date: unknown } {
  if (typeof value !== 'object' || value === null) return false;
  if ((value as { $date?: unknown }).$date === undefined || !Object.hasOwn(value, '$date')) return false;
  for (const key in value) if (key !== '$date') return false;
  return true;
}

/** Instant of `{"$date": text}` or `{"$date": epoch milliseconds}`; `undefined` for every other value. */
export function instantOf(value: unknown): number | undefined {
  if (!hasDateShape(value)) return undefined;
  if (typeof value.$date === 'string') return parseInstant(value.$date);
  if (typeof value.$date !== 'number' || !(Math.abs(value.$date) <= maximumInstant)) return undefined;
  return Math.trunc(value.$date);
}

/** The DATE text of an instant: its day in UTC. */
export function dateOf(instant: number): string {
  const text = formatInstant(instant);
  return text.slice(0, text.indexOf('T'));
}

/** The text itself if it is an existing day, `YYYY-MM-DD`. */
export function parseDate(text: string): string | undefined {
  return /^\d{4}-\d\d-\d\d$/.test(text) && parseInstant(text) !== undefined ? text : undefined;
}

/** `HH:mm[:ss[.SSS]]` as `HH:mm:ss.SSS`; `undefined` if the text is not a time of day. */
export function parseTime(text: string): string | undefined {
  const found = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,9}))?)?$/.exec(text);
  if (found === null) return undefined;
  const [, hour, minute, second = '00', fraction = ''] = found;
  return `${hour}:${minute}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}`;
}
