import { expect, it } from 'vitest';
import { type Paging, parsePaging } from '../../src/wix/paging.js';

it.each<[Record<string, unknown>, Paging]>([
  [{}, { kind: 'offset', limit: 50, offset: 0 }],
  [
    { paging: null, cursorPaging: null },
    { kind: 'offset', limit: 50, offset: 0 },
  ],
  [{ paging: {} }, { kind: 'offset', limit: 50, offset: 0 }],
  [{ paging: { limit: null, offset: 10 } }, { kind: 'offset', limit: 50, offset: 10 }],
  [{ paging: { limit: 0 } }, { kind: 'offset', limit: 0, offset: 0 }],
  [{ paging: { limit: 1000, offset: 0 } }, { kind: 'offset', limit: 1000, offset: 0 }],
  [{ cursorPaging: {} }, { kind: 'cursor', limit: 50 }],
  [{ cursorPaging: { limit: 7, cursor: '' } }, { kind: 'cursor', limit: 7 }],
  [
    { cursorPaging: { limit: 7, cursor: 'abc' }, paging: null },
    { kind: 'cursor', limit: 7, cursor: 'abc' },
  ],
])('%j', (raw, expected) => {
  expect(parsePaging(raw)).toEqual(expected);
  expect(Object.isFrozen(parsePaging(raw))).toBe(true);
});

it.each<[Record<string, unknown>, string]>([
  [{ paging: { limit: -1 } }, 'paging.limit'],
  [{ paging: { limit: 1.5 } }, 'paging.limit'],
  [{ paging: { limit: '5' } }, 'paging.limit'],
  // Fewer items than were asked for would look like the end.
  [{ paging: { limit: 1001 } }, 'paging.limit'],
  [{ cursorPaging: { limit: 2000 } }, 'cursorPaging.limit'],
  [{ paging: { offset: -1 } }, 'paging.offset'],
  [{ paging: { offset: 2 ** 53 } }, 'paging.offset'],
  [{ paging: 5 }, 'paging'],
  [{ cursorPaging: [] }, 'cursorPaging'],
  [{ cursorPaging: { limit: -1 } }, 'cursorPaging.limit'],
  [{ cursorPaging: { cursor: 5 } }, 'cursorPaging.cursor'],
  [{ paging: {}, cursorPaging: {} }, 'cursorPaging'],
])('refuses %j', (raw, fieldPath) => {
  expect(() => parsePaging(raw)).toThrow(
    expect.objectContaining({
      code: 'VALIDATION_ERROR',
      data: { violations: [expect.objectContaining({ fieldPath })] },
    }),
  );
});

it('names the place', () => {
  expect(() => parsePaging({ paging: { limit: -1 } }, 'query')).toThrow(/query\.paging\.limit must be/);
});
