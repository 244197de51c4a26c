import fc from 'fast-check';
import { expect, test } from 'vitest';
import { didYouMean, editDistance, suggest } from '../../src/mapping/suggest.js';

const keys = [
  'version',
  'collection',
  'displayName',
  'type',
  'list',
  'get',
  'id',
  'where',
  'fields',
  'limits',
];

test.each([
  ['colection', 'collection'],
  ['feilds', 'fields'],
  ['Fields', 'fields'],
  ['display_name', 'displayName'],
  ['displayname', 'displayName'],
  ['tpye', 'type'],
  ['ID', 'id'],
  ['limit', 'limits'],
  ['zzz', undefined],
  ['description', undefined],
  ['x', undefined],
  ['', undefined],
  ['c'.repeat(100_000), undefined],
])('%s suggests %s', (name, expected) => {
  expect(suggest(name, keys)).toBe(expected);
});

test('exact letters win over letters of another case', () => {
  expect(suggest('naem', ['NAME', 'name'])).toBe('name');
  expect(suggest('NAEM', ['name', 'NAME'])).toBe('NAME');
});

test('a right name is not suggested for itself', () => {
  expect(suggest('name', ['name', 'Name'])).toBe('Name');
});

test('the sentence', () => {
  expect(didYouMean('feilds', keys)).toBe('did you mean "fields"?');
  expect(didYouMean('zzz', keys)).toBeUndefined();
});

test('one swap, one insert, one replacement, one deletion are one edit each', () => {
  expect(['abdc', 'abxcd', 'abxd', 'abd'].map((text) => editDistance('abcd', text))).toEqual([1, 1, 1, 1]);
  expect(editDistance('', 'abc')).toBe(3);
});

test('the distance is symmetric, zero for equals only, and at most the longer length', () => {
  const word = fc.string({ maxLength: 12 });
  fc.assert(
    fc.property(word, word, (a, b) => {
      const edits = editDistance(a, b);
      expect(edits).toBe(editDistance(b, a));
      expect(edits === 0).toBe(a === b);
      expect(edits).toBeLessThanOrEqual(Math.max(a.length, b.length));
      expect(edits).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
    }),
  );
});
