/** What is remembered between requests: where cursors stand, and how large a page the upstream is known to give whole. */
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';

/** Cursors by the number of rows before them, for one list query. */
export type Bookmarks = Map<number, string>;

export interface Memory {
  /** @param identity all that determines the order and content of the list */
  bookmarks(identity: unknown): Bookmarks;
  /** Largest page of a collection that is known to come uncut, whatever its dialect says. */
  trustedSize(collectionId: string): number;
  /** Told of a page of `rows` rows that proved to be the last although more were asked for. */
  lastPage(collectionId: string, rows: number): void;
}

/**
 * How long a cursor's position is believed, in milliseconds. Rows that come or go move positions, as they do between
 * two pages by offset.
 */
const bookmarkLife = 60_000;
const keptQueries = 500;

/** No known API cuts pages below this size silently, unless its dialect says so (page.max). */
const plainlyTrusted = 100;

export function createMemory(): Memory {
  const queries = new LRUCache<string, Bookmarks>({ max: keptQueries, ttl: bookmarkLife });
  const trusted = new Map<string, number>();
  return {
    bookmarks(identity) {
      const key = createHash('sha256').update(JSON.stringify(identity)).digest('base64');
      let found = queries.get(key);
      if (!found) {
        found = new Map();
        queries.set(key, found);
      }
      return found;
    },
    trustedSize: (collectionId) => trusted.get(collectionId) ?? plainlyTrusted,
    lastPage(collectionId, rows) {
      // Caps are round numbers: a list that happens to end there is looked at again each time.
      const size = rows % 10 === 0 ? rows : rows + 1;
      if (size > (trusted.get(collectionId) ?? plainlyTrusted)) trusted.set(collectionId, size);
    },
  };
}
