/** A row that became the JSON of its item while it was text (see bind/copied-rows.ts). */
import { type TextPart, textOfBytes } from '../json-tokens.js';
import type { Item } from '../wix/json.js';

/** Makes something of the row that begins at a place of a text, adds it, and gives the place behind; see ListMembers. */
export type CopyRow = (part: TextPart, at: number, rows: unknown[]) => number;

export interface CopiedRow {
  /** The id, and the fields that were to be seen. */
  readonly item: Item;
  /** The item as `JSON.stringify` writes it, in bytes of UTF-8, each a character. */
  readonly json: string;
}

/** Nothing that was parsed is this object. */
const mark = Object.freeze({});

interface MarkedRow extends CopiedRow {
  readonly mark: typeof mark;
}

/** A row that was copied, among rows that were parsed. */
export function markedRow(item: Item, json: string): CopiedRow {
  const row: MarkedRow = { mark, item, json };
  return row;
}

/** The row as it was copied; undefined where it was parsed. */
export function copiedRow(row: unknown): CopiedRow | undefined {
  return typeof row === 'object' && row !== null && (row as Partial<MarkedRow>).mark === mark
    ? (row as MarkedRow)
    : undefined;
}

/** The whole item of a row that was copied. */
export function itemOf({ json }: CopiedRow): Item {
  return JSON.parse(textOfBytes(json)) as Item;
}
