/** Compiles a set of fields: one selection, and a function that makes an item of a row. */
import { Selection } from '../../upstream/document/selection.js';
import { AdapterError } from '../../wix/errors.js';
import type { Item, Json } from '../../wix/json.js';
import { ConversionError } from '../codecs/codec.js';
import type { FieldModel, RowReader } from '../model.js';

interface Cell {
  readonly key: string;
  /** Response keys from the row to the value. */
  readonly place: readonly string[];
  readonly read: (row: unknown) => Json;
}

/** @param fields those wanted, `_id` first; templates bring the fields that they are made of */
export function compileRows(
  fields: readonly FieldModel[],
  all: ReadonlyMap<string, FieldModel>,
  id: string,
): RowReader {
  const wanted = new Set(fields.map((field) => field.key));
  const needed = new Map(fields.map((field) => [field.key, field]));
  for (const field of fields) {
    if (field.source.kind !== 'template') continue;
    for (const key of field.source.keys) needed.set(key, all.get(key)!);
  }
  const selection = new Selection();
  const cells: Cell[] = [];
  const templates: { key: string; evaluate: (item: Item) => Json }[] = [];
  for (const field of needed.values()) {
    if (field.source.kind === 'template') templates.push({ key: field.key, evaluate: field.source.evaluate });
    else cells.push(compileCell(field, selection));
  }
  const extra = [...needed.keys()].filter((key) => !wanted.has(key));
  const printed = selection.print();
  const read = (row: unknown): Item => {
    const item: Record<string, Json> = {};
    for (const cell of cells) item[cell.key] = cell.read(row);
    if (typeof item._id !== 'string' || item._id === '') {
      throw new AdapterError('UNKNOWN_ERROR', 'The upstream API gave a row without an id', { status: 502 });
    }
    if (templates.length > 0) {
      for (const each of templates) item[each.key] = each.evaluate(item);
      for (const key of extra) delete item[key];
    }
    return item;
  };
  const touched = (path: readonly (string | number)[]): readonly string[] => {
    const names = path.filter((step) => typeof step === 'string');
    const keys = cells.filter((cell) => isOneWay(cell.place, names)).map((cell) => cell.key);
    const made = fields.filter(
      ({ source }) => source.kind === 'template' && source.keys.some((key) => keys.includes(key)),
    );
    return [...keys, ...made.map((field) => field.key)];
  };
  return { selection: { id, text: printed.text, variables: printed.variables }, read, touched };
}

/** One of the two leads to the other. */
function isOneWay(a: readonly string[], b: readonly string[]): boolean {
  const shared = Math.min(a.length, b.length);
  return a.slice(0, shared).every((name, index) => name === b[index]);
}

function compileCell(field: FieldModel, selection: Selection): Cell {
  if (field.source.kind !== 'path') throw new Error('only fields with a path have cells');
  const { steps, members, codec, default: fallback } = field.source;
  const keys = selection.add(steps);
  for (const member of members) selection.add([...steps, { name: member }]);
  const value = field.source.read(keys);
  return {
    key: field.key,
    place: keys,
    read(row) {
      const raw = value(row);
      if (raw === null || raw === undefined) return fallback ?? null;
      try {
        return codec.decode(raw) ?? fallback ?? null;
      } catch (error) {
        if (!(error instanceof ConversionError)) throw error;
        throw conversionRefusal(field, error);
      }
    },
  };
}

/** A value that Wix's type cannot hold exactly: refused, with the line that would help (law 1). */
function conversionRefusal(field: FieldModel, error: ConversionError): AdapterError {
  const remedy =
    field.type === 'NUMBER'
      ? 'set type: TEXT there, or inexact: text or round'
      : "set a type there that fits the upstream's values";
  return new AdapterError(
    'UNKNOWN_ERROR',
    `A value of the field ${field.key} cannot be shown exactly as ${field.type}: it is not ${error.expected}. See ${field.position}: ${remedy}.`,
    { status: 502, reason: error.message, cause: error },
  );
}
