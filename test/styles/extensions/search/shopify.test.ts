import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shopify } from '../../../../src/styles/extensions/search/shopify.js';
import { all, and, compare, not, or } from '../../../../src/styles/predicate.js';
import type { ValueKind } from '../../../../src/styles/vocabulary.js';
import { splitQuoted } from './reader.js';

const field = (name: string, kind: ValueKind) => ({ path: [name], kind });

/** Texts made of what the syntax itself is made of. */
const awkward = fc.string({
  unit: fc.constantFrom('"', '\\', "'", ' ', ':', '(', ')', '*', '-', 'a', 'AND'),
});

describe('Shopify search syntax', () => {
  it.each([
    ['everything', all, ''],
    ['a number', compare(field('price', 'number'), 'lte', 9.5), 'price:<=9.5'],
    ['several numbers', compare(field('price', 'number'), 'in', [1, 2]), '(price:1 OR price:2)'],
    ['a boolean', compare(field('gift_card', 'boolean'), 'eq', true), 'gift_card:true'],
    ['presence', compare(field('published_at', 'date'), 'notNull', true), 'published_at:*'],
    ['absence', compare(field('published_at', 'date'), 'isNull', true), '-published_at:*'],
    [
      'a moment, widened to seconds',
      compare(field('updated_at', 'date'), 'eq', '2024-01-02T03:04:05.500Z'),
      '(updated_at:>="2024-01-02T03:04:05Z" AND updated_at:<="2024-01-02T03:04:06Z")',
    ],
    [
      'a whole second, which may stand for fractions of it',
      compare(field('updated_at', 'date'), 'lte', '2024-01-02T03:04:05.000Z'),
      'updated_at:<="2024-01-02T03:04:06Z"',
    ],
    [
      'an alternative that could be anything',
      or([compare(field('title', 'text'), 'eq', '!'), compare(field('title', 'text'), 'eq', 'a')]),
      '',
    ],
    [
      'a part that could be anything',
      and([compare(field('title', 'text'), 'eq', '!'), compare(field('title', 'text'), 'eq', 'a')]),
      'title:"a"',
    ],
  ])('%s', (_title, condition, expected) => {
    expect(shopify.compile(condition)).toBe(expected);
  });

  it('knows no test for a value of texts: an empty one is none to the index', () => {
    expect(shopify.operators.text).not.toHaveProperty('notNull');
  });

  it('refuses a negation, which it does not declare', () => {
    expect(shopify.combinators.not).toBe(false);
    expect(() => shopify.compile(not(compare(field('title', 'text'), 'eq', 'a')))).toThrow(TypeError);
  });

  it('keeps any text whole, whatever it holds', () => {
    fc.assert(
      fc.property(awkward, fc.string({ unit: 'binary' }), (first, second) => {
        const texts = [`a${first}`, `b${second}`];
        const compiled = shopify.compile(
          or(texts.map((text) => compare(field('title', 'text'), 'eq', text))),
        );
        expect(splitQuoted(compiled)).toEqual({ values: texts, rest: '(title:? OR title:?)' });
      }),
    );
  });
});
