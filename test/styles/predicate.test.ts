import { describe, expect, it } from 'vitest';
import { all, and, compare, not, or, type Predicate } from '../../src/styles/predicate.js';

const [a, b, c] = ['a', 'b', 'c'].map((name) => compare({ path: [name], kind: 'text' }, 'eq', 1)) as [
  Predicate,
  Predicate,
  Predicate,
];

describe('conditions', () => {
  it.each<[string, Predicate, Predicate]>([
    ['an empty conjunction says nothing', and([]), all],
    ['a conjunction of one is that one', and([all, a, all]), a],
    ['conjunctions do not nest', and([a, and([b, c])]), { kind: 'and', conditions: [a, b, c] }],
    ['a disjunction of one is that one', or([a]), a],
    ['disjunctions do not nest', or([a, or([b, c])]), { kind: 'or', conditions: [a, b, c] }],
    ['all absorbs a disjunction', or([a, all]), all],
    ['other kinds stay', and([a, or([b, c])]), { kind: 'and', conditions: [a, or([b, c])] }],
    ['negations stay', and([not(and([a, b]))]), { kind: 'not', condition: and([a, b]) }],
  ])('%s', (_, made, expected) => {
    expect(made).toEqual(expected);
    expect(Object.isFrozen(made)).toBe(true);
  });
});
