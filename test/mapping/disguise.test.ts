import fc from 'fast-check';
import { expect, test } from 'vitest';
import { disguise } from '../../src/mapping/disguise.js';

test.each<[string, Record<string, string>, string, string]>([
  ['a value', { hush: '${A}' }, 'no field "hush"', 'no field "${A}"'],
  ['the whole text before its part', { hush: '${A}', xhushy: 'x${A}y' }, '"xhushy"', '"x${A}y"'],
  ['one step of a path', { 'hush.items': '${A}' }, 'no field "items" of hush', 'no field "${A}" of ${A}'],
  ['as JSON shows it', { 'a"b\nc': '${A}' }, 'found "a\\"b\\nc"', 'found "${A}"'],
  ['as an address shows it', { 'TO KEN': '${A}' }, 'https://x/TO%20KEN', 'https://x/${A}'],
  ['a short value alone', { a: '${A}' }, 'a of an api: a', '${A} of an api: ${A}'],
  [
    'what is a reference already',
    { NAME: '${A}' },
    'the variable ${NAME} is NAME',
    'the variable ${NAME} is ${A}',
  ],
  ['nothing', {}, 'as it is', 'as it is'],
])('%s', (_, filled, text, expected) => {
  expect(disguise(new Map(Object.entries(filled)))(text)).toBe(expected);
});

test('words that the files say anyway are not hidden', () => {
  const hide = disguise(new Map([['products.items', '${A}']]), ['list: products']);
  expect(hide('"products" has no "items"')).toBe('"products" has no "${A}"');
});

test('whatever the value, a text with it shows the reference, and is never an error', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 4, unit: 'grapheme' }), fc.string(), (value, before) => {
      fc.pre(!before.includes('$'));
      expect(disguise(new Map([[value, '${A}']]))(`${before} ${value}`)).not.toContain(` ${value}`);
    }),
  );
});
