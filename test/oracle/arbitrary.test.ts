import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type FieldSample, fieldsOf, filters, operatorsOf, pages, queries, sorts } from './arbitrary.js';
import { type Item, type Json, naiveCount, naiveFilter } from './naive.js';

const items: readonly Item[] = [
  { _id: '1', s: 'New York', n: 5, b: true, d: { $date: '2024-01-02T03:04:05.006Z' }, tags: ['x', 'Y'] },
  { _id: '2', s: 'new-york', n: 9, b: false, d: null, tags: [] },
  { _id: '3', s: '50%_\\', n: -1.5, b: null, d: { $date: '1969-12-31T23:59:59.999Z' }, tags: ['x'] },
  { _id: '4', s: '\u{1F600}', n: null, b: false, tags: null },
];
const fields = fieldsOf(items);
const days: FieldSample = { key: 'day', type: 'DATE', samples: ['2024-02-29', null] };
const times: FieldSample = { key: 'time', type: 'TIME', samples: ['08:30:00.000', '23:59:59.999'] };
const references: FieldSample = { key: 'ref', type: 'REFERENCE', samples: ['r1', 'R1', null] };
const all = [...fields, days, times, references];

function depthOf(filter: Json): number {
  const parts = Object.entries(filter as Item).flatMap(([key, operand]) =>
    key.startsWith('$') ? (Array.isArray(operand) ? operand : [operand]).map((one) => 1 + depthOf(one)) : [],
  );
  return Math.max(0, ...parts);
}

it('reads the types off the items', () => {
  expect(fields.map(({ key, type }) => `${key} ${type}`)).toEqual([
    '_id TEXT',
    's TEXT',
    'n NUMBER',
    'b BOOLEAN',
    'd DATETIME',
    'tags ARRAY_STRING',
  ]);
});

it('draws valid filters only, no deeper than asked', () => {
  fc.assert(
    fc.property(
      fc
        .integer({ min: 0, max: 3 })
        .chain((depth) => filters(all, { depth }).map((filter) => ({ depth, filter }))),
      ({ depth, filter }) => {
        for (const item of items) naiveFilter(item, filter);
        expect(depthOf(filter)).toBeLessThanOrEqual(depth);
      },
    ),
    { numRuns: 500 },
  );
});

it('draws every operator, both forms of $not, and empty objects and lists', () => {
  const drawn = JSON.stringify(fc.sample(filters(all), { numRuns: 2000, seed: 1 }));
  const operators = new Set(all.flatMap(({ type }) => operatorsOf(type)));
  for (const operator of operators) expect(drawn).toContain(`"${operator}":`);
  for (const form of [
    '"$not":{"$',
    '"$not":[{',
    '"$not":{"s"',
    '"$and":[]',
    '"$or":[]',
    '{}',
    '[]',
    ':null',
    ',null',
  ]) {
    expect(drawn).toContain(form);
  }
});

it('draws filters that tell items apart', () => {
  const counts = fc
    .sample(filters(fields), { numRuns: 1000, seed: 2 })
    .map((filter) => naiveCount(items, filter));
  const telling = counts.filter((count) => count > 0 && count < items.length).length;
  expect(telling).toBeGreaterThan(300);
});

it('keeps to the operators that a field allows', () => {
  const drawn = JSON.stringify(
    fc.sample(filters([{ ...fields[1]!, operators: ['$eq', '$in'] }]), { numRuns: 300, seed: 3 }),
  );
  expect(drawn).not.toMatch(/\$(ne|gt|lt|contains|exists|has)/);
  const without = fc.sample(filters([{ ...fields[1]!, operators: ['$contains'] }], { depth: 0 }), {
    numRuns: 300,
    seed: 3,
  });
  expect(without.every((filter) => !/"s":("|null)/.test(JSON.stringify(filter)))).toBe(true);
});

it('sorts by different fields that have an order', () => {
  fc.assert(
    fc.property(sorts(all), (sort) => {
      const keys = sort.map(({ fieldName }) => fieldName);
      expect(new Set(keys).size).toBe(keys.length);
      expect(keys).not.toContain('tags');
      expect(keys.length).toBeLessThanOrEqual(3);
    }),
  );
});

it('draws pages with and without each bound', () => {
  const drawn = fc.sample(pages(), { numRuns: 300, seed: 4 });
  expect(new Set(drawn.map((page) => Object.keys(page).sort().join()))).toEqual(
    new Set(['', 'limit', 'offset', 'limit,offset']),
  );
  expect(drawn.some(({ limit }) => limit === 0)).toBe(true);
  expect(fc.sample(queries(all), 1)[0]).toHaveProperty('filter');
});
