/**
 * The value of a field path (protocol section 7.2). A member literally called `a.b.c` wins. Otherwise the
 * path walks: into an object by name; into a list by position when the step is an integer, else into every
 * element. What the elements give is one list, lists in it spread once; when no element has a value, the path
 * has none.
 */
import { type Item, isObject, type Json } from './json.js';

type Value = Json | undefined;

const position = /^(?:0|[1-9]\d{0,8})$/;

function walk(value: unknown, steps: readonly string[], from: number): Value {
  let current = value;
  for (let index = from; index < steps.length; index++) {
    const step = steps[index]!;
    if (Array.isArray(current)) {
      if (!position.test(step)) return collect(current, steps, index);
      current = current[Number(step)];
    } else if (isObject(current) && Object.hasOwn(current, step)) {
      current = current[step];
    } else {
      return undefined;
    }
  }
  return current as Value;
}

function collect(list: readonly unknown[], steps: readonly string[], index: number): Value {
  const found: Json[] = [];
  for (const element of list) {
    // Only objects: lists directly in lists are reached by position, so data cannot make this recurse without end.
    if (!isObject(element)) continue;
    const value = walk(element, steps, index);
    if (value === undefined || value === null) continue;
    if (Array.isArray(value)) {
      for (const each of value) found.push(each);
    } else {
      found.push(value);
    }
  }
  return found.length === 0 ? undefined : found;
}

/**
 * A reader of one path, for use over many items. Inherited members (`constructor`, `__proto__`) are never
 * seen.
 */
export function compilePath(path: string): (item: Item) => Value {
  if (!path.includes('.')) {
    return path in Object.prototype
      ? (item) => (Object.hasOwn(item, path) ? item[path] : undefined)
      : (item) => item[path];
  }
  const steps = path.split('.');
  return (item) => {
    const literal = item[path];
    return literal === undefined ? walk(item, steps, 0) : literal;
  };
}

export function valueAt(item: Item, path: string): Value {
  return compilePath(path)(item);
}
