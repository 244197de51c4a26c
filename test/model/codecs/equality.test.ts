// biome-ignore-all format: tables are easier to read with several cases a line
import { describe, expect, it } from 'vitest';
import { type CodecOptions, createCodec } from '../../../src/model/codecs/codec.js';
import type { Json } from '../../../src/styles/vocabulary.js';

const never = { kind: 'never' };
const at = (iso: string) => ({ $date: iso });
const eq = (value: Json) => ({ kind: 'compare', operator: 'eq', value });

const sent: [CodecOptions, [Json, unknown][]][] = [
  [{ scalar: 'int32', type: 'NUMBER' },
    [[5, eq(5)], ['5', never], [5.5, never], [3e9, never], [-0, eq(0)]]],
  [{ scalar: 'bigint', type: 'NUMBER' }, [[5, eq(5)], [1e18, eq('1000000000000000000')], [1e19, undefined]]],
  [{ scalar: 'bigint', type: 'NUMBER', wire: 'string' }, [[5, eq('5')]]],
  [{ scalar: 'decimal', type: 'NUMBER', wire: 'number' },
    [[12.3, eq(12.3)], [1e21, eq('1000000000000000000000')]]],
  [{ scalar: 'decimal', type: 'NUMBER' }, [[12.3, eq('12.3')], [1e-7, eq('0.0000001')]]],
  [{ scalar: 'decimal', type: 'NUMBER', inexact: 'round' }, [[5, undefined]]],
  [{ scalar: 'int32', type: 'NUMBER', scale: 0.01 }, [[19.99, eq(1999)], [19.999, never]]],
  [{ scalar: 'single', type: 'NUMBER' }, [[0.1, undefined]]],
  [{ scalar: 'text', type: 'NUMBER' }, [[5, undefined]]],
  [{ scalar: 'id', type: 'TEXT' },
    [['12', eq('12')], ['012', undefined], ['1e1', undefined], ['abc', eq('abc')], [12, never]]],
  [{ scalar: 'int32', type: 'TEXT' },
    [['12', eq(12)], ['012', never], ['1e1', never], [' 12', never],
      ['-0', never], ['3000000000', never]]
  ],
  [{ scalar: 'text', type: 'TEXT' },
    [['a\0', undefined], ['\ud800', undefined], ['😀', eq('😀')], [null, never]]],
  [{ scalar: 'uuid', type: 'TEXT' },
    [['0F8FAD5B-D9CB-469F-A165-70867728950E', { ...eq('0F8FAD5B-D9CB-469F-A165-70867728950E'), wide: true }],
      ['0f8fad5b-d9cb-469f-a165-70867728950e', eq('0f8fad5b-d9cb-469f-a165-70867728950e')], ['x', never],
      ['0f8fad5bd9cb469fa16570867728950e', undefined]]
  ],
  [{ scalar: 'id', type: 'REFERENCE' }, [[{ _id: 'a', title: 'A' }, eq('a')], [{}, never]]],
  [{ scalar: 'enum', type: 'TEXT', enumValues: ['A'] }, [['A', eq('A')], ['B', never]]],
  [{ scalar: 'enum', type: 'TEXT', values: { A: 'x', B: 'y', C: 'x' } },
    [['y', eq('B')], ['x', undefined], ['B', never]]],
  [{ scalar: 'dateTime', type: 'DATETIME' },
    [
      [at('2024-01-15T10:00:00Z'),
        { kind: 'range', from: '2024-01-15T10:00:00.000Z', before: '2024-01-15T10:00:00.001Z' }],
      ['2024-01-15T12:00:00+02:00',
        { kind: 'range', from: '2024-01-15T10:00:00.000Z', before: '2024-01-15T10:00:00.001Z' }],
      [{ $date: 0 }, { kind: 'range', from: '1970-01-01T00:00:00.000Z', before: '1970-01-01T00:00:00.001Z' }],
      [at('+012024-01-15T10:00:00Z'), undefined], [{ $date: 0, x: 1 }, never]]
  ],
  [{ scalar: 'localDateTime', type: 'DATETIME', dates: { precision: 'millisecond' } },
    [[at('2024-01-15T10:00:00Z'), eq('2024-01-15T10:00:00.000')]]],
  [{ scalar: 'dateTime', type: 'DATE' },
    [
      ['2024-02-29', { kind: 'range', from: '2024-02-29T00:00:00.000Z', before: '2024-03-01T00:00:00.000Z' }],
      [at('2024-02-29T23:00:00Z'),
        { kind: 'range', from: '2024-02-29T00:00:00.000Z', before: '2024-03-01T00:00:00.000Z' }]
    ]
  ],
  [{ scalar: 'date', type: 'DATE' }, [['2024-02-29', eq('2024-02-29')], ['2023-02-29', never]]],
  [{ scalar: 'bigint', type: 'DATETIME', scale: 1 }, [[at('1970-01-01T00:00:00.005Z'), eq(5)]]],
  [{ scalar: 'timetz', type: 'TIME' }, [['16:45', undefined]]],
  [{ scalar: 'time', type: 'TIME' },
    [['16:45', { kind: 'range', from: '16:45:00.000', before: '16:45:00.001' }],
      // Above it stands 24:00:00, which PostgreSQL keeps.
      ['23:59:59.999', undefined]]
  ],
  [{ scalar: 'unknown', type: 'TEXT' }, [['x', undefined]]],
  [{ scalar: 'json', type: 'OBJECT' }, [[{}, undefined]]],
];

describe('equality that is sent', () => {
  const cases = sent.flatMap(([options, pairs]) =>
    pairs.map(([value, constraint]) => ({ options, value, constraint })),
  );
  it.each(cases)('$options.scalar as $options.type: $value', ({ options, value, constraint }) => {
    expect(createCodec(options).equality(value)).toEqual(constraint);
  });
});
