/**
 * Date-times, days and times of day as upstreams write them, read strictly: what is not clearly one moment is not
 * guessed. Fractions of a second finer than a millisecond are dropped, which is toward the past before 1970 too, since
 * they count forward from their second.
 */
import { formatInstant } from '../../wix/dates.js';

export const dayLength = 86_400_000;

const day = String.raw`([+-]\d{6}|\d{4})-(\d\d)-(\d\d)`;
const clock = String.raw`(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,12}))?)?`;
const zone = String.raw`([Zz]|[+-]\d\d(?::?\d\d(?::?\d\d)?)?)?`;
const dateTimeForm = new RegExp(`^${day}[Tt ]${clock} ?${zone}( BC)?$`);
const dateForm = new RegExp(`^${day}( BC)?$`);
const midnightForm = /^([^T ]*)[Tt ]00:00(?::00(?:[.,]0{1,12})?)?(?:[Zz]|[+-]00(?::?00)?)?$/;
const timeForm = new RegExp(`^${clock} ?${zone}$`);

/** Milliseconds since 1970 of an ISO 8601 date-time (a blank for the T, no seconds, no zone allowed) or day. */
export function readInstant(text: string): number | undefined {
  const match = dateTimeForm.exec(text);
  if (match === null) return readDay(text);
  const start = dayStart(match[1]!, match[2]!, match[3]!, match[9] !== undefined);
  const time = clockTime(match[4]!, match[5]!, match[6], match[7], true);
  const offset = zoneOffset(match[8]);
  if (start === undefined || time === undefined || offset === undefined) return undefined;
  return inRange(start + time - offset);
}

/** Milliseconds since 1970 of the start in UTC of a calendar day; a midnight after it is allowed, another time is not. */
export function readDay(text: string): number | undefined {
  const match = dateForm.exec(midnightForm.exec(text)?.[1] ?? text);
  if (match === null) return undefined;
  const start = dayStart(match[1]!, match[2]!, match[3]!, match[4] !== undefined);
  return start === undefined ? undefined : inRange(start);
}

/** Milliseconds since midnight of a time of day, moved to UTC where it has an offset; `offset` in milliseconds. */
export function readTimeOfDay(text: string): { readonly time: number; readonly offset: number } | undefined {
  const match = timeForm.exec(text);
  if (match === null) return undefined;
  const time = clockTime(match[1]!, match[2]!, match[3], match[4], false);
  const offset = zoneOffset(match[5]);
  if (time === undefined || offset === undefined) return undefined;
  return { time: modulo(time - offset, dayLength), offset };
}

/** YYYY-MM-DD in UTC; undefined outside the years 0 to 9999, where texts of days no longer sort by time. */
export function dayText(milliseconds: number): string | undefined {
  const text = formatInstant(milliseconds);
  return text.length === 24 ? text.slice(0, 10) : undefined;
}

/**
 * Time of day in UTC as Wix writes it, `HH:mm:ss.SSS`.
 * @param milliseconds since 1970
 */
export function timeText(milliseconds: number): string {
  return formatInstant(milliseconds).slice(11, 23);
}

/** Years that every upstream reads in ISO 8601 with four digits; PostgreSQL has no year 0. */
export function isCommonYear(milliseconds: number): boolean {
  return milliseconds >= -62_135_596_800_000 && milliseconds < 253_402_300_800_000;
}

/** Midnight in UTC of the day of an instant; both in milliseconds since 1970. */
export function startOfDay(milliseconds: number): number {
  return milliseconds - modulo(milliseconds, dayLength);
}

function dayStart(
  yearText: string,
  monthText: string,
  dateText: string,
  beforeChrist: boolean,
): number | undefined {
  if (yearText === '-000000') return undefined;
  const year = beforeChrist ? 1 - Number(yearText) : Number(yearText);
  const date = new Date(0);
  date.setUTCFullYear(year, Number(monthText) - 1, Number(dateText));
  // A day that does not exist (30 February) rolls over into another one.
  return date.getUTCMonth() === Number(monthText) - 1 && date.getUTCDate() === Number(dateText)
    ? date.getTime()
    : undefined;
}

function clockTime(
  hourText: string,
  minuteText: string,
  secondText = '0',
  fraction = '',
  endOfDay: boolean,
): number | undefined {
  const [hour, minute, second] = [Number(hourText), Number(minuteText), Number(secondText)];
  const time =
    hour * 3_600_000 + minute * 60_000 + second * 1000 + Number(fraction.slice(0, 3).padEnd(3, '0'));
  if (minute > 59 || second > 59) return undefined;
  // 24:00 is the end of the day, and nothing comes after it.
  return hour < 24 || (endOfDay && time === dayLength && !/[1-9]/.test(fraction)) ? time : undefined;
}

function zoneOffset(text: string | undefined): number | undefined {
  if (text === undefined || text === 'Z' || text === 'z') return 0;
  const [hour, minute = 0, second = 0] = (text.slice(1).match(/\d\d/g) ?? []).map(Number);
  if (hour! > 23 || minute > 59 || second > 59) return undefined;
  const offset = (hour! * 3600 + minute * 60 + second) * 1000;
  return text[0] === '-' ? -offset : offset;
}

function inRange(milliseconds: number): number | undefined {
  return Math.abs(milliseconds) <= 8.64e15 ? milliseconds : undefined;
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
