/** Which rows pages of a list query had, for a minute: what shows that an API gives the same rows for another place. */
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { forgottenAfter, type LifeClock } from './life.js';

/** A page as it came. */
export interface SeenPage {
  readonly offset: number;
  readonly limit: number;
  /** The ids of its first rows, or their digests. */
  readonly rows: readonly string[];
}

export interface SeenPages {
  of(query: string): readonly SeenPage[];
  add(query: string, page: SeenPage): void;
}

/** Rows that are remembered of one page, pages of one query, and bytes of all. */
const mostRows = 64;
const mostPages = 4;
const mostBytes = 4 * 2 ** 20;
/** Longer ids are remembered by a digest. */
const longestId = 40;
/** Of one id in memory, at most. */
const idBytes = 2 * longestId + 32;
/** Milliseconds: rows come and go. */
const life = 60_000;

/** An empty memory of pages. It holds at most 4 MiB, and each page for a minute. */
export function createSeenPages(clock: LifeClock): SeenPages {
  const pages = new LRUCache<string, readonly SeenPage[]>({
    maxSize: mostBytes,
    ...forgottenAfter(life, clock),
    sizeCalculation: (seen, key) =>
      2 * key.length + seen.reduce((sum, { rows }) => sum + 96 + idBytes * rows.length, 0),
  });
  return {
    of: (query) => pages.get(query) ?? [],
    add(query, page) {
      const others = (pages.get(query) ?? []).filter(({ offset }) => offset !== page.offset);
      // The first page stays: it is what an API gives that ignores the place.
      const ordered = [...others, page].sort((a, b) => Number(b.offset === 0) - Number(a.offset === 0));
      pages.set(query, ordered.length > mostPages ? ordered.toSpliced(1, 1) : ordered);
    },
  };
}

/** What is remembered of rows: which they are is all that matters. */
export function digestsOf(ids: readonly unknown[]): readonly string[] {
  return ids.slice(0, mostRows).map((id) => {
    const text = String(id);
    return text.length <= longestId ? text : `#${createHash('sha256').update(text).digest('base64')}`;
  });
}
