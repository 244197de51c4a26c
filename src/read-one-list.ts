/**
 * The answer of an API whose list is not parsed: its members are handed to somebody who reads them out of the text, and all around them is parsed.
 * Whatever is not as it mostly is ends this way, and the whole text is parsed instead. A leaf.
 */
import { isAscii } from 'node:buffer';
import { behindSpace, isSmooth, type TextPart, textPart, valueEnd } from './json-tokens.js';
import { aroundMembers } from './parse-one-list.js';

export interface ListMembers {
  /** Names that lead from `data` to the list. */
  readonly path: readonly string[];
  /**
   * Reads the member that begins at this place and adds what is to stand for it.
   * @returns the place behind it; -1: it is not as expected, or does not end in the text, and nothing was added
   */
  readonly read: (part: TextPart, at: number, values: unknown[]) => number;
}

/** Bytes that are made a text together, and at most behind the list. */
const window = 64 * 1024;
/** Members between which others have their turn; where members are wide, they have it with each window. */
const membersAtOnce = 64;

const comma = 0x2c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;

/**
 * The value that `JSON.parse` gives, but for the members of the list; undefined: the whole text is to be parsed, also where there are `errors`.
 * @param body well formed UTF-8
 * @param turn resolves when others have run; undefined: they need not
 */
export async function readOneList(
  body: Buffer,
  list: ListMembers,
  turn: () => Promise<void> | undefined,
): Promise<object | undefined> {
  let base = 0;
  let text = body.toString('latin1', 0, window);
  const names = ['data', ...list.path];
  const start = listStart(text, names);
  if (start < 0 || !isSmooth(body)) return undefined;
  const ascii = isAscii(body);
  let part = textPart(text, ascii);
  const values: unknown[] = [];
  /** Where the first member of a later part begins: one that is not read from there is not as expected. */
  let first = -1;
  for (let at = start; ; ) {
    const end = list.read(part, at, values);
    const next = end < 0 ? -1 : behindSpace(text, end);
    if (next < 0 || next >= text.length) {
      // The member goes on behind this part of the text, or is not as expected.
      if (at === first || base + text.length >= body.length) return undefined;
      if (next >= 0) values.pop();
      base += at;
      text = body.toString('latin1', base, base + window);
      part = textPart(text, ascii);
      // The part before may have ended between a comma and its space.
      first = behindSpace(text, 0);
      at = first;
      await turn();
      continue;
    }
    const code = text.charCodeAt(next);
    if (code === closeBracket) {
      const behind = base + next;
      if (body.length - behind > window) return undefined;
      const value = aroundMembers(
        body.toString('utf8', 0, start),
        values,
        body.toString('utf8', behind),
        names,
      );
      return value && 'errors' in value ? undefined : value;
    }
    if (code !== comma) return undefined;
    at = behindSpace(text, next + 1);
    if (values.length % membersAtOnce === 0) await turn();
  }
}

/** The place behind the bracket of the list; -1: it is not found. */
function listStart(text: string, path: readonly string[]): number {
  let at = behindSpace(text, 0);
  for (const [level, name] of path.entries()) {
    if (text.charCodeAt(at) !== openBrace) return -1;
    at = behindSpace(text, at + 1);
    for (;;) {
      const keyEnd = valueEnd(text, at);
      if (keyEnd < 0 || text[keyEnd] !== ':') return -1;
      const key = text.slice(at, keyEnd);
      at = behindSpace(text, keyEnd + 1);
      if (key === `"${name}"`) break;
      // Beside errors the data may have holes.
      if (level === 0 && key === '"errors"') return -1;
      const end = valueEnd(text, at);
      if (end < 0 || text.charCodeAt(end) !== comma) return -1;
      at = behindSpace(text, end + 1);
    }
  }
  return text.charCodeAt(at) === openBracket ? behindSpace(text, at + 1) : -1;
}
