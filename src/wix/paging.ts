/** Which page of the results is asked for (protocol section 5.3). */
import { type Violation, violationsError } from './errors.js';
import { isMissing, isObject, member } from './json.js';

export type Paging =
  | { readonly kind: 'offset'; readonly limit: number; readonly offset: number }
  | { readonly kind: 'cursor'; readonly limit: number; readonly cursor?: string };

export const defaultPageSize = 50;
/** Larger limits are refused: an answer with fewer items than asked for would look like the last page. */
export const largestPage = 1000;

/**
 * Reads `paging` or `cursorPaging` of a request or query. Neither means the first 50 by offset. An empty
 * cursor is a missing one.
 * @throws VALIDATION_ERROR for both at once, negative or fractional numbers, and wrong types.
 */
export function parsePaging(container: Record<string, unknown>, at = ''): Paging {
  const prefix = at === '' ? '' : `${at}.`;
  const violations: Violation[] = [];
  const reject = (name: string, value: unknown, message: string) =>
    violations.push({ fieldPath: prefix + name, rejectedValue: value, message });
  const section = (name: string): Record<string, unknown> | undefined => {
    const raw = member(container, name);
    if (isMissing(raw)) return undefined;
    if (!isObject(raw)) reject(name, raw, 'must be an object');
    return isObject(raw) ? raw : {};
  };
  const whole = (from: Record<string, unknown>, name: string, key: string, fallback: number): number => {
    const raw = member(from, key);
    if (isMissing(raw)) return fallback;
    if (typeof raw === 'number' && Number.isSafeInteger(raw) && raw >= 0) return raw;
    reject(`${name}.${key}`, raw, 'must be a whole number, 0 or more');
    return fallback;
  };

  const byOffset = section('paging');
  const byCursor = section('cursorPaging');
  if (byOffset !== undefined && byCursor !== undefined)
    reject('cursorPaging', byCursor, 'cannot be given together with paging');
  const name = byCursor === undefined ? 'paging' : 'cursorPaging';
  const from = byCursor ?? byOffset ?? {};
  const limit = whole(from, name, 'limit', defaultPageSize);
  if (limit > largestPage) reject(`${name}.limit`, limit, `must be at most ${largestPage}`);
  const offset = byCursor === undefined ? whole(from, name, 'offset', 0) : 0;
  const cursor = byCursor === undefined ? undefined : member(byCursor, 'cursor');
  if (!isMissing(cursor) && typeof cursor !== 'string')
    reject('cursorPaging.cursor', cursor, 'must be a text');
  if (violations.length > 0) throw violationsError('Invalid paging', violations);

  if (byCursor === undefined) return Object.freeze({ kind: 'offset', limit, offset });
  return typeof cursor === 'string' && cursor !== ''
    ? Object.freeze({ kind: 'cursor', limit, cursor })
    : Object.freeze({ kind: 'cursor', limit });
}
