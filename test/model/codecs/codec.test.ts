import { describe, expect, it } from 'vitest';
import { type CodecOptions, createCodec, UnsupportedCodecError } from '../../../src/model/codecs/codec.js';
import type { Json } from '../../../src/styles/vocabulary.js';

const at = (iso: string) => ({ $date: iso });
const eq = (value: Json) => ({ kind: 'compare', operator: 'eq', value });

describe('bounds that are sent', () => {
  const int = createCodec({ scalar: 'int32', type: 'NUMBER' });
  const moment = createCodec({ scalar: 'dateTime', type: 'DATETIME' });
  const ten = at('2024-01-15T10:00:00.000Z');
  it.each([
    [int.bound('gt', 5.5), { kind: 'compare', operator: 'gte', value: 6 }],
    [int.bound('lte', 5.5), { kind: 'compare', operator: 'lt', value: 6 }],
    [int.bound('gt', 5), { kind: 'compare', operator: 'gt', value: 5 }],
    [int.bound('gt', 3e9), { kind: 'never' }],
    [int.bound('lt', 3e9), { kind: 'always' }],
    [int.bound('gte', -3e9), { kind: 'always' }],
    [int.bound('lt', '5'), { kind: 'never' }],
    [moment.bound('gt', ten), { kind: 'compare', operator: 'gte', value: '2024-01-15T10:00:00.001Z' }],
    [moment.bound('gte', ten), { kind: 'compare', operator: 'gte', value: '2024-01-15T10:00:00.000Z' }],
    [moment.bound('lt', ten), { kind: 'compare', operator: 'lt', value: '2024-01-15T10:00:00.000Z' }],
    [moment.bound('lte', ten), { kind: 'compare', operator: 'lt', value: '2024-01-15T10:00:00.001Z' }],
    [createCodec({ scalar: 'date', type: 'DATE' }).bound('gt', 'x'), undefined],
    [createCodec({ scalar: 'id', type: 'TEXT' }).bound('gt', 'a'), undefined],
  ])('%#', (constraint, expected) => {
    expect(constraint).toEqual(expected);
  });
});

describe('what sorts and text operators may rely on', () => {
  it.each([
    [
      { scalar: 'text', type: 'TEXT' },
      { textual: true, order: 'text', monotone: true, precisionLoss: false },
    ],
    [
      { scalar: 'id', type: 'TEXT' },
      { textual: true, order: 'text', monotone: false, precisionLoss: false },
    ],
    [
      { scalar: 'enum', type: 'TEXT' },
      { textual: false, order: 'text', monotone: false, precisionLoss: false },
    ],
    [
      { scalar: 'unknown', type: 'TEXT' },
      { textual: false, monotone: false },
    ],
    [
      { scalar: 'int32', type: 'TEXT' },
      { textual: false, monotone: false },
    ],
    [
      { scalar: 'int32', type: 'NUMBER' },
      { textual: false, order: 'numeric', monotone: true, precisionLoss: false },
    ],
    [{ scalar: 'int32', type: 'NUMBER', scale: -1 }, { monotone: false }],
    [{ scalar: 'decimal', type: 'NUMBER', inexact: 'text' }, { monotone: false }],
    [
      { scalar: 'decimal', type: 'NUMBER', inexact: 'round' },
      { monotone: true, precisionLoss: true },
    ],
    [
      { scalar: 'text', type: 'NUMBER' },
      { order: 'numeric', monotone: false },
    ],
    [
      { scalar: 'dateTime', type: 'DATETIME' },
      { order: 'time', monotone: true, precisionLoss: true },
    ],
    [
      { scalar: 'dateTime', type: 'DATETIME', dates: { precision: 'millisecond' } },
      { monotone: true, precisionLoss: false },
    ],
    [
      { scalar: 'dateTime', type: 'DATE' },
      { order: 'date', monotone: true, precisionLoss: true },
    ],
    [
      { scalar: 'text', type: 'DATETIME' },
      { order: 'time', monotone: false },
    ],
    [
      { scalar: 'boolean', type: 'BOOLEAN' },
      { order: 'boolean', monotone: true },
    ],
    [
      { scalar: 'json', type: 'OBJECT' },
      { order: 'none', monotone: false },
    ],
    [
      { scalar: 'enum', type: 'TEXT', values: { A: 'x' } },
      { textual: false, order: 'text', monotone: false },
    ],
  ] as [CodecOptions, object][])('%j', (options, flags) => {
    expect(createCodec(options)).toMatchObject(flags);
  });

  it('gives the codec of one element of a list', () => {
    const tags = createCodec({ scalar: 'text', type: 'ARRAY_STRING', list: true });
    expect(tags.element?.equality('a')).toEqual(eq('a'));
    expect(tags.element?.equality(5)).toEqual({ kind: 'never' });
    expect(createCodec({ scalar: 'text', type: 'TEXT' }).element).toBeUndefined();
  });
});

describe('conversions that do not exist', () => {
  it.each([
    { scalar: 'dateTime', type: 'BOOLEAN' },
    { scalar: 'dateTime', type: 'NUMBER' },
    { scalar: 'enum', type: 'NUMBER' },
    { scalar: 'boolean', type: 'NUMBER' },
    { scalar: 'text', type: 'BOOLEAN' },
    { scalar: 'text', type: 'OBJECT' },
    { scalar: 'text', type: 'TEXT', list: true },
    { scalar: 'text', type: 'ARRAY' },
    { scalar: 'json', type: 'OBJECT', list: true },
    { scalar: 'bigint', type: 'DATETIME' },
    { scalar: 'float', type: 'DATETIME' },
    { scalar: 'int32', type: 'NUMBER', scale: 0 },
    { scalar: 'int32', type: 'DATETIME', scale: -1000 },
    { scalar: 'boolean', type: 'DATE' },
  ] as CodecOptions[])('%j', (options) => {
    expect(() => createCodec(options)).toThrow(UnsupportedCodecError);
  });
});
