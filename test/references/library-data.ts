/** Rows of the library, from a seed: with books that have no author, authors that are gone, joins that lead nowhere. */
import type { LibraryRows } from './library.js';
import type { Row } from './library-filter.js';

export function libraryRows(seed: number, size = 12): LibraryRows {
  const random = generator(seed);
  const pick = (most: number): number => Math.floor(random() * most);
  const many = (count: number, make: (index: number) => Row): readonly Row[] =>
    Array.from({ length: count }, (_, index) => make(index + 1));
  const authorCount = Math.max(2, Math.floor(size / 3));
  const tagCount = 5;
  const time = (): string => new Date(Date.UTC(2024, 0, 1 + pick(400), pick(24))).toISOString();
  const authors = many(authorCount, (n) => ({
    id: `a${n}`,
    name: ['Ann', 'Ben', 'Cleo', 'Dörte', null][pick(5)],
    born: pick(4) === 0 ? null : 1900 + pick(90),
    bossId: pick(2) === 0 ? null : `a${1 + pick(authorCount)}`,
  }));
  const books = many(size, (n) => ({
    id: `b${n}`,
    title: `Book ${pick(size)}`,
    pages: pick(5) === 0 ? null : 10 * pick(30),
    // The last author of these is gone.
    authorId: pick(5) === 0 ? null : `a${1 + pick(authorCount + 1)}`,
    tagIds:
      pick(6) === 0 ? null : distinct(Array.from({ length: pick(4) }, () => `t${1 + pick(tagCount + 1)}`)),
  }));
  const reviews = many(size * 3, (n) => ({
    id: `r${n}`,
    bookId: pick(10) === 0 ? null : `b${1 + pick(size + 1)}`,
    stars: pick(6) === 0 ? null : 1 + pick(5),
    text: ['good', 'Bad', 'so-so', null][pick(4)],
    createdAt: time(),
  }));
  const tags = many(tagCount, (n) => ({ id: `t${n}`, name: `Tag ${pick(3)}` }));
  const pairs = new Set(
    Array.from({ length: size * 2 }, () => `b${1 + pick(size)} t${1 + pick(tagCount + 1)}`),
  );
  const bookTags = [...pairs].map((pair, index) => {
    const [bookId, tagId] = pair.split(' ');
    return { id: `j${index + 1}`, bookId, tagId, createdAt: time() };
  });
  return { authors, books, reviews, tags, bookTags };
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}

/** mulberry32 */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
