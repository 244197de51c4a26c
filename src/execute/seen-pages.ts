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
  /** @param except where a page begins that is not wanted */
  of(query: string, except?: number): readonly SeenPage[];
  add(query: string, page: SeenPage): void;
}

/** Rows that are remembered of one page, pages of one query, and bytes of all. */
const mostRows = 64;
const mostPages = 4;
const mostBytes = 4 * 2 ** 20;
/** Longer ids are remembered by a digest. */
const longestId = 40;
/** Of a page in memory, beside its text. */
const pageBytes = 128;
/** Milliseconds: rows come and go. */
const life = 60_000;

/** The ids as one text. Where rows are copied out of the text of an answer, an id is a part of that text, and would keep all of it in memory. */
interface KeptPage extends Pick<SeenPage, 'offset' | 'limit'> {
  readonly text: string;
}

/** An empty memory of pages. It holds at most 4 MiB, and each page for a minute. */
export function createSeenPages(clock: LifeClock): SeenPages {
  const pages = new LRUCache<string, readonly KeptPage[]>({
    maxSize: mostBytes,
    ...forgottenAfter(life, clock),
    sizeCalculation: (seen, key) =>
      2 * key.length + seen.reduce((sum, { text }) => sum + pageBytes + 2 * text.length, 0),
  });
  return {
    of: (query, except) =>
      (pages.get(query) ?? [])
        .filter(({ offset }) => offset !== except)
        .map(({ offset, limit, text }) => ({ offset, limit, rows: JSON.parse(text) as string[] })),
    add(query, { offset: at, limit, rows }) {
      const before = pages.get(query) ?? [];
      const text = JSON.stringify(rows);
      const known = before.find((each) => each.offset === at);
      // A page that is asked for again and again is kept as it is: what each request makes anew for a minute, only a collection of the whole heap takes away.
      const page = known?.limit === limit && known.text === text ? known : { offset: at, limit, text };
      const others = before.filter((each) => each !== known);
      // The first page stays: it is what an API gives that ignores the place.
      const ordered = [...others, page].sort((a, b) => Number(b.offset === 0) - Number(a.offset === 0));
      const kept = ordered.length > mostPages ? ordered.toSpliced(1, 1) : ordered;
      const same = kept.length === before.length && kept.every((each, index) => each === before[index]);
      pages.set(query, same ? before : kept);
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
