/** A mapping file's text with the places of its YAML nodes, so that any later stage can point into it. */
import {
  type Alias,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type YAMLMap,
} from 'yaml';
import type { NextAction } from './next-action.js';
import { obviousEdit } from './obvious-edit.js';
import type { Problem } from './problem.js';

export type Path = readonly (string | number)[];

export interface PlaceOptions {
  /** Point at the key or at its value (default). A value that stands on lines of its own is shown by its key. */
  readonly at?: 'key' | 'value';
  readonly help?: string;
  readonly severity?: Problem['severity'];
  readonly actions?: Problem['actions'];
  /** What mends it in place of what is marked: becomes an edit. */
  readonly instead?: string;
  /** Narrows the place to the first occurrence of this text inside it. */
  readonly within?: string;
  /** What stands before it in the value, where the same text can occur earlier. */
  readonly behind?: string;
}

export interface SourceFile {
  /** The path as the integrator gave it. */
  readonly file: string;
  /** The text as in the file (without a byte order mark): values from the environment are not in it. */
  readonly text: string;
  /** A problem at the node with this path; where there is none, at its nearest existing ancestor. */
  problemAt(path: Path, message: string, options?: PlaceOptions): Problem;
  /** A problem at a range of code units, for faults below the level of nodes. */
  problemAtOffset(start: number, end: number, message: string, options?: PlaceOptions): Problem;
  /** A scalar as it is written in the file, e.g. `${TOKEN}` or `0x10`; undefined for anything else. */
  writtenAt(path: Path): string | undefined;
}

/** The parts of a parsed file that places are found in. */
export interface Nodes {
  readonly root: Node | null;
  readonly targets: ReadonlyMap<Alias, Node>;
}

interface Found {
  readonly key: Node | undefined;
  readonly value: Node | null;
  /** Whether the whole path was found, not only an ancestor. */
  readonly whole: boolean;
}

type Range = readonly [start: number, end: number];

/** The text of a map's key, as the path spells it. */
export function keyText(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined;
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}

/** Maps of up to this many keys are searched as they stand. */
const smallMap = 16;

type Entry = YAMLMap['items'][number];
type Entries = WeakMap<YAMLMap, ReadonlyMap<string, Entry>>;

/** The first pair with this key. Large maps get an index, since a file of many faults asks for a place for each. */
function entry(map: YAMLMap, key: string, entries: Entries): Entry | undefined {
  if (map.items.length <= smallMap) return map.items.find((item) => keyText(item.key) === key);
  let index = entries.get(map);
  if (!index) {
    const made = new Map<string, Entry>();
    for (const item of map.items) {
      const text = keyText(item.key);
      if (text !== undefined && !made.has(text)) made.set(text, item);
    }
    entries.set(map, made);
    index = made;
  }
  return index.get(key);
}

function find(nodes: Nodes, path: Path, entries: Entries): Found {
  let found: Found = { key: undefined, value: nodes.root, whole: true };
  for (const step of path) {
    const parent = isAlias(found.value) ? (nodes.targets.get(found.value) ?? null) : found.value;
    if (isMap(parent)) {
      const pair = entry(parent, String(step), entries);
      if (!pair) return { ...found, whole: false };
      found = { key: pair.key as Node, value: pair.value as Node | null, whole: true };
    } else if (isSeq(parent) && typeof step === 'number' && step < parent.items.length) {
      found = { key: undefined, value: parent.items[step] as Node | null, whole: true };
    } else {
      return { ...found, whole: false };
    }
  }
  return found;
}

function rangeOf(node: Node | null | undefined): Range | undefined {
  return node?.range ? [node.range[0], node.range[1]] : undefined;
}

function place(found: Found, at: 'key' | 'value'): Range {
  const key = rangeOf(found.key);
  const value = rangeOf(found.value);
  const ownLines = isCollection(found.value) && !found.value.flow;
  const empty = value !== undefined && value[0] === value[1];
  const byKey = at === 'key' || !found.whole || ownLines || empty;
  const best = byKey ? (key ?? value) : (value ?? key);
  if (!best) return [0, 0];
  // A block collection without a key (a list's element, the root) is shown by its first character.
  return best === value && ownLines ? [best[0], best[0]] : best;
}

/** By the count of occurrences, since quotes and escapes make positions in the file others than in the value. */
function placeOf(wanted: string, text: string, behind = ''): number {
  let place = text.indexOf(wanted);
  for (let at = behind.indexOf(wanted); at >= 0; at = behind.indexOf(wanted, at + 1)) {
    const next = text.indexOf(wanted, place + 1);
    if (next < 0) break;
    place = next;
  }
  return place;
}

/**
 * `text` must come without a byte order mark, and `nodes` from parsing just this text.
 * @param pageOf what to read about what stands at a path; absent: nothing is written of such files
 */
export function sourceFile(
  file: string,
  text: string,
  nodes: Nodes,
  pageOf?: (path: Path) => string,
): SourceFile {
  const entries: Entries = new WeakMap();
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1);

  const problemIn = (
    path: Path,
    start: number,
    end: number,
    message: string,
    options: PlaceOptions = {},
  ): Problem => {
    const inside =
      options.within === undefined ? -1 : placeOf(options.within, text.slice(start, end), options.behind);
    const from = Math.min(inside < 0 ? start : start + inside, text.length);
    const to = inside < 0 ? end : from + options.within!.length;
    const { line, col } = lines.linePos(from);
    const lineStart = from - (col - 1);
    const newline = text.indexOf('\n', lineStart);
    const sourceLine = text.slice(lineStart, newline < 0 ? text.length : newline).replace(/\r$/, '');
    const length = Math.max(1, Math.min(to, lineStart + sourceLine.length) - from);
    const { severity = 'error', help } = options;
    const edit = obviousEdit(text.slice(from, from + length), options);
    const mend: readonly NextAction[] = edit
      ? [{ kind: 'edit', file, line, column: col + edit.at, length: edit.length, text: edit.text }]
      : [];
    const reading: readonly NextAction[] = pageOf ? [{ kind: 'open', page: pageOf(path) }] : [];
    const actions = [...mend, ...(options.actions ?? []), ...reading];
    return {
      file,
      line,
      column: col,
      message,
      severity,
      sourceLine,
      length,
      ...(help === undefined ? {} : { help }),
      ...(actions.length === 0 ? {} : { actions }),
    };
  };

  return {
    file,
    text,
    problemAtOffset: (start, end, message, options) => problemIn([], start, end, message, options),
    problemAt(path, message, options = {}) {
      const [start, end] = place(find(nodes, path, entries), options.at ?? 'value');
      return problemIn(path, start, end, message, options);
    },
    writtenAt(path) {
      const { whole, value } = find(nodes, path, entries);
      const node = isAlias(value) ? nodes.targets.get(value) : value;
      return whole && isScalar(node) ? node.source : undefined;
    },
  };
}

/** The part of a file below a path, as a file of its own. */
export function partOf(source: SourceFile, at: Path): SourceFile {
  return {
    ...source,
    problemAt: (path, message, options) => source.problemAt([...at, ...path], message, options),
    writtenAt: (path) => source.writtenAt([...at, ...path]),
  };
}
