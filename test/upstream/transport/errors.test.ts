import { describe, expect, test } from 'vitest';
import { firstFatalError, readErrors } from '../../../src/upstream/transport/errors.js';

const same = (text: string) => text;

test.each<[unknown, unknown]>([
  [undefined, []],
  [null, []],
  [[], []],
  [
    [{ message: 'm', path: ['a', 0], extensions: { code: 'C' } }],
    [{ message: 'm', path: ['a', 0], code: 'C' }],
  ],
  [[{ message: 'm', errorType: 'Unauthorized' }], [{ message: 'm', code: 'Unauthorized' }]],
  [[{ message: 'm', type: 'NOT_FOUND' }], [{ message: 'm', code: 'NOT_FOUND' }]],
  [
    [{ message: 'm', extensions: { error: { name: 'ForbiddenError' } } }],
    [{ message: 'm', code: 'ForbiddenError' }],
  ],
  [[{ message: 'm', path: null, locations: [] }], [{ message: 'm' }]],
  [[{ message: 'm', path: '$.query' }], [{ message: 'm' }]],
  ['text', [{ message: 'text' }]],
  [['text'], [{ message: 'text' }]],
  [{ message: 'one' }, [{ message: 'one' }]],
  [[{}], [{ message: 'error without a message' }]],
  [
    [null, 3],
    [{ message: 'unknown error' }, { message: 'unknown error' }],
  ],
])('readErrors %j', (raw, expected) => {
  expect(readErrors(raw, same)).toEqual(expected);
});

describe('firstFatalError', () => {
  const list = ['shop', 'products'];
  const edges = { row: ['node'] };
  const price = (value: unknown) => ({ shop: { products: { nodes: [{ price: value }, null] } } });
  test.each<[string, (string | number)[] | undefined, Parameters<typeof firstFatalError>[2], boolean]>([
    ['no path', undefined, {}, true],
    ['the root', [], {}, true],
    ['a step before the list', ['shop'], {}, true],
    ['the list', ['shop', 'products'], {}, true],
    ['the rows', ['shop', 'products', 'nodes'], {}, true],
    ['the count', ['shop', 'products', 'totalCount'], {}, true],
    ['a row', ['shop', 'products', 'nodes', 1], {}, true],
    ['a row without a wrapper', ['shop', 'products', 0], {}, true],
    ['a cell', ['shop', 'products', 'nodes', 1, 'price'], {}, false],
    ['a deep cell', ['shop', 'products', 'nodes', 1, 'media', 0, 'url'], {}, false],
    ['an edge', ['shop', 'products', 'edges', 1], edges, true],
    ['a node', ['shop', 'products', 'edges', 1, 'node'], edges, true],
    ['a cursor', ['shop', 'products', 'edges', 1, 'cursor'], edges, true],
    ['a cell of a node', ['shop', 'products', 'edges', 1, 'node', 'price'], edges, false],
    ['another root field', ['orders', 'totalCount'], {}, false],
    ['another branch', ['shop', 'orders', 0], {}, false],
    ['a cell that is null', ['shop', 'products', 'nodes', 0, 'price'], { data: price(null) }, false],
    [
      'a cell within a cell',
      ['shop', 'products', 'nodes', 0, 'price', 'amount'],
      { data: price(null) },
      false,
    ],
    [
      'a non-null cell that took its row',
      ['shop', 'products', 'nodes', 1, 'price'],
      { data: price(1) },
      true,
    ],
    [
      'one that took the list',
      ['shop', 'products', 'nodes', 0, 'price'],
      { data: { shop: { products: null } } },
      true,
    ],
    ['one that took a parent', ['shop', 'products', 'nodes', 0, 'price'], { data: { shop: null } }, true],
  ])('%s', (_, path, place, fatal) => {
    const error = { message: 'm', ...(path && { path }) };
    const other = { message: 'cell', path: ['shop', 'products', 'nodes', 0, 'x'] };
    const errors = place?.row || place?.data ? [error] : [other, error];
    expect(firstFatalError(errors, list, place)).toBe(fatal ? error : undefined);
  });
});
