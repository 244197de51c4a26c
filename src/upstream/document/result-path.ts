/** Reading of result paths of the vocabulary: `pageInfo.endCursor`, `aggregate.count`, `data[].attributes`. */

/** Reads a path without list steps; anything missing on the way gives undefined. A list of one counts as its element. */
export function readResult(value: unknown, path: string): unknown {
  let current = value;
  for (const name of path === '' ? [] : path.split('.')) {
    if (Array.isArray(current)) current = current[0];
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Record<string, unknown>)[name];
  }
  return current;
}

export interface RowsPath {
  /** Path from the list field's value to the list. */
  readonly items: string;
  /** Path from a list element to the row. */
  readonly row: string;
}

/** `edges[].node` → items `edges`, row `node`; `nodes` → items `nodes`, row ``. */
export function parseRowsPath(text: string): RowsPath {
  const at = text.indexOf('[]');
  if (at < 0) return { items: text, row: '' };
  return { items: text.slice(0, at), row: text.slice(at + 2).replace(/^\./, '') };
}

/** The row path as selection path: `edges[].node` → `edges.node`. */
export function selectionPath(path: RowsPath): string {
  return [path.items, path.row].filter((part) => part !== '').join('.');
}

/** Count fields may answer numbers, bigint texts, or a list of one. undefined: not a usable count. */
export function readCount(value: unknown): number | undefined {
  const single = Array.isArray(value) && value.length === 1 ? value[0] : value;
  const number = typeof single === 'string' && /^\d+$/.test(single) ? Number(single) : single;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}
