import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commercetools } from '../../../../src/styles/extensions/search/commercetools.js';
import { all, and, compare, not, or, type Predicate } from '../../../../src/styles/predicate.js';
import type { Json, UpstreamOperator } from '../../../../src/styles/vocabulary.js';
import { splitQuoted } from './reader.js';

const is = (path: string, operator: UpstreamOperator, value: Json): Predicate =>
  compare({ path: [path], kind: 'any' }, operator, value);

describe('commercetools predicates', () => {
  it.each([
    ['everything', all, ''],
    ['not equal', is('key', 'ne', 'a'), 'key <> "a"'],
    ['not in', is('version', 'nin', [1, 2]), 'version not in (1, 2)'],
    ['a list that holds one', is('tags', 'has', 'x'), 'tags contains any ("x")'],
    ['a list that holds all', is('tags', 'hasAll', ['x', 'y']), 'tags contains all ("x", "y")'],
    ['an empty list', is('tags', 'isEmptyList', true), 'tags is empty'],
    ['presence below an object', is('custom.type', 'notNull', true), 'custom(type is defined)'],
    [
      'a name that needs backticks, which it cannot break out of',
      is('custom.fields.my-`field', 'eq', 1),
      'custom(fields(`my-field` = 1))',
    ],
    ['a negated alternative', not(or([is('a', 'eq', 1), is('b', 'eq', 2)])), 'not((a = 1) or (b = 2))'],
    ['a conjunction of one', and([is('a', 'eq', true)]), 'a = true'],
  ])('%s', (_title, condition, expected) => {
    expect(commercetools.compile(condition)).toBe(expected);
  });

  it('keeps any text whole, whatever it holds', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 4 }), (texts) => {
        const { values, rest } = splitQuoted(commercetools.compile(is('key', 'in', texts)));
        expect(values).toEqual(texts);
        expect(rest).toBe(`key in (${texts.map(() => '?').join(', ')})`);
      }),
    );
  });

  it('means what the tree means: read back, it decides alike', () => {
    const leaf = fc.record({ name: fc.constantFrom('a', 'b'), value: fc.integer({ min: 0, max: 2 }) });
    const tree: fc.Arbitrary<Predicate> = fc.letrec<{ tree: Predicate }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        leaf.map(({ name, value }) => is(name, 'eq', value)),
        fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map((parts): Predicate => and(parts)),
        fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map((parts): Predicate => or(parts)),
        tie('tree').map((part): Predicate => not(part)),
      ),
    })).tree;
    fc.assert(
      fc.property(
        tree,
        fc.record({ a: fc.integer({ min: 0, max: 2 }), b: fc.integer({ min: 0, max: 2 }) }),
        (condition, row) => {
          expect(readPredicate(commercetools.compile(condition), row)).toBe(decide(condition, row));
        },
      ),
    );
  });
});

type Row = Readonly<Record<string, number>>;

function decide(condition: Predicate, row: Row): boolean {
  switch (condition.kind) {
    case 'all':
      return true;
    case 'and':
      return condition.conditions.every((each) => decide(each, row));
    case 'or':
      return condition.conditions.some((each) => decide(each, row));
    case 'not':
      return !decide(condition.condition, row);
    case 'compare':
      return row[condition.field.path[0]!] === condition.value;
  }
}

/** Recursive descent over `a = 1`, and, or, not(…) and parentheses; and binds tighter than or. */
function readPredicate(text: string, row: Row): boolean {
  const tokens = text.match(/[a-z]+|\d+|[()=]/g) ?? [];
  let at = 0;
  const next = () => tokens[at++]!;
  const either = (): boolean => {
    let value = both();
    while (tokens[at] === 'or') {
      at += 1;
      const right = both();
      value = value || right;
    }
    return value;
  };
  const both = (): boolean => {
    let value = one();
    while (tokens[at] === 'and') {
      at += 1;
      const right = one();
      value = value && right;
    }
    return value;
  };
  const one = (): boolean => {
    const token = next();
    if (token === 'not' || token === '(') {
      if (token === 'not') at += 1;
      const value = either();
      at += 1;
      return token === 'not' ? !value : value;
    }
    at += 1;
    return row[token] === Number(next());
  };
  const value = either();
  expect(at).toBe(tokens.length);
  return value;
}
