/** The text of a file after an edit. */
import type { Edit } from '../../src/mapping/next-action.js';

export function applied(text: string, { line, column, length, text: instead }: Edit): string {
  const start =
    text
      .split('\n')
      .slice(0, line - 1)
      .reduce((sum, each) => sum + each.length + 1, 0) +
    column -
    1;
  return text.slice(0, start) + instead + text.slice(start + length);
}
