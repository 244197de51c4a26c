/**
 * Rows that become the JSON of their items while they still are text: what a codec leaves as it is is copied, without being read and written again. What
 * this cannot do exactly as reading, decoding and writing would, it does not do: then all rows are read.
 */
import { bytesOfText } from '../../json-tokens.js';
import type { Json } from '../../wix/json.js';
import { type CopyRow, markedRow } from '../copied-row.js';
import { readRow } from './read-row-text.js';
import { type CopiedCell, createRowNotes } from './row-notes.js';
import { type RowText, rowTextOf } from './row-text.js';

/** Its place among the members of an object is another than that of its writing. */
const outOfOrder = /^(?:\d+|__proto__)$/;

/**
 * Compiles the copying of rows that have these cells, in the order in which they are selected.
 * @param output keys of the members of an item, in their order
 * @param seen keys of the fields whose values are worked with
 * @returns undefined: such rows are read
 */
export function compileCopies(
  cells: readonly CopiedCell[],
  output: readonly string[],
  seen: readonly string[],
): CopyRow | undefined {
  const indexOf = (key: string): number => cells.findIndex((each) => each.key === key);
  const outputs = output.map((key, index) => ({
    begin: bytesOfText(`${index === 0 ? '{' : ','}${JSON.stringify(key)}:`),
    cell: indexOf(key),
  }));
  const watched = [...new Set(['_id', ...seen])].map((key) => ({ key, cell: indexOf(key) }));
  if ([...outputs, ...watched].some(({ cell }) => cell < 0)) return undefined;
  if (output.some((key) => outOfOrder.test(key))) return undefined;
  const rows = (['', ' '] as const).map((space) => rowTextOf(cells, space));
  const [compact, spaced] = rows;
  if (!compact || !spaced) return undefined;
  const notes = createRowNotes(cells);
  const runs = outputs.map((_, index) => runFrom(index, outputs, compact));
  const copy: CopyRow = (part, at, found) => {
    const { text } = part;
    notes.begin(part.ascii);
    let end = -1;
    let isCompact = false;
    try {
      end = readRow(part, at, compact, notes);
      isCompact = end >= 0;
      if (end < 0) end = readRow(part, at, spaced, notes);
    } catch {
      // Too deep to be parsed or written, for example.
    }
    if (end < 0) return -1;
    const item: Record<string, Json> = {};
    for (const { key, cell } of watched) item[key] = notes.value(text, cell);
    if (typeof item._id !== 'string' || item._id === '') return -1;
    let json = '';
    for (let index = 0; index < outputs.length; index += 1) {
      const { begin, cell } = outputs[index]!;
      const last = index + (runs[index] ?? 0);
      // Members that stand in the item as they stand in the row are copied together.
      if (isCompact && last > index && notes.isRun(cell, outputs[last]!.cell)) {
        json += begin + notes.run(text, cell, outputs[last]!.cell);
        index = last;
      } else json += begin + notes.text(text, cell);
    }
    found.push(markedRow(item, `${json}}`));
    return end;
  };
  return (part, at, found) => {
    const end = copy(part, at, found);
    notes.forget();
    return end;
  };
}

/** How many members behind this one are there in the row, too, just behind it and by the same keys. */
function runFrom(
  index: number,
  outputs: readonly { readonly begin: string; readonly cell: number }[],
  row: RowText,
): number {
  let count = 0;
  for (;;) {
    const here = outputs[index + count]!;
    const next = outputs[index + count + 1];
    const at = row.findIndex(({ cells }) => cells[0] === here.cell);
    const following = row[at + 1];
    if (
      !next ||
      next.cell !== here.cell + 1 ||
      following?.cells[0] !== next.cell ||
      following.cells.length > 1
    )
      return count;
    if (row[at]!.cells.length > 1 || following.before !== next.begin) return count;
    count += 1;
  }
}
