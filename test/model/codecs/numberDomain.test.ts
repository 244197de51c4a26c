import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decimalOf, fractionOf } from '../../../src/model/codecs/decimal.js';
import { directRaw, exactRaw, numberDomain } from '../../../src/model/codecs/numberDomain.js';
import type { ScalarKind } from '../../../src/model/codecs/scalars.js';

const scalars: readonly ScalarKind[] = ['int32', 'float', 'bigint', 'decimal', 'epochSeconds'];
const numbers = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.constantFrom(0, -0, 12.5, 1e-7, 1e21, 2 ** 31, -(2 ** 31), 2 ** 31 - 1, 2 ** 53, 1e300),
);

it.each(scalars)('the short way to a %s gives what the exact one gives', (scalar) => {
  let direct = 0;
  fc.assert(
    fc.property(numbers, fc.constantFrom('string', 'number', undefined), (value, wire) => {
      const raw = directRaw(scalar, value, wire);
      if (raw === undefined) return;
      direct += 1;
      const exact = exactRaw(numberDomain(scalar, wire)!, fractionOf(decimalOf(value)));
      expect(Object.is(raw, exact), `${value} as ${String(raw)}, not ${String(exact)}`).toBe(true);
    }),
  );
  expect(direct > 0).toBe(scalar !== 'epochSeconds');
});
