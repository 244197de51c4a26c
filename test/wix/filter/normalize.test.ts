import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileFilter } from '../../../src/wix/filter/evaluate.js';
import { simplifyFilter } from '../../../src/wix/filter/normalize.js';
import { and, condition, everything, type Filter, not, nothing, or } from '../../../src/wix/filter/tree.js';
import { filter, item } from '../arbitraries.js';

function pathsOf(filter: Filter): readonly string[] {
  if (filter.kind === 'condition') return [filter.path];
  return filter.kind === 'not' ? pathsOf(filter.filter) : filter.filters.flatMap(pathsOf);
}

const a = condition('a', 'eq', 1);
const b = condition('b', 'gt', 2);
const c = condition('c', 'contains', 'x');
const isNot = (each: typeof a, operator: typeof a.operator) =>
  condition(each.path, operator, each.operand, each.source);

it.each<[string, Filter, Filter]>([
  ['nesting is flat', and([a, and([b, and([c])])]), and([a, b, c])],
  ['a single member stands alone', and([or([a])]), a],
  ['the same member counts once', or([a, a]), a],
  ['everything drops out of a conjunction', and([everything, a]), a],
  ['everything absorbs a disjunction', or([a, everything]), everything],
  ['nothing absorbs a conjunction', and([a, nothing]), nothing],
  ['nothing drops out of a disjunction', or([nothing, a]), a],
  ['not everything', not(everything), nothing],
  ['not nothing', not(nothing), everything],
  ['double negation', not(not(b)), b],
  ['the opposite operator', not(a), isNot(a, 'ne')],
  ['an ordered operator has none', not(b), not(b)],
  ['De Morgan', not(and([a, or([b, c])])), or([isNot(a, 'ne'), and([not(b), not(c)])])],
  ['not exists', not(condition('a', 'exists', true)), condition('a', 'exists', false)],
  ['in nothing', condition('a', 'in', []), nothing],
  ['not in nothing', not(condition('a', 'in', [])), everything],
  ['what the classic builder sends for not', and([everything, not(and([b, everything]))]), not(b)],
])('%s', (_name, from, to) => {
  expect(simplifyFilter(from)).toEqual(to);
});

const inNormalForm = (each: Filter, within?: 'and' | 'or'): boolean => {
  if (each.kind === 'condition') return true;
  if (each.kind === 'not') return each.filter.kind === 'condition';
  return (
    each.kind !== within &&
    each.filters.length > 1 &&
    each.filters.every((inner) => inNormalForm(inner, each.kind))
  );
};

describe('laws', () => {
  it('keeps the meaning', () => {
    fc.assert(
      fc.property(filter, item, (each, of) => {
        expect(compileFilter(simplifyFilter(each))(of)).toBe(compileFilter(each)(of));
      }),
      { numRuns: 1000 },
    );
  });

  it('gives the normal form, and nothing more to do', () => {
    fc.assert(
      fc.property(filter, (each) => {
        const simple = simplifyFilter(each);
        expect(simple === everything || simple === nothing || inNormalForm(simple)).toBe(true);
        expect(simplifyFilter(simple)).toEqual(simple);
        for (const path of pathsOf(simple)) expect(pathsOf(each)).toContain(path);
      }),
    );
  });
});
