/** Cuts items to the asked fields (protocol section 5.4). */
import { type Item, isObject, type Json } from './json.js';

/** `undefined` below a name: the whole member. */
interface Selection {
  readonly members: Map<string, Selection | undefined>;
}

const integer = /^\d+$/;

/**
 * A function that keeps only the named fields, and `_id` always; no names means all fields. A name with dots
 * selects inside objects and inside the objects of lists, unless the item has a member of just that name.
 * Unknown names select nothing. A step by position keeps the whole list, so that positions stay what they
 * were.
 */
export function compileProjection(fields: readonly string[] | undefined): (item: Item) => Item {
  if (fields === undefined || fields.length === 0) return (item) => item;
  const names = ['_id', ...fields];
  const dotted = names.filter((name) => name.includes('.'));
  const whole = createSelection(names);
  return (item) => {
    const literal = dotted.filter((name) => item[name] !== undefined);
    const selection =
      literal.length === 0 ? whole : createSelection(names.filter((name) => !literal.includes(name)));
    const kept = (select(item, selection) ?? {}) as Item;
    if (literal.length === 0) return kept;
    return Object.fromEntries([
      ...Object.entries(kept),
      ...literal.map((name) => [name, item[name]]),
    ]) as Item;
  };
}

/** The members that items have under this projection, in their order; undefined: all. `parts`: there are names with dots, so that it depends on the item. */
export function writtenKeys(fields: readonly string[] | undefined): readonly string[] | undefined | 'parts' {
  if (fields === undefined || fields.length === 0) return undefined;
  return fields.some((name) => name.includes('.')) ? 'parts' : [...new Set(['_id', ...fields])];
}

function createSelection(names: readonly string[]): Selection {
  const root: Selection = { members: new Map() };
  for (const name of names) {
    let at = root;
    const steps = name.split('.');
    for (const [index, step] of steps.entries()) {
      const last = index === steps.length - 1;
      const known = at.members.has(step);
      const next = at.members.get(step);
      // A member that is already selected whole stays so, whatever is selected inside it.
      if (known && next === undefined) break;
      if (last) {
        at.members.set(step, undefined);
        break;
      }
      const inner = next ?? { members: new Map() };
      at.members.set(step, inner);
      at = inner;
    }
  }
  return root;
}

/** `undefined` when nothing of the value is selected. A null stays null: it is what the field holds. */
function select(value: unknown, selection: Selection): Json | undefined {
  if (value === null) return null;
  if (Array.isArray(value)) {
    if ([...selection.members.keys()].some((key) => integer.test(key))) return value as Json[];
    const kept = value.flatMap((each: unknown) => {
      const part = isObject(each) ? select(each, selection) : undefined;
      return part === undefined ? [] : [part];
    });
    return kept.length === 0 && value.length > 0 ? undefined : kept;
  }
  if (!isObject(value)) return undefined;
  const kept: [string, Json][] = [];
  for (const [key, inner] of selection.members) {
    if (!Object.hasOwn(value, key)) continue;
    const part = inner === undefined ? (value[key] as Json | undefined) : select(value[key], inner);
    if (part !== undefined) kept.push([key, part]);
  }
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}
