/**
 * What can be done about a line that YAML does not take, or that says what no mapping can: written as it was meant, or, where that is not
 * known, made a comment together with the lines that belong to it.
 */
import type { Path } from './key-text.js';
import { commentedLines, type TextEdit } from './text-edit.js';

/**
 * @param canLack whether the file is whole without what stands at a path
 * @param isMended whether a text has fewer faults than the file
 */
export function commentedLine(
  text: string,
  offset: number,
  canLack: (path: Path) => boolean,
  isMended: (text: string) => boolean,
): TextEdit | undefined {
  const lines = text.split('\n');
  const at = text.slice(0, offset).split('\n').length - 1;
  const first = lines[at]!;
  const indent = indentOf(first);
  let last = at;
  for (let next = at + 1; next < lines.length; next += 1) {
    const line = lines[next]!;
    // `? key` has its value behind a colon at the same depth.
    const isValue = indentOf(line) === indent && /^\s*:(?:\s|$)/.test(line);
    if (line.trim() !== '' && indentOf(line) <= indent && !isValue) break;
    if (line.trim() !== '') last = next;
  }
  const path = pathOf(lines, at);
  if (path.length === 0 || !canLack(path)) return undefined;
  const start = lines.slice(0, at).reduce((sum, line) => sum + line.length + 1, 0);
  const block = lines.slice(at, last + 1).join('\n');
  const end = start + block.length;
  const commented = commentedLines(block, ' '.repeat(indent));
  const changed = text.slice(0, start) + commented + text.slice(end);
  return isMended(changed)
    ? { start, end, text: commented, title: `comment out ${path.join('.')}` }
    : undefined;
}

/** The keys that lead to a line, by their indentation: a file that cannot be parsed has nothing else to tell by. */
export function pathOf(lines: readonly string[], at: number): Path {
  const path: string[] = [];
  let indent = Number.POSITIVE_INFINITY;
  for (let index = at; index >= 0 && indent > 0; index -= 1) {
    const line = lines[index]!;
    const key = /^[ \t]*(?:- +)?["']?([^\s"':#]+)["']?[ \t]*(?::|$|\s)/.exec(line)?.[1];
    if (key === undefined || indentOf(line) >= indent) continue;
    path.unshift(key);
    indent = indentOf(line);
  }
  return path;
}

function indentOf(line: string): number {
  return /^[ \t]*/.exec(line)![0].length;
}
