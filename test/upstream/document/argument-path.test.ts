import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/styles/vocabulary.js';
import { type ArgumentValues, assign, parseAddress } from '../../../src/upstream/document/argument-path.js';

describe('parseAddress', () => {
  it.each([
    ['where', undefined, ['where']],
    ['options.filter', undefined, ['options', 'filter']],
    ['Page/perPage', 'Page', ['perPage']],
    ['Page/options.size', 'Page', ['options', 'size']],
    // The arguments themselves.
    ['', undefined, []],
    ['Page/', 'Page', []],
  ])('%j', (text, step, path) => {
    expect(parseAddress(text)).toEqual({ step, path });
  });
});

describe('assign', () => {
  const put = (...entries: readonly (readonly [string, Json])[]): Record<string, unknown> => {
    const values: ArgumentValues = new Map();
    for (const [address, value] of entries) assign(values, parseAddress(address), value);
    return Object.fromEntries(values);
  };

  it.each<[readonly (readonly [string, Json])[], Record<string, unknown>]>([
    [
      [
        ['first', 10],
        ['Page/perPage', 5],
      ],
      { '': { first: 10 }, Page: { perPage: 5 } },
    ],
    [
      [
        ['options.filter', { a: 1 }],
        ['options.take', 5],
      ],
      { '': { options: { filter: { a: 1 }, take: 5 } } },
    ],
    // Objects are added to: constants of the mapping beside the filter of the request.
    [
      [
        ['where', { channel: 'web' }],
        ['where', { price: { gt: 5 } }],
      ],
      { '': { where: { channel: 'web', price: { gt: 5 } } } },
    ],
    [
      [
        ['where', { price: { gt: 5 } }],
        ['where', { price: { lt: 9 } }],
      ],
      { '': { where: { price: { gt: 5, lt: 9 } } } },
    ],
    // Bare arguments.
    [
      [
        ['first', 10],
        ['', { brand: 'a', price: 5 }],
      ],
      { '': { first: 10, brand: 'a', price: 5 } },
    ],
    // Lists and scalars are replaced.
    [
      [
        ['sort', ['a']],
        ['sort', ['b']],
      ],
      { '': { sort: ['b'] } },
    ],
  ])('%j', (entries, expected) => {
    expect(put(...entries)).toEqual(expected);
  });

  it('never changes a value that it was given', () => {
    const shared = Object.freeze({ price: Object.freeze({ gt: 5 }) });
    const result = put(['where', shared], ['where', { price: { lt: 9 } }], ['where.title', 'a']);
    expect(result).toEqual({ '': { where: { price: { gt: 5, lt: 9 }, title: 'a' } } });
    expect(shared).toEqual({ price: { gt: 5 } });
  });
});
