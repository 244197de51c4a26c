/** DATETIME, DATE and TIME from the date-time, day and time-of-day scalars of upstreams. */
import type { Json } from '../../styles/vocabulary.js';
import { dateValue, formatInstant, hasDateShape } from '../../wix/dates.js';
import type { FieldType } from '../../wix/protocol.js';
import { after, before, boundOf, type Cut, equalityOf, type Operand } from './cut.js';
import {
  dayLength,
  dayText,
  isCommonYear,
  readDay,
  readInstant,
  readTimeOfDay,
  startOfDay,
  timeText,
} from './instants.js';
import { dayOperand, instantOperand, timeOperand } from './operand.js';
import { printedInstant } from './printed-instant.js';
import type { ScalarKind } from './scalars.js';
import { type Codec, type CodecOptions, ConversionError } from './types.js';

type Precision = 'second' | 'millisecond' | 'finer';

/** What the codecs of the three types share: everything is a number of milliseconds in between. */
export interface TimeShape {
  /** The value of a text that needs no calculation; undefined: read and write it. */
  readonly direct?: (raw: string) => Json | undefined;
  readonly read: (raw: unknown) => number | undefined;
  readonly write: (milliseconds: number) => Json | undefined;
  readonly expected: string;
  /** undefined: the upstream does not compare these as times. */
  readonly operand: ((value: Json) => Operand) | undefined;
  readonly precisionLoss: boolean;
  /** The raw value of a moment; undefined where the upstream cannot hold just this one. Absent: nothing is written. */
  readonly print?: ((milliseconds: number) => Json | undefined) | undefined;
  /** The raw value of a date-time as Wix writes it, where that needs no calculation; undefined: read and print it. */
  readonly printDirect?: (text: string) => Json | undefined;
  /** What `print` holds, where that is less than `expected` says. */
  readonly printed?: string | undefined;
  /** Raw values that differ give the same moment. */
  readonly lossy?: boolean;
}

/** DATE, DATETIME and TIME from texts. DATETIME is cut to milliseconds (protocol section 8). */
export function timeCodec(options: CodecOptions): Codec {
  const { scalar, type } = options;
  return codecOf(type, scalar, shapeOf(type, scalar, options.dates?.precision ?? 'finer'));
}

/** A codec of moments, made of how they are read, written and compared. */
export function codecOf(type: FieldType, scalar: ScalarKind, shape: TimeShape): Codec {
  const { operand, direct } = shape;
  return {
    type,
    scalar,
    decode(raw) {
      if (raw === null || raw === undefined) return null;
      const same = direct !== undefined && typeof raw === 'string' ? direct(raw) : undefined;
      if (same !== undefined) return same;
      const milliseconds = shape.read(raw);
      const value = milliseconds === undefined ? undefined : shape.write(milliseconds);
      if (value === undefined) throw new ConversionError(raw, shape.expected);
      return value;
    },
    ...(shape.print === undefined ? {} : { encode: momentEncoder(type, shape, shape.print) }),
    lossy: shape.lossy ?? shape.precisionLoss,
    equality: (value) => (operand === undefined ? undefined : equalityOf(operand(value))),
    bound: (operator, value) => (operand === undefined ? undefined : boundOf(operator, operand(value))),
    textual: false,
    order: type === 'DATE' ? 'date' : 'time',
    monotone: operand !== undefined,
    precisionLoss: shape.precisionLoss,
  };
}

function momentEncoder(
  type: FieldType,
  { expected, printed = expected, printDirect }: TimeShape,
  print: (milliseconds: number) => Json | undefined,
): (value: Json) => Json {
  return (value) => {
    if (value === null) return null;
    const direct =
      printDirect && hasDateShape(value) && typeof value.$date === 'string'
        ? printDirect(value.$date)
        : undefined;
    if (direct !== undefined) return direct;
    const milliseconds =
      type === 'TIME' ? timeOperand(value) : type === 'DATE' ? dayOperand(value) : instantOperand(value);
    if (milliseconds === undefined) throw new ConversionError(value, wixForms[type] ?? expected);
    const raw = print(milliseconds);
    if (raw === undefined) throw new ConversionError(value, printed);
    return raw;
  };
}

const wixForms: Readonly<Partial<Record<FieldType, string>>> = {
  DATETIME: 'a date-time, {"$date": "2024-01-31T12:30:00.000Z"}',
  DATE: 'a day, "2024-01-31"',
  TIME: 'a time of day, "12:30:00.000"',
};

/** The Wix value of a moment: the day in UTC, or the moment itself. */
export function writeMoment(type: FieldType): (milliseconds: number) => Json | undefined {
  return type === 'DATE' ? dayText : dateValue;
}

function shapeOf(type: FieldType, scalar: ScalarKind, precision: Precision): TimeShape {
  if (type === 'TIME') return timeOfDayShape(scalar, precision);
  const write = writeMoment(type);
  if (scalar === 'date') {
    const operand = type === 'DATE' ? dayOverDays : momentOverDays;
    const print = (milliseconds: number): string | undefined =>
      startOfDay(milliseconds) === milliseconds && isCommonYear(milliseconds)
        ? dayText(milliseconds)
        : undefined;
    const printed = 'midnight in UTC of a day from the year 1 to 9999: the API keeps days';
    return {
      read: text(readDay),
      write,
      expected: 'a calendar day',
      operand,
      precisionLoss: false,
      print,
      printed,
    };
  }
  return {
    read: text(readInstant),
    write,
    ...(type === 'DATE' ? {} : { direct: directMoment, printDirect: directPrint(scalar, precision) }),
    expected: 'an ISO 8601 date-time',
    // Texts compare as texts upstream, whatever they hold.
    operand:
      scalar === 'dateTime' || scalar === 'localDateTime'
        ? overMoments(type, scalar === 'dateTime', precision)
        : undefined,
    precisionLoss: type === 'DATE' || precision === 'finer',
    print: printMoment(type, scalar, precision),
    printed:
      precision === 'second'
        ? 'a whole second of the years 1 to 9999: the API keeps seconds'
        : 'a moment of the years 1 to 9999',
    lossy: type === 'DATE' || precision === 'finer' || (scalar !== 'dateTime' && scalar !== 'localDateTime'),
  };
}

function printMoment(
  type: FieldType,
  scalar: ScalarKind,
  precision: Precision,
): (milliseconds: number) => string | undefined {
  const moments = scalar === 'dateTime' || scalar === 'localDateTime';
  return (milliseconds) => {
    if (!isCommonYear(milliseconds) || (precision === 'second' && milliseconds % 1000 !== 0))
      return undefined;
    if (!moments && type === 'DATE') return dayText(milliseconds);
    const text = formatInstant(milliseconds);
    return scalar === 'localDateTime' ? text.slice(0, -1) : text;
  };
}

function directMoment(raw: string): Json | undefined {
  const text = printedInstant(raw);
  // Not frozen: that takes as long as everything else here.
  return text === undefined ? undefined : { $date: text };
}

/** The text itself, as far as printMoment would print just that. */
function directPrint(scalar: ScalarKind, precision: Precision): (text: string) => string | undefined {
  return (text) => {
    if (text.length !== 24 || printedInstant(text) !== text) return undefined;
    if (precision === 'second' && !text.endsWith('.000Z')) return undefined;
    return scalar === 'localDateTime' ? text.slice(0, -1) : text;
  };
}

function overMoments(type: FieldType, zoned: boolean, precision: Precision): (value: Json) => Operand {
  function beforeMoment(milliseconds: number): Cut | undefined {
    const next = precision === 'second' ? Math.ceil(milliseconds / 1000) * 1000 : milliseconds;
    if (!isCommonYear(next)) return undefined;
    return before(zoned ? formatInstant(next) : formatInstant(next).slice(0, -1));
  }
  return (value) => {
    const milliseconds = type === 'DATE' ? dayOperand(value) : instantOperand(value);
    if (milliseconds === undefined) return wrongOperand(type, value);
    const lower = beforeMoment(milliseconds);
    if (type === 'DATE' || precision === 'finer')
      return interval(lower, beforeMoment(milliseconds + (type === 'DATE' ? dayLength : 1)));
    const stored = precision === 'millisecond' || milliseconds % 1000 === 0;
    return interval(lower, lower?.kind === 'before' && stored ? after(lower.value) : lower);
  };
}

function dayOverDays(value: Json): Operand {
  const start = dayOperand(value);
  if (start === undefined) return wrongOperand('DATE', value);
  if (!isCommonYear(start)) return undefined;
  const day = formatInstant(start).slice(0, 10);
  return { lower: before(day), upper: after(day) };
}

function momentOverDays(value: Json): Operand {
  const milliseconds = instantOperand(value);
  if (milliseconds === undefined) return 'never';
  const start = startOfDay(milliseconds);
  const day = start === milliseconds ? start : start + dayLength;
  if (!isCommonYear(day)) return undefined;
  const operand = formatInstant(day).slice(0, 10);
  return { lower: before(operand), upper: start === milliseconds ? after(operand) : before(operand) };
}

function timeOfDayShape(scalar: ScalarKind, precision: Precision): TimeShape {
  return {
    read: text((raw) => {
      const found = readTimeOfDay(raw);
      // Only a scalar with offsets may have one: among plain times it would be compared in another way than it reads.
      return found === undefined || (found.offset !== 0 && scalar === 'time') ? undefined : found.time;
    }),
    write: timeText,
    expected: 'a time of day (HH:mm:ss)',
    operand: scalar === 'time' ? (value) => overTimesOfDay(value, precision) : undefined,
    precisionLoss: precision === 'finer',
    print: (milliseconds) =>
      precision === 'second' && milliseconds % 1000 !== 0
        ? undefined
        : timeText(milliseconds) + (scalar === 'timetz' ? 'Z' : ''),
    printed: 'a whole second: the API keeps seconds',
    lossy: precision === 'finer' || scalar !== 'time',
  };
}

function overTimesOfDay(value: Json, precision: Precision): Operand {
  const milliseconds = timeOperand(value);
  if (milliseconds === undefined) return wrongOperand('TIME', value);
  const cut = (at: number) => before(timeText(at));
  const lower = precision === 'second' ? Math.ceil(milliseconds / 1000) * 1000 : milliseconds;
  // PostgreSQL has 24:00:00 above all of a day, and other APIs refuse to read it: the last moment has no end to name.
  if ((precision === 'finer' ? lower + 1 : lower) >= dayLength) return undefined;
  if (precision === 'finer') return { lower: cut(lower), upper: cut(lower + 1) };
  const stored = precision === 'millisecond' || milliseconds % 1000 === 0;
  return { lower: cut(lower), upper: stored ? after(timeText(lower)) : cut(lower) };
}

/**
 * Days and times of day are texts to Wix, so a text that is none of them is still above some and below others: nothing
 * that an upstream could be asked. Any other operand matches nothing.
 */
export function wrongOperand(type: FieldType, value: Json): Operand {
  return typeof value === 'string' && type !== 'DATETIME' ? 'unordered' : 'never';
}

function interval(lower: Cut | undefined, upper: Cut | undefined): Operand {
  return lower && upper && { lower, upper };
}

function text(read: (raw: string) => number | undefined): (raw: unknown) => number | undefined {
  return (raw) => (typeof raw === 'string' ? read(raw) : undefined);
}
