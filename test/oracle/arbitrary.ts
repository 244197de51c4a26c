/**
 * Random requests in Wix's query language for fast-check, drawn so that they are often about to match: operands are
 * samples of the field and near-misses of them. All of them are valid (protocol section 7.3).
 */
import fc from 'fast-check';
import type { FieldType } from '../../src/wix/protocol.js';
import type { Page, Sort } from './naive.js';
import { nearMisses, oddScalars, oddTexts, oddValues, wrongTypes } from './near-misses.js';
import { type Item, isList, isMissing, isObject, type Json } from './values.js';

export interface FieldSample {
  readonly key: string;
  readonly type: FieldType;
  /** Values that occur, nulls and lists among them. */
  readonly samples: readonly Json[];
  /** Operators to draw from, with their $; default: those that make sense for the type. */
  readonly operators?: readonly string[];
  /** Default: whether the type has an order. */
  readonly sortable?: boolean;
}

const equality = ['$eq', '$ne', '$in', '$nin', '$exists'];
const ordering = ['$gt', '$gte', '$lt', '$lte'];
const texts = ['$contains', '$startsWith', '$endsWith'];
const lists = ['$hasSome', '$hasAll'];

/** Operators that are drawn for a field of the type. */
export function operatorsOf(type: FieldType): readonly string[] {
  switch (type) {
    case 'NUMBER':
      return [...equality, ...ordering, ...lists];
    case 'DATE':
    case 'DATETIME':
    case 'TIME':
      return [...equality, ...ordering, '$hasSome'];
    case 'BOOLEAN':
      return equality;
    case 'ARRAY_STRING':
      return [...equality, ...lists, '$contains', '$isEmpty'];
    case 'REFERENCE':
      return [...equality, ...lists, '$startsWith'];
    case 'OBJECT':
    case 'ANY':
    case 'ARRAY':
    case 'RICH_CONTENT':
    case 'ADDRESS':
      return ['$exists', '$eq', '$ne'];
    default:
      return [...equality, ...ordering, ...texts, ...lists, '$isEmpty', '$matches', '$urlized'];
  }
}

/** Every operator of the language: any may stand on any field, whatever Wix is told of it. */
const everyOperator: readonly string[] = [
  ...equality,
  ...ordering,
  ...texts,
  ...lists,
  '$isEmpty',
  '$matches',
  '$urlized',
];

const sortableTypes: ReadonlySet<FieldType> = new Set([
  'TEXT',
  'NUMBER',
  'DATE',
  'DATETIME',
  'TIME',
  'BOOLEAN',
  'URL',
  'REFERENCE',
] as const);

export interface FilterOptions {
  /** Levels of $and, $or and $not around the conditions. Default 3. */
  readonly depth?: number;
}

/** Filters over the fields. */
export function filters(
  fields: readonly FieldSample[],
  { depth = 3 }: FilterOptions = {},
): fc.Arbitrary<Json> {
  const entry = fc
    .constantFrom(...fields)
    .chain((field) => fc.tuple(fc.constant(field.key), condition(field)));
  // A later entry of the same key replaces the earlier one, as in any JSON object.
  const entries = mostlyOne(entry, 3).map((list): Json => Object.fromEntries(list));
  const empty: fc.Arbitrary<Json> = fc.constant({});
  const level = (left: number): fc.Arbitrary<Json> => {
    const leaf = fc.oneof({ weight: 12, arbitrary: entries }, { weight: 1, arbitrary: empty });
    if (left === 0) return leaf;
    const inner = level(left - 1);
    const parts = fc.oneof(
      { weight: 8, arbitrary: fc.array(inner, { minLength: 1, maxLength: 3 }) },
      { weight: 1, arbitrary: fc.constant([]) },
    );
    return fc.oneof(
      { weight: 4, arbitrary: leaf },
      { weight: 2, arbitrary: parts.map((list): Json => ({ $and: list })) },
      { weight: 2, arbitrary: parts.map((list): Json => ({ $or: list })) },
      { weight: 1, arbitrary: inner.map((one): Json => ({ $not: one })) },
      { weight: 1, arbitrary: inner.map((one): Json => ({ $not: [one] })) },
      {
        weight: 1,
        arbitrary: fc.tuple(parts, entries).map(([$or, more]): Json => ({ $or, ...(more as object) })),
      },
    );
  };
  return level(depth);
}

/** Conjunctions of many conditions match next to nothing. */
const mostlyOne = <T>(one: fc.Arbitrary<T>, greatest: number): fc.Arbitrary<T[]> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.array(one, { minLength: 1, maxLength: 1 }) },
    { weight: 1, arbitrary: fc.array(one, { minLength: 2, maxLength: greatest }) },
  );

function condition(field: FieldSample): fc.Arbitrary<Json> {
  const operators = field.operators ?? operatorsOf(field.type);
  const one = fc
    .oneof(
      { weight: 5, arbitrary: fc.constantFrom(...operators) },
      { weight: 1, arbitrary: fc.constantFrom(...(field.operators ?? everyOperator)) },
    )
    .chain((operator) => operation(field, operator));
  const several = mostlyOne(one, 2).map((list): Json => Object.assign({}, ...list));
  const branches: fc.WeightedArbitrary<Json>[] = [
    { weight: 6, arbitrary: several },
    { weight: 1, arbitrary: several.map((inner): Json => ({ $not: inner })) },
  ];
  if (operators.includes('$eq'))
    branches.push({ weight: 3, arbitrary: fc.oneof(value(field), fc.constant(null)) });
  return fc.oneof(...branches);
}

/**
 * One value: a sample (of a list: one of its elements or the list itself), a near-miss, something of another type, or
 * something that an API may read as a value of its own.
 */
function value(field: FieldSample): fc.Arbitrary<Json> {
  const present = field.samples.filter((sample) => !isMissing(sample));
  const known = present.length > 0 ? present : wrongTypes;
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...known) },
    {
      weight: 4,
      arbitrary: fc
        .constantFrom(...known)
        .chain((sample) => fc.constantFrom(...nearMisses(sample, field.type))),
    },
    { weight: 1, arbitrary: fc.constantFrom(...wrongTypes) },
    { weight: 2, arbitrary: fc.constantFrom(...oddValues) },
  );
}

/** A value that is neither null nor a list nor an object other than a date. */
const scalar = (field: FieldSample): fc.Arbitrary<Json> =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: value(field).map((one) => {
        const first = isList(one) ? (one[0] ?? '') : one;
        return isMissing(first) || (isObject(first) && !('$date' in first)) ? 'none' : first;
      }),
    },
    { weight: 1, arbitrary: fc.constantFrom(...oddScalars) },
  );

const text = (field: FieldSample): fc.Arbitrary<string> =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: scalar(field).map((one) => (isObject(one) ? String(one.$date) : String(one))),
    },
    { weight: 1, arbitrary: fc.constantFrom(...oddTexts) },
  );

function operation(
  field: FieldSample,
  operator: string,
): fc.Arbitrary<{ readonly [operator: string]: Json }> {
  return operand(field, operator).map((right) => ({ [operator]: right }));
}

function operand(field: FieldSample, operator: string): fc.Arbitrary<Json> {
  const listOf = (one: fc.Arbitrary<Json>) => fc.array(one, { maxLength: 4 });
  switch (operator) {
    case '$eq':
    case '$ne':
      return fc.oneof({ weight: 4, arbitrary: value(field) }, { weight: 1, arbitrary: fc.constant(null) });
    case '$in':
    case '$nin':
      return listOf(
        fc.oneof(
          { weight: 10, arbitrary: scalar(field) },
          { weight: 2, arbitrary: fc.constant(null) },
          { weight: 1, arbitrary: fc.constantFrom(...oddValues) },
        ),
      );
    case '$hasSome':
    case '$hasAll':
      return listOf(scalar(field));
    case '$exists':
    case '$isEmpty':
      return fc.boolean();
    case '$urlized':
      return fc.oneof(
        text(field).map((one) => one.split(/[ \t\n-]/)),
        text(field),
      );
    case '$matches':
      return text(field).map((one) => ({ ignoreCase: true, spec: matchParts(one) }));
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return scalar(field);
    default:
      return text(field);
  }
}

/** As the dynamic-page router writes them: blanks and dashes match one another, empty texts are dropped. */
function matchParts(one: string): Json[] {
  const literals = one
    .split(/[ \t\n-]/)
    .map((part): Json[] => (part === '' ? [] : [{ type: 'literal', value: part }]));
  return literals.flatMap((part, i) => (i === 0 ? part : [{ type: 'anyOf', value: ' \t\n-' }, ...part]));
}

/** Up to three sort keys over different fields that have an order. */
export function sorts(fields: readonly FieldSample[]): fc.Arbitrary<Sort[]> {
  const sortable = fields.filter((field) => field.sortable ?? sortableTypes.has(field.type));
  const order = fc.constantFrom<Sort>(
    { fieldName: '', order: 'ASC' },
    { fieldName: '', order: 'DESC' },
    { fieldName: '' },
  );
  return fc
    .tuple(fc.shuffledSubarray(sortable, { maxLength: Math.min(3, sortable.length) }), order, order, order)
    .map(([keys, ...orders]) => keys.map((field, i) => ({ ...orders[i]!, fieldName: field.key })));
}

/** Offsets within and beyond the data, limits around 0, 1 and the pages of many APIs; either may be missing. */
export function pages(greatest = 60): fc.Arbitrary<Page> {
  return fc.record(
    {
      offset: fc.oneof(
        fc.constant(0),
        fc.integer({ min: 0, max: greatest }),
        fc.constantFrom(99, 100, 101, 100_000),
      ),
      limit: fc.oneof(fc.constantFrom(0, 1, 2, 50, 100, 101, 1000), fc.integer({ min: 1, max: greatest })),
    },
    { requiredKeys: [] },
  );
}

/** Whole queries. */
export function queries(
  fields: readonly FieldSample[],
  options: FilterOptions = {},
): fc.Arbitrary<Page & { readonly filter: Json; readonly sort: readonly Sort[] }> {
  return fc
    .tuple(filters(fields, options), sorts(fields), pages())
    .map(([filter, sort, page]) => ({ filter, sort, ...page }));
}

/** The field table of items, each type read off the first value that is not null. */
export function fieldsOf(items: readonly Item[]): FieldSample[] {
  const keys = [...new Set(items.flatMap((item) => Object.keys(item)))];
  return keys.map((key) => {
    const samples = items.map((item) => item[key] ?? null);
    const first = samples.find((sample) => sample !== null);
    return { key, type: typeOf(first), samples };
  });
}

function typeOf(value: Json | undefined): FieldType {
  if (typeof value === 'number') return 'NUMBER';
  if (typeof value === 'boolean') return 'BOOLEAN';
  if (isList(value)) return 'ARRAY_STRING';
  if (isObject(value)) return '$date' in value ? 'DATETIME' : 'OBJECT';
  return 'TEXT';
}
