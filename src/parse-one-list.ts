/**
 * The quick way through the usual long text, one list of objects inside objects: `{"data":{"products":[{…},{…}],"total":5}}`. Nothing is
 * looked for character by character: where a member ends is guessed, and parsing shows whether the guess was right. A leaf.
 */

/** A text, or its bytes where they are all ASCII: making one long text of them costs more than making many short ones. */
export type JsonText = string | Buffer;

/** The characters from one position to another, not beyond the end. */
export function partOf(text: JsonText, from: number, to: number = text.length): string {
  return typeof text === 'string' ? text.slice(from, to) : text.toString('latin1', from, to);
}

/** Characters that are parsed at once, at least; at most twice as many. */
const piece = 32 * 1024;
/** Characters in which the list must begin. */
const mostBefore = 4 * 1024;

/** What stands before the list's first member. */
const start = /^\s*\{(?:\s*"[^"\\]*"\s*:\s*\{){0,8}\s*"[^"\\]*"\s*:\s*\[(?=\s*\{)/;
const between = /\}\s*,(?=\s*\{)/;

/**
 * The value that `JSON.parse` gives, made in pieces between which others have their turn; undefined where the text is of another form, or no JSON.
 *
 * A guess is right if `[piece]` is JSON: brackets and quotes before the guess mean the same in the piece as in the text, so that inside a text, or deeper inside
 * a member, something would be left open.
 */
export async function parseOneList(
  text: JsonText,
  turn: () => Promise<void> | undefined,
): Promise<object | undefined> {
  const before = start.exec(partOf(text, 0, mostBefore))?.[0];
  if (before === undefined) return undefined;
  const members: unknown[] = [];
  let from = before.length;
  while (text.length - from > 2 * piece) {
    const guess = between.exec(partOf(text, from + piece, from + 2 * piece));
    if (!guess) return undefined;
    const end = from + piece + guess.index + 1;
    const some = parsed(`[${partOf(text, from, end)}]`);
    if (!some) return undefined;
    for (const each of some as readonly unknown[]) members.push(each);
    from = end + guess[0].length - 1;
    await turn();
  }
  const names = [...before.matchAll(/"([^"]*)"/g)].map(([, name]) => name!);
  return aroundMembers(before, members, `,${partOf(text, from)}`, names);
}

/**
 * The whole value: what stands around the members is parsed with a mark in their place.
 * @param before ends with the bracket of the list
 * @param rest begins behind the members; those that stand in it are added to them
 * @param names lead to the list
 */
export function aroundMembers(
  before: string,
  members: unknown[],
  rest: string,
  names: readonly string[],
): Record<string, unknown> | undefined {
  // Longer than any text in the rest: where it is found, the list is this one and no later member of the same name.
  const mark = 'x'.repeat(rest.length + 1);
  const value = parsed(`${before}"${mark}"${rest}`) as Record<string, unknown> | undefined;
  if (!value) return undefined;
  const last = names.at(-1)!;
  let holder: unknown = value;
  for (const name of names.slice(0, -1)) holder = own(holder, name);
  const list = own(holder, last);
  if (!Array.isArray(list) || list[0] !== mark) return undefined;
  for (let at = 1; at < list.length; at += 1) members.push(list[at]);
  // Not by assignment: it may be named __proto__.
  Object.defineProperty(holder, last, {
    value: members,
    writable: true,
    enumerable: true,
    configurable: true,
  });
  return value;
}

/** undefined: not JSON. All that is parsed here is a list or an object. */
function parsed(text: string): object | undefined {
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}

function own(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
