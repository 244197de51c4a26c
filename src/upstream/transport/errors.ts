import { cut, type GraphqlError } from './failure.js';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads `errors` of an answer, in all shapes that servers use: a list of objects or texts, one object, one text.
 * Codes are looked for in the places of graphql-dialects section J1: extensions.code, extensions.errorType,
 * extensions.error.name (Strapi), errorType (AppSync), type (GitHub).
 * @param mask hides secrets in texts
 */
export function readErrors(raw: unknown, mask: (text: string) => string): GraphqlError[] {
  if (raw === undefined || raw === null || raw === false) return [];
  return (Array.isArray(raw) ? raw : [raw]).map((each) => readError(each, mask));
}

function readError(raw: unknown, mask: (text: string) => string): GraphqlError {
  if (!isObject(raw)) return { message: typeof raw === 'string' ? cut(mask(raw)) : 'unknown error' };
  const extensions = isObject(raw.extensions) ? raw.extensions : {};
  const inner = isObject(extensions.error) ? extensions.error : {};
  const code = [extensions.code, extensions.errorType, inner.name, raw.errorType, raw.type, raw.code].find(
    (each) => (typeof each === 'string' && each !== '') || typeof each === 'number',
  );
  const message = [raw.message, raw.error, raw.title, extensions.message].find(
    (each) => typeof each === 'string' && each !== '',
  );
  return {
    message: typeof message === 'string' ? cut(mask(message)) : 'error without a message',
    ...(isPath(raw.path) ? { path: raw.path } : {}),
    ...(code === undefined ? {} : { code: cut(mask(String(code)), 80) }),
  };
}

/** Where the rows of a list are, for firstFatalError. */
export interface RowPlace {
  /** Response keys from an element of the list to the row, e.g. ["node"] or ["attributes"]. */
  readonly row?: readonly string[];
  /** `data` of the answer: shows how far up a null below a non-null field has travelled. */
  readonly data?: unknown;
}

/**
 * The first error that makes a list unusable; undefined when all errors are null cells of rows.
 * Fatal is an error without a path, one at a step of `listPath`, at anything beside the rows (a count, a cursor), or
 * at a row; and a deeper one whose null has replaced a row or the list because fields between are non-null.
 *
 * @param listPath response keys from the root of `data` to the list field, e.g. ["shop", "products"]
 */
export function firstFatalError(
  errors: readonly GraphqlError[],
  listPath: readonly string[],
  place: RowPlace = {},
): GraphqlError | undefined {
  return errors.find((error) => {
    const { path } = error;
    if (path === undefined) return true;
    const shared = Math.min(path.length, listPath.length);
    if (!listPath.slice(0, shared).every((key, index) => key === path[index])) return false;
    const element = path.findIndex((step, index) => index >= listPath.length && typeof step === 'number');
    if (element === -1) return true;
    const row = place.row ?? [];
    const below = path.slice(element + 1);
    const insideRow = below.length > row.length && row.every((key, index) => key === below[index]);
    if (!insideRow) return true;
    return place.data !== undefined && nullDepth(place.data, path) <= element + 1 + row.length;
  });
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

function isObject(raw: unknown): raw is Fields {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw);
}
