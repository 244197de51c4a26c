/**
 * Argument addresses: `where`, `options.filter`, `Page/perPage`, and the empty address (the arguments
 * themselves). A step name picks an earlier field of the list's path; without one the last field is meant.
 */
import { isPlainObject, type Json } from '../../json.js';

export interface ArgumentPath {
  /** Name of the step whose argument it is; undefined: the list field. */
  readonly step: string | undefined;
  /** Argument and members inside it; empty: the arguments themselves. */
  readonly path: readonly string[];
}

export function parseAddress(text: string): ArgumentPath {
  const slash = text.lastIndexOf('/');
  const step = slash < 0 ? undefined : text.slice(0, slash);
  const rest = text.slice(slash + 1);
  return Object.freeze({ step, path: rest === '' ? [] : rest.split('.') });
}

/** Arguments of the steps of one request, by step name; '' is the list field. */
export type ArgumentValues = Map<string, Record<string, Json>>;

/** Puts a value at an address; objects that are there already are added to. */
export function assign(target: ArgumentValues, address: ArgumentPath, value: Json): void {
  const step = address.step ?? '';
  let values = target.get(step);
  if (!values) {
    values = {};
    target.set(step, values);
  }
  if (address.path.length === 0) {
    mergeInto(values, value as Record<string, Json>);
    return;
  }
  let place = values;
  for (const member of address.path.slice(0, -1)) {
    const inner = place[member];
    const copy = isPlainObject(inner) ? { ...inner } : {};
    place[member] = copy;
    place = copy;
  }
  const last = address.path[address.path.length - 1]!;
  const present = place[last];
  if (isPlainObject(present) && isPlainObject(value)) {
    const copy = { ...present };
    mergeInto(copy, value);
    place[last] = copy;
  } else place[last] = value;
}

function mergeInto(target: Record<string, Json>, source: { readonly [key: string]: Json }): void {
  for (const [key, value] of Object.entries(source)) {
    const present = target[key];
    if (isPlainObject(present) && isPlainObject(value)) {
      const copy = { ...present };
      mergeInto(copy, value);
      target[key] = copy;
    } else target[key] = value;
  }
}
