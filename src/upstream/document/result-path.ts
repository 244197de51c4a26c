/** Result paths of the vocabulary (`pageInfo.endCursor`, `edges[].node`, `../total`), compiled once when a mapping is bound. */

export interface ResultPath {
  /** As the mapping writes it. */
  readonly text: string;
  readonly names: readonly string[];
  /** Begins with `../`: it is read from the value that holds the field, not from the field's own. */
  readonly fromParent: boolean;
}

/** @param text names joined by dots, perhaps after `../`; empty: the value itself */
export function compileResultPath(text: string): ResultPath {
  const fromParent = text.startsWith('../');
  const own = fromParent ? text.slice(3) : text;
  const names = own.split('.').flatMap((name) => (name === '' ? [] : [name.replace(/\[\]$/, '')]));
  return Object.freeze({ text, names: Object.freeze(names), fromParent });
}

/** The value below names; anything missing on the way gives undefined. A list of one counts as its element. */
export function readNames(value: unknown, names: readonly string[]): unknown {
  let current = value;
  for (const name of names) {
    if (Array.isArray(current)) current = current[0];
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Record<string, unknown>)[name];
  }
  return current;
}

/** As readNames, for the path's own start. */
export function readResult(value: unknown, path: ResultPath, parent?: unknown): unknown {
  return readNames(path.fromParent ? parent : value, path.names);
}

export interface RowsPath {
  /** From the list field's value to the list. */
  readonly items: ResultPath;
  /** From a list element to the row; without names the element is the row. */
  readonly row: ResultPath;
  /** Both together: what is selected. */
  readonly names: readonly string[];
}

/** `edges[].node` → items `edges`, row `node`; `nodes` → items `nodes`, row ``. */
export function parseRowsPath(text: string): RowsPath {
  const at = text.indexOf('[]');
  const items = compileResultPath(at < 0 ? text : text.slice(0, at));
  const row = compileResultPath(at < 0 ? '' : text.slice(at + 2).replace(/^\./, ''));
  return Object.freeze({ items, row, names: Object.freeze([...items.names, ...row.names]) });
}

/** Count fields may answer numbers, bigint texts, or a list of one. undefined: not a usable count. */
export function readCount(value: unknown): number | undefined {
  const single = Array.isArray(value) && value.length === 1 ? value[0] : value;
  const number = typeof single === 'string' && /^\d+$/.test(single) ? Number(single) : single;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

/** Names as a selection: `pageInfo`, `endCursor` → `pageInfo { endCursor }`; the innermost step holds `inner`. */
export function printNames(names: readonly string[], inner = ''): string {
  return names.reduceRight((text, name) => (text === '' ? name : `${name} { ${text} }`), inner);
}
