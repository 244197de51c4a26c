/** The items that a collection over bookshop rows must show, worked out from the rows themselves. */
import type { FieldType } from '../../src/wix/protocol.js';
import type { FieldSample } from './arbitrary.js';
import type { Item, Json, Types } from './naive.js';

export interface ColumnField {
  /** Key of the field in the item. */
  readonly key: string;
  /** Name of the column. */
  readonly column: string;
  readonly type: FieldType;
  /** Stored value to item value, e.g. of an enum. A value that is not listed stays as it is. */
  readonly values?: Readonly<Record<string, string>>;
  /** NUMBER from digits that no double prints as: refused (default), rounded, or left a text. */
  readonly inexact?: 'refuse' | 'round' | 'text';
}

/** @throws Error for a value that the type cannot hold */
export function bookshopItems(rows: readonly object[], fields: readonly ColumnField[]): Item[] {
  return rows.map((row) =>
    Object.fromEntries(
      fields.map((field) => [
        field.key,
        encode(field, (row as Readonly<Record<string, unknown>>)[field.column]),
      ]),
    ),
  );
}

/** Types for the oracle. */
export function typesOf(fields: readonly ColumnField[]): Types {
  return Object.fromEntries(fields.map(({ key, type }) => [key, type]));
}

/** A field table for the arbitraries: every different value of the first rows, where the odd ones stand, and some others. */
export function samplesOf(
  items: readonly Item[],
  fields: readonly ColumnField[],
  count = 120,
): FieldSample[] {
  const some = [...items.slice(0, count), ...items.filter((_, index) => index % 97 === 0)];
  return fields.map(({ key, type }) => {
    const values = new Map(some.map((item) => [JSON.stringify(item[key]), item[key] ?? null]));
    return { key, type, samples: [...values.values()] };
  });
}

function encode({ column, type, values, inexact }: ColumnField, value: unknown): Json {
  if (value === null || value === undefined) return null;
  switch (type) {
    case 'NUMBER':
      return numberOf(String(value), inexact ?? 'refuse', column);
    case 'DATETIME':
      return { $date: new Date(zoned(String(value))).toISOString() };
    case 'DATE': {
      const text = String(value);
      return text.length === 10 ? text : new Date(zoned(text)).toISOString().slice(0, 10);
    }
    case 'TIME':
      return `${String(value)}${String(value).includes('.') ? '' : '.'}000`.slice(0, 12);
    case 'BOOLEAN':
    case 'ARRAY_STRING':
    case 'ARRAY':
    case 'OBJECT':
    case 'ANY':
      return value as Json;
    default: {
      const text = String(value);
      return values?.[text] ?? text;
    }
  }
}

/** A column without a time zone holds UTC. */
const zoned = (text: string): string => {
  const instant =
    text.length === 10 ? `${text}T00:00:00Z` : /(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`;
  // Digits finer than a millisecond are cut off.
  return instant.replace(/(\.\d{3})\d+/, '$1');
};

function numberOf(text: string, inexact: 'refuse' | 'round' | 'text', column: string): Json {
  const number = Number(text) + 0; // no negative zero
  if (plain(text) === plain(String(number))) return number;
  if (inexact === 'round') return number;
  if (inexact === 'text') return text;
  throw new Error(`${column}: no double prints as ${text}`);
}

/** Digits without exponent, superfluous zeros and the sign of zero. */
function plain(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/.exec(text) ?? [];
  const point = whole.length + Number(exponent);
  const digits = (whole + fraction)
    .padStart(whole.length + fraction.length - Math.min(0, point), '0')
    .padEnd(point, '0');
  const at = Math.max(0, point);
  const left = digits.slice(0, at).replace(/^0+/, '');
  const right = digits.slice(at).replace(/0+$/, '');
  return left + right === '' ? '0' : `${sign}${left}.${right}`;
}
