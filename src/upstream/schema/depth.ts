/** Nesting of schemas. Parsers and builders recurse, so what nests too deep is refused before they are asked. */
import { SchemaError } from './schema-error.js';

/** Levels of brackets, or of types around a type. Real schemas stay below ten. */
export const deepestSchema = 100;

/**
 * Of SDL or JSON: brackets inside brackets, outside of texts and comments.
 * @throws {SchemaError} invalid, with the place where the limit is passed
 */
export function refuseDeepText(text: string): void {
  const marks = /"""|"|#|[[\]{}()]/g;
  let depth = 0;
  for (let match = marks.exec(text); match !== null; match = marks.exec(text)) {
    const [mark] = match;
    if (mark === '"""' || mark === '"') marks.lastIndex = endOfText(text, match.index, mark);
    else if (mark === '#') marks.lastIndex = endOfLine(text, match.index);
    else if (mark === '[' || mark === '{' || mark === '(') depth += 1;
    else depth = Math.max(0, depth - 1);
    if (depth > deepestSchema) throw tooDeep(placeAt(text, match.index));
  }
}

/** What stands behind a text; one without an end goes to the end of its line, or of the file. */
function endOfText(text: string, start: number, quote: '"""' | '"'): number {
  const limit = quote === '"' ? endOfLine(text, start) : text.length;
  let at = start + quote.length;
  for (;;) {
    const end = text.indexOf(quote, at);
    if (end < 0 || end >= limit) return limit;
    let slashes = 0;
    while (text[end - 1 - slashes] === '\\') slashes += 1;
    // In a block only \""" is an escape; in a line a backslash may itself be escaped.
    if (quote === '"""' ? slashes === 0 : slashes % 2 === 0) return end + quote.length;
    at = end + 1;
  }
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end < 0 ? text.length : end;
}

interface Wrapped {
  readonly ofType?: unknown;
}

/** @throws {SchemaError} invalid, for a type of an introspection result inside too many others */
export function refuseDeepType(type: unknown): void {
  let depth = 0;
  for (let each = type; typeof each === 'object' && each !== null; each = (each as Wrapped).ofType) {
    depth += 1;
    if (depth > deepestSchema) throw tooDeep();
  }
}

export function tooDeep(place?: { readonly line: number; readonly column: number }): SchemaError {
  return new SchemaError('invalid', `the schema is nested more than ${deepestSchema} levels deep`, place);
}

function placeAt(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: before.at(-1)!.length + 1 };
}
