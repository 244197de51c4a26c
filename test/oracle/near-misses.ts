/** Values close to a given one: what a careless translation would take for it. */
import type { FieldType } from '../../src/wix/protocol.js';
import { dateOf, isList, isObject, type Json } from './values.js';

/** Values of every type that a filter can hold; `"5"` is not 5, `"true"` is not true. */
export const wrongTypes: readonly Json[] = [
  '',
  '5',
  'true',
  'null',
  0,
  5,
  1.5,
  true,
  false,
  { $date: '2024-01-02T03:04:05.006Z' },
];

/**
 * Texts that some API takes for a value of its own: words of databases and of query languages, numbers and instants in
 * forms that other programs print, patterns, and next to nothing.
 */
export const oddTexts: readonly string[] = [
  '',
  ' ',
  'null',
  'NULL',
  'Null',
  'undefined',
  'true',
  'True',
  'TRUE',
  'false',
  'False',
  '$NOW',
  '$now',
  '$NOW(-1 day)',
  '$CURRENT_USER',
  '$CURRENT_USER.id',
  '$CURRENT_ROLE',
  '$value',
  '0',
  '-0',
  '007',
  '5.0',
  '+5',
  '1e3',
  '0x10',
  'NaN',
  'Infinity',
  '-infinity',
  '9007199254740993',
  '1704164645123',
  '2024-01-02',
  '2024-01-02T03:04:05.006Z',
  '2024-01-02T03:04:05+02:00',
  '2024-01-02 03:04:05',
  '02/01/2024',
  '12:30',
  '24:00:00',
  'now',
  'today',
  'epoch',
  '[]',
  '{}',
  '""',
  '*',
  '%',
  '_',
  '\\',
  "'",
  '"',
  '^.*$',
  'a,b',
  '{a,b}',
];

/** The texts, and numbers and dates at the edges of what APIs hold. */
export const oddScalars: readonly Json[] = [
  ...oddTexts,
  true,
  false,
  0,
  1,
  -1,
  0.1,
  2 ** 31,
  2 ** 53,
  1e21,
  { $date: '1970-01-01T00:00:00.000Z' },
  { $date: '0001-01-01T00:00:00.000Z' },
  { $date: '9999-12-31T23:59:59.999Z' },
];

/** Lists and objects too, as equality takes them. */
export const oddValues: readonly Json[] = [...oddScalars, null, [], [''], ['null', null], {}, { a: null }];

/** Never empty. */
export function nearMisses(value: Json, type: FieldType): readonly Json[] {
  if (typeof value === 'string')
    return type === 'DATE' && !Number.isNaN(midnight(value))
      ? days(value)
      : type === 'TIME'
        ? times(value)
        : texts(value);
  if (typeof value === 'number')
    return [value + 1, value - 1, value + 0.5, -value, value * 2 ** 31, String(value)];
  if (typeof value === 'boolean') return [!value, String(value), Number(value)];
  if (isList(value))
    return [[...value].reverse(), value.slice(1), ...value.filter((one) => one !== null), []];
  const time = dateOf(value);
  if (!Number.isNaN(time)) return instants(time);
  return isObject(value) ? [{ ...value, extra: 1 }, {}] : wrongTypes;
}

function texts(value: string): Json[] {
  const letters = Array.from(value);
  const half = Math.ceil(letters.length / 2);
  return [
    value.toUpperCase(),
    value.toLowerCase(),
    `${value} `,
    value.trim(),
    letters.slice(0, half).join(''),
    letters.slice(half).join(''),
    letters.slice(1, 4).join(''),
    letters.slice(0, 2).join('').toUpperCase(),
    value.replace(/[a-z]/, '_'),
    value.replace(/ .*/, '%'),
    value.replaceAll(' ', '-'),
    value.normalize('NFD'),
    '%',
    '_',
    '\\',
    '',
  ];
}

function instants(time: number): Json[] {
  const at = (moved: number): Json => ({ $date: new Date(time + moved).toISOString() });
  const iso = new Date(time).toISOString();
  return [
    at(1),
    at(-1),
    at(1000),
    at(86_400_000),
    { $date: new Date(time + 7_200_000).toISOString().replace('Z', '+02:00') },
    { $date: iso.replace(/\.\d+Z$/, 'Z') },
    iso,
    iso.replace('Z', ''),
  ];
}

const midnight = (day: string): number => Date.parse(`${day}T00:00:00Z`);

function days(value: string): Json[] {
  const time = midnight(value);
  const at = (moved: number): string => new Date(time + moved).toISOString();
  return [
    at(86_400_000).slice(0, 10),
    at(-86_400_000).slice(0, 10),
    value.slice(0, 7),
    { $date: at(0) },
    { $date: at(43_200_000) },
    { $date: at(-1) },
  ];
}

function times(value: string): Json[] {
  return [
    value.slice(0, 5),
    value.slice(0, 8),
    value.replace(/\.\d+$/, '.001'),
    value.replace(/^\d\d/, '23'),
    '24:00:00',
  ];
}
