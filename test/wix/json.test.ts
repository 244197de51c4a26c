import { expect, it } from 'vitest';
import { cut, isObject, member, preview, toRecord } from '../../src/wix/json.js';

it('reads missing objects as empty, and refuses others', () => {
  expect([toRecord(null), toRecord(undefined), toRecord({ a: 1 }), toRecord([]), toRecord('x')]).toEqual([
    {},
    {},
    { a: 1 },
    undefined,
    undefined,
  ]);
  expect([isObject({}), isObject([]), isObject(null)]).toEqual([true, false, false]);
  expect([member({ a: 1 }, 'a'), member({}, 'constructor')]).toEqual([1, undefined]);
});

it.each<[unknown, number, string]>([
  [{ a: [1, 'x"', null, true] }, 100, '{"a":[1,"x\\"",null,true]}'],
  ['text', 100, '"text"'],
  [[1, 2, 3, 4, 5], 5, '[1,2…'],
  ['x'.repeat(50), 10, '"xxxxxxxx…'],
  [undefined, 10, 'undefined'],
  ['😀'.repeat(10), 8, '"😀😀😀…'],
  ['a\ud83d', 10, '"a\ufffd"'],
])('previews %j in %i characters', (value, length, expected) =>
  expect(preview(value, length)).toBe(expected),
);

it('previews deep and huge values quickly', () => {
  let deep: unknown = 1;
  for (let level = 0; level < 200_000; level++) deep = [deep];
  expect(preview(deep).length).toBeLessThan(100);
  expect(preview(Array.from({ length: 1_000_000 }, () => 'x')).length).toBe(1000);
});

it.each([
  ['text', 4, 'text'],
  ['texts', 4, 'tex…'],
  ['ab😀', 4, 'ab😀'],
  // Never half a character.
  ['ab😀c', 4, 'ab\ufffd…'],
  ['a\udc00b', 9, 'a\ufffdb'],
])('cuts %j at %i', (text, length, expected) => expect(cut(text, length)).toBe(expected));
