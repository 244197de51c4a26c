import fc from 'fast-check';
import { expect, it } from 'vitest';
import { equalValues, orderValues } from '../../src/wix/compare.js';
import { compareDistinct, createDistinct } from '../../src/wix/distinct.js';
import type { Item, Json } from '../../src/wix/json.js';
import { valueAt } from '../../src/wix/path.js';
import { item, path } from './arbitraries.js';

const distinct = (items: readonly Item[], name: string) => {
  const collector = createDistinct(name);
  for (const each of items) collector.add(each);
  return collector;
};

it('unwinds lists, leaves missing values out, and keeps types apart', () => {
  const items: Item[] = [
    { v: ['b', 'a', null] },
    { v: 'a' },
    { v: 'A' },
    { v: null },
    {},
    { v: [] },
    { v: 1 },
    { v: '1' },
    { v: { $date: '2024-01-01T00:00:00Z' } },
    { v: [{ $date: '2024-01-01T01:00:00+01:00' }] },
  ];
  const found = distinct(items, 'v');
  expect(found.values()).toEqual([1, { $date: '2024-01-01T00:00:00.000Z' }, '1', 'A', 'a', 'b']);
  expect(found.values('DESC')).toEqual([...found.values()].reverse());
  expect(found.size()).toBe(6);
  expect(found.unsorted().sort(compareDistinct('DESC'))).toEqual(found.values('DESC'));
});

it('equals a naive collection', () => {
  fc.assert(
    fc.property(fc.array(item, { maxLength: 10 }), path, (items, name) => {
      const naive: Json[] = [];
      for (const each of items)
        for (const one of [valueAt(each, name)].flat(1))
          if (one !== null && one !== undefined && !naive.some((other) => equalValues(other, one as Json)))
            naive.push(one as Json);
      expect(distinct(items, name).values()).toEqual(naive.sort(orderValues));
    }),
    { numRuns: 500 },
  );
});
