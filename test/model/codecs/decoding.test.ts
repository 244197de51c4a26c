// biome-ignore-all format: tables are easier to read with several cases a line
import { describe, expect, it } from 'vitest';
import { type CodecOptions, ConversionError, createCodec } from '../../../src/model/codecs/codec.js';

const refused = Symbol('refused');
const at = (iso: string) => ({ $date: iso });

function decode(options: CodecOptions, raw: unknown): unknown {
  try {
    return createCodec(options).decode(raw);
  } catch (error) {
    if (error instanceof ConversionError) return refused;
    throw error;
  }
}

const decoded: [CodecOptions, [unknown, unknown][]][] = [
  [{ scalar: 'int32', type: 'NUMBER' },
    [[5, 5], [-0, 0], [5.5, refused], ['5', refused], [true, refused], [2 ** 53, refused]]],
  [{ scalar: 'float', type: 'NUMBER' },
    [[5.5, 5.5], [1e21, 1e21], [Number.POSITIVE_INFINITY, refused], ['NaN', refused]]],
  [{ scalar: 'single', type: 'NUMBER' }, [[0.1, 0.1]]],
  [{ scalar: 'decimal', type: 'NUMBER' },
    [['12.30', 12.3], [12.3, 12.3], ['-0.00', 0], ['1E+2', 100], ['0.1000000000000000001', refused],
      ['$18.00', refused], ['NaN', refused], ['', refused], [1e21, refused]]
  ],
  [{ scalar: 'decimal', type: 'NUMBER', inexact: 'text' },
    [['0.1000000000000000001', '0.1000000000000000001'], ['0.10', 0.1]]],
  [{ scalar: 'decimal', type: 'NUMBER', inexact: 'round' },
    [['0.1000000000000000001', 0.1], ['1e400', refused]]],
  [{ scalar: 'bigint', type: 'NUMBER' },
    [['9007199254740991', 9007199254740991], ['9007199254740993', refused], ['1000000000000000000', 1e18],
      [9007199254740992, refused], ['1.5', refused], [12, 12]]
  ],
  [{ scalar: 'bigint', type: 'NUMBER', inexact: 'text' }, [['9007199254740993', '9007199254740993']]],
  [{ scalar: 'bigint', type: 'NUMBER', inexact: 'round' },
    [['9007199254740993', 9007199254740992], [9007199254740992, 9007199254740992], [1.5, refused]]],
  [{ scalar: 'int32', type: 'NUMBER', scale: 0.01 }, [[1999, 19.99], [29, 0.29], [-1, -0.01], [0, 0]]],
  [{ scalar: 'decimal', type: 'NUMBER', scale: 0.01 }, [['1999', 19.99], [1999, 19.99], ['0.5', 0.005]]],
  [{ scalar: 'float', type: 'NUMBER', scale: 100 }, [[0.29, 29], [1.1, 110]]],
  [{ scalar: 'text', type: 'NUMBER' }, [['12.30', 12.3], ['abc', refused], ['$1', refused]]],
  [{ scalar: 'id', type: 'NUMBER' }, [['12', 12], ['012', refused], ['x', refused], [12, 12]]],
  [{ scalar: 'boolean', type: 'BOOLEAN' }, [[true, true], [false, false], [1, refused], ['true', refused]]],
  [{ scalar: 'int32', type: 'BOOLEAN' }, [[1, true], [0, false], [2, refused], [true, refused]]],
  [{ scalar: 'text', type: 'TEXT' },
    [['', ''], ['2024-01-15T10:00:00Z', '2024-01-15T10:00:00Z'], [5, refused], [{}, refused]]],
  [{ scalar: 'id', type: 'TEXT' }, [['012', '012'], [12, '12'], [2 ** 53, refused]]],
  [{ scalar: 'int32', type: 'TEXT' }, [[12, '12'], [1.5, refused]]],
  [{ scalar: 'bigint', type: 'TEXT' },
    [['9007199254740993', '9007199254740993'], [12, '12'], [2 ** 60, refused]]],
  [{ scalar: 'decimal', type: 'TEXT' }, [['12.30', '12.30'], [12.3, '12.3']]],
  [{ scalar: 'json', type: 'TEXT' }, [[{ a: 1 }, '{"a":1}'], ['a', 'a']]],
  [{ scalar: 'uuid', type: 'TEXT' },
    [['0F8FAD5B-D9CB-469F-A165-70867728950E', '0F8FAD5B-D9CB-469F-A165-70867728950E'],
      ['0f8fad5bd9cb469fa16570867728950e', '0f8fad5bd9cb469fa16570867728950e'], ['nonsense', refused]]
  ],
  [{ scalar: 'url', type: 'IMAGE' },
    [['https://example.com/a.png', 'https://example.com/a.png'], [{ url: 'x' }, refused]]],
  [{ scalar: 'html', type: 'RICH_TEXT' }, [['<p>a</p>', '<p>a</p>']]],
  [{ scalar: 'unknown', type: 'TEXT' },
    [['x', 'x'], [5, '5'], [true, 'true'], [{ a: 1 }, refused], [['a'], refused]]],
  [{ scalar: 'enum', type: 'TEXT', values: { ACTIVE: 'Active' } },
    [['ACTIVE', 'Active'], ['DRAFT', refused], ['constructor', refused]]],
  [{ scalar: 'boolean', type: 'TEXT', values: { true: 'yes', false: 'no' } }, [[true, 'yes'], [false, 'no']]],
  [{ scalar: 'decimal', type: 'TEXT', values: { 1: 'one' } },
    [['1.00', 'one'], [1, 'one'], ['1.01', refused]]],
  [{ scalar: 'dateTime', type: 'DATETIME' },
    [['2024-01-15T10:00:00Z', at('2024-01-15T10:00:00.000Z')],
      ['2024-01-15T10:00:00', at('2024-01-15T10:00:00.000Z')],
      ['2024-01-15 10:00:00.123456+02', at('2024-01-15T08:00:00.123Z')],
      ['2024-01-15T10:00:00.9999-05:30', at('2024-01-15T15:30:00.999Z')],
      ['2024-01-15T10:00', at('2024-01-15T10:00:00.000Z')], ['2024-01-15', at('2024-01-15T00:00:00.000Z')],
      ['2024-01-15T24:00:00Z', at('2024-01-16T00:00:00.000Z')],
      ['1969-12-31T23:59:59.9999Z', at('1969-12-31T23:59:59.999Z')],
      ['1969-12-31T23:59:59.0001Z', at('1969-12-31T23:59:59.000Z')],
      ['0044-03-15T12:00:00.0009+00:00 BC', at('-000043-03-15T12:00:00.000Z')],
      ['-000043-03-15T12:00:00Z', at('-000043-03-15T12:00:00.000Z')],
      ['+012024-01-15T10:00:00Z', at('+012024-01-15T10:00:00.000Z')],
      ['1890-01-01T00:00:00+00:53:28', at('1889-12-31T23:06:32.000Z')], ['2024-02-30T10:00:00Z', refused],
      ['2023-02-29', refused], ['2024-13-01T10:00:00Z', refused], ['2024-01-15T24:00:01Z', refused],
      ['2024-01-15T10:61:00Z', refused], ['2024-06-30T23:59:60Z', refused], ['15.01.2024', refused],
      ['Mon, 15 Jan 2024 10:00:00 GMT', refused], ['infinity', refused], ['0000-00-00', refused],
      ['P1D', refused], ['', refused], [1705312800, refused]]
  ],
  [{ scalar: 'dateTime', type: 'DATE' },
    [['2024-01-15T23:59:59.999999Z', '2024-01-15'], ['2024-01-15T23:30:00-01:00', '2024-01-16'],
      ['1969-12-31T23:59:59.9Z', '1969-12-31'], ['+012024-01-15T10:00:00Z', refused]]
  ],
  [{ scalar: 'date', type: 'DATE' },
    [['2024-01-15', '2024-01-15'], ['2024-01-15T00:00:00.000Z', '2024-01-15'],
      ['2024-01-15T00:00:00', '2024-01-15'], ['2024-01-15T10:00:00Z', refused],
      ['2024-01-15T00:00:00+02:00', refused], ['2024-02-30', refused], ['0044-03-15 BC', refused]]
  ],
  [{ scalar: 'date', type: 'DATETIME' },
    [['2024-01-15', at('2024-01-15T00:00:00.000Z')], ['2024-01-15T10:00:00Z', refused]]],
  [{ scalar: 'int32', type: 'DATETIME' },
    [[1705312800, at('2024-01-15T10:00:00.000Z')], [-1, at('1969-12-31T23:59:59.000Z')]]],
  [{ scalar: 'bigint', type: 'DATETIME', scale: 1 },
    [['1705312800123', at('2024-01-15T10:00:00.123Z')], ['9e99', refused], ['8640000000000001', refused]]],
  [{ scalar: 'bigint', type: 'DATETIME', scale: 0.001 },
    [['-1', at('1969-12-31T23:59:59.999Z')], ['1999', at('1970-01-01T00:00:00.001Z')]]],
  [{ scalar: 'float', type: 'DATETIME', scale: 1000 },
    [[1.0019, at('1970-01-01T00:00:01.001Z')], [-0.0001, at('1969-12-31T23:59:59.999Z')]]],
  [{ scalar: 'text', type: 'DATETIME' },
    [['2024-01-15 10:00:00', at('2024-01-15T10:00:00.000Z')], ['soon', refused]]],
  [{ scalar: 'time', type: 'TIME' },
    [['16:45', '16:45:00.000'], ['16:45:12.345678', '16:45:12.345'], ['16:45:12Z', '16:45:12.000'],
      ['16:45:12+02', refused], ['24:00:00', refused], ['4:45', refused]]
  ],
  [{ scalar: 'timetz', type: 'TIME' }, [['16:45:12+02', '14:45:12.000'], ['00:30:00+01:00', '23:30:00.000']]],
  [{ scalar: 'json', type: 'OBJECT' },
    [[{ a: at('2024') }, { a: at('2024') }], [[1], refused], [5, refused],
      [{ a: [Number.POSITIVE_INFINITY] }, refused]]
  ],
  [{ scalar: 'json', type: 'ANY' }, [[[1, 'a'], [1, 'a']], ['a', 'a']]],
  [{ scalar: 'json', type: 'ARRAY' }, [[[1, null], [1, null]], [{}, refused]]],
  [{ scalar: 'jsonText', type: 'ANY' },
    [['{"a":[1]}', { a: [1] }], ['null', null], ['{', refused], [{ a: 1 }, refused]]],
  [{ scalar: 'text', type: 'ARRAY_STRING', list: true },
    [[['a', null, 'b'], ['a', 'b']], [[], []], ['a', refused], [[{}], refused]]],
  [{ scalar: 'json', type: 'ARRAY_STRING' }, [[['a'], ['a']], [[{ a: 1 }], refused], [[['a']], refused]]],
  [{ scalar: 'enum', type: 'ARRAY_STRING', list: true, values: { A: 'x' } },
    [[['A'], ['x']], [['B'], refused]]],
  [{ scalar: 'dateTime', type: 'ARRAY', list: true },
    [[['2024-01-15', null], [at('2024-01-15T00:00:00.000Z'), null]]]],
  [{ scalar: 'url', type: 'MEDIA_GALLERY', list: true },
    [[['https://e.com/a.png'], ['https://e.com/a.png']]]],
];

describe('decoding', () => {
  const cases = decoded.flatMap(([options, pairs]) => pairs.map(([raw, value]) => ({ options, raw, value })));
  it.each(cases)('$options.scalar as $options.type: $raw', ({ options, raw, value }) => {
    expect(decode(options, raw)).toStrictEqual(value);
  });

  it.each(decoded.map(([options]) => options))('null is null: $scalar as $type', (options) => {
    expect(createCodec(options).decode(null)).toBeNull();
    expect(createCodec(options).decode(undefined)).toBeNull();
  });
});

describe('refusals say what came and what was expected', () => {
  const message = (options: CodecOptions, raw: unknown) => {
    try {
      createCodec(options).decode(raw);
    } catch (error) {
      return (error as ConversionError).message;
    }
    return undefined;
  };
  it.each([
    [
      { scalar: 'bigint', type: 'NUMBER' },
      '9007199254740993',
      'a text of 16 digits is not a number that a double holds exactly (see inexact)',
    ],
    [{ scalar: 'decimal', type: 'NUMBER' }, '$18.00', 'a text of 6 characters is not a number'],
    [
      { scalar: 'date', type: 'DATE' },
      '2024-01-15T10:00:00Z',
      'a text of 20 characters is not a calendar day',
    ],
    [{ scalar: 'text', type: 'TEXT' }, { a: 1 }, 'an object is not a text'],
    [
      { scalar: 'text', type: 'ARRAY_STRING', list: true },
      ['a', 5],
      'a whole number is not a text (element 1 of the list)',
    ],
    [
      { scalar: 'text', type: 'DATETIME' },
      'x'.repeat(50),
      'a text of 50 characters is not an ISO 8601 date-time',
    ],
  ] as [CodecOptions, unknown, string][])('%j', (options, raw, text) => {
    expect(message(options, raw)).toBe(text);
  });
});
