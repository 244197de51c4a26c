/** JSON values and items as they travel on Wix's side, and the few helpers that read untrusted ones safely. */

import type { Json } from '../json.js';

export type { Json };

/** One row of a collection. A member that is `undefined`, absent or `null` has no value (protocol section 8). */
export type Item = { readonly [key: string]: Json | undefined };

/** True for a JSON object: neither null nor a list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `null` counts as missing everywhere in a request (protocol section 4). */
export function isMissing(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

/** The object itself, `{}` for a missing one, `undefined` for anything else. */
export function toRecord(value: unknown): Record<string, unknown> | undefined {
  if (isMissing(value)) return {};
  return isObject(value) ? value : undefined;
}

/**
 * Own member of an object, never an inherited one: names such as `constructor` and `__proto__` come from
 * outside.
 */
export function member(object: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/**
 * Short JSON text of any value for error messages. Unlike JSON.stringify it stops early, so that huge or
 * deeply nested values from outside cost nothing.
 */
export function preview(value: unknown, length = 1000): string {
  const parts: string[] = [];
  let room = length;
  const write = (text: string) => {
    parts.push(text);
    room -= text.length;
  };
  const print = (each: unknown, depth: number): void => {
    if (room <= 0) return;
    if (typeof each !== 'object' || each === null || depth > 20) {
      write(typeof each === 'string' ? JSON.stringify(each.slice(0, room).toWellFormed()) : leaf(each));
      return;
    }
    const list = Array.isArray(each);
    write(list ? '[' : '{');
    let first = true;
    for (const key in each) {
      if (room <= 0) break;
      if (!first) write(',');
      first = false;
      if (!list) write(`${JSON.stringify(key.slice(0, room).toWellFormed())}:`);
      print((each as Record<string, unknown>)[key], depth + 1);
    }
    write(list ? ']' : '}');
  };
  print(value, 0);
  return cut(parts.join(''), length);
}

function leaf(value: unknown): string {
  return typeof value === 'object' && value !== null ? '…' : String(value);
}

/** At most `length` UTF-16 units, ending in an ellipsis where text was left out. What is left out does not stay in memory. */
export function cut(text: string, length: number): string {
  // Half a character, from outside or from cutting, would make the answer unreadable for strict readers of JSON.
  return (text.length <= length ? text : `${text.slice(0, length - 1)}…`).toWellFormed();
}
