import { describe, expect, it } from 'vitest';
import { descriptorLimit, mostConnections } from '../../src/cli/descriptors.js';
import { directoryWith } from './harness.js';

it.each([
  [400, 50, 50],
  [400, 5000, 300],
  [undefined, 5000, 5000],
])('%s descriptors allow of %i wanted connections %i', (descriptors, wanted, expected) =>
  expect(mostConnections(descriptors, wanted)).toBe(expected),
);

describe('the limit of descriptors', () => {
  it.each([
    [
      'Limit  Soft Limit  Hard Limit  Units\nMax open files            400                  400       files\n',
      400,
    ],
    ['Max open files            unlimited            unlimited            files\n', undefined],
    ['', undefined],
  ])('%j', (text, expected) => {
    const directory = directoryWith({ limits: text });
    expect(descriptorLimit(`${directory.path}/limits`)).toBe(expected);
    directory.remove();
  });
  it('is not known everywhere', () => expect(descriptorLimit('/nowhere/limits')).toBeUndefined());
});

it.each([
  [400, 300],
  [1_000_000, 1000],
  [undefined, 1000],
  [1, 1],
])('%s descriptors allow %i connections', (descriptors, expected) =>
  expect(mostConnections(descriptors)).toBe(expected),
);
