/** Files whole or not at all: who reads one meanwhile sees the old one, a stop leaves that one, and a full disk leaves nothing behind. */
import {
  chmodSync,
  mkdirSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';

export interface WholeFile {
  readonly path: string;
  readonly text: string;
  /** Who may use a file that is not there yet; one that is there keeps what it has. Default: whom the process gives files to. */
  readonly mode?: number;
}

export function writeWhole(path: string, text: string, mode?: number): void {
  writeAllWhole([{ path, text, ...(mode === undefined ? {} : { mode }) }]);
}

/** All of them, or none where one cannot be written: each is written beside its place before the first is put there. */
export function writeAllWhole(files: readonly WholeFile[]): void {
  const folders: { readonly first: string; readonly last: string }[] = [];
  const written: { readonly beside: string; readonly place: string }[] = [];
  try {
    for (const { path, text, mode } of files) {
      const last = dirname(resolve(path));
      const first = mkdirSync(last, { recursive: true });
      if (first !== undefined) folders.push({ first, last });
      const found = existing(path);
      const place = found?.place ?? path;
      const beside = `${place}.new`;
      written.push({ beside, place });
      writeFileSync(beside, text, { mode: found?.mode ?? mode });
      // The mode above is without what the process takes from all of its files.
      if (found) chmodSync(beside, found.mode);
    }
    for (const { beside, place } of written) renameSync(beside, place);
  } catch (error) {
    for (const { beside } of written) rmSync(beside, { force: true });
    for (const { first, last } of folders.reverse())
      for (let folder = last; folder.length >= first.length; folder = dirname(folder)) removeEmpty(folder);
    throw error;
  }
}

/** What a link leads to is written, so that it stays a link. */
function existing(path: string): { readonly place: string; readonly mode: number } | undefined {
  try {
    const place = realpathSync(path);
    return { place, mode: statSync(place).mode & 0o777 };
  } catch {
    return undefined;
  }
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Something is in it.
  }
}
