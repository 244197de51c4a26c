/** What is remembered of pages: bounded in bytes, whatever queries and ids there are. */
import { expect, test } from 'vitest';
import { createSeenPages, digestsOf } from '../../src/execute/seen-pages.js';
import { systemWorld } from '../../src/world/system-world.js';
import { heldMemory } from '../collect-garbage.js';

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

test('a page that comes again as it was is believed for a minute more, and one that comes otherwise is what it is now', () => {
  let time = 0;
  const seen = createSeenPages({ monotonic: () => time });
  seen.add('query', page(0));
  seen.add('query', page(100));
  time = 50_000;
  seen.add('query', page(100));
  time = 100_000;
  expect(seen.of('query').map(({ offset }) => offset)).toEqual([0, 100]);
  expect(seen.of('query')[1]).toEqual(page(100));
  seen.add('query', { ...page(100), limit: 50 });
  seen.add('query', { ...page(0), rows: ['other'] });
  expect(seen.of('query')).toEqual([
    { offset: 0, limit: 100, rows: ['other'] },
    { ...page(100), limit: 50 },
  ]);
});

test('of many pages of one query the first stays, and those that came last', () => {
  const seen = createSeenPages(systemWorld);
  for (const offset of [0, 100, 200, 300, 100, 400]) seen.add('query', page(offset));
  expect(seen.of('query').map(({ offset }) => offset)).toEqual([0, 300, 100, 400]);
});

test('ids that were cut out of a long text do not keep the text', () => {
  const seen = createSeenPages(systemWorld);
  const before = heldMemory();
  for (let index = 0; index < 300; index += 1) {
    const text = Buffer.alloc(200_000, `{"id":"00000000-0000-0000-0000-00000000${1000 + index}"},`).toString(
      'latin1',
    );
    const ids = Array.from({ length: 10 }, (_, row) => text.slice(7 + 46 * row, 43 + 46 * row));
    seen.add(`query ${index}`, { offset: 0, limit: 10, rows: digestsOf(ids) });
  }
  // 300 texts are 57 MiB.
  expect(heldMemory() - before).toBeLessThan(10);
  expect(seen.of('query 7')[0]!.rows[3]).toBe('00000000-0000-0000-0000-000000001007');
});
