import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { github } from '../../../../src/styles/extensions/search/github.js';
import { all, and, compare } from '../../../../src/styles/predicate.js';
import { splitQuoted } from './reader.js';

const label = { path: ['label'], kind: 'list' } as const;

describe('GitHub search qualifiers', () => {
  it.each([
    ['everything', all, ''],
    ['a word', compare({ path: ['language'], kind: 'text' }, 'eq', 'c-lang'), 'language:c-lang'],
    [
      'several labels',
      compare(label, 'hasAll', ['bug', 'good first issue']),
      'label:bug label:"good first issue"',
    ],
    ['a bound', compare({ path: ['comments'], kind: 'number' }, 'gte', 3), 'comments:>=3'],
    [
      'a moment, widened to seconds',
      compare({ path: ['created'], kind: 'date' }, 'lt', '2024-01-02T03:04:05.1Z'),
      'created:<=2024-01-02T03:04:06Z',
    ],
    [
      'a conjunction',
      and([compare(label, 'has', 'bug'), compare({ path: ['is'], kind: 'enum' }, 'eq', 'open')]),
      'label:bug is:open',
    ],
  ])('%s', (_title, condition, expected) => {
    expect(github.compile(condition)).toBe(expected);
  });

  it('declares everything as a superset, since the index ignores case', () => {
    const meanings = Object.values(github.operators).flatMap((table) => Object.values(table));
    expect(meanings.length).toBeGreaterThan(0);
    expect(meanings.every((meaning) => meaning.match === 'superset')).toBe(true);
  });

  it('keeps any text whole, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const operand = `a b${text}`;
        expect(splitQuoted(github.compile(compare(label, 'has', operand)))).toEqual({
          values: [operand],
          rest: 'label:?',
        });
      }),
    );
  });
});
