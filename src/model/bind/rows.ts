/** Compiles a set of fields: one selection, and a function that makes an item of a row. */
import { Selection } from '../../upstream/document/selection.js';
import { AdapterError } from '../../wix/errors.js';
import { cut, type Item, type Json } from '../../wix/json.js';
import { ConversionError } from '../codecs/codec.js';
import type { CellFault, CollectionModel, FieldModel, RowReader } from '../model.js';

interface Cell {
  readonly key: string;
  /** Response keys from the row to the value. */
  readonly place: readonly string[];
  /** The value, or why there is none. */
  readonly read: (row: unknown) => Json | ConversionError;
  readonly field: FieldModel;
  /** Values that are selected for it. */
  readonly size: number;
}

/**
 * The reader of these fields, always with `_id`. Compiling costs: callers that read often keep it (see Knowledge).
 * @param keys names of fields; unknown ones are passed over
 */
export function compileRows(
  model: Pick<CollectionModel, 'id' | 'fields'>,
  keys: readonly string[],
): RowReader {
  const all = model.fields;
  const names = readerKeys(model, keys);
  const fields = names.map((key) => all.get(key)!);
  const wanted = new Set(fields.map((field) => field.key));
  const needed = new Map(fields.map((field) => [field.key, field]));
  for (const field of fields) {
    if (field.source.kind !== 'template') continue;
    for (const key of field.source.keys) needed.set(key, all.get(key)!);
  }
  const selection = new Selection();
  const cells: Cell[] = [];
  const templates: { field: FieldModel; keys: readonly string[]; evaluate: (item: Item) => Json }[] = [];
  for (const field of needed.values()) {
    if (field.source.kind === 'template') templates.push({ field, ...field.source });
    else cells.push(compileCell(field, selection));
  }
  const extra = [...needed.keys()].filter((key) => !wanted.has(key));
  const printed = selection.print();
  const read = (row: unknown, tolerate?: (fault: CellFault) => void): Item => {
    const item: Record<string, Json> = {};
    let unreadable: string[] | undefined;
    const refuse = (field: FieldModel, error: ConversionError): null => {
      const refusal = conversionRefusal(field, error, item._id);
      if (tolerate === undefined || field.key === '_id') throw refusal;
      tolerate({ key: field.key, error: refusal });
      return null;
    };
    for (const cell of cells) {
      const value = cell.read(row);
      if (!(value instanceof ConversionError)) item[cell.key] = value;
      else {
        item[cell.key] = refuse(cell.field, value);
        unreadable = [...(unreadable ?? []), cell.key];
      }
    }
    if (typeof item._id !== 'string' || item._id === '') {
      throw new AdapterError('UNKNOWN_ERROR', 'The upstream API gave a row without an id', { status: 502 });
    }
    if (templates.length > 0) {
      for (const { field, keys, evaluate } of templates) {
        const missing = unreadable && keys.find((key) => unreadable?.includes(key));
        item[field.key] = missing === undefined ? evaluate(item) : refuse(field, partMissing(missing));
      }
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
  return Object.freeze({
    selection: { id: `${model.id}:${names.join(' ')}`, text: printed.text, variables: printed.variables },
    size: cells.reduce((sum, { size }) => sum + size, 0),
    read,
    touched,
  });
}

/** The fields of a reader in the order that stands for the set: `_id`, then by name. */
export function readerKeys(
  { fields }: Pick<CollectionModel, 'fields'>,
  keys: readonly string[],
): readonly string[] {
  const wanted = new Set(keys.filter((key) => key !== '_id' && fields.has(key)));
  return ['_id', ...[...wanted].sort()];
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
    field,
    size: Math.max(1, members.length),
    place: keys,
    read(row) {
      const raw = value(row);
      if (raw === null || raw === undefined) return fallback ?? null;
      try {
        return codec.decode(raw) ?? fallback ?? null;
      } catch (error) {
        if (!(error instanceof ConversionError)) throw error;
        return error;
      }
    },
  };
}

function partMissing(key: string): ConversionError {
  return new ConversionError(null, `made of a value that can be read (${key})`);
}

/** A value that Wix's type cannot hold exactly: refused, with the line that would help (law 1). */
function conversionRefusal(field: FieldModel, error: ConversionError, id: Json | undefined): AdapterError {
  const remedy =
    field.type === 'NUMBER'
      ? 'set type: TEXT there, or inexact: text or round'
      : 'say there what the values are (scalar, format), which of them mean that there is none (none), or set another type';
  const item = typeof id === 'string' ? ` of the item ${cut(id, 200)}` : '';
  const short = `The value of the field ${field.key}${item} cannot be shown exactly as ${field.type}: it is not ${error.expected}.`;
  return new AdapterError('UNKNOWN_ERROR', `${short} See ${field.position}: ${remedy}.`, {
    status: 502,
    reason: error.message,
    short,
    cause: error,
  });
}
