/** Compiles a set of fields: one selection, and a function that makes an item of a row. */
import { Selection, type SelectionStep } from '../../upstream/document/selection.js';
import { AdapterError } from '../../wix/errors.js';
import { cut, type Item, type Json } from '../../wix/json.js';
import type { CellFault } from '../cell-fault.js';
import { ConversionError } from '../codecs/codec.js';
import type { CopyRow } from '../copied-row.js';
import type { CollectionModel, FieldModel, NestedItems, RowReader } from '../model.js';
import { compileCopies } from './copied-rows.js';
import { askedId, compileWhole, nodesOf, sizeOf, stepsAsked } from './nested-rows.js';
import type { CopiedCell } from './row-notes.js';

export { withAsked } from './nested-rows.js';

/** Ways to copy rows that are kept of one reader: compiling one takes longer than reading a page, and most questions for the same fields need the same. */
const mostCopies = 16;

interface Cell extends CopiedCell {
  readonly field: FieldModel;
  /** Values that are selected for it. */
  readonly size: number;
}

/**
 * The reader of these fields, always with `_id`. Compiling costs: callers that read often keep it (see Knowledge).
 * @param keys names of fields; unknown ones are passed over
 * @param nested related objects that come along, each as an item of its own collection
 */
export function compileRows(
  model: Pick<CollectionModel, 'id' | 'fields'>,
  keys: readonly string[],
  nested: readonly NestedItems[] = [],
): RowReader {
  const selection = new Selection();
  const own = compileItem(model, keys, selection, []);
  const inner = nested.map((each) => compileNested(each, selection));
  const printed = selection.print();
  const read = (row: unknown, tolerate?: (fault: CellFault) => void): Item => {
    const item = own.read(row, tolerate);
    for (const each of inner) item[each.as] = each.read(row, tolerate);
    return item;
  };
  return Object.freeze({
    selection: { id: selectionId(model, keys, nested), text: printed.text, variables: printed.variables },
    size: inner.reduce((sum, { size }) => sum + size, own.size),
    nodes: nested.reduce((sum, each) => sum + nodesOf(each), 1),
    read,
    copy: (output: readonly string[] | undefined, seen: readonly string[]) =>
      nested.length > 0 ? undefined : own.copy(output, seen),
    touched(path: readonly (string | number)[]) {
      const names = path.filter((step) => typeof step === 'string');
      return [...own.touched(names), ...inner.flatMap((each) => each.touched(names))];
    },
  });
}

/** Stands for the fields of a reader, for what it selects, and for how many objects its lists can have. */
export function readerId(
  model: Pick<CollectionModel, 'id' | 'fields'>,
  keys: readonly string[],
  nested: readonly NestedItems[] = [],
): string {
  const most = nested.map((each) => each.most ?? '').join();
  return `${selectionId(model, keys, nested)}|${most}`;
}

/** Stands for the text of what is selected. */
function selectionId(
  model: Pick<CollectionModel, 'id' | 'fields'>,
  keys: readonly string[],
  nested: readonly NestedItems[] = [],
): string {
  const inner = nested.map(
    (each) => `${each.as}{${each.model.id}:${readerKeys(each.model, each.keys).join(' ')}${askedId(each)}}`,
  );
  return [`${model.id}:${readerKeys(model, keys).join(' ')}`, ...inner].join(' ');
}

/** Reads the item of one row, or of an object inside it. The caller may add to it. */
interface ItemReader {
  readonly size: number;
  readonly read: (row: unknown, tolerate?: (fault: CellFault) => void) => Record<string, Json>;
  readonly copy: RowReader['copy'];
  /** @param names response keys from the row on */
  readonly touched: (names: readonly string[]) => readonly string[];
}

function compileNested(
  nested: NestedItems,
  selection: Selection,
): { readonly as: string; readonly size: number; readonly touched: ItemReader['touched'] } & {
  readonly read: (row: unknown, tolerate?: (fault: CellFault) => void) => Json;
} {
  const { as, path, model, keys, list } = nested;
  const steps = stepsAsked(nested);
  const place = selection.add(steps);
  const objectOf = path.read(place);
  const inner = compileItem(model, keys, selection, steps);
  const below = (key: string): string => `${as}.${key}`;
  const isWhole = list && compileWhole(list, nested, selection);
  return {
    as,
    size: sizeOf(nested, inner.size),
    read(row, tolerate) {
      const found = objectOf(row);
      const told = tolerate && (({ key, error }: CellFault) => tolerate({ key: below(key), error }));
      if (isWhole) {
        const elements: readonly unknown[] = Array.isArray(found) ? found : [];
        const objects = elements.filter((each) => each !== null);
        return {
          items: objects.map((each) => inner.read(each, told)),
          whole: isWhole(row, elements.length),
        } as Json;
      }
      if (found === null || found === undefined) return null;
      return inner.read(found, told) as Json;
    },
    touched(names) {
      const whole = names.length <= place.length && isOneWay(place, names) ? [as] : [];
      return [...whole, ...inner.touched(names).map(below)];
    },
  };
}

/** @param prefix leads from the row to the object that is read */
function compileItem(
  model: Pick<CollectionModel, 'id' | 'fields'>,
  keys: readonly string[],
  selection: Selection,
  prefix: readonly SelectionStep[],
): ItemReader {
  const all = model.fields;
  const names = readerKeys(model, keys);
  const fields = names.map((key) => all.get(key)!);
  const wanted = new Set(fields.map((field) => field.key));
  const needed = new Map(fields.map((field) => [field.key, field]));
  for (const field of fields) {
    if (field.source.kind !== 'template') continue;
    for (const key of field.source.keys) needed.set(key, all.get(key)!);
  }
  const cells: Cell[] = [];
  const templates: { field: FieldModel; keys: readonly string[]; evaluate: (item: Item) => Json }[] = [];
  for (const field of needed.values()) {
    if (field.source.kind === 'elsewhere') continue;
    if (field.source.kind === 'template') templates.push({ field, ...field.source });
    else cells.push(compileCell(field, selection, prefix));
  }
  const extra = [...needed.keys()].filter((key) => !wanted.has(key));
  const read = (row: unknown, tolerate?: (fault: CellFault) => void): Record<string, Json> => {
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
  const copies = new Map<string, CopyRow>();
  return {
    size: cells.reduce((sum, { size }) => sum + size, 0),
    read,
    copy(output, seen) {
      // What is selected on a type alone is not in every row, and what is made of other fields is not in the text.
      const onType = cells.some(
        ({ field: { source } }) => source.kind === 'path' && source.steps.some(({ on }) => on),
      );
      if (templates.length > 0 || onType) return undefined;
      const outputs =
        output?.filter((key) => cells.some((cell) => cell.key === key)) ?? cells.map(({ key }) => key);
      const name = JSON.stringify([outputs, [...seen].sort()]);
      const found = copies.get(name);
      if (found) return found;
      const made = compileCopies(cells, outputs, seen);
      if (made && copies.size === mostCopies) copies.clear();
      if (made) copies.set(name, made);
      return made;
    },
    touched(path) {
      const touched = cells.filter((cell) => isOneWay(cell.place, path)).map((cell) => cell.key);
      const made = fields.filter(
        ({ source }) => source.kind === 'template' && source.keys.some((key) => touched.includes(key)),
      );
      return [...touched, ...made.map((field) => field.key)];
    },
  };
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

function compileCell(field: FieldModel, selection: Selection, prefix: readonly SelectionStep[]): Cell {
  if (field.source.kind !== 'path') throw new Error('only fields with a path have cells');
  const { steps, members, codec, plain, default: fallback } = field.source;
  const keys = selection.add([...prefix, ...steps]);
  for (const member of members) selection.add([...prefix, ...steps, { name: member }]);
  const value = field.source.read(keys.slice(prefix.length));
  const decode = (raw: unknown): Json | ConversionError => {
    if (raw === null || raw === undefined) return fallback ?? null;
    try {
      return codec.decode(raw) ?? fallback ?? null;
    } catch (error) {
      if (!(error instanceof ConversionError)) throw error;
      return error;
    }
  };
  return {
    key: field.key,
    field,
    size: Math.max(1, members.length),
    place: keys,
    plain,
    verbatim: codec.verbatim,
    decode,
    read: (row) => decode(value(row)),
  };
}

function partMissing(key: string): ConversionError {
  return new ConversionError(null, `made of a value that can be read (${key})`);
}

/** A value that Wix's type cannot hold exactly: refused, with the line that would help (law 1). */
function conversionRefusal(field: FieldModel, error: ConversionError, id: Json | undefined): AdapterError {
  const item = typeof id === 'string' ? ` of the item ${cut(id, 200)}` : '';
  const what = hasLostDigits(error.value)
    ? 'it is a JSON number beyond 2^53, whose last digits are lost when it is read'
    : `it is not ${error.expected}`;
  const short = `The value of the field ${field.key}${item} cannot be shown exactly as ${field.type}: ${what}.`;
  return new AdapterError('UNKNOWN_ERROR', `${short} See ${field.position}: ${remedyOf(field, error)}.`, {
    status: 502,
    reason: error.message,
    short,
    cause: error,
  });
}

function remedyOf(field: FieldModel, { value }: ConversionError): string {
  if (hasLostDigits(value)) {
    const another = 'name a field of the API there that gives the same digits as a text';
    if (field.key === '_id') return `${another}, or another value that identifies the item`;
    return field.type === 'NUMBER' ? `set inexact: round there, or ${another}` : another;
  }
  return field.type === 'NUMBER'
    ? 'set type: TEXT there, or inexact: text or round'
    : 'say there what the values are (scalar, format), which of them mean that there is none (none), or set another type';
}

/** The reader of JSON has rounded it: neither another type nor a format brings the digits back. */
function hasLostDigits(raw: unknown): boolean {
  return typeof raw === 'number' && Number.isInteger(raw) && !Number.isSafeInteger(raw);
}
