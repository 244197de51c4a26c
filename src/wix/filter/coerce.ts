/**
 * Makes the operands of a filter fit the types of its fields (protocol section 7.2, "Exceptions"). Where an
 * operand does not fit it stays as it is, and the condition is simply false (`$ne` true): types are never
 * converted otherwise.
 */
import { dateOf, dateValue, hasDateShape, instantOf, parseDate, parseInstant, parseTime } from '../dates.js';
import { type Violation, violationsError } from '../errors.js';
import { isObject, type Json, member } from '../json.js';
import type { FieldType } from '../protocol.js';
import {
  type Condition,
  condition,
  type Filter,
  type FilterOperator,
  listOperand,
  mapConditions,
} from './tree.js';

const scalarOperators: ReadonlySet<FilterOperator> = new Set(['eq', 'ne', 'gt', 'gte', 'lt', 'lte']);
const listOperators: ReadonlySet<FilterOperator> = new Set(['in', 'nin', 'hasSome', 'hasAll']);

/**
 * DATETIME takes plain ISO texts and epoch milliseconds; DATE the UTC day of a date; TIME is written out to
 * milliseconds; REFERENCE takes an object with `_id` or `id`; `ref._id` and `ref.id` become `ref`. Dates are printed in
 * their one form on every field. Doing it twice changes nothing.
 * @throws VALIDATION_ERROR for a `$date` that is no existing date.
 */
export function coerceFilter(filter: Filter, typeOf: (path: string) => FieldType | undefined): Filter {
  const violations: Violation[] = [];
  const coerced = mapConditions(filter, (each) => {
    const path = idOfReference(each.path, typeOf);
    const operand = coerceOperand(each, typeOf(path), violations);
    return path === each.path && operand === each.operand
      ? each
      : condition(path, each.operator, operand, each.source);
  });
  if (violations.length > 0) throw violationsError('Invalid filter', violations);
  return coerced;
}

function isReference(type: FieldType | undefined): boolean {
  return type === 'REFERENCE' || type === 'MULTI_REFERENCE';
}

function idOfReference(path: string, typeOf: (path: string) => FieldType | undefined): string {
  const [member] = /\._?id$/.exec(path) ?? [];
  if (member === undefined || typeOf(path) !== undefined) return path;
  const field = path.slice(0, -member.length);
  return isReference(typeOf(field)) ? field : path;
}

function coerceOperand(each: Condition, type: FieldType | undefined, violations: Violation[]): Json {
  if (scalarOperators.has(each.operator)) return coerceValue(each.operand, type, each.source, violations);
  if (!listOperators.has(each.operator)) return each.operand;
  const list = listOperand(each);
  const coerced = list.map((value) => coerceValue(value, type, each.source, violations));
  return coerced.some((value, index) => value !== list[index]) ? Object.freeze(coerced) : each.operand;
}

function coerceValue(
  value: Json,
  type: FieldType | undefined,
  source: string,
  violations: Violation[],
): Json {
  if (hasDateShape(value)) {
    const instant = instantOf(value);
    if (instant === undefined) {
      violations.push({
        fieldPath: source,
        rejectedValue: value,
        message: 'must hold an existing date in ISO 8601 form',
      });
      return value;
    }
    if (type === 'DATE') return dateOf(instant);
    const printed = dateValue(instant);
    return printed.$date === value.$date ? value : printed;
  }
  if (typeof value === 'string') return coerceText(value, type);
  if (isReference(type) && isObject(value)) {
    const id = member(value, '_id') ?? member(value, 'id');
    return typeof id === 'string' ? id : value;
  }
  return value;
}

function coerceText(text: string, type: FieldType | undefined): Json {
  switch (type) {
    case 'DATETIME': {
      const instant = parseInstant(text);
      return instant === undefined ? text : dateValue(instant);
    }
    case 'DATE': {
      // A whole timestamp is a date that lost its $date inside a list; a plain day compares as text.
      const instant = parseDate(text) === undefined ? parseInstant(text) : undefined;
      return instant === undefined ? text : dateOf(instant);
    }
    case 'TIME':
      return parseTime(text) ?? text;
    case undefined:
    case 'TEXT':
    case 'NUMBER':
    case 'IMAGE':
    case 'BOOLEAN':
    case 'DOCUMENT':
    case 'URL':
    case 'RICH_TEXT':
    case 'VIDEO':
    case 'ANY':
    case 'ARRAY_STRING':
    case 'ARRAY_DOCUMENT':
    case 'AUDIO':
    case 'LANGUAGE':
    case 'RICH_CONTENT':
    case 'MEDIA_GALLERY':
    case 'ADDRESS':
    case 'REFERENCE':
    case 'MULTI_REFERENCE':
    case 'OBJECT':
    case 'ARRAY':
      return text;
  }
}
