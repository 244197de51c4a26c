/** What was found of the cells of a row while it is text. */
import { bytesOfText, textOfBytes } from '../../json-tokens.js';
import type { Json } from '../../wix/json.js';
import { type Codec, ConversionError } from '../codecs/codec.js';
import type { FieldModel } from '../model.js';

/** A field of the rows, as it is read. */
export interface CopiedCell {
  readonly key: string;
  /** Response keys from the row to the value. */
  readonly place: readonly string[];
  /** There are only objects on the way, and the value is all that is there. */
  readonly plain: boolean;
  /** What is decoded to itself, whatever it says. */
  readonly verbatim: Codec['verbatim'];
  /** The value of what stands at the place, or why there is none. */
  readonly decode: (raw: unknown) => Json | ConversionError;
  /** The same, of a row. */
  readonly read: (row: unknown) => Json | ConversionError;
  readonly field: Pick<FieldModel, 'type'>;
}

/** What was found of each cell of a row. One row is read at a time, so that all rows use the same notes. */
export interface RowNotes {
  readonly cells: readonly CopiedCell[];
  /** @param ascii whether all of the text is */
  begin(ascii: boolean): void;
  /** What a part of the row says. */
  said(part: string): string;
  /** The value is a text, or a list of texts, and a part of the row's text. */
  copied(cell: number, from: number, to: number): void;
  /** false: there is no value. @param own whether writing the raw value gives just this part of the text */
  decoded(cell: number, raw: unknown, own: boolean, from: number, to: number): boolean;
  noted(cell: number, value: Json): void;
  /** Whether all values from one to the other are parts of the row, with nothing between them but keys. */
  isRun(first: number, last: number): boolean;
  run(text: string, first: number, last: number): string;
  value(text: string, cell: number): Json;
  text(text: string, cell: number): string;
  /** Values may be parts of the row's text: they would keep all of it in memory until the next row is read. */
  forget(): void;
}

/** Notes for rows of these cells, to be filled again and again. */
export function createRowNotes(cells: readonly CopiedCell[]): RowNotes {
  const starts = cells.map(() => 0);
  const ends = cells.map(() => 0);
  /** undefined: the value is in the text. */
  const values: (Json | undefined)[] = cells.map(() => null);
  /** undefined: a part of the row. */
  const texts: (string | undefined)[] = cells.map(() => '');
  const noted = (cell: number, value: Json): void => {
    values[cell] = value;
    texts[cell] = written(value, cells[cell]!.field.type);
  };
  let plain = false;
  const said = (part: string): string => (plain ? part : textOfBytes(part));
  return {
    cells,
    begin(ascii) {
      plain = ascii;
    },
    said,
    copied(cell, from, to) {
      starts[cell] = from;
      ends[cell] = to;
      values[cell] = undefined;
      texts[cell] = undefined;
    },
    decoded(cell, raw, own, from, to) {
      const value = cells[cell]!.decode(raw);
      if (value instanceof ConversionError) return false;
      if (own && value === raw) {
        starts[cell] = from;
        ends[cell] = to;
        values[cell] = value;
        texts[cell] = undefined;
      } else noted(cell, value);
      return true;
    },
    noted,
    isRun(first, last) {
      for (let cell = first; cell <= last; cell += 1) if (texts[cell] !== undefined) return false;
      return true;
    },
    run: (text, first, last) => text.slice(starts[first], ends[last]),
    value: (text, cell) => {
      const value = values[cell];
      if (value !== undefined) return value;
      const from = starts[cell]!;
      // A text that is copied has nothing escaped.
      if (text.charCodeAt(from) === quote) return said(text.slice(from + 1, ends[cell]! - 1));
      return JSON.parse(said(text.slice(from, ends[cell]))) as Json;
    },
    text: (text, cell) => texts[cell] ?? text.slice(starts[cell], ends[cell]),
    forget() {
      values.fill(null);
      texts.fill('');
    },
  };
}

const quote = 0x22;

/** As `JSON.stringify` writes it. */
function written(value: Json, type: FieldModel['type']): string {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : 'null';
  if (type === 'DATETIME' && isMoment(value)) return `{"$date":"${value.$date}"}`;
  return bytesOfText(JSON.stringify(value));
}

/** A moment as codecs write it, in ISO 8601: nothing of its text is escaped. */
function isMoment(value: Json): value is { readonly $date: string } {
  if (typeof value !== 'object' || value === null) return false;
  const { $date } = value as { readonly $date?: Json };
  return (
    typeof $date === 'string' &&
    $date.length === 24 &&
    $date.charCodeAt(23) === 0x5a &&
    $date.charCodeAt(10) === 0x54
  );
}
