/**
 * What the files of a configuration look like from outside: the same text as long as nothing was written. Files are looked at by
 * their paths, so that it does not matter how they change: in place, by a rename of another file onto them, or by a symbolic link
 * somewhere on the way that leads elsewhere now.
 */
import { type BigIntStats, readdirSync, statSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isMappingFile } from '../mapping/read.js';

/** Folders whose mapping files count, and other files. */
export interface WatchedPlaces {
  readonly folders: readonly string[];
  readonly files: readonly string[];
}

/** Of a directory of mapping files, and the saved schemas that they name. */
export function placesOf(directory: string, schemas: readonly string[]): WatchedPlaces {
  return { folders: [directory, join(directory, 'upstreams')], files: schemas };
}

/** At once: to know just what is read next. */
export function fileState({ folders, files }: WatchedPlaces): string {
  const listed = folders.map((folder) =>
    entry(
      folder,
      attempt(() => readdirSync(folder)),
    ),
  );
  const paths = [...listed.flatMap((each) => each.paths), ...files];
  const lines = paths.map((path) =>
    line(
      path,
      attempt(() => statSync(path, { bigint: true })),
    ),
  );
  return [...listed.map((each) => each.text), ...lines].join('\n');
}

/** The same without keeping others waiting, however slow the files are. */
export async function lookAtFiles({ folders, files }: WatchedPlaces): Promise<string> {
  const listed = await Promise.all(
    folders.map(async (folder) => entry(folder, await readdir(folder).catch(() => undefined))),
  );
  const paths = [...listed.flatMap((each) => each.paths), ...files];
  const lines = await Promise.all(
    paths.map(async (path) => line(path, await stat(path, { bigint: true }).catch(() => undefined))),
  );
  return [...listed.map((each) => each.text), ...lines].join('\n');
}

function attempt<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

function entry(folder: string, names: readonly string[] | undefined) {
  const paths = (names ?? []).filter(isMappingFile).sort();
  return {
    text: `${folder} ${names === undefined ? 'cannot be read' : ''}`,
    paths: paths.map((name) => join(folder, name)),
  };
}

function line(path: string, stats: BigIntStats | undefined): string {
  return `${path} ${shapeOf(stats)}`;
}

/** The same text as long as a file was not written. @param stats undefined: it is not there */
export function shapeOf(stats: BigIntStats | undefined): string {
  if (stats === undefined) return 'is not there';
  // The time of a text can be set back, and files that were written together have the same.
  const { mtimeNs, ctimeNs, ino, size } = stats;
  return `${mtimeNs} ${ctimeNs} ${ino} ${size}`;
}
