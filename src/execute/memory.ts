/** What is remembered between requests: where cursors stand, and how large a page the upstream is known to give whole. */
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';

/** Cursors by the number of rows before them, for one list query. */
export type Bookmarks = Map<number, string>;

export interface Memory {
  /** @param identity all that determines the order and content of the list */
  bookmarks(identity: unknown): Bookmarks;
  /** Largest of these pages that is known to come uncut, whatever its dialect says; 0: nothing is known. */
  trustedSize(pages: string): number;
  /** Told of every page: so many rows can come at once. */
  received(pages: string, rows: number): void;
  /** Told of a page of `rows` rows that proved to be the last although more were asked for. */
  lastPage(pages: string, rows: number): void;
  /** Told of a page that was cut to `rows` rows: fewer than asked for, and more to come. */
  cutPage(pages: string, rows: number): void;
  /** Whether this was never asked before: what is to be said once. */
  firstTime(what: string): boolean;
}

/**
 * How long a cursor's position is believed, in milliseconds. Rows that come or go move positions, as they do between
 * two pages by offset.
 */
const bookmarkLife = 60_000;
const keptQueries = 500;

interface Trust {
  size: number;
  /** Rows that pages are cut to. Cut to different numbers they have no fixed cap, and nothing can be concluded. */
  cut: number | undefined;
  erratic: boolean;
}

export function createMemory(): Memory {
  const queries = new LRUCache<string, Bookmarks>({ max: keptQueries, ttl: bookmarkLife });
  const said = new Set<string>();
  const trusts = new Map<string, Trust>();
  const trustOf = (pages: string): Trust => {
    let trust = trusts.get(pages);
    if (!trust) {
      trust = { size: 0, cut: undefined, erratic: false };
      trusts.set(pages, trust);
    }
    return trust;
  };
  const received = (pages: string, rows: number): void => {
    const trust = trustOf(pages);
    trust.size = Math.max(trust.size, rows);
  };
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
    trustedSize(pages) {
      const trust = trustOf(pages);
      return trust.erratic ? 0 : trust.size;
    },
    received,
    firstTime(what) {
      if (said.has(what)) return false;
      said.add(what);
      return true;
    },
    lastPage(pages, rows) {
      // Caps are round numbers: a list that happens to end there is looked at again each time.
      received(pages, rows % 10 === 0 ? rows : rows + 1);
    },
    cutPage(pages, rows) {
      const trust = trustOf(pages);
      if (trust.cut !== undefined && trust.cut !== rows) trust.erratic = true;
      trust.cut = rows;
    },
  };
}
