import { expect, test } from 'vitest';
import { referenceId } from '../../src/wix/reference-id.js';

test.each([
  ['an id', 'f1', 'f1'],
  ['an item', { _id: 'f1', name: 'first' }, 'f1'],
  ['an item whose member has no underscore', { id: 'f1' }, 'f1'],
  ['an item with both', { _id: 'f1', id: 'f2' }, 'f1'],
  ['an item whose first is null', { _id: null, id: 'f2' }, 'f2'],
  ['an object without id', { name: 'first' }, null],
  ['nothing', null, null],
  ['a list, which is no object', ['f1'], ['f1']],
  ['a number', 7, 7],
])('%s', (_, given, id) => {
  expect(referenceId(given)).toEqual(id);
});
