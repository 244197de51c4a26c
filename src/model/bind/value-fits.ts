/** Whether a value that a mapping writes can be one of a Wix type: nothing is converted when it is compared. */
import { instantOf, parseDate, parseTime } from '../../wix/dates.js';
import { isObject, type Json } from '../../wix/json.js';
import type { FieldType } from '../../wix/protocol.js';

const wordsOf: Readonly<Partial<Record<FieldType, string>>> = {
  NUMBER: 'a number',
  BOOLEAN: 'true or false',
  DATETIME: 'a date-time, e.g. "2024-01-15T10:00:00Z"',
  DATE: 'a date, e.g. "2024-01-15"',
  TIME: 'a time, e.g. "16:45:00"',
  ARRAY_STRING: 'a list of texts',
  MULTI_REFERENCE: 'a list of ids',
  ARRAY: 'a list',
  ARRAY_DOCUMENT: 'a list',
  MEDIA_GALLERY: 'a list',
  OBJECT: 'an object',
};

/** What values of the type look like, for messages. */
export function valueWords(type: FieldType): string {
  return wordsOf[type] ?? 'a text';
}

/** Types whose values may be anything that is not known before they come. */
const open: ReadonlySet<FieldType> = new Set<FieldType>(['ANY', 'ADDRESS', 'RICH_CONTENT']);

/**
 * Whether a value is one that an item may hold in a field of this type (protocol section 8). null fits every type.
 */
export function fitsType(value: Json, type: FieldType): boolean {
  if (value === null || open.has(type)) return true;
  switch (type) {
    case 'NUMBER':
      return typeof value === 'number';
    case 'BOOLEAN':
      return typeof value === 'boolean';
    case 'DATETIME':
      return instantOf(value) !== undefined;
    case 'DATE':
      return typeof value === 'string' && parseDate(value) !== undefined;
    case 'TIME':
      return typeof value === 'string' && parseTime(value) !== undefined;
    case 'ARRAY_STRING':
    case 'MULTI_REFERENCE':
      return Array.isArray(value) && value.every((each) => typeof each === 'string');
    case 'ARRAY':
    case 'ARRAY_DOCUMENT':
    case 'MEDIA_GALLERY':
      return Array.isArray(value);
    case 'OBJECT':
      return isObject(value);
    case 'TEXT':
    case 'IMAGE':
    case 'DOCUMENT':
    case 'URL':
    case 'RICH_TEXT':
    case 'VIDEO':
    case 'ANY':
    case 'AUDIO':
    case 'LANGUAGE':
    case 'RICH_CONTENT':
    case 'ADDRESS':
    case 'REFERENCE':
      return typeof value === 'string';
  }
}
