import { describe, expect, it } from 'vitest';
import { resolveSystemField } from '../../src/wix/system-fields.js';

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
