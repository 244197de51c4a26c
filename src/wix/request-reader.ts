/** Typed access to the members of a request; a missing one gets its default, a wrong type is a BAD_REQUEST. */
import { badRequest } from './errors.js';
import { isMissing, isObject, member } from './json.js';

export type Raw = Record<string, unknown>;

export function readObject(raw: unknown, what: string): Raw {
  if (isMissing(raw)) return {};
  if (!isObject(raw)) throw badRequest(`${what} must be an object`);
  return raw;
}

export function readName(raw: Raw, name: string): string {
  const value = member(raw, name);
  if (typeof value !== 'string' || value === '') throw badRequest(`${name} must be a text that is not empty`);
  return value;
}

/** Missing means false. */
export function readFlag(raw: Raw, name: string): boolean {
  const value = member(raw, name);
  if (isMissing(value)) return false;
  if (typeof value !== 'boolean') throw badRequest(`${name} must be true or false`);
  return value;
}

/** Missing means empty. */
export function readList(raw: Raw, name: string, most: number): readonly unknown[] {
  const value = member(raw, name);
  if (isMissing(value)) return [];
  if (!Array.isArray(value)) throw badRequest(`${name} must be a list`);
  if (value.length > most)
    throw badRequest(`${name} must have at most ${most} elements, not ${value.length}`);
  return value;
}

const none: readonly string[] = Object.freeze([]);

export function readTexts(raw: Raw, name: string, most: number): readonly string[] {
  const list = readList(raw, name, most);
  if (list.length === 0) return none;
  return Object.freeze(
    list.map((each, index) => {
      if (typeof each !== 'string') throw badRequest(`${name}.${index} must be a text`);
      return each;
    }),
  );
}
