/** Looks at the files again and again, since no message of a file system comes from every kind of mount. */
import type { Cancel, World } from '../world/world.js';
import { lookAtFiles, type WatchedPlaces } from './file-state.js';

export interface Watching {
  /** Milliseconds between two looks. */
  readonly every: number;
}

/** What was read last: the files, and how they looked just before. */
export interface LastReading {
  readonly places: WatchedPlaces;
  readonly state: string;
}

/**
 * Calls back when the files look otherwise than when they were read last, and have looked so twice: whoever writes several files, or
 * one in parts, is given time to finish. What was told of is told again only when it changes further.
 * @returns ends it
 */
export function watchFiles(
  world: World,
  { every }: Watching,
  last: () => LastReading,
  changed: () => void,
): Cancel {
  let over = false;
  let before: string | undefined;
  let told: string | undefined;
  let cancel: Cancel = () => undefined;
  const look = async (): Promise<void> => {
    const { places } = last();
    const now = await lookAtFiles(places);
    if (over) return;
    // Meanwhile they may have been read.
    const known = last();
    if (known.state === now) told = undefined;
    else if (now === before && now !== told) {
      told = now;
      changed();
    }
    before = now;
    next();
  };
  const next = (): void => {
    cancel = world.timer(every, () => void look());
  };
  next();
  return () => {
    over = true;
    cancel();
  };
}
