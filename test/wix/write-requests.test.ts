import { describe, expect, it } from 'vitest';
import { parseRemove, parseTruncate, parseWrite } from '../../src/wix/write-requests.js';

const kinds = (list: readonly { readonly kind: string }[]) => list.map(({ kind }) => kind);
const many = <T>(count: number, value: T): T[] => new Array<T>(count).fill(value);

describe('requests that write', () => {
  it('what is wrong with one item is a fault of that item', () => {
    const { items } = parseWrite({
      collectionId: 'products',
      items: [
        { _id: 'a' },
        {},
        { _id: 1 },
        [],
        null,
        'text',
        { _id: 'x'.repeat(257) },
        { text: 'x'.repeat(500_000) },
      ],
    });
    expect(kinds(items)).toEqual(['item', 'item', 'fault', 'fault', 'fault', 'fault', 'fault', 'fault']);
    const { ids } = parseRemove({ collectionId: 'products', itemIds: ['a', '', 1, 'x'.repeat(257)] });
    expect(kinds(ids)).toEqual(['id', 'fault', 'fault', 'fault']);
  });

  it.each([
    ['no list', undefined, 'items must be a list'],
    ['an object', {}, 'items must be a list'],
    ['an empty list', [], 'items must have at least one element'],
    ['1001 items', many(1001, {}), 'items must have at most 1000 elements; this request has 1001'],
  ])('%s: refused as a whole', (_, items, message) => {
    expect(() => parseWrite({ collectionId: 'products', items })).toThrow(message);
    expect(() => parseRemove({ collectionId: 'products', itemIds: items })).toThrow(
      message.replace('items', 'itemIds'),
    );
  });

  it('1000 are taken', () => {
    expect(parseWrite({ collectionId: 'products', items: many(1000, {}) }).items).toHaveLength(1000);
    expect(parseRemove({ collectionId: 'products', itemIds: many(1000, 'a') }).ids).toHaveLength(1000);
  });

  it('a collection is named', () => {
    for (const parse of [parseWrite, parseRemove, parseTruncate])
      expect(() => parse({ items: [{}], itemIds: ['a'] })).toThrow('collectionId');
  });
});
