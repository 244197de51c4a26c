import { expect, it } from 'vitest';
import type { Item, Json } from '../../src/wix/json.js';
import { valueAt } from '../../src/wix/path.js';

const item: Item = {
  a: { b: { c: 1 }, 'b.c': 2 },
  'x.y': 3,
  x: { y: 4, z: 5 },
  list: [{ v: 1, w: [1, 2] }, { v: null, w: [3] }, {}, 7, [{ v: 9 }]],
  empty: [],
  text: 'abc',
  none: null,
};

it.each<[string, Json | undefined]>([
  ['a', item.a!],
  ['a.b.c', 1],
  ['x.y', 3],
  ['x.z', 5],
  ['list.0.v', 1],
  ['list.v', [1]],
  ['list.w', [1, 2, 3]],
  ['list.w.0', [1, 3]],
  ['list.4.v', [9]],
  ['list.9', undefined],
  ['list.00', undefined],
  ['empty.v', undefined],
  ['text.length', undefined],
  ['list.length', undefined],
  ['none', null],
  ['none.x', undefined],
  ['a.__proto__', undefined],
  ['a.constructor.name', undefined],
  ['toString', undefined],
  ['', undefined],
  ['a..b', undefined],
])('%s', (path, expected) => expect(valueAt(item, path)).toEqual(expected));

it('stays shallow in lists nested in lists', () => {
  let deep: Json = { v: 1 };
  for (let level = 0; level < 100_000; level++) deep = [deep];
  expect(valueAt({ deep }, 'deep.v.v.v')).toBeUndefined();
});
