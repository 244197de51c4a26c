/** Headers that an upstream file that stays does not have yet: a run with `--header` after one without makes it work. */
import { readFileSync } from 'node:fs';
import { type Document, isMap, parseDocument } from 'yaml';
import type { KeptUpstream } from './kept-upstream.js';
import { writeWhole } from './write-whole.js';

/**
 * @param headers as written: names in small letters, values that name variables
 * @returns names of the headers that were added to the file
 */
export function addHeaders(kept: KeptUpstream, headers: Readonly<Record<string, string>>): readonly string[] {
  const present = new Set(Object.keys(kept.value.headers ?? {}).map((name) => name.toLowerCase()));
  const missing = Object.entries(headers).filter(([name]) => !present.has(name));
  if (missing.length === 0) return [];
  writeWhole(kept.file, withHeaders(readFileSync(kept.file, 'utf8'), missing));
  return missing.map(([name]) => name);
}

/** The text with these headers, everything else and all comments as they are. */
export function withHeaders(text: string, headers: readonly (readonly [string, string])[]): string {
  const document: Document = parseDocument(text);
  const root = document.contents;
  if (!isMap(root)) return text;
  if (!isMap(document.get('headers'))) {
    document.delete('headers');
    const url = root.items.findIndex(({ key }) => String(key) === 'url');
    root.items.splice(url + 1, 0, document.createPair('headers', {}));
  }
  for (const [name, value] of headers) document.setIn(['headers', name], value);
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}
