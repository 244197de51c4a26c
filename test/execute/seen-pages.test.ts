/** What is remembered of pages: bounded in bytes, whatever queries and ids there are. */
import { expect, test } from 'vitest';
import { createSeenPages, digestsOf } from '../../src/execute/seen-pages.js';
import { systemWorld } from '../../src/world/system-world.js';

const page = (offset: number) => ({
  offset,
  limit: 100,
  rows: digestsOf(Array.from({ length: 100 }, (_, index) => 'long id '.repeat(1000) + (offset + index))),
});

test('a page is 64 ids, none of them long', () => {
  const { rows } = page(0);
  expect(rows).toHaveLength(64);
  expect(new Set(rows).size).toBe(64);
  for (const row of rows) expect(row.length).toBeLessThan(50);
});

test('the queries that were asked longest ago are forgotten first', () => {
  const seen = createSeenPages(systemWorld);
  for (let index = 0; index < 400; index += 1) {
    for (const offset of [0, 100, 200, 300, 400]) seen.add(`query ${index}`, page(offset));
    expect(seen.of('query 0')).toHaveLength(4);
  }
  expect(seen.of('query 1')).toEqual([]);
  expect(seen.of('query 399').map(({ offset }) => offset)).toContain(0);
});

test('after a minute it is not believed any more', () => {
  let time = 0;
  const seen = createSeenPages({ monotonic: () => time });
  seen.add('query', page(0));
  time = 59_000;
  expect(seen.of('query')).toHaveLength(1);
  time = 61_000;
  expect(seen.of('query')).toEqual([]);
});
