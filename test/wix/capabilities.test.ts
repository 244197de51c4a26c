import { expect, it } from 'vitest';
import { filterOperatorsOf, recommendedCapabilities } from '../../src/wix/capabilities.js';
import { filterOperators } from '../../src/wix/filter/tree.js';
import { fieldTypes, queryOperators } from '../../src/wix/protocol.js';

it('knows every field type', () => {
  expect(Object.keys(recommendedCapabilities).sort()).toEqual([...fieldTypes].sort());
  for (const { queryOperators: each } of Object.values(recommendedCapabilities))
    expect(new Set(each).size).toBe(each.length);
});

it('assigns every filter operator to exactly one advertised one', () => {
  expect(queryOperators.flatMap(filterOperatorsOf).sort()).toEqual([...filterOperators].sort());
});

it.each([
  ['TEXT', true, 13],
  ['NUMBER', true, 10],
  ['BOOLEAN', true, 8],
  ['REFERENCE', true, 12],
  ['MULTI_REFERENCE', false, 2],
  ['OBJECT', false, 3],
] as const)('%s', (type, sortable, count) => {
  expect(recommendedCapabilities[type]).toMatchObject({ sortable });
  expect(recommendedCapabilities[type].queryOperators.length).toBe(count);
});
