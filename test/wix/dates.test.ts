import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateOf, formatInstant, instantOf, parseDate, parseInstant, parseTime } from '../../src/wix/dates.js';
import type { Json } from '../../src/wix/json.js';

describe('parseInstant', () => {
  it('gives for a text what it gave before, whatever was read between', () => {
    const texts = [
      '2024-01-15T10:00:00.000Z',
      'no date',
      '2024-02-30',
      '2024-01-15',
      '2024-01-15T10:00:00.000Z',
      '',
    ];
    const asked = texts.flatMap((each) => [each, each]);
    expect(asked.map(parseInstant)).toEqual(
      asked.map((each) => (each.startsWith('2024-01') ? Date.parse(each) : undefined)),
    );
  });

  it.each([
    ['2024-01-15T10:00:00.000Z', '2024-01-15T10:00:00.000Z'],
    ['2024-01-15T10:00:00Z', '2024-01-15T10:00:00.000Z'],
    ['2024-01-15T10:00:00', '2024-01-15T10:00:00.000Z'],
    ['2024-01-15T10:00', '2024-01-15T10:00:00.000Z'],
    ['2024-01-15', '2024-01-15T00:00:00.000Z'],
    ['2024-01-15T10:00:00.5Z', '2024-01-15T10:00:00.500Z'],
    ['2024-01-15T10:00:00.123999Z', '2024-01-15T10:00:00.123Z'],
    ['2024-01-15T10:00:00+02:00', '2024-01-15T08:00:00.000Z'],
    ['2024-01-15T10:00:00-0530', '2024-01-15T15:30:00.000Z'],
    ['2024-01-15T10:00:00+02', '2024-01-15T08:00:00.000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    ['2000-02-29', '2000-02-29T00:00:00.000Z'],
    ['0047-01-01T00:00:00.000Z', '0047-01-01T00:00:00.000Z'],
    ['0000-01-01T00:00:00.000Z', '0000-01-01T00:00:00.000Z'],
    ['-000001-06-01T00:00:00.000Z', '-000001-06-01T00:00:00.000Z'],
    ['+012345-06-01T00:00:00.000Z', '+012345-06-01T00:00:00.000Z'],
  ])('%s', (text, printed) => expect(formatInstant(parseInstant(text)!)).toBe(printed));

  it.each([
    '',
    '2024-02-30T00:00:00.000Z',
    '2023-02-29T00:00:00.000Z',
    '2024-04-31T00:00:00.000Z',
    '2024-01-32T00:00:00.000Z',
    '2024-01-01T24:00:00.000Z',
    '2024-01-01T00:60:00.000Z',
    '2024-01-01T00:00:60.000Z',
    '2024-13-01T00:00:00.000Z',
    '2024-01-0xT00:00:00.000Z',
    '2024-01-01T00:00:00.00xZ',
    'today',
    '2024',
    '2024-1-1',
    '2024-02-30',
    '2023-02-29',
    '1900-02-29',
    '2024-13-01',
    '2024-00-10',
    '2024-04-31',
    '2024-01-01T24:00:00Z',
    '2024-01-01T10:60:00Z',
    '2024-12-31T23:59:60Z',
    '2024-01-01T10Z',
    '2024-01-01Z',
    '12024-01-01',
    '-000000-01-01',
    '+300000-01-01',
    '2024-01-01T10:00:00+25:00',
    ' 2024-01-01',
    '2024-01-01T10:00:00.Z',
    '2024-01-01 10:00',
  ])('refuses %j', (text) => expect(parseInstant(text)).toBeUndefined());

  it('reads what toISOString prints, over all of time', () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true }), (date) => {
        expect(parseInstant(date.toISOString())).toBe(date.getTime());
      }),
    );
  });
});

it.each<[Json | undefined, boolean]>([
  [{ $date: '2024-01-15T10:00:00Z' }, true],
  [{ $date: 0 }, true],
  [{ $date: '2024-02-30' }, false],
  [{ $date: null }, false],
  [{ $date: 9e15 }, false],
  [{ $date: '2024-01-15', other: 1 }, false],
  [{}, false],
  ['2024-01-15T10:00:00Z', false],
  [['2024-01-15'], false],
  [null, false],
  [undefined, false],
])('%j is an instant: %s', (value, expected) => expect(instantOf(value) !== undefined).toBe(expected));

it('reads epoch milliseconds', () => expect(instantOf({ $date: 1.9 })).toBe(1));

it.each([
  [0, '1970-01-01'],
  [-1, '1969-12-31'],
  [Date.parse('+012345-06-01T00:00:00Z'), '+012345-06-01'],
])('day of %i', (instant, day) => expect(dateOf(instant)).toBe(day));

it.each([
  ['2024-01-15', '2024-01-15'],
  ['2024-02-30', undefined],
  ['2024-01-15T00:00:00Z', undefined],
  ['', undefined],
])('parseDate(%j)', (text, expected) => expect(parseDate(text)).toBe(expected));

it.each([
  ['16:45', '16:45:00.000'],
  ['16:45:12', '16:45:12.000'],
  ['16:45:12.3', '16:45:12.300'],
  ['16:45:12.345678', '16:45:12.345'],
  ['24:00', undefined],
  ['6:45', undefined],
  ['16:60', undefined],
  ['16:45:', undefined],
])('parseTime(%j)', (text, expected) => expect(parseTime(text)).toBe(expected));
