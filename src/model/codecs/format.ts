/**
 * The format language of mappings: how a day, a time of day or both are written as a text, in UTC. It works both ways, so
 * a text that the format would print otherwise is refused.
 *
 *   YYYY  year        MM, M  month, MMM, MMMM  its English name (Jan, January)     DD, D  day
 *   HH, H  hour of 24    hh, h  hour of 12, with A (AM, PM)     mm  minute   ss  second   SSS  millisecond
 *
 * Letters that stand for themselves go in brackets: DD.MM.YYYY [at] HH:mm.
 */
import type { FieldType } from '../../wix/protocol.js';

export interface TextFormat {
  /** As the mapping writes it. */
  readonly source: string;
  /** What such texts hold. */
  readonly type: Extract<FieldType, 'DATE' | 'DATETIME' | 'TIME'>;
  /** Milliseconds since 1970, or since midnight; undefined: the format never prints this text. */
  readonly parse: (text: string) => number | undefined;
  readonly print: (milliseconds: number) => string;
}

export interface FormatFault {
  readonly message: string;
  readonly within?: string;
}

type Part = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'millisecond' | 'half';

interface Token {
  readonly part: Part;
  /** Regular expression of its texts. */
  readonly form: string;
  readonly read: (text: string) => number;
  readonly print: (moment: Date) => string;
}

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;
const shortMonths = months.map((name) => name.slice(0, 3));

const digits = (part: Part, width: number, value: (moment: Date) => number): Token => ({
  part,
  form: width === 0 ? String.raw`\d{1,2}` : String.raw`\d{${width}}`,
  read: Number,
  print: (moment) => String(value(moment)).padStart(width, '0'),
});
const named = (names: readonly string[]): Token => ({
  part: 'month',
  form: names.join('|'),
  read: (text) => names.indexOf(text) + 1,
  print: (moment) => names[moment.getUTCMonth()]!,
});
const month = (moment: Date): number => moment.getUTCMonth() + 1;
const day = (moment: Date): number => moment.getUTCDate();
const hour = (moment: Date): number => moment.getUTCHours();
const hourOfTwelve = (moment: Date): number => moment.getUTCHours() % 12 || 12;

const tokens: Readonly<Record<string, Token>> = {
  YYYY: digits('year', 4, (moment) => moment.getUTCFullYear()),
  MMMM: named(months),
  MMM: named(shortMonths),
  MM: digits('month', 2, month),
  M: digits('month', 0, month),
  DD: digits('day', 2, day),
  D: digits('day', 0, day),
  HH: digits('hour', 2, hour),
  H: digits('hour', 0, hour),
  hh: digits('hour', 2, hourOfTwelve),
  h: digits('hour', 0, hourOfTwelve),
  mm: digits('minute', 2, (moment) => moment.getUTCMinutes()),
  ss: digits('second', 2, (moment) => moment.getUTCSeconds()),
  SSS: digits('millisecond', 3, (moment) => moment.getUTCMilliseconds()),
  A: {
    part: 'half',
    form: 'AM|PM',
    read: (text) => (text === 'PM' ? 12 : 0),
    print: (moment) => (moment.getUTCHours() < 12 ? 'AM' : 'PM'),
  },
};

type Piece = Token | string;

/** The format of a text in the language above, or what is wrong with it. */
export function compileFormat(source: string): TextFormat | FormatFault {
  const pieces: Piece[] = [];
  const used: string[] = [];
  for (const [piece] of source.matchAll(/\[[^\]]*\]|([A-Za-z])\1*|[^A-Za-z]/gu)) {
    const token = Object.hasOwn(tokens, piece) ? tokens[piece] : undefined;
    if (token === undefined && /^[A-Za-z]/.test(piece)) {
      const message = `"${piece}" is no part of a format (${Object.keys(tokens).join(', ')}); letters that stand for themselves go in brackets`;
      return { message, within: piece };
    }
    if (token) used.push(piece);
    pieces.push(token ?? (piece.length > 1 && piece.startsWith('[') ? piece.slice(1, -1) : piece));
  }
  const parts = pieces.flatMap((piece) => (typeof piece === 'string' ? [] : [piece.part]));
  const fault = faultOf(new Set(parts), parts, used);
  if (fault !== undefined) return { message: fault };
  const hasDay = parts.includes('year');
  const type = !hasDay ? 'TIME' : parts.includes('hour') ? 'DATETIME' : 'DATE';
  const expression = new RegExp(
    `^${pieces.map((piece) => (typeof piece === 'string' ? literal(piece) : `(${piece.form})`)).join('')}$`,
  );
  const read = pieces.filter((piece) => typeof piece !== 'string');
  const print = (milliseconds: number): string => {
    const moment = new Date(milliseconds);
    return pieces.map((piece) => (typeof piece === 'string' ? piece : piece.print(moment))).join('');
  };
  const parse = (text: string): number | undefined => {
    const match = expression.exec(text);
    if (match === null) return undefined;
    const found: Partial<Record<Part, number>> = {};
    for (const [index, token] of read.entries()) found[token.part] = token.read(match[index + 1]!);
    const milliseconds = momentOf(found);
    // A day that does not exist, and whatever else the format would write otherwise.
    return Number.isFinite(milliseconds) && print(milliseconds) === text ? milliseconds : undefined;
  };
  return { source, type, parse, print };
}

function faultOf(
  parts: ReadonlySet<Part>,
  all: readonly Part[],
  used: readonly string[],
): string | undefined {
  if (parts.size < all.length) return 'a format names each part of a date or time once';
  const days = (['year', 'month', 'day'] as const).filter((part) => parts.has(part));
  if (days.length > 0 && days.length < 3) return 'a day needs YYYY, a month and a day';
  if (parts.has('hour') !== parts.has('minute')) return 'a time of day needs an hour and mm';
  if (parts.size === 0) return 'a format needs a day (DD/MM/YYYY), a time of day (HH:mm), or both';
  if (parts.has('half') !== (used.includes('hh') || used.includes('h')))
    return 'hh and h need A (AM or PM), and A needs one of them';
  const finer = (['minute', 'second', 'millisecond'] as const).filter((part) => parts.has(part));
  const skips =
    (parts.has('second') && !parts.has('minute')) || (parts.has('millisecond') && !parts.has('second'));
  return skips || (finer.length > 0 && !parts.has('hour'))
    ? 'seconds need minutes, and milliseconds need seconds'
    : undefined;
}

function momentOf({ year = 1970, month = 1, day = 1, ...time }: Partial<Record<Part, number>>): number {
  const { hour = 0, half, minute = 0, second = 0, millisecond = 0 } = time;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(half === undefined ? hour : (hour % 12) + half, minute, second, millisecond);
  return date.getTime();
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
