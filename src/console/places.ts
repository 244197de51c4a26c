/** Places in files, and links that open them in an editor. */
import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { type Html, html } from './html.js';

export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** An address by which VS Code, and editors that follow it, open a file at a place. */
export function editorAddress({ file, line, column }: Place): string {
  const path = resolve(file).replaceAll('\\', '/');
  const encoded = path
    .split('/')
    .map(encodeURIComponent)
    .join('/')
    .replace(/^(?=[^/])/, '/');
  return `vscode://file${encoded}:${line}:${column}`;
}

/** `products.yaml:12:3` as a place in the mapping files; undefined: it is no file there. */
export function placeOf(position: string, mappings: string): Place | undefined {
  const [, name, line, column] = /^(.+):(\d+):(\d+)$/.exec(position) ?? [];
  if (name === undefined) return undefined;
  const file = [join(mappings, name), join(mappings, 'upstreams', basename(name)), name].find(existsSync);
  return file === undefined ? undefined : { file, line: Number(line), column: Number(column) };
}

/** The position as text, with a link where it can be opened. */
export function positionLink(position: string, mappings: string): Html {
  const place = placeOf(position, mappings);
  return place ? html`<a href="${editorAddress(place)}">${position}</a>` : html`${position}`;
}
