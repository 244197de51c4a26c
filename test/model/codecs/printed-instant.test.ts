import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readInstant } from '../../../src/model/codecs/instants.js';
import { printedInstant } from '../../../src/model/codecs/printed-instant.js';
import { formatInstant } from '../../../src/wix/dates.js';
import { seed } from './seed.js';

describe('printedInstant', () => {
  it.each([
    ['2025-06-01T10:20:30Z', '2025-06-01T10:20:30.000Z'],
    ['2025-06-01T10:20:30', '2025-06-01T10:20:30.000Z'],
    ['2025-06-01T10:20:30.5+00', '2025-06-01T10:20:30.500Z'],
    ['2025-06-01T10:20:30.56+00:00', '2025-06-01T10:20:30.560Z'],
    ['2025-06-01T10:20:30.567Z', '2025-06-01T10:20:30.567Z'],
    ['2025-06-01T10:20:30.567999+00:00', '2025-06-01T10:20:30.567Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
  ])('%s', (text, printed) => expect(printedInstant(text)).toBe(printed));

  it.each([
    '2025-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2025-06-31T00:00:00Z',
    '2025-13-01T00:00:00Z',
    '2025-06-01T24:00:00Z',
    '2025-06-01T10:60:00Z',
    '2025-06-01T10:20:60Z',
    '2025-06-01T10:20:30+01:00',
    '2025-06-01T10:20:30.Z',
    '2025-06-01T10:20Z',
    '2025-06-01 10:20:30Z',
    '0000-06-01T10:20:30Z',
    '2025-06-01',
    '2O25-06-01T10:20:30Z',
    '2025-06-01T10:20:30.1234567890123Z',
    '2025-06-01T10:20:30Z BC',
    '',
  ])('leaves %s to the general way', (text) => expect(printedInstant(text)).toBeUndefined());

  const digits = (least: number, most: number) =>
    fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: least, maxLength: most });
  const likely = fc
    .tuple(
      fc.date({ min: new Date(-62e12), max: new Date(253e12), noInvalidDate: true }),
      fc.option(digits(1, 13), { nil: undefined }),
      fc.constantFrom('', 'Z', '+00', '+00:00', '-00:00', '+02:00', 'z', ' Z'),
    )
    .map(([date, fraction, zone]) => {
      const seconds = date.toISOString().slice(0, 19);
      return seconds + (fraction === undefined ? '' : `.${fraction}`) + zone;
    });
  const damaged = fc
    .tuple(likely, fc.nat(30), fc.constantFrom(...'0123456789-:.TZ +x'))
    .map(([text, at, letter]) => text.slice(0, at) + letter + text.slice(at + 1));

  it(`says what the general way says, or nothing (seed ${seed})`, () => {
    const sameOrNothing = fc.property(fc.oneof(likely, damaged), (text) => {
      const printed = printedInstant(text);
      if (printed === undefined) return;
      const instant = readInstant(text);
      expect(instant === undefined ? undefined : formatInstant(instant)).toBe(printed);
    });
    fc.assert(sameOrNothing, { seed, numRuns: 2000 });
  });
});
