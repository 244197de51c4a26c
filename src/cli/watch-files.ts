/**
 * Waits until files of a directory change. It looks again and again, since what systems tell of changes differs, and tells
 * nothing in mounts of containers; a directory of mapping files is small.
 */
import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { shapeOf } from '../app/file-state.js';
import type { World } from '../world/world.js';

/** What each file looked like, by its path below the directory. */
export type Watched = ReadonlyMap<string, string>;

export interface Changed {
  readonly changed: readonly string[];
  readonly files: Watched;
}

/** Milliseconds between two looks. */
const pause = 300;

export function watchedFiles(directory: string): Watched {
  const found = new Map<string, string>();
  const look = (folder: string): void => {
    for (const each of readdirSync(folder, { withFileTypes: true })) {
      // Hidden ones are bookkeeping of editors and of `init`.
      if (each.name.startsWith('.')) continue;
      const path = join(folder, each.name);
      if (each.isDirectory()) look(path);
      else
        found.set(
          relative(directory, path),
          shapeOf(statSync(path, { bigint: true, throwIfNoEntry: false })),
        );
    }
  };
  try {
    look(directory);
  } catch {
    // It is not there yet, or not any more: then it has no files.
  }
  return found;
}

/** @returns undefined when it is told to stop */
export async function untilChanged(
  world: Pick<World, 'sleep'>,
  directory: string,
  seen: Watched,
  stop: AbortSignal,
): Promise<Changed | undefined> {
  for (;;) {
    try {
      await world.sleep(pause, stop);
    } catch {
      return undefined;
    }
    const files = watchedFiles(directory);
    const changed = [...new Set([...seen.keys(), ...files.keys()])].filter(
      (name) => seen.get(name) !== files.get(name),
    );
    if (changed.length > 0) return { changed, files };
  }
}
