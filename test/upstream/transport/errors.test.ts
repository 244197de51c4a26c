import { describe, expect, test } from 'vitest';
import { type RowPlace, readErrors, saysAbsent, touchedBy } from '../../../src/upstream/transport/errors.js';

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

test('positions that are written as texts are positions', () => {
  const [error] = readErrors([{ message: 'x', path: ['things', '1', 'bad', 'n2'] }], (text) => text);
  expect(error!.path).toEqual(['things', 1, 'bad', 'n2']);
  expect(touchedBy(error!, { list: ['things'] })).toEqual(['bad', 'n2']);
});

test('of very many errors the last stands for all that are not read, and spoils the rows', () => {
  const errors = readErrors(
    Array.from({ length: 5000 }, (_, at) => ({ message: 'x', path: ['things', at, 'bad'] })),
    (text) => text,
  );
  expect(errors).toHaveLength(1001);
  expect(errors.at(-1)).toEqual({ message: 'and 4000 more errors' });
  expect(touchedBy(errors.at(-1)!, { list: ['things'] })).toBe('rows');
});

describe('touchedBy', () => {
  const list = ['shop', 'products'];
  const row = ['shop', 'products', 'nodes', 1];
  const edges = { row: ['node'] };
  const single = { single: true };
  const price = (value: unknown) => ({
    data: { shop: { products: { nodes: [{ price: value }, { price: value }, null] } } },
  });
  test.each<
    [string, (string | number)[] | undefined, Partial<RowPlace>, 'rows' | 'nothing' | (string | number)[]]
  >([
    ['no path', undefined, {}, 'rows'],
    ['the root', [], {}, 'rows'],
    ['a step before the list', ['shop'], {}, 'rows'],
    ['the list', list, {}, 'rows'],
    ['the rows', [...list, 'nodes'], {}, 'rows'],
    ['the count', [...list, 'totalCount'], {}, 'rows'],
    ['a row', row, {}, 'rows'],
    ['a row without a wrapper', [...list, 0], {}, 'rows'],
    ['a cell', [...row, 'price'], {}, ['price']],
    ['a deep cell', [...row, 'media', 0, 'url'], {}, ['media', 0, 'url']],
    ['an edge', [...list, 'edges', 1], edges, 'rows'],
    ['a node', [...list, 'edges', 1, 'node'], edges, 'rows'],
    ['a cursor', [...list, 'edges', 1, 'cursor'], edges, 'rows'],
    ['a cell of a node', [...list, 'edges', 1, 'node', 'price'], edges, ['price']],
    ['another root field', ['orders', 'totalCount'], {}, 'nothing'],
    ['another branch', ['shop', 'orders', 0], {}, 'nothing'],
    ['a cell that is null', [...row, 'price'], price(null), ['price']],
    ['a cell within a cell', [...row, 'price', 'amount'], price(null), ['price', 'amount']],
    ['a non-null cell that took its row', [...list, 'nodes', 2, 'price'], price(1), 'rows'],
    ['one that took the list', [...row, 'price'], { data: { shop: { products: null } } }, 'rows'],
    ['one that took a parent', [...row, 'price'], { data: { shop: null } }, 'rows'],
    ['a single row', list, single, 'rows'],
    ['a cell of a single row', [...list, 'price'], single, ['price']],
    ['the wrapper of a single row', [...list, 'node'], { ...single, ...edges }, 'rows'],
    ['a wrapped cell of a single row', [...list, 'node', 'tags', 0], { ...single, ...edges }, ['tags', 0]],
    [
      'a cell that took its single row',
      [...list, 'price'],
      { ...single, data: { shop: { products: null } } },
      'rows',
    ],
  ])('%s', (_, path, place, expected) => {
    const error = { message: 'm', ...(path && { path }) };
    expect(touchedBy(error, { list, ...place })).toEqual(expected);
  });
});

describe('saysAbsent', () => {
  const one = { list: ['item0'], single: true };
  const many = { list: ['nodes'] };
  test.each<[string, string | undefined, (string | number)[] | undefined, RowPlace, boolean]>([
    ['Product not found', undefined, ['item0'], one, true],
    ['ProductNotFound', undefined, ['item0'], one, true],
    ['Could not resolve to a node', 'NOT_FOUND', ['nodes', 3], many, true],
    ['Entity with id 9 does not exist', undefined, ['item0'], one, true],
    ['There is no such product', undefined, ['item0'], one, true],
    ['Product not found', undefined, undefined, one, false],
    ['Brand not found', undefined, ['item0', 'brand'], one, false],
    ['Product not found', undefined, ['nodes'], many, false],
    ['the warehouse is closed', 'INTERNAL_SERVER_ERROR', ['item0'], one, false],
    ['getaddrinfo ENOTFOUND inventory.internal', undefined, ['item0'], one, false],
    ['relation "products" does not exist', undefined, ['item0'], one, false],
    ['no such table: products', undefined, ['item0'], one, false],
    ['host inventory not found', undefined, ['item0'], one, false],
  ])('%s (%s) at %j', (message, code, path, place, expected) => {
    const error = { message, ...(code && { code }), ...(path && { path }) };
    expect(saysAbsent(error, place)).toBe(expected);
  });
});
