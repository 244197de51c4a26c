import { describe, expect, it } from 'vitest';
import { operationOf, operations } from '../../src/wix/operations.js';

it('has the 16 endpoints and provision', () => {
  expect(operations.length).toBe(17);
  expect(new Set(operations.map((each) => each.name)).size).toBe(17);
});

describe.each(operations)('$name', ({ name, path }) => {
  it.each([
    path,
    `/wix${path}`,
    `/wix/${path}/`,
    `/a/b//${path.slice(1).replaceAll('/', '//')}`,
    `${path}?x=/v3/items/other`,
    `${path}/#f`,
  ])('%s', (url) => expect(operationOf(url)?.name).toBe(name));
});

it.each([
  ['/v3/provision', 'Provision'],
  ['v3/items/query', 'QueryDataItems'],
  ['/v3/items/query-referenced', 'QueryReferencedDataItems'],
  ['/v3/items/queryx', undefined],
  ['/xv3/items/query', undefined],
  ['/items/query', undefined],
  ['/v3/items', undefined],
  ['/', undefined],
  ['', undefined],
  ['/?/v3/items/query', undefined],
])('%s is %s', (url, name) => expect(operationOf(url)?.name).toBe(name));
