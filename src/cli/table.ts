/** Rows of cells as aligned text. */

const usualWidth = 40;

/** Columns are as wide as their widest cell; cells longer than `widest` are cut. */
export function formatTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  widest = usualWidth,
): readonly string[] {
  const cells = [header, ...rows].map((row) => header.map((_, column) => cut(row[column] ?? '', widest)));
  const widths = header.map((_, column) => Math.max(...cells.map((row) => [...row[column]!].length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell + ' '.repeat(widths[column]! - [...cell].length))
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return [line(cells[0]!), rule, ...cells.slice(1).map(line)];
}

/** A value of an item as one short line. */
export function formatCell(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'string' ? value : (dateOf(value) ?? JSON.stringify(value));
  return text;
}

function dateOf(value: unknown): string | undefined {
  const date = (value as { readonly $date?: unknown }).$date;
  return typeof date === 'string' ? date : undefined;
}

function cut(text: string, widest: number): string {
  const clean = text.replace(/\p{Cc}+/gu, ' ');
  const points = [...clean];
  return points.length <= widest ? clean : `${points.slice(0, widest - 1).join('')}…`;
}
