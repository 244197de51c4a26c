import fc from 'fast-check';
import { expect, test } from 'vitest';
import { base64url } from '../../../src/styles/extensions/id-codecs/global-id.js';

test('every id goes there and back, in letters that an address keeps', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (raw) => {
      const id = base64url.decode(raw);
      expect(id).toMatch(/^[A-Za-z0-9_-]+$/);
      expect(base64url.encode(id)).toBe(raw);
    }),
  );
});

test.each(['', 'a', 'YQ==', 'YQ=', 'Y Q', '/w', 'YR'])('%j is the id of nothing', (id) =>
  expect(base64url.encode(id)).toBeUndefined(),
);
