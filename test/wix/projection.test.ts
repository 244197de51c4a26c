import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Item } from '../../src/wix/json.js';
import { compileProjection } from '../../src/wix/projection.js';
import { item, path } from './arbitraries.js';

const full: Item = {
  _id: '1',
  name: { firstName: 'A', lastName: 'B', at: { $date: '2024-01-01T00:00:00.000Z' } },
  address: { city: 'C' },
  list: [{ v: 1, w: 2 }, { w: 3 }, 5],
  'a.b': 7,
  none: null,
};

it.each<[readonly string[] | undefined, Item]>([
  [undefined, full],
  [[], full],
  [['address'], { _id: '1', address: { city: 'C' } }],
  [['name.firstName', 'address'], { _id: '1', name: { firstName: 'A' }, address: { city: 'C' } }],
  [['name.at'], { _id: '1', name: { at: { $date: '2024-01-01T00:00:00.000Z' } } }],
  [['name', 'name.firstName'], { _id: '1', name: full.name }],
  [['name.firstName', 'name'], { _id: '1', name: full.name }],
  [['name.firstName', 'name.lastName'], { _id: '1', name: { firstName: 'A', lastName: 'B' } }],
  [['unknown'], { _id: '1' }],
  [['name.unknown', 'address.city.x'], { _id: '1' }],
  [['list.v'], { _id: '1', list: [{ v: 1 }] }],
  [['list.0.v'], { _id: '1', list: full.list }],
  [['a.b'], { _id: '1', 'a.b': 7 }],
  [['none', 'none.x'], { _id: '1', none: null }],
  [['none.x'], { _id: '1', none: null }],
  [['__proto__', 'constructor'], { _id: '1' }],
  [[''], { _id: '1' }],
])('%j', (fields, expected) => expect(compileProjection(fields)(full)).toEqual(expected));

it('keeps members named __proto__ as ordinary ones', () => {
  const kept = compileProjection(['__proto__'])(JSON.parse('{"_id": "1", "__proto__": {"x": 1}}'));
  expect(JSON.stringify(kept)).toBe('{"_id":"1","__proto__":{"x":1}}');
});

describe('laws', () => {
  it('projecting twice is projecting once, and adds nothing', () => {
    fc.assert(
      fc.property(item, fc.array(path, { minLength: 1, maxLength: 3 }), (of, fields) => {
        const project = compileProjection(fields);
        const once = project(of);
        expect(project(once)).toEqual(once);
        for (const key of Object.keys(once)) expect(Object.keys(of)).toContain(key);
      }),
    );
  });
});
