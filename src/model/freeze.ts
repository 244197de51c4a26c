/** Freezing a model whole: what serves many requests at once is changed by none of them. */
import { isType } from 'graphql';

/**
 * Freezes the value and all that it holds: objects, lists, and what stands in maps and sets. Types and fields of the schema
 * are left as they are: they belong to it. A map or a set itself cannot be frozen; its type lets nobody write.
 * @param frozen what is frozen already, with all that it holds; what is frozen now is added
 * @returns the value
 */
export function deepFreeze<T>(value: T, frozen: WeakSet<object> = new WeakSet()): T {
  freezeAll(value, frozen);
  return value;
}

function freezeAll(value: unknown, seen: WeakSet<object>): void {
  if (typeof value !== 'object' || value === null || seen.has(value) || isOfSchema(value)) return;
  seen.add(value);
  if (value instanceof Map) {
    for (const [key, each] of value) {
      freezeAll(key, seen);
      freezeAll(each, seen);
    }
  } else if (value instanceof Set) for (const each of value) freezeAll(each, seen);
  else for (const each of Object.values(Object.freeze(value))) freezeAll(each, seen);
}

/** A type, or a field, argument or member of one. */
export function isOfSchema(value: object): boolean {
  return ('astNode' in value && 'extensions' in value) || ('ofType' in value && isType(value));
}
