/** JSON of any size without holding up others: `JSON.parse` takes half a second for some texts of a few MiB. A leaf. */
import { textEnd, valueEnd } from './json-tokens.js';
import { type JsonText, parseOneList, partOf } from './parse-one-list.js';

export type { JsonText } from './parse-one-list.js';

/** Characters of a text that is parsed in one go: a page of a hundred rows is mostly shorter, and needs no look at where things end. */
const whole = 64 * 1024;
/** Characters that are parsed at once: at most about five milliseconds, where each third is a value. */
const piece = 16 * 1024;
/** Characters that are looked at, to find where things end, before others have their turn. */
const look = 256 * 1024;
/** Levels of a text that can be taken apart, and characters of one that has more. */
const mostLevels = 500;
const mostWhole = 128 * 1024;

const quote = 0x22;
const comma = 0x2c;
/** 1 for `[` and `{`, -1 for `]` and `}`. */
const nesting = new Int8Array(128);
for (const [text, step] of [
  ['[{', 1],
  [']}', -1],
] as const)
  for (const each of text) nesting[each.charCodeAt(0)] = step;

/**
 * The value that `JSON.parse` gives, made in pieces between which others have their turn.
 * @param given its characters
 * @param turn resolves when others have run; undefined: they need not
 * @throws SyntaxError for what is no JSON, or a text of more than 500 levels and 128 Ki characters
 */
export async function parseInPieces(
  given: JsonText,
  turn: () => Promise<void> | undefined,
): Promise<unknown> {
  if (given.length <= whole) return JSON.parse(partOf(given, 0));
  const list = await parseOneList(given, turn);
  if (list !== undefined) return list;
  const text = partOf(given, 0);
  const ends = await largeContainers(text, turn);
  if (!ends) return JSON.parse(text);
  const start = skipSpace(text, 0);
  // One long text, or what is no JSON.
  if (!ends.has(start)) return JSON.parse(text);
  const value = await container(text, start, ends, turn);
  if (skipSpace(text, ends.get(start)! + 1) < text.length)
    throw new SyntaxError('something follows the value');
  return value;
}

/** Where lists and objects that are larger than a piece begin and end; undefined: there are too many levels to take it apart. */
async function largeContainers(
  text: string,
  turn: () => Promise<void> | undefined,
): Promise<ReadonlyMap<number, number> | undefined> {
  const ends = new Map<number, number>();
  const open: number[] = [];
  let rested = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfText(text, at);
    else if (code < 128 && nesting[code] === 1) {
      if (open.push(at) <= mostLevels) continue;
      if (text.length <= mostWhole) return undefined;
      throw new SyntaxError(`more than ${mostLevels} levels`);
    } else if (code < 128 && nesting[code] === -1) {
      const start = open.pop();
      // In ASCII each closing bracket comes two after its opening one.
      if (start === undefined || code !== text.charCodeAt(start) + 2)
        throw new SyntaxError('brackets do not match');
      if (at - start > piece) ends.set(start, at);
    }
    if (at - rested > look) {
      rested = at;
      await turn();
    }
  }
  return ends;
}

/** A list or an object: members that are small are parsed many at once, the others each by itself. */
async function container(
  text: string,
  start: number,
  ends: ReadonlyMap<number, number>,
  turn: () => Promise<void> | undefined,
): Promise<unknown> {
  const end = ends.get(start)!;
  const [before, after] = [text[start]!, text[end]!];
  const list: unknown[] | undefined = before === '[' ? [] : undefined;
  const object: Record<string, unknown> = {};
  const add = (value: unknown): void => {
    if (list) for (const each of value as readonly unknown[]) list.push(each);
    // Not by assignment: a member may be named __proto__.
    else Object.defineProperties(object, Object.getOwnPropertyDescriptors(value as object));
  };
  /** Where the members begin that were not added yet, and where the member begins that is being read. */
  let from = start + 1;
  let member = from;
  const addSmall = async (to: number): Promise<void> => {
    const members = text.slice(from, to);
    if (skipSpace(members, 0) === members.length) throw new SyntaxError('a value is missing beside a comma');
    add(JSON.parse(before + members + after));
    await turn();
  };
  for (let at = start + 1; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfText(text, at);
    else if (ends.has(at)) {
      if (member > from) await addSmall(member - 1);
      // An empty value in its place shows whether what stands before it is right.
      const alone = JSON.parse(`${before}${text.slice(member, at)}{}${after}`) as object;
      const value = await container(text, at, ends, turn);
      add(list ? [value] : Object.fromEntries([[Object.keys(alone)[0]!, value]]));
      at = skipSpace(text, ends.get(at)! + 1);
      if (at !== end && text.charCodeAt(at) !== comma) throw new SyntaxError('a comma is missing');
      from = at + 1;
      member = from;
    } else if (code < 128 && nesting[code] === 1) at = valueEnd(text, at) - 1;
    else if (code === comma) {
      member = at + 1;
      if (at - from < piece) continue;
      await addSmall(at);
      from = member;
    }
  }
  const empty = from === start + 1 && skipSpace(text, from) === end;
  if (from <= end && !empty) await addSmall(end);
  return list ?? object;
}

/** Where the text ends that begins here; the end of all where it does not end. */
function endOfText(text: string, start: number): number {
  const behind = textEnd(text, start);
  return behind < 0 ? text.length : behind - 1;
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length && ' \t\n\r'.includes(text[at]!)) at += 1;
  return at;
}
