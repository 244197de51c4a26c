/** A mapping file's text with the places of its YAML nodes, so that any later stage can point into it. */
import { isAlias, isScalar, LineCounter } from 'yaml';
import type { Json } from '../styles/vocabulary.js';
import type { Path } from './key-text.js';
import { leaveOut } from './leave-out.js';
import type { Edit, NextAction } from './next-action.js';
import { obviousEdit } from './obvious-edit.js';
import { find, type Nodes, place, startAt, startsOf } from './places.js';
import type { Problem } from './problem.js';
import { setLine } from './set-line.js';
import type { TextEdit } from './text-edit.js';

export type { Path };

export interface PlaceOptions {
  /** Point at the key or at its value (default). A value that stands on lines of its own is shown by its key. */
  readonly at?: 'key' | 'value';
  readonly help?: string;
  readonly severity?: Problem['severity'];
  readonly actions?: Problem['actions'];
  /** What mends it in place of what is marked: becomes an edit. */
  readonly instead?: string;
  /** An edit of the file that mends it. */
  readonly edit?: TextEdit | undefined;
  /** A value at a path of the file that mends it. */
  readonly set?: { readonly path: Path; readonly value: Json } | undefined;
  /** What is left out, where what is wrong is needed by what stands around it. */
  readonly out?: Path;
  /** What stands there has no effect, so that it can be left out whatever it is about. */
  readonly useless?: boolean;
  /** Narrows the place to the first occurrence of this text inside it. */
  readonly within?: string;
  /** What stands before it in the value, where the same text can occur earlier. */
  readonly behind?: string;
}

/** What is known of the parts of one kind of file. */
export interface FileKind {
  /** What to read about what stands at a path. */
  pageOf(path: Path): string;
  /** How well a key stands at a path: 2, it has a meaning of its own there; 1, it is a name that the file gives; 0, it cannot stand there. */
  fitness(path: Path): 0 | 1 | 2;
  /** Whether the file is whole without what stands at a path. */
  canLack(path: Path): boolean;
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
  /** Where the key, or the value, with this path begins. */
  positionAt(path: Path): { readonly line: number; readonly column: number };
  /** A scalar as it is written in the file, e.g. `${TOKEN}` or `0x10`; undefined for anything else. */
  writtenAt(path: Path): string | undefined;
}

/** By the count of occurrences, since quotes and escapes make positions in the file others than in the value. */
function placeOf(wanted: string, text: string, behind = ''): number {
  // An empty text is everywhere: counting how often would have no end.
  if (wanted === '') return -1;
  let place = text.indexOf(wanted);
  for (let at = behind.indexOf(wanted); at >= 0; at = behind.indexOf(wanted, at + 1)) {
    const next = text.indexOf(wanted, place + 1);
    if (next < 0) break;
    place = next;
  }
  return place;
}

/**
 * `text` must come without a byte order mark, and `nodes` gives those of just this text.
 * @param kind absent: nothing is written of such files, and nothing is known of what they may lack
 */
export function sourceFile(file: string, text: string, nodes: () => Nodes, kind?: FileKind): SourceFile {
  const starts = startsOf(nodes().root);
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1);

  const obviousAt = (from: number, marked: string, options: PlaceOptions): TextEdit | undefined => {
    const found = obviousEdit(marked, options);
    return found && { start: from + found.at, end: from + found.at + found.length, ...found };
  };
  const setting = ({ set }: PlaceOptions): TextEdit | undefined => {
    const changed = set && setLine(text, set.path, set.value);
    const title = set && `write ${set.path.join('.')}: ${JSON.stringify(set.value)}`;
    return changed === undefined ? undefined : { ...difference(text, changed), title: title! };
  };
  const leaving = (path: Path, { useless, out = path }: PlaceOptions): TextEdit | undefined =>
    kind && leaveOut(text, nodes().root, out, (each) => kind.canLack(each), useless);
  const editOf = ({ start, end, text: instead, title }: TextEdit): Edit => {
    const { line, col } = lines.linePos(start);
    return { kind: 'edit', file, line, column: col, length: end - start, text: instead, title };
  };

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
    const marked = text.slice(from, from + length);
    const edit =
      options.edit ?? obviousAt(from, marked, options) ?? setting(options) ?? leaving(path, options);
    const mend = edit ? [editOf(edit)] : [];
    const reading: readonly NextAction[] = kind ? [{ kind: 'open', page: kind.pageOf(path) }] : [];
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
      const [start, end] = place(find(nodes(), path), options.at ?? 'value');
      return problemIn(path, start, end, message, options);
    },
    positionAt(path) {
      const start = startAt(starts, path) ?? place(find(nodes(), path), 'key')[0];
      const { line, col } = lines.linePos(start);
      return { line, column: col };
    },
    writtenAt(path) {
      const known = nodes();
      const { whole, value } = find(known, path);
      const node = isAlias(value) ? known.targets.get(value) : value;
      return whole && isScalar(node) ? node.source : undefined;
    },
  };
}

/** The one stretch in which two texts differ. */
function difference(before: string, after: string): Omit<TextEdit, 'title'> {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let same = 0;
  while (same < shorter - start && before.at(-1 - same) === after.at(-1 - same)) same += 1;
  return { start, end: before.length - same, text: after.slice(start, after.length - same) };
}

/** The part of a file below a path, as a file of its own. */
export function partOf(source: SourceFile, at: Path): SourceFile {
  return {
    ...source,
    problemAt: (path, message, options) => source.problemAt([...at, ...path], message, options),
    positionAt: (path) => source.positionAt([...at, ...path]),
    writtenAt: (path) => source.writtenAt([...at, ...path]),
  };
}
