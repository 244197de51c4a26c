/** Where cursors of lists stand, for a minute: a page that is asked for by offset can then be read from the nearest one. */
import { LRUCache } from 'lru-cache';
import type { Bookmark } from '../plan/planning.js';
import { forgottenAfter, type LifeClock } from './life.js';

/**
 * How long a cursor's position is believed, in milliseconds. Rows that come or go move positions, as they do between
 * two pages by offset.
 */
const bookmarkLife = 60_000;
/** Bytes of all bookmarks of a generation, counted as two for each character, and most bookmarks of one list query. */
const bookmarkBytes = 8 * 2 ** 20;
const mostBookmarks = 1000;

/** Of one list. */
interface Bookmarks {
  readonly cursors: Map<number, string>;
  bytes: number;
}

export interface BookmarkMemory {
  /** Nothing was remembered yet. */
  none(): boolean;
  /** The one that stands next before the offset, or at it. */
  nearest(query: string, offset: number): Bookmark | undefined;
  add(query: string, bookmark: Bookmark): void;
}

/** An empty memory. It is made for the first cursor: few APIs give any. */
export function createBookmarks(clock: LifeClock): BookmarkMemory {
  let kept: LRUCache<string, Bookmarks> | undefined;
  const opened = () =>
    new LRUCache<string, Bookmarks>({
      maxSize: bookmarkBytes,
      ...forgottenAfter(bookmarkLife, clock),
      noUpdateTTL: true,
      sizeCalculation: ({ bytes }) => bytes,
    });
  return {
    none: () => kept === undefined,
    nearest(query, offset) {
      let nearest: Bookmark | undefined;
      for (const [position, cursor] of kept?.get(query)?.cursors ?? [])
        if (position <= offset && position > (nearest?.position ?? 0)) nearest = { position, cursor };
      return nearest;
    },
    add(query, { position, cursor }) {
      kept ??= opened();
      const entry = kept.get(query) ?? { cursors: new Map<number, string>(), bytes: 2 * query.length };
      const [oldest] = entry.cursors.keys();
      if (entry.cursors.size >= mostBookmarks && oldest !== undefined) forget(entry, oldest);
      forget(entry, position);
      entry.cursors.set(position, cursor);
      entry.bytes += sizeOf(cursor);
      kept.set(query, entry, { size: entry.bytes });
    },
  };
}

function forget(entry: Bookmarks, position: number): void {
  const cursor = entry.cursors.get(position);
  if (cursor === undefined) return;
  entry.cursors.delete(position);
  entry.bytes -= sizeOf(cursor);
}

function sizeOf(cursor: string): number {
  return 2 * cursor.length + 64;
}
