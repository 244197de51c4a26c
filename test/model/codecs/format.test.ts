import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileFormat, type TextFormat } from '../../../src/model/codecs/format.js';
import { seed } from './seed.js';

function format(source: string): TextFormat {
  const compiled = compileFormat(source);
  if ('message' in compiled) throw new Error(compiled.message);
  return compiled;
}

const first = Date.parse('0001-01-01T00:00:00Z');
const moments = fc.integer({ min: first, max: Date.UTC(9999, 11, 31) });
/** Formats with the finest step that they tell apart, in milliseconds. */
const formats: readonly [string, number][] = [
  ['DD/MM/YYYY', 86_400_000],
  ['D.M.YYYY', 86_400_000],
  ['D MMM YYYY', 86_400_000],
  ['MMMM D, YYYY', 86_400_000],
  ['YYYYMMDD', 86_400_000],
  ['YYYY-MM-DD[T]HH:mm:ss.SSS[Z]', 1],
  ['DD.MM.YYYY [at] HH:mm', 60_000],
  ['M/D/YYYY h:mm:ss A', 1000],
];

describe(`a format of a mapping (seed ${seed})`, () => {
  it.each(formats)('%s reads what it writes', (source, step) => {
    const { parse, print } = format(source);
    fc.assert(
      fc.property(moments, (moment) => {
        expect(parse(print(moment))).toBe(Math.floor(moment / step) * step);
      }),
      { seed, numRuns: 300 },
    );
  });

  it.each(formats)('%s refuses what it would write otherwise', (source) => {
    const { parse, print } = format(source);
    const changed = fc
      .tuple(moments.map(print), fc.nat(40), fc.constantFrom('0', '9', '1', ' ', 'x', ''))
      .map(([text, at, by]) => text.slice(0, at % text.length) + by + text.slice((at % text.length) + 1));
    fc.assert(
      fc.property(fc.oneof(changed, fc.string()), (text) => {
        const moment = parse(text);
        if (moment !== undefined) expect(print(moment)).toBe(text);
      }),
      { seed, numRuns: 500 },
    );
  });

  it('reads what people write', () => {
    expect(format('DD/MM/YYYY').parse('15/01/2024')).toBe(Date.UTC(2024, 0, 15));
    expect(format('DD/MM/YYYY').parse('31/02/2024')).toBeUndefined();
    expect(format('DD/MM/YYYY').parse('00/00/0000')).toBeUndefined();
    expect(format('h:mm A').parse('12:05 AM')).toBe(5 * 60_000);
    expect(format('h:mm A').parse('13:05 PM')).toBeUndefined();
    expect(format('D MMM YYYY').parse('5 Mar 2024')).toBe(Date.UTC(2024, 2, 5));
    expect(format('HH:mm').type).toBe('TIME');
    expect(format('HH:mm DD.MM.YYYY').type).toBe('DATETIME');
  });

  it.each([
    ['dd/MM/YYYY', '"dd" is no part of a format'],
    ['DD/MM', 'a day needs YYYY, a month and a day'],
    ['MM/YYYY MMM', 'names each part of a date or time once'],
    ['HH', 'a time of day needs an hour and mm'],
    ['mm:ss', 'a time of day needs an hour and mm'],
    ['h:mm', 'hh and h need A'],
    ['HH:mm A', 'hh and h need A'],
    ['HH:mm.SSS', 'milliseconds need seconds'],
    ['[YYYY]', 'a format needs a day'],
    ['', 'a format needs a day'],
    ['constructor', 'is no part of a format'],
  ])('%s: %s', (source, message) => {
    expect(compileFormat(source)).toMatchObject({ message: expect.stringContaining(message) });
  });
});
