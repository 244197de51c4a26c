/**
 * Recognition is at least as good as that of the prototype from which its rules were taken, for every schema and in every
 * column, but for the differences that docs/detection.md explains.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { detectCollections } from '../../../src/authoring/detect/collections.js';
import { readSchema } from '../../../src/authoring/detect/report.js';
import prototype from './prototype.json' with { type: 'json' };
import { type Counts, countsOf, parseTable } from './prototype-table.js';

const folder = process.env.SCHEMAS_DIR;
/** The text that holds the prototype's table, to check the copy of its numbers. */
const table = process.env.DIALECT_SURVEY;
const measured = prototype as unknown as { readonly [schema: string]: Counts };

/** Rows of "Fewer than the prototype" in docs/detection.md: `schema column style` → `prototype/here`. */
function explained(): ReadonlyMap<string, string> {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/detection.md'), 'utf8');
  const section = page.slice(page.indexOf('## Fewer than the prototype'));
  const rows = section
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')))
    .filter((cells) => /^\d+$/.test(cells[4] ?? ''));
  return new Map(rows.map((cells) => [`${cells[1]} ${cells[2]} ${cells[3]}`, `${cells[4]}/${cells[5]}`]));
}

function fewer(name: string, found: Counts): readonly string[] {
  return Object.entries(measured[name]!).flatMap(([column, styles]) =>
    Object.entries(styles)
      .filter(([style, number]) => (found[column]?.[style] ?? 0) < number)
      .map(([style, number]) => `${name} ${column} ${style}: ${number}/${found[column]?.[style] ?? 0}`),
  );
}

test('a style is counted for each part of a label', () => {
  const labels = { wrapper: 'list', paging: 'cursor+offset', sort: 'none', count: 'none', aggregate: 'none' };
  const collection = {
    labels: { ...labels, filter: 'operator-object+bag@filter & string-dsl?@query', get: 'composite' },
    verbs: ['insert'],
  };
  expect(countsOf({ collections: [collection] } as never)).toMatchObject({
    paging: { 'cursor+offset': 1 },
    filter: { 'operator-object@filter': 1, 'bag@filter': 1, 'string-dsl?@query': 1 },
    get: { own: 1 },
    write: { create: 1 },
  });
});

describe.skipIf(!folder)('schemas that the prototype measured', () => {
  const present = Object.keys(measured).filter((name) => existsSync(join(folder ?? '', `${name}.graphql`)));
  const differences = explained();
  test.each(folder ? present : [])('%s', (name) => {
    const found = countsOf(detectCollections(readSchema(join(folder!, `${name}.graphql`))));
    const documented = [...differences]
      .filter(([key]) => key.startsWith(`${name} `))
      .map(([key, numbers]) => `${key}: ${numbers}`);
    expect(fewer(name, found).toSorted()).toEqual(documented.toSorted());
  });
});

test.skipIf(!table)("the copy of the prototype's numbers is right", () => {
  expect(parseTable(readFileSync(table!, 'utf8'))).toEqual(measured);
});
