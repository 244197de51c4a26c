/** The files that pages of the console load: its style and its script, as they are written. */
import { readFileSync } from 'node:fs';

export interface Asset {
  readonly type: string;
  readonly text: string;
}

const types: Readonly<Record<string, string>> = {
  'console.css': 'text/css; charset=utf-8',
  'console.js': 'text/javascript; charset=utf-8',
};

/** @param folder where they are, with a slash at its end */
export function readAssets(folder: URL): ReadonlyMap<string, Asset> {
  return new Map(
    Object.entries(types).map(([name, type]) => [
      name,
      { type, text: readFileSync(new URL(name, folder), 'utf8') },
    ]),
  );
}
