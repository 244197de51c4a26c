/** Reads a row that is text, as a server writes it that answers in the order of the selection. */
import { slashBefore, type TextPart, textEnd, valueEnd } from '../../json-tokens.js';
import { ConversionError } from '../codecs/codec.js';
import type { RowNotes } from './row-notes.js';
import type { RowText, ValueText } from './row-text.js';

const quote = 0x22;
const minus = 0x2d;
const point = 0x2e;
const zero = 0x30;
const nine = 0x39;
const comma = 0x2c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
/** Digits that a double keeps, whatever they are. */
const sureDigits = 15;

/** Notes what stands in the row that begins there. It gives the place behind it, or -1. */
export function readRow(part: TextPart, start: number, row: RowText, notes: RowNotes): number {
  const { text } = part;
  let at = start;
  /** Keys that lead to the value before; of a missing object, to that. */
  let depth = 0;
  let usualDepth = 0;
  for (let index = 0; index < row.length; ) {
    const expected = row[index]!;
    const before = depth === usualDepth ? expected.before : ends(depth, expected) + expected.keys;
    if (text.startsWith(before, at)) {
      at += before.length;
      at =
        expected.whole === undefined
          ? readValue(part, at, expected.cells[0]!, notes)
          : readWhole(text, at, expected, notes);
      if (at < 0) return -1;
      depth = expected.depth;
      index += 1;
    } else {
      const closed = ends(depth, expected);
      const absent = expected.absent.find(({ keys }) => text.startsWith(closed + keys, at));
      if (!absent) return -1;
      for (; index < absent.next; index += 1) if (!isNothing(row[index]!.cells, notes)) return -1;
      at += closed.length + absent.keys.length;
      depth = absent.depth;
    }
    usualDepth = row[index - 1]!.depth;
  }
  const end = '}'.repeat(depth);
  return text.startsWith(end, at) ? at + end.length : -1;
}

/** The ends of the objects that are over when the next value begins. */
function ends(depth: number, { shared }: ValueText): string {
  return depth === 0 ? '' : '}'.repeat(depth - 1 - shared);
}

function isNothing(cells: readonly number[], notes: RowNotes): boolean {
  return cells.every((cell) => notes.decoded(cell, null, false, 0, 0));
}

function readWhole(text: string, at: number, { cells, whole = '' }: ValueText, notes: RowNotes): number {
  const end = valueEnd(text, at);
  if (end < 0) return -1;
  const row = { [whole]: JSON.parse(notes.said(text.slice(at, end))) as unknown };
  for (const cell of cells) {
    const value = notes.cells[cell]!.read(row);
    if (value instanceof ConversionError) return -1;
    notes.noted(cell, value);
  }
  return end;
}

function readValue(part: TextPart, at: number, cell: number, notes: RowNotes): number {
  const { text } = part;
  const code = text.charCodeAt(at);
  if (code === quote) {
    const close = text.indexOf('"', at + 1);
    if (close < 0) return -1;
    if (slashBefore(part, at, close)) {
      const end = textEnd(text, at);
      return end >= 0 && notes.decoded(cell, JSON.parse(notes.said(text.slice(at, end))), false, at, end)
        ? end
        : -1;
    }
    if (notes.cells[cell]!.verbatim === 'text') {
      notes.copied(cell, at, close + 1);
      return close + 1;
    }
    return notes.decoded(cell, notes.said(text.slice(at + 1, close)), true, at, close + 1) ? close + 1 : -1;
  }
  if (code === minus || (code >= zero && code <= nine)) return readNumber(text, at, cell, notes);
  if (text.startsWith('null', at)) return notes.decoded(cell, null, true, at, at + 4) ? at + 4 : -1;
  if (text.startsWith('true', at)) return notes.decoded(cell, true, true, at, at + 4) ? at + 4 : -1;
  if (text.startsWith('false', at)) return notes.decoded(cell, false, true, at, at + 5) ? at + 5 : -1;
  if (code !== openBracket && code !== openBrace) return -1;
  const listed =
    code === openBracket && notes.cells[cell]!.verbatim === 'texts' ? plainListEnd(part, at) : -1;
  if (listed >= 0) {
    notes.copied(cell, at, listed);
    return listed;
  }
  const end = valueEnd(text, at);
  return end >= 0 && notes.decoded(cell, JSON.parse(notes.said(text.slice(at, end))), false, at, end)
    ? end
    : -1;
}

/** The place behind a list of texts that are written as they stand there; -1: it is another list. */
function plainListEnd(part: TextPart, start: number): number {
  const { text } = part;
  let at = start + 1;
  if (text.charCodeAt(at) === closeBracket) return at + 1;
  for (;;) {
    if (text.charCodeAt(at) !== quote) return -1;
    const close = text.indexOf('"', at + 1);
    if (close < 0 || slashBefore(part, at, close)) return -1;
    const code = text.charCodeAt(close + 1);
    if (code === closeBracket) return close + 2;
    if (code !== comma) return -1;
    at = close + 2;
  }
}

/** Most numbers are few digits, which are written just as they stand there. */
function readNumber(text: string, start: number, cell: number, notes: RowNotes): number {
  const first = text.charCodeAt(start) === minus ? start + 1 : start;
  let whole = 0;
  let places = 0;
  let at = first;
  let code = text.charCodeAt(at);
  for (; code >= zero && code <= nine; code = text.charCodeAt(++at)) whole = whole * 10 + code - zero;
  let digits = at - first;
  // 0 itself, but not 007, and not -0.
  let plain = digits > 0 && (text.charCodeAt(first) !== zero || (digits === 1 && first === start));
  if (code === point) {
    const fraction = at + 1;
    for (code = text.charCodeAt(++at); code >= zero && code <= nine; code = text.charCodeAt(++at))
      places += 1;
    digits += places;
    // Smaller ones are written with an exponent.
    plain =
      plain &&
      places > 0 &&
      text.charCodeAt(at - 1) !== zero &&
      (whole > 0 || text.charCodeAt(fraction) !== zero);
  }
  if (plain && digits <= sureDigits && !isOfNumber(code)) {
    const raw = places > 0 ? Number(text.slice(start, at)) : first > start ? -whole : whole;
    return notes.decoded(cell, raw, true, start, at) ? at : -1;
  }
  const end = valueEnd(text, start);
  return end >= 0 && notes.decoded(cell, JSON.parse(text.slice(start, end)), false, start, end) ? end : -1;
}

/** Whether the number goes on. */
function isOfNumber(code: number): boolean {
  return code === 0x65 || code === 0x45 || code === point || code === minus || code === 0x2b;
}
