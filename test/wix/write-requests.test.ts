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
    ['10,001 items', many(10_001, {}), 'items must have at most 1000 elements; this request has 10001'],
  ])('%s: refused as a whole', (_, items, message) => {
    expect(() => parseWrite({ collectionId: 'products', items })).toThrow(message);
    expect(() => parseRemove({ collectionId: 'products', itemIds: items })).toThrow(
      message.replace('items', 'itemIds'),
    );
  });

  it('1000 are taken; each one behind them is told so, by one error', () => {
    const { items } = parseWrite({ collectionId: 'products', items: many(10_000, {}) });
    const { ids } = parseRemove({ collectionId: 'products', itemIds: many(10_000, 'a') });
    for (const [list, good] of [
      [items, 'item'],
      [ids, 'id'],
    ] as const) {
      expect(kinds(list)).toEqual([...many(1000, good), ...many(9000, 'fault')]);
      const errors = list.flatMap((each) => (each.kind === 'fault' ? [each.error] : []));
      expect(new Set(errors).size).toBe(1);
      expect(errors[0]).toMatchObject({ code: 'VALIDATION_ERROR' });
    }
  });

  it('a collection is named', () => {
    for (const parse of [parseWrite, parseRemove, parseTruncate])
      expect(() => parse({ items: [{}], itemIds: ['a'] })).toThrow('collectionId');
  });
});
