import { describe, expect, test } from 'vitest';
import { isOperatorWord, meaningsOf } from '../../../src/authoring/detect/thesaurus.js';
import type { UpstreamOperator, ValueKind } from '../../../src/styles/vocabulary.js';

const leaf = { list: false, boolean: false };
const many = { list: true, boolean: false };
const flag = { list: false, boolean: true };

type Row = readonly [
  string,
  ValueKind,
  typeof leaf,
  UpstreamOperator,
  { insensitive?: boolean; value?: unknown }?,
];

describe('words of real systems', () => {
  const table: readonly Row[] = [
    ['_neq', 'number', leaf, 'ne'],
    ['notEqualTo', 'number', leaf, 'ne'],
    ['greaterThanOrEqualTo', 'number', leaf, 'gte'],
    ['less_than_equal', 'number', leaf, 'lte'],
    ['ge', 'date', leaf, 'gte'],
    ['_not_in', 'id', many, 'nin'],
    ['oneOf', 'enum', many, 'in'],
    ['containsi', 'text', leaf, 'contains', { insensitive: true }],
    ['containsIgnoreCase', 'text', leaf, 'contains', { insensitive: true }],
    ['_icontains', 'text', leaf, 'contains', { insensitive: true }],
    ['includesInsensitive', 'text', leaf, 'contains', { insensitive: true }],
    ['_contains_nocase', 'text', leaf, 'contains', { insensitive: true }],
    ['beginsWith', 'text', leaf, 'startsWith'],
    ['_ilike', 'text', leaf, 'contains', { insensitive: true, value: '%$like%' }],
    ['_nistarts_with', 'text', leaf, 'notStartsWith', { insensitive: true }],
    ['doesNotContain', 'text', leaf, 'notContains'],
    ['isNull', 'text', flag, 'isNull', { value: true }],
    ['_nnull', 'text', flag, 'notNull', { value: true }],
    ['contains', 'list', leaf, 'has'],
    ['contains', 'list', many, 'hasAll'],
    ['hasEvery', 'list', many, 'hasAll'],
    ['overlaps', 'list', many, 'hasSome'],
    ['after', 'date', leaf, 'gt'],
  ];
  for (const [word, kind, value, operator, more] of table) {
    test(`${word} on ${kind}`, () => {
      const found = meaningsOf(word, value, kind).find((each) => each.operator === operator);
      expect(found).toMatchObject({ operator, ...more });
      expect(isOperatorWord(word)).toBe(true);
    });
  }
});

describe('words that mean different things are not given a meaning', () => {
  test.each([
    ['match', 'text', leaf],
    ['matches', 'text', leaf],
    ['is', 'text', leaf],
    ['is', 'date', flag],
    ['in', 'text', leaf],
    ['contains', 'number', leaf],
    ['title', 'text', leaf],
  ] as const)('%s on %s', (word, kind, value) => {
    expect(meaningsOf(word, value, kind)).toEqual([]);
  });
});

test('bounds whose strictness varies are only supersets', () => {
  for (const word of ['from', 'to', 'before', 'after', 'min', 'max']) {
    expect(meaningsOf(word, leaf, 'number').every((each) => each.superset === true)).toBe(true);
  }
});

test.each(['constructor', '_constructor', 'toString', 'hasOwnProperty'])(
  '%s is no word of operators',
  (word) => {
    expect(isOperatorWord(word)).toBe(false);
    for (const value of [leaf, many, flag])
      for (const kind of ['text', 'number', 'list', 'boolean'] as const)
        expect(meaningsOf(word, value, kind)).toEqual([]);
  },
);
