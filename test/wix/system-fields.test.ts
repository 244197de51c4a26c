import { describe, expect, it } from 'vitest';
import { resolveSystemField, withSystemFields } from '../../src/wix/system-fields.js';

const plain = (key: string) => ['_id', '_createdDate', 'name'].includes(key);
const withId = (key: string) => plain(key) || key === 'id';

describe('names', () => {
  it.each([
    ['id', '_id'],
    ['createdDate', '_createdDate'],
    ['updatedDate', 'updatedDate'],
    ['name', 'name'],
    ['_id', '_id'],
  ])('%s means %s', (path, expected) => expect(resolveSystemField(path, plain)).toBe(expected));
  it('a field called id wins', () => expect(resolveSystemField('id', withId)).toBe('id'));
});

it('renames the members of items, never over existing ones', () => {
  expect(withSystemFields({ id: '1', createdDate: null, name: 'x' }, plain)).toEqual({
    _id: '1',
    _createdDate: null,
    name: 'x',
  });
  expect(withSystemFields({ id: '2', _id: '1' }, plain)).toEqual({ id: '2', _id: '1' });
  expect(withSystemFields({ id: '2' }, withId)).toEqual({ id: '2' });
});
