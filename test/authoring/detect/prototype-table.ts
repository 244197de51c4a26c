/** Counts of how many collections of a schema have each style, as recognition is measured. */
import type { Detection } from '../../../src/authoring/detect/collections.js';

export const columns = ['wrapper', 'paging', 'filter', 'sort', 'count', 'get'] as const;
export type Column = (typeof columns)[number];

/** Column → style → number of collections. */
export type Counts = { readonly [column: string]: { readonly [style: string]: number } };

/** Rows of a Markdown table `| schema | n | wrapper | paging | filter | sort | count | by id | aggr. | writes |`. */
export function parseTable(markdown: string): { readonly [schema: string]: Counts } {
  const rows = markdown
    .split('\n')
    .filter((line) => /^\| [a-z0-9-]+ \| \d+ \|/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  return Object.fromEntries(
    rows.map((cells) => {
      const [, name, total, wrapper, paging, filter, sort, count, get, aggregate, writes] = cells as string[];
      const n = Number(total);
      const [insert, update, remove] = writes!.split('/').map(Number);
      const counts = numbers(count!, ['path', 'sibling']);
      const gets = numbers(get!, ['field', 'unique-input']);
      return [
        name,
        {
          collections: { all: n },
          wrapper: tally(wrapper!, n),
          paging: tally(paging!, n),
          filter: tally(filter!, n),
          sort: tally(sort!, n),
          count: counts,
          get: { own: gets.field! + gets['unique-input']! },
          aggregate: { all: Number.parseInt(aggregate!, 10) },
          write: { create: insert!, update: update!, delete: remove! },
        },
      ];
    }),
  );
}

function tally(cell: string, total: number): { readonly [style: string]: number } {
  const parts = cell.split('; ').map((part) => {
    const match = /^(.*) (\d+)$/.exec(part);
    // The prototype cut its labels at a closing bracket.
    const style = (match ? match[1]! : part).replace(/\(nested$/, '(nested)');
    return [style, match ? Number(match[2]) : total] as const;
  });
  return Object.fromEntries(parts.filter(([style]) => style !== 'none'));
}

function numbers(cell: string, names: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    names.map((name) => [name, Number(new RegExp(`${name} (\\d+)`).exec(cell)?.[1] ?? 0)]),
  );
}

/** The same counts of a detection. A collection with a label of several styles counts for each of them. */
export function countsOf({ collections }: Detection): Counts {
  const result: Record<string, Record<string, number>> = {};
  const add = (column: string, style: string): void => {
    result[column] = { ...result[column], [style]: (result[column]?.[style] ?? 0) + 1 };
  };
  for (const { labels, verbs } of collections) {
    add('collections', 'all');
    for (const column of columns) for (const style of stylesOf(labels[column])) add(column, style);
    if (!['none', 'batch'].includes(labels.get)) add('get', 'own');
    if (labels.aggregate !== 'none') add('aggregate', 'all');
    for (const verb of verbs) add('write', { insert: 'create', update: 'update', remove: 'delete' }[verb]);
  }
  return result;
}

/** `operator-object+bag@filter & string-dsl?@query` → its three styles; `cursor+offset` is one. */
function stylesOf(label: string): readonly string[] {
  return label.split(' & ').flatMap((part) => {
    const mixed = /^(operator-object)\+(bag)(@.*)$/.exec(part);
    return mixed ? [`${mixed[1]}${mixed[3]}`, `${mixed[2]}${mixed[3]}`] : [part];
  });
}
