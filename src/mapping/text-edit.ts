/** A change of a file's text, and how lines of it become comments. */

export interface TextEdit {
  /** Code units of the file. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** What it does, for a person. */
  readonly title: string;
}

/**
 * Each line that says something behind a number sign, so that nothing of it is lost.
 * @param indent blanks before the sign; a line that begins with others keeps them behind it
 */
export function commentedLines(text: string, indent: string): string {
  return text
    .split('\n')
    .map((line) => {
      const own = line.startsWith(indent) ? line.slice(indent.length) : line;
      return own.trim() === '' ? line : `${indent}# ${own}`;
    })
    .join('\n');
}
