/** The edit that takes one key out of a file: on lines of its own it becomes a comment, so that nothing is lost; inside brackets it goes. */
import { isAlias, isMap, isSeq, type Node, type Pair } from 'yaml';
import { keyText, type Path } from './key-text.js';
import { commentedLines, type TextEdit } from './text-edit.js';

interface Entry {
  readonly start: number;
  readonly end: number;
}

/** What holds an entry, and all of its entries in their order. */
interface Holder {
  readonly flow: boolean;
  readonly isElement: boolean;
  readonly entries: readonly (Entry | undefined)[];
  readonly at: number;
}

/**
 * Takes out what stands at the path, or the nearest part around it that a file may lack.
 * @param canLack whether the file is whole without what stands at a path
 * @param useless it has no effect, whatever it is about
 * @returns undefined: the file needs it, or it cannot be taken out alone
 */
export function leaveOut(
  text: string,
  root: Node | null,
  path: Path,
  canLack: (path: Path) => boolean,
  useless = false,
): TextEdit | undefined {
  const holders = holdersOf(root, path);
  // What holds nothing else is as useless as what it holds.
  let alone = useless;
  for (let depth = holders.length; depth > 0; depth -= 1) {
    const at = path.slice(0, depth);
    const holder = holders[depth - 1]!;
    // Without its only entry an object would be another kind of value.
    if (holder.entries.length < 2) continue;
    const mayGo = alone || canLack(at);
    alone = false;
    if (!mayGo) continue;
    const edit = holder.flow ? withoutMember(text, holder) : commentedOut(text, holder);
    if (edit) return { ...edit, title: `${holder.flow ? 'leave out' : 'comment out'} ${at.join('.')}` };
  }
  return undefined;
}

function holdersOf(root: Node | null, path: Path): readonly Holder[] {
  const holders: Holder[] = [];
  let node: unknown = root;
  for (const step of path) {
    // What an alias stands for is written elsewhere, where others use it too.
    if (isAlias(node)) break;
    if (isMap(node)) {
      const at = node.items.findIndex(({ key }) => keyText(key) === String(step));
      if (at < 0) break;
      holders.push({ flow: node.flow === true, isElement: false, entries: node.items.map(rangeOfPair), at });
      node = node.items[at]!.value;
    } else if (isSeq(node) && typeof step === 'number' && step < node.items.length) {
      holders.push({
        flow: node.flow === true,
        isElement: true,
        entries: node.items.map(rangeOfNode),
        at: step,
      });
      node = node.items[step];
    } else break;
  }
  return holders;
}

function rangeOfNode(node: unknown): Entry | undefined {
  const range = (node as Node | null)?.range;
  return range ? { start: range[0], end: range[1] } : undefined;
}

function rangeOfPair({ key, value }: Pair): Entry | undefined {
  const [first, last] = [rangeOfNode(key), rangeOfNode(value ?? key)];
  return first && last ? { start: first.start, end: Math.max(first.end, last.end) } : undefined;
}

type Replaced = Omit<TextEdit, 'title'>;

/** With the comma that parts it from its neighbour. */
function withoutMember(text: string, { entries, at }: Holder): Replaced | undefined {
  const [before, own, after] = [entries[at - 1], entries[at], entries[at + 1]];
  const from = before?.end ?? own?.start;
  const to = before ? own?.end : after?.start;
  if (from === undefined || to === undefined) return undefined;
  return isPlain(text.slice(from, to)) ? { start: from, end: to, text: '' } : undefined;
}

/** Whole lines, each behind a number sign at the place of the key. */
function commentedOut(text: string, { entries, at, isElement }: Holder): Replaced | undefined {
  const own = entries[at];
  if (!own) return undefined;
  const start = text.lastIndexOf('\n', own.start - 1) + 1;
  const lead = text.slice(start, own.start);
  const last = text[own.end - 1] === '\n' ? own.end - 1 : own.end;
  const newline = text.indexOf('\n', last);
  const end = newline < 0 ? text.length : newline;
  // The first key behind a dash does not stand alone, nor does what others may name by an anchor.
  if (!(isElement ? /^ *- *$/ : /^ *$/).test(lead) || /(?:^|\s)&\w/.test(text.slice(start, end)))
    return undefined;
  const indent = /^ */.exec(lead)![0];
  return { start, end, text: commentedLines(text.slice(start, end), indent) };
}

/** No comment or anchor would be lost. */
function isPlain(text: string): boolean {
  return !/(?:^|\s)[#&]/.test(text);
}
