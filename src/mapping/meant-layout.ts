/**
 * Ways in which a line that YAML does not take was perhaps meant: otherwise indented, without a dash, with the bracket that is missing.
 * Whether one of them mends the file, only reading it again shows.
 */
import { pathOf } from './mend-yaml.js';
import type { FileKind } from './source.js';
import type { TextEdit } from './text-edit.js';

export interface MeantLayout extends TextEdit {
  /** Where the mistake really is, and what it is, where the fault stands elsewhere or is told in words of YAML. */
  readonly instead?: {
    readonly start: number;
    readonly end: number;
    readonly message: string;
    readonly help: string;
  };
}

interface Line {
  readonly start: number;
  readonly text: string;
  readonly indent: number;
}

function linesOf(text: string): readonly Line[] {
  let start = 0;
  return text.split('\n').map((line) => {
    const own = { start, text: line, indent: /^[ \t]*/.exec(line)![0].length };
    start += line.length + 1;
    return own;
  });
}

/** It says something: no blank line, and no comment. */
function says(line: Line | undefined): boolean {
  return line !== undefined && /^[ \t]*[^\s#]/.test(line.text);
}

function lineAt(lines: readonly Line[], offset: number): number {
  const behind = lines.findIndex(({ start }) => start > offset);
  return (behind < 0 ? lines.length : behind) - 1;
}

const keyPattern = /^[ \t]*(?:- +)?(["']?[^\s"':#]+["']?)/;
const keyIn = ({ text }: Line): string => keyPattern.exec(text)?.[1] ?? '';

/** Indentations that a line can have behind those before it, the nearest line's first; each with the line that has it. */
function openBefore(lines: readonly Line[], at: number): readonly { indent: number; like: Line }[] {
  const open: { indent: number; like: Line }[] = [];
  let least = Number.POSITIVE_INFINITY;
  for (let index = at - 1; index >= 0 && least > 0; index -= 1) {
    const line = lines[index]!;
    if (!says(line) || line.text.startsWith('\t') || line.indent >= least) continue;
    least = line.indent;
    open.push({ indent: line.indent, like: line });
  }
  const [nearest] = open;
  if (nearest && /:\s*(?:#.*)?$/.test(nearest.like.text))
    open.unshift({ indent: nearest.indent + 2, like: nearest.like });
  return open;
}

/** The line with another indentation, alone or with the deeper lines that follow it. */
function indentedAs(lines: readonly Line[], at: number, indent: number, kind: FileKind) {
  const line = lines[at]!;
  let last = at;
  for (
    let next = at + 1;
    next < lines.length && (!says(lines[next]) || lines[next]!.indent > line.indent);
    next++
  )
    if (says(lines[next])) last = next;
  const change = indent - line.indent;
  const shifted = ({ text, indent: own }: Line): string =>
    says({ start: 0, text, indent: own }) ? ' '.repeat(Math.max(0, own + change)) + text.slice(own) : text;
  const texts = lines.map(({ text }) => text);
  const fitness = kind.fitness(pathOf(texts.with(at, shifted(line)), at));
  return [...new Set([at, last])].map((end) => ({
    fitness,
    far: Math.abs(change),
    edit: {
      start: line.start,
      end: lines[end]!.start + lines[end]!.text.length,
      text: lines
        .slice(at, end + 1)
        .map(shifted)
        .join('\n'),
    },
  }));
}

/** The line of the fault, or the next one, begins where none before it does. */
function reindented(lines: readonly Line[], at: number, kind: FileKind): readonly MeantLayout[] {
  let next = at + 1;
  while (next < lines.length && !says(lines[next])) next += 1;
  const deeper = next < lines.length && lines[next]!.indent > lines[at]!.indent ? [next] : [];
  return [...deeper, at]
    .filter((each) => each > 0 && says(lines[each]))
    .flatMap((each) => {
      const line = lines[each]!;
      const start = line.start + line.indent;
      return openBefore(lines, each)
        .filter(({ indent }) => indent !== line.indent || line.text.startsWith('\t'))
        .flatMap(({ indent, like }) =>
          indentedAs(lines, each, indent, kind).map((found) => {
            const spaces = indent === 0 ? 'no space' : indent === 1 ? '1 space' : `${indent} spaces`;
            const below = like.indent === indent ? 'like' : 'below';
            return {
              ...found,
              edit: {
                ...found.edit,
                title: `begin ${keyIn(line)} with ${spaces}`,
                instead: {
                  start,
                  end: start + keyIn(line).length,
                  message: 'this line begins where none before it does',
                  help: `begin it with ${spaces}, ${below} ${keyIn(like)}`,
                },
              },
            };
          }),
        );
    })
    .sort((one, other) => other.fitness - one.fitness || one.far - other.far)
    .map(({ edit }) => edit);
}

/** The line, or one before it that begins as deep, has a dash although nothing around it is a list. */
function withoutDash(lines: readonly Line[], at: number): readonly MeantLayout[] {
  const own = lines[at]!;
  for (let index = at; index >= 0; index -= 1) {
    const line = lines[index]!;
    if (says(line) && line.indent < own.indent) break;
    const dash = line.indent === own.indent && /^[ \t]*(- *)\S/.exec(line.text)?.[1];
    if (!dash) continue;
    const start = line.start + line.indent;
    const message = 'a dash begins an element of a list, and this is none';
    const instead = { start, end: start + 1, message, help: 'remove the dash' };
    return [{ start, end: start + dash.length, text: '', title: 'remove the dash', instead }];
  }
  return [];
}

/** The value around a bracket inside braces or brackets, in quotes: `${NAME}` and `tags[].name` hold signs of YAML. */
function quotedValue(text: string, offset: number): readonly MeantLayout[] {
  if (!/^\S[{[]/.test(text.slice(offset - 1))) return [];
  const begin = text.lastIndexOf('\n', offset - 1) + 1;
  const [line] = text.slice(begin).split('\n', 1) as [string];
  const at = offset - begin;
  const before = /(?:^|[:,{[] +)((?:(?![,:{[] ).)*)$/.exec(line.slice(0, at))?.[1];
  const behind = /^.*?(?=\s*,\s|\s+[}\]]|[}\]]?\s*$)/.exec(line.slice(at))?.[0];
  if (!before || behind === undefined || /["'\\]/.test(before + behind)) return [];
  const start = begin + at - before.length;
  const written = JSON.stringify(before + behind);
  const title = `put it in quotes: ${written}`;
  return [{ start, end: offset + behind.length, text: written, title }];
}

/** @param kind of the file: where the key of a line has a meaning is tried first */
export function meantLayouts(text: string, offset: number, kind: FileKind): readonly MeantLayout[] {
  const lines = linesOf(text);
  const at = lineAt(lines, offset);
  return [...withoutDash(lines, at), ...reindented(lines, at, kind), ...quotedValue(text, offset)];
}

/** One line as it fits the others, several by two spaces for each tab: an editor puts them everywhere. */
export function withoutTabs(text: string, offset: number, kind: FileKind): readonly MeantLayout[] {
  const title = 'indent with spaces';
  const lines = linesOf(text);
  const tabbed = lines.filter((line) => line.text.slice(0, line.indent).includes('\t'));
  const own = reindented(lines, lineAt(lines, offset), kind).map(({ instead: _, ...edit }) => ({
    ...edit,
    title,
  }));
  const [first, last] = [tabbed[0], tabbed.at(-1)];
  if (!first || !last) return own;
  const [start, end] = [first.start, last.start + last.indent];
  const spaced = text.slice(start, end).replace(/^[ \t]+/gm, (blanks) => blanks.replaceAll('\t', '  '));
  const all = { start, end, text: spaced, title };
  return tabbed.length === 1 ? [...own, all] : [all, ...own];
}

/** The sign that closes what begins at a place, at the end of its line, before what closes there already. */
export function closedOnLine(text: string, opening: number, closing: string): readonly MeantLayout[] {
  const line = /^[^\r\n]*?(?=\s+#|\s*\r?(?:\n|$))/.exec(text.slice(opening))![0];
  const inner = line.replace(/[\s}\]]+$/, '');
  return [...new Set([line.length, inner.length])].map((length) => {
    const end = opening + length;
    const gap = /[}\]]/.test(closing) && closing === '}' ? ' ' : '';
    return { start: end, end, text: gap + closing, title: `write ${closing} at the end of the line` };
  });
}

/** Quotes around a text that cannot begin so: to the end of the line, or of the part of a list or object. */
export function quoted(text: string, start: number): readonly MeantLayout[] {
  const line = text.slice(start).split('\n', 1)[0]!.trimEnd();
  const part = /^[^,}\]]*/.exec(line)![0].trimEnd();
  return [...new Set([line, part])]
    .filter((each) => each !== '')
    .map((each) => {
      const [end, written] = [start + each.length, JSON.stringify(each)];
      const title = `put it in quotes: ${written}`;
      const message = `a text cannot begin with ${text[start]}`;
      return { start, end, text: written, title, instead: { start, end: start + 1, message, help: title } };
    });
}

/** Without the line of dashes or dots that ends the document before a place. */
export function withoutSeparator(text: string, offset: number): readonly MeantLayout[] {
  const lines = linesOf(text);
  const isSeparator = (line: Line): boolean => /^(?:---|\.\.\.)\s*$/.test(line.text);
  const found = lines.slice(0, lineAt(lines, offset) + 1).findLast(isSeparator);
  if (!found) return [];
  const [start, end] = [found.start, found.start + found.text.length];
  const written = found.text.trim();
  const message = `${written} ends the file here for YAML`;
  const help = 'remove the line';
  return [
    { start, end: end + 1, text: '', title: `remove ${written}`, instead: { start, end, message, help } },
  ];
}
