/** The filter language: each operator over real values, held against section 7.2. */
import type { Json } from '../../wix/json.js';
import type { QueryOperator } from '../../wix/protocol.js';
import type { KnownField } from '../collections.js';
import { notTheseItems } from '../compare.js';
import { type Check, type CollectionRule, collectionRule, type RuleLevel } from '../rule.js';
import { findAll, type ItemSample, matching } from '../sample.js';
import { hasGaps, otherCase, textsOf, valuesOf } from '../values.js';

type Conditions = (sample: ItemSample, field: KnownField) => readonly Json[];

/**
 * Asks with some of the filters, most of them such that find some items and not all.
 * @param best where half of the questions come from
 */
export async function askFilters(
  sample: ItemSample,
  filters: readonly Json[],
  check: Check,
  best: readonly Json[] = [],
): Promise<void> {
  const telling = filters.filter((filter) => {
    const { length } = matching(sample, filter);
    return length > 0 && length < sample.items.length;
  });
  const others = filters.filter((filter) => !telling.includes(filter));
  const { draw, questions } = sample;
  const half = draw.some(best, Math.ceil(questions / 2));
  const first = [...half, ...draw.some(telling, Math.max(1, questions - 2 - half.length))];
  for (const filter of [...first, ...draw.some(others, questions - first.length)]) {
    const { exchange, items } = await findAll(sample, filter);
    check(exchange, notTheseItems(exchange, items, matching(sample, filter)));
  }
}

/** Fields that can be filtered in this way. */
export function offering(sample: ItemSample, operator: QueryOperator): readonly KnownField[] {
  return sample.fields.filter(({ operators }) => operators.has(operator));
}

function operatorRule(
  name: string,
  level: RuleLevel,
  operator: QueryOperator,
  what: string,
  conditions: Conditions,
  section = '7.2',
): CollectionRule {
  return collectionRule(`filter.${name}`, level, section, what, async (sample, check) => {
    const fields = offering(sample, operator);
    if (fields.length === 0) return `no field offers ${operator}`;
    const filtersOf = (some: readonly KnownField[]): readonly Json[] =>
      some.flatMap((field) =>
        conditions(sample, field).map((condition): Json => ({ [field.key]: condition })),
      );
    const filters = filtersOf(fields);
    // Where items have no value, most servers that are wrong differ.
    await askFilters(sample, filters, check, filtersOf(fields.filter((field) => hasGaps(sample, field))));
    return filters.length > 0 ? undefined : 'no field has a fitting value';
  });
}

const eachValue =
  (make: (value: Json) => readonly Json[]): Conditions =>
  (sample, field) =>
    valuesOf(sample, field).flatMap(make);

const eachText =
  (make: (text: string) => readonly Json[]): Conditions =>
  (sample, field) =>
    textsOf(sample, field).flatMap(make);

const eachPair =
  (make: (one: Json, other: Json) => readonly Json[]): Conditions =>
  (sample, field) => {
    const values = valuesOf(sample, field);
    return values.slice(1).flatMap((value, index) => make(values[index]!, value));
  };

/** Letters of a text are pairs of code units at times, which must not be cut. */
const letters = (text: string, from: number, to?: number): string => [...text].slice(from, to).join('');

const comparable = (value: Json): boolean => typeof value !== 'boolean';

export const filterRules: readonly CollectionRule[] = [
  operatorRule(
    'implicit',
    'must',
    'EQ',
    '{field: value} finds items whose value is equal: the same type, texts exactly.',
    eachValue((value) => [value]),
  ),
  operatorRule(
    'eq',
    'must',
    'EQ',
    '$eq finds equal values: of the same type, texts with their case; of a list, any element.',
    eachValue((value) => [{ $eq: value }]),
  ),
  operatorRule(
    'case',
    'must',
    'EQ',
    '$eq distinguishes capital and small letters.',
    eachText((text) => (otherCase(text) === text ? [] : [{ $eq: otherCase(text) }])),
  ),
  operatorRule(
    'null',
    'must',
    'EQ',
    'null finds items whose value is null or missing; an empty text or list is a value.',
    () => [null, { $eq: null }],
  ),
  operatorRule(
    'ne',
    'must',
    'NE',
    '$ne is the exact opposite of $eq: items without a value are found too.',
    eachValue((value) => [{ $ne: value }]),
  ),
  operatorRule('ne-null', 'must', 'NE', '{$ne: null} finds the items that have a value.', () => [
    { $ne: null },
  ]),
  operatorRule(
    'lt',
    'must',
    'LT',
    '$lt finds smaller values of the same type: numbers, times, texts in binary order; never items without a value.',
    eachValue((value) => (comparable(value) ? [{ $lt: value }] : [])),
  ),
  operatorRule(
    'lte',
    'must',
    'LTE',
    '$lte finds smaller and equal values of the same type; never items without a value.',
    eachValue((value) => (comparable(value) ? [{ $lte: value }] : [])),
  ),
  operatorRule(
    'gt',
    'must',
    'GT',
    '$gt finds greater values of the same type: numbers, times, texts in binary order.',
    eachValue((value) => (comparable(value) ? [{ $gt: value }] : [])),
  ),
  operatorRule(
    'gte',
    'must',
    'GTE',
    '$gte finds greater and equal values of the same type.',
    eachValue((value) => (comparable(value) ? [{ $gte: value }] : [])),
  ),
  operatorRule(
    'range',
    'must',
    'LT',
    'Several operators on one field must all hold.',
    (sample, field) =>
      field.operators.has('GTE')
        ? eachPair((a, b) =>
            comparable(a) && comparable(b)
              ? [
                  { $gte: a, $lt: b },
                  { $gte: b, $lt: a },
                ]
              : [],
          )(sample, field)
        : [],
    '7.1',
  ),
  operatorRule(
    'starts-with',
    'must',
    'STARTS_WITH',
    '$startsWith finds texts that begin so, in any case of letters.',
    eachText((text) => [
      { $startsWith: letters(text, 0, 3) },
      { $startsWith: otherCase(letters(text, 0, 4)) },
      { $startsWith: letters(text, 1, 3) },
    ]),
  ),
  operatorRule(
    'ends-with',
    'must',
    'ENDS_WITH',
    '$endsWith finds texts that end so, in any case of letters.',
    eachText((text) => [
      { $endsWith: letters(text, -3) },
      { $endsWith: otherCase(letters(text, -4)) },
      { $endsWith: letters(text, -3, -1) },
    ]),
  ),
  operatorRule(
    'contains',
    'must',
    'CONTAINS',
    '$contains finds texts that hold the part, in any case of letters.',
    eachText((text) => [{ $contains: letters(text, 1, 4) }, { $contains: otherCase(letters(text, 1, 5)) }]),
  ),
  operatorRule(
    'literal',
    'must',
    'CONTAINS',
    'Parts of texts are literal: % _ * . \\ [ are characters like any other.',
    () => ['%', '_', '*', '.', '\\', '[', 'a%', '_a'].map((part) => ({ $contains: part })),
  ),
  operatorRule(
    'has-some',
    'must',
    'HAS_SOME',
    '$hasSome finds items whose value, or an element of it, is one of the list.',
    eachPair((a, b) => [{ $hasSome: [a, b] }, { $hasSome: [a] }]),
  ),
  operatorRule(
    'has-all',
    'must',
    'HAS_ALL',
    '$hasAll finds items whose list holds every value that is named.',
    (sample, field) => [
      ...eachPair((a, b) => [{ $hasAll: [a, b] }])(sample, field),
      ...sample.draw.some(sample.items, 6).flatMap((item) => {
        const value = item[field.key];
        return Array.isArray(value) && value.length > 1
          ? [{ $hasAll: value.slice(0, 2) }, { $hasAll: value }]
          : [];
      }),
    ],
  ),
  operatorRule(
    'in',
    'must',
    'HAS_SOME',
    '$in finds what $eq would find for one of the list, where null stands for items without a value.',
    eachPair((a, b) => [{ $in: [a, b] }, { $in: [a, null] }]),
  ),
  operatorRule(
    'nin',
    'should',
    'HAS_SOME',
    '$nin is the opposite of $in.',
    eachPair((a, b) => [{ $nin: [a, b] }, { $nin: [a, null] }]),
  ),
  operatorRule('empty-list', 'should', 'HAS_SOME', '$in and $hasSome of an empty list find nothing.', () => [
    { $hasSome: [] },
    { $in: [] },
  ]),
  operatorRule(
    'exists',
    'must',
    'EXISTS',
    '$exists: true finds items that have a value, $exists: false the others.',
    () => [{ $exists: true }, { $exists: false }],
  ),
  operatorRule(
    'is-empty',
    'should',
    'EXISTS',
    '$isEmpty: true finds missing values, empty texts and empty lists; $isEmpty: false the others.',
    () => [{ $isEmpty: true }, { $isEmpty: false }],
  ),
  operatorRule(
    'matches',
    'should',
    'URLIZED',
    '$matches compares the whole value with its parts, in any case of letters.',
    eachText((text) => [matches(text), matches(otherCase(text)), matches(letters(text, 0, -1))]),
    '7.6',
  ),
  operatorRule(
    'field-not',
    'must',
    'EQ',
    '{field: {$not: {…}}} is the opposite of what stands inside.',
    eachValue((value) => [{ $not: { $eq: value } }]),
    '7.1',
  ),
];

function matches(text: string): Json {
  const spec = text
    .split(/[ \t\n-]/)
    .flatMap((part, index): Json[] => [
      ...(index === 0 ? [] : [{ type: 'anyOf', value: ' \t\n-' }]),
      ...(part === '' ? [] : [{ type: 'literal', value: part }]),
    ]);
  return { $matches: { ignoreCase: true, spec } };
}
