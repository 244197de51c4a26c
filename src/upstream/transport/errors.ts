import { isPlainObject } from '../../json.js';
import { cut, type GraphqlError } from './failure.js';

/**
 * Reads `errors` of an answer, in all shapes that servers use: a list of objects or texts, one object, one text.
 * Codes are looked for in the places of graphql-dialects section J1: extensions.code, extensions.errorType,
 * extensions.error.name (Strapi), errorType (AppSync), type (GitHub).
 * @param mask hides secrets in texts
 */
export function readErrors(raw: unknown, mask: (text: string) => string): GraphqlError[] {
  if (raw === undefined || raw === null || raw === false) return [];
  const all: readonly unknown[] = Array.isArray(raw) ? raw : [raw];
  const read = all.slice(0, mostErrors).map((each) => readError(each, mask));
  // It has no path and so spoils every row: what is not read cannot be taken for harmless.
  return all.length > mostErrors
    ? [...read, { message: `and ${all.length - mostErrors} more errors` }]
    : read;
}

/** A page of 1000 rows with one bad cell in each row. */
const mostErrors = 1000;

function readError(raw: unknown, mask: (text: string) => string): GraphqlError {
  if (!isPlainObject(raw)) return { message: typeof raw === 'string' ? cut(mask(raw)) : 'unknown error' };
  const extensions = isPlainObject(raw.extensions) ? raw.extensions : {};
  const inner = isPlainObject(extensions.error) ? extensions.error : {};
  const code = [extensions.code, extensions.errorType, inner.name, raw.errorType, raw.type, raw.code].find(
    (each) => (typeof each === 'string' && each !== '') || typeof each === 'number',
  );
  const message = [raw.message, raw.error, raw.title, extensions.message].find(
    (each) => typeof each === 'string' && each !== '',
  );
  return {
    message: typeof message === 'string' ? cut(mask(message)) : 'error without a message',
    ...(isPath(raw.path) ? { path: raw.path.map(step) } : {}),
    ...(code === undefined ? {} : { code: cut(mask(String(code)), 80) }),
  };
}

/** Where the rows of an answer are, for touchedBy. */
export interface RowPlace {
  /** Response keys from the root of `data` to the list field, or to the value that holds a single row. */
  readonly list: readonly string[];
  /** Response keys from an element of the list (or the value) to the row, e.g. ["node"] or ["attributes"]. */
  readonly row?: readonly string[];
  /** There is one row and no list. */
  readonly single?: boolean;
  /** `data` of the answer: shows how far up a null below a non-null field has travelled. */
  readonly data?: unknown;
}

/**
 * What an error of the answer spoils: nothing of these rows, a row or more than one ("rows"), or one cell, told by its
 * response keys from the row down. Rows are spoiled by an error without a path, one at a step of the way to the list,
 * at anything beside the rows (a count, a cursor), or at a row; and by a deeper one whose null has replaced a row or
 * the list because fields between are non-null.
 */
export function touchedBy(
  { path }: GraphqlError,
  { list, row = [], single = false, data }: RowPlace,
): 'nothing' | 'rows' | readonly (string | number)[] {
  if (path === undefined) return 'rows';
  const shared = Math.min(path.length, list.length);
  if (!list.slice(0, shared).every((key, index) => key === path[index])) return 'nothing';
  const element = single
    ? list.length - 1
    : path.findIndex((step, index) => index >= list.length && typeof step === 'number');
  if (element === -1) return 'rows';
  const below = path.slice(element + 1);
  const insideRow = below.length > row.length && row.every((key, index) => key === below[index]);
  if (!insideRow) return 'rows';
  const lost = data !== undefined && nullDepth(data, path) <= element + 1 + row.length;
  return lost ? 'rows' : below.slice(row.length);
}

/** The error is at one row itself, and its message or code says that nothing has the id. */
export function saysAbsent(error: GraphqlError, { list, single = false }: RowPlace): boolean {
  const { path } = error;
  if (path?.length !== list.length + (single ? 0 : 1)) return false;
  if (!list.every((key, index) => key === path[index])) return false;
  return soundsAbsent(error) || (single && saysNull(error));
}

/** The error has made one row null, and says that the caller may not see it or that it is not to be had. */
export function saysHidden(error: GraphqlError, { list, row = [], data }: RowPlace): boolean {
  const { path } = error;
  if (path === undefined || !list.every((key, index) => key === path[index])) return false;
  const element = path.findIndex((step, index) => index >= list.length && typeof step === 'number');
  const depth = nullDepth(data, path);
  if (element === -1 || depth <= element || depth > element + 1 + row.length) return false;
  return soundsAbsent(error) || soundsForbidden(error);
}

const forbidden =
  /forbidden|unauthori[sz]ed|not authori[sz]ed|access.?denied|permission|not allowed|unresolvable|cannot be resolved|protected/i;

function soundsForbidden({ message, code = '' }: Pick<GraphqlError, 'message' | 'code'>): boolean {
  return forbidden.test(`${code} ${message}`);
}

/** Of a field that is never null: it has found nothing. */
export function saysNull({ message }: Pick<GraphqlError, 'message'>): boolean {
  return /cannot return null for non-null/i.test(message);
}

const absence = /not.?found|does.?n.?o.?t exist|no such/i;
/** Words of the same kind about the server's own parts. */
const brokenServer =
  /\bENOTFOUND\b|no such (?:host|column|table|function|file)|(?:host|column|table|relation|function|module|database|schema|route|endpoint)\b.{0,80}(?:not found|does not exist)/i;

export function soundsAbsent({ message, code = '' }: Pick<GraphqlError, 'message' | 'code'>): boolean {
  const text = `${code} ${message}`;
  return absence.test(text) && !brokenServer.test(text);
}

/** Number of steps of the path after which `data` is null or ends. */
function nullDepth(data: unknown, path: readonly (string | number)[]): number {
  let value = data;
  for (const [depth, step] of path.entries()) {
    if (value === null || typeof value !== 'object') return depth;
    value = (value as Readonly<Record<string | number, unknown>>)[step];
  }
  return path.length;
}

function isPath(raw: unknown): raw is (string | number)[] {
  return Array.isArray(raw) && raw.every((step) => typeof step === 'string' || typeof step === 'number');
}

/** Some servers write positions as texts (mercurius 16). No response key can begin with a digit. */
function step(raw: string | number): string | number {
  return typeof raw === 'string' && /^\d{1,15}$/.test(raw) ? Number(raw) : raw;
}
