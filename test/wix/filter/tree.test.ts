import { expect, it } from 'vitest';
import { parseFilter } from '../../../src/wix/filter/parse.js';
import { and, condition, everything, mapConditions, not, nothing, or } from '../../../src/wix/filter/tree.js';

const a = condition('a', 'eq', 1);

it('has one everything and one nothing', () => {
  expect(
    [and([]), parseFilter({}), parseFilter(null), parseFilter({ $and: [] })].every(
      (each) => each === everything,
    ),
  ).toBe(true);
  expect([or([]), parseFilter({ $or: [] })].every((each) => each === nothing)).toBe(true);
});

it('is frozen, whatever happens to the list it was made of', () => {
  const list = [a];
  const tree = and(list);
  list.push(a);
  expect(tree).toEqual({ kind: 'and', filters: [a] });
  for (const each of [tree, a, not(a), or([a]), everything, nothing])
    expect(Object.isFrozen(each)).toBe(true);
  expect(Object.isFrozen((tree as { filters: unknown }).filters)).toBe(true);
});

it('changes conditions in place', () => {
  const renamed = mapConditions(or([a, not(and([a]))]), (each) =>
    condition('b', each.operator, each.operand),
  );
  const b = condition('b', 'eq', 1);
  expect(renamed).toEqual(or([b, not(and([b]))]));
});
