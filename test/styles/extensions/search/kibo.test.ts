import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kibo } from '../../../../src/styles/extensions/search/kibo.js';
import { all, and, compare } from '../../../../src/styles/predicate.js';

const code = { path: ['productCode'], kind: 'text' } as const;
const date = { path: ['createDate'], kind: 'date' } as const;

describe('Kibo filters', () => {
  it.each([
    ['everything', all, ''],
    ['text', compare(code, 'eq', 'A-1'), 'productCode eq A-1'],
    ['an empty text, which cannot be said', compare(code, 'eq', ''), ''],
    ['a lower bound', compare(date, 'gt', '2024-01-02T03:04:05.9Z'), 'createDate ge 2024-01-02T03:04:05Z'],
    ['an upper bound', compare(date, 'lt', '2024-01-02T03:04:05.1Z'), 'createDate le 2024-01-02T03:04:06Z'],
    [
      'a conjunction',
      and([compare(code, 'eq', 'A'), compare({ path: ['price'], kind: 'number' }, 'gte', 3)]),
      'productCode eq A and price ge 3',
    ],
  ])('%s', (_title, condition, expected) => {
    expect(kibo.compile(condition)).toBe(expected);
  });

  it('never lets a text end its condition: what it sends is one word, else nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii' }), (text) => {
        const compiled = kibo.compile(compare(code, 'eq', text));
        if (compiled !== '') expect(compiled.split(' ')).toEqual(['productCode', 'eq', text]);
        else
          expect(
            text === '' || [...text].some((each) => kibo.operators.text?.eq?.unsafe?.includes(each)),
          ).toBe(true);
      }),
    );
  });
});
