/**
 * Fields of a search language, read from the Markdown table in the description of the list's argument (Shopify):
 * `| name | type | description | acceptable_values | …`, a row a field, cells over several lines.
 */
import type { ValueKind } from '../../styles/vocabulary.js';

export interface DescribedField {
  /** As the language names it: `created_at`. */
  readonly name: string;
  /** undefined: the table has no column of types. */
  readonly kind: ValueKind | undefined;
  /** Types and fields that the description links to: `Product.isGiftCard`, folded to lower case. */
  readonly links: readonly string[];
  /** The only values that the language takes, in lower case; empty: any. */
  readonly values: readonly string[];
}

const kinds: Readonly<Record<string, ValueKind>> = {
  string: 'text',
  id: 'id',
  time: 'date',
  date: 'date',
  boolean: 'boolean',
  integer: 'number',
  float: 'number',
  decimal: 'number',
  bigdecimal: 'number',
};

/** Empty: the description has no such table. Deprecated fields and names with slots (`metafields.{key}`) are left out. */
export function describedFields(description: string | null | undefined): readonly DescribedField[] {
  const lines = (description ?? '').split('\n');
  const header = lines.findIndex((line) => /^\|\s*name\s*\|/.test(line));
  if (header < 0) return [];
  const titles = cellsOf(lines[header]!);
  const typed = titles[1] === 'type';
  const rows: string[] = [];
  for (const line of lines.slice(header + 1)) {
    if (startsRow(line, typed)) rows.push(line);
    else if (rows.length > 0) rows[rows.length - 1] += ` ${line}`;
  }
  return rows.flatMap((row) => {
    const cells = cellsOf(row);
    const text = cells[typed ? 2 : 1] ?? '';
    const name = cells[0]!;
    if (!/^[a-z][a-z0-9_]*$/.test(name) || name === 'default' || /^\**deprecated/i.test(text)) return [];
    const accepted = cells[titles.indexOf('acceptable_values')] ?? '';
    return [
      {
        name,
        kind: typed ? kinds[cells[1]!] : undefined,
        links: [...text.matchAll(/\/objects\/(\w+)#field-([\w.]+)/g)].map(([, type, field]) =>
          `${type}.${field!.replace(/^.*\.fields\./, '')}`.toLowerCase(),
        ),
        values: [...accepted.matchAll(/`([^`]+)`/g)].map(([, value]) => value!.toLowerCase()),
      },
    ];
  });
}

/** Cells go on in lines that start with a bar too, so a row is known by its name and, where there is one, its type. */
function startsRow(line: string, typed: boolean): boolean {
  const match = /^\|\s*([a-z][^\s|]*)\s*\|(?:\s*(\w+)\s*\|)?/.exec(line);
  return match !== null && (!typed || match[2] !== undefined);
}

function cellsOf(row: string): readonly string[] {
  return row
    .split('|')
    .slice(1)
    .map((cell) => cell.trim());
}
