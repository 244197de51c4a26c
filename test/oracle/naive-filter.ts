/** Wix's filter language (protocol section 7), condition by condition, without parsing anything beforehand. */
import type { FieldType } from '../../src/wix/protocol.js';
import {
  dateOf,
  equal,
  type Item,
  isList,
  isMissing,
  isObject,
  type Json,
  order,
  parseInstant,
  Refused,
  valueAt,
} from './values.js';

/** Declared types of paths; only the exceptions at the end of section 7.2 need them. */
export type Types = Readonly<Record<string, FieldType>>;

/**
 * Does the item match?
 * @throws Refused for a filter that section 7 does not allow
 */
export function naiveFilter(item: Item, filter: Json | undefined, types: Types = {}): boolean {
  if (isMissing(filter)) return true;
  if (!isObject(filter)) throw new Refused('a filter is an object');
  // Every entry is looked at, also after a false one, so that what is refused does not depend on the item.
  return Object.entries(filter)
    .map(([key, operand]) => entry(item, key, operand, types))
    .every((matches) => matches);
}

function entry(item: Item, key: string, operand: Json, types: Types): boolean {
  if (key === '$and' || key === '$or') {
    if (!isList(operand)) throw new Refused(`${key} takes a list`);
    const parts = operand.map((part) => naiveFilter(item, part, types));
    return key === '$and' ? parts.every((part) => part) : parts.some((part) => part);
  }
  if (key === '$not') {
    if (isList(operand) && operand.length !== 1) throw new Refused('$not takes one condition');
    return !naiveFilter(item, isList(operand) ? operand[0]! : operand, types);
  }
  if (key.startsWith('$')) throw new Refused(`unknown operator ${key}`);
  // `ref._id` is the id that the reference itself holds.
  const owner = key.replace(/\._?id$/, '');
  const path = owner !== key && types[owner] === 'REFERENCE' ? owner : key;
  return condition(valueAt(item, path), operand, types[path]);
}

const isOperators = (operand: Json): operand is { readonly [key: string]: Json } =>
  isObject(operand) &&
  Object.keys(operand).some((key) => key.startsWith('$')) &&
  !(Object.keys(operand).length === 1 && ('$date' in operand || '$encrypted' in operand));

function condition(value: Json | undefined, operand: Json, type: FieldType | undefined): boolean {
  if (!isOperators(operand)) return equals(value, readAs(type, operand));
  return Object.entries(operand)
    .map(([operator, right]) => apply(operator, value, right, type))
    .every((matches) => matches);
}

/** What an operand means to a field of a declared type (section 7.2, "Exceptions"; TIME: the forms of section 8). */
function readAs(type: FieldType | undefined, operand: Json): Json {
  if (type === 'DATETIME' && typeof operand === 'string') {
    const time = parseInstant(operand);
    return Number.isNaN(time) ? operand : { $date: time };
  }
  const time =
    type === 'TIME' && typeof operand === 'string' && /^(\d\d:\d\d)(:\d\d)?(\.\d+)?$/.exec(operand);
  if (time) return `${time[1]}${time[2] ?? ':00'}${(time[3] ?? '.').padEnd(4, '0').slice(0, 4)}`;
  if (type === 'DATE') {
    // Plain texts of moments are dates, too: inside lists they come without $date (section 7.2). A day compares as text.
    const isDay = typeof operand === 'string' && /^\d{4}-\d\d-\d\d$/.test(operand);
    const date = typeof operand === 'string' && !isDay ? parseInstant(operand) : dateOf(operand);
    if (!Number.isNaN(date)) return new Date(date).toISOString().slice(0, 10);
  }
  if (type === 'REFERENCE' && isObject(operand) && '_id' in operand) return operand._id!;
  return operand;
}

/** `$eq` */
function equals(value: Json | undefined, operand: Json): boolean {
  if (operand === null) return isMissing(value);
  if (isMissing(value)) return false;
  if (isList(operand)) return equal(value, operand);
  return isList(value) ? value.some((element) => equal(element, operand)) : equal(value, operand);
}

const elements = (value: Json | undefined): readonly Json[] =>
  isMissing(value) ? [] : isList(value) ? value : [value];

function listOf(operator: string, operand: Json, type: FieldType | undefined): Json[] {
  if (!isList(operand)) throw new Refused(`${operator} takes a list`);
  return operand.map((one) => readAs(type, one));
}

function flagOf(operator: string, operand: Json): boolean {
  if (typeof operand !== 'boolean') throw new Refused(`${operator} takes true or false`);
  return operand;
}

function apply(
  operator: string,
  value: Json | undefined,
  operand: Json,
  type: FieldType | undefined,
): boolean {
  switch (operator) {
    case '$eq':
      return equals(value, readAs(type, operand));
    case '$ne':
      return !equals(value, readAs(type, operand));
    case '$gt':
      return compares(value, operand, type, (n) => n > 0);
    case '$gte':
      return compares(value, operand, type, (n) => n >= 0);
    case '$lt':
      return compares(value, operand, type, (n) => n < 0);
    case '$lte':
      return compares(value, operand, type, (n) => n <= 0);
    case '$in':
      return listOf(operator, operand, type).some((one) => equals(value, one));
    case '$nin':
      return !listOf(operator, operand, type).some((one) => equals(value, one));
    case '$hasSome': {
      const list = listOf(operator, operand, type);
      return elements(value).some((element) => list.some((one) => equal(element, one)));
    }
    case '$hasAll': {
      const list = listOf(operator, operand, type);
      return list.length > 0 && list.every((one) => elements(value).some((element) => equal(element, one)));
    }
    case '$startsWith':
    case '$endsWith':
    case '$contains': {
      if (typeof operand !== 'string') throw new Refused(`${operator} takes a text`);
      const start = operator === '$startsWith' ? '^' : '';
      const end = operator === '$endsWith' ? '$' : '';
      return anyText(value, start + literal(operand) + end);
    }
    case '$exists':
      return flagOf(operator, operand) === !isMissing(value);
    case '$isEmpty':
      return (
        flagOf(operator, operand) ===
        (isMissing(value) || value === '' || (isList(value) && value.length === 0))
      );
    case '$matches':
      return anyText(value, `^(?:${matchesPattern(operand)})$`);
    case '$urlized': {
      const parts = typeof operand === 'string' ? operand.split('-') : operand;
      if (!isList(parts) || !parts.every((part) => typeof part === 'string'))
        throw new Refused('$urlized takes texts');
      return anyText(value, `^${parts.map(literal).join('[ \\t\\n\\-]')}$`);
    }
    case '$not':
      if (!isOperators(operand)) throw new Refused('$not of a field takes operators');
      return !condition(value, operand, type);
    default:
      throw new Refused(`unknown operator ${operator}`);
  }
}

function compares(
  value: Json | undefined,
  operand: Json,
  type: FieldType | undefined,
  test: (n: number) => boolean,
): boolean {
  if (isMissing(operand) || isList(operand) || (isObject(operand) && Number.isNaN(dateOf(operand)))) {
    if (type !== 'REFERENCE') throw new Refused('an order comparison takes one value');
  }
  const right = readAs(type, operand);
  return elements(value).some((element) => {
    const n = order(element, right);
    return n !== undefined && test(n);
  });
}

/** Each letter in lower case by itself, without locale or context. */
const lower = (text: string): string => Array.from(text, (letter) => letter.toLowerCase()).join('');

/** Every code point by its number: nothing in a literal has a special meaning. */
const literal = (text: string): string =>
  Array.from(lower(text), (letter) => `\\u{${letter.codePointAt(0)!.toString(16)}}`).join('');

function matchesPattern(operand: Json): string {
  const parts = isObject(operand) && operand.ignoreCase === true ? operand.spec : undefined;
  if (!isList(parts)) throw new Refused('$matches takes { ignoreCase: true, spec: [...] }');
  return parts
    .map((part) => {
      const text = isObject(part) ? part.value : undefined;
      if (!isObject(part) || typeof text !== 'string') throw new Refused('$matches: a part has a value');
      if (part.type === 'literal') return literal(text);
      if (part.type === 'anyOf') return `[${literal(text)}]`;
      throw new Refused('$matches: literal or anyOf');
    })
    .join('');
}

function anyText(value: Json | undefined, pattern: string): boolean {
  const expression = new RegExp(pattern, 'u');
  return elements(value).some((element) => typeof element === 'string' && expression.test(lower(element)));
}
