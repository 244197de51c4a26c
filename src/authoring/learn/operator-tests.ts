/**
 * Conditions whose outcome the first rows foretell: which values may come, and how many of the rows must. What an operator
 * means is worked out by the adapter's own evaluation of Wix's filters.
 */

import type { FieldModel } from '../../model/model.js';
import { compare, type Predicate } from '../../styles/predicate.js';
import type { Json, UpstreamOperator } from '../../styles/vocabulary.js';
import type { FilterOperator } from '../../wix/filter/tree.js';
import type { Item, Json as WixValue } from '../../wix/json.js';
import { isLoose, meaningOf, positiveOf } from './operator-meaning.js';

export interface OperatorTest {
  readonly field: FieldModel;
  readonly operator: UpstreamOperator;
  readonly condition: Predicate;
  /** What is asked, for a person: `price gte 3`. */
  readonly shown: string;
  /** Whether an item may come. */
  passes(item: Item): boolean;
  /** Rows of the sample that must come, and that must not. */
  readonly passing: number;
  readonly failing: number;
  /** Rows that do not pass may come too, and are looked at again while serving. */
  readonly loose: boolean;
}

/**
 * Tests of one operator on one field, the most telling first; none: the values do not tell how to ask.
 * @param items the field's values in the first rows
 */
export function testsOf(
  field: FieldModel,
  operator: UpstreamOperator,
  items: readonly Item[],
): readonly OperatorTest[] {
  const { filter, source } = field;
  const bound = filter?.operators.get(operator);
  if (!filter || !bound || source.kind !== 'path' || items.length === 0) return [];
  const { codec } = source;
  const values = distinct(items.flatMap((item) => (item[field.key] === null ? [] : [item[field.key]!])));
  const nullTest = { kind: 'exists' as const };
  const asked = codec.element
    ? listOperands(operator, values, codec.element.equality.bind(codec.element))
    : operandsOf(operator, values, field);
  const tests = asked.map(({ sent, meant }): OperatorTest => {
    const passes = meaningOf(
      field.key,
      meant ?? { operator: nullTest.kind, operand: operator !== 'isNull' },
      operator,
      bound,
    );
    const passing = items.filter(passes.must).length;
    return {
      field,
      operator,
      condition: compare(filter.field, operator, sent),
      shown: `${field.key} ${operator} ${JSON.stringify(sent)}`.slice(0, 80),
      passes: passes.may,
      passing,
      failing: items.filter((item) => !passes.may(item)).length,
      loose: isLoose(operator, bound, field),
    };
  });
  const tells = (test: OperatorTest): number => (test.failing > 0 ? 2 : 0) + (test.passing > 0 ? 1 : 0);
  return tests.filter((test) => tells(test) > 0).sort((a, b) => tells(b) - tells(a));
}

/** Conditions that nearly all rows meet: from the lowest value that was seen, and up to the highest. */
export function wideConditions(field: FieldModel, items: readonly Item[]): readonly Predicate[] {
  const { filter, source } = field;
  if (!filter || source.kind !== 'path' || field.nullable) return [];
  const values = inOrder(distinct(items.flatMap((item) => item[field.key] ?? [])));
  const [lowest, highest] = [values[0], values.at(-1)];
  if (lowest === undefined || highest === undefined) return [];
  const edges = [
    ['gte', lowest],
    ['lte', highest],
  ] as const;
  return edges.flatMap(([operator, value]) => {
    const constraint = filter.operators.has(operator)
      ? source.codec.bound(operator, value as Json)
      : undefined;
    return constraint?.kind === 'compare' && constraint.operator === operator
      ? [compare(filter.field, operator, constraint.value)]
      : [];
  });
}

interface Asked {
  readonly sent: Json;
  /** In Wix's terms; undefined: a null test. */
  readonly meant: { readonly operator: FilterOperator; readonly operand: WixValue } | undefined;
}

function operandsOf(
  operator: UpstreamOperator,
  values: readonly WixValue[],
  field: FieldModel,
): readonly Asked[] {
  if (field.source.kind !== 'path') return [];
  const { codec } = field.source;
  const equal = (value: WixValue): Json | undefined => {
    const constraint = codec.equality(value as Json);
    return constraint?.kind === 'compare' && constraint.operator === 'eq' ? constraint.value : undefined;
  };
  // Servers that test operands for truth take 0, false and the empty text for none.
  const falsy = values.filter(isFalsy);
  const usual = values.filter((value) => !isFalsy(value) && equal(value) !== undefined);
  const one = [...falsy, ...usual.slice(0, 1), ...(usual.length === 0 ? absentOf(field, values) : [])];
  const ask = (meant: FilterOperator, operands: readonly WixValue[]): readonly Asked[] =>
    operands.flatMap((operand) => {
      const sent = Array.isArray(operand) ? operand.map((each) => equal(each as WixValue)) : equal(operand);
      const complete = sent !== undefined && (!Array.isArray(sent) || !sent.includes(undefined));
      return complete ? [{ sent: sent as Json, meant: { operator: meant, operand } }] : [];
    });
  switch (operator) {
    case 'eq':
    case 'ne':
      return ask(operator, one);
    case 'in':
    case 'nin': {
      const several = [...one, ...usual.slice(1, 2)].slice(0, 3);
      return ask(operator, [...one.map((value) => [value]), ...(several.length > 1 ? [several] : [])]);
    }
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return inTheMiddle(values).flatMap((operand) => {
        const constraint = codec.bound(operator, operand as Json);
        return constraint?.kind === 'compare' && constraint.operator === operator
          ? [{ sent: constraint.value, meant: { operator, operand } }]
          : [];
      });
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      return codec.textual
        ? partsOf(operator, values).map((text) => ({ sent: text, meant: { operator, operand: text } }))
        : [];
    case 'isNull':
    case 'notNull':
      return [{ sent: true, meant: undefined }];
    case 'notContains':
    case 'notStartsWith':
    case 'notEndsWith':
      return codec.textual
        ? partsOf(positiveOf[operator], values).map((text) => ({
            sent: text,
            meant: { operator: positiveOf[operator], operand: text },
          }))
        : [];
    // Those of lists.
    case 'has':
    case 'hasSome':
    case 'hasAll':
    case 'isEmptyList':
      return [];
  }
}

function isFalsy(value: WixValue): boolean {
  return value === 0 || value === false || value === '';
}

/** A value that no row has: an operator that is not heeded gives rows all the same. */
function absentOf(field: FieldModel, values: readonly WixValue[]): readonly WixValue[] {
  if (field.type === 'NUMBER') return [values.includes(7) ? 8 : 7];
  return field.type === 'TEXT' && field.filter?.field.kind === 'text' ? ['no such text'] : [];
}

function inTheMiddle(values: readonly WixValue[]): readonly WixValue[] {
  const sorted = inOrder(values);
  const middle = sorted[Math.floor(sorted.length / 2)];
  // Zero may be taken for no bound.
  const zero = sorted.includes(0) && middle !== 0 ? [0] : [];
  return [...(middle === undefined ? [] : [middle]), ...zero];
}

function inOrder(values: readonly WixValue[]): readonly WixValue[] {
  return values
    .filter((value) => ['number', 'string', 'object'].includes(typeof value))
    .map((value) => ({ value, rank: rankOf(value) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0))
    .map(({ value }) => value);
}

function rankOf(value: WixValue): number | string {
  if (typeof value === 'number' || typeof value === 'string') return value;
  const moment = (value as { readonly $date?: unknown } | null)?.$date;
  return typeof moment === 'string' ? moment : '';
}

/** Letters and digits of a text that is there, so that nothing in it can be a wild card. */
function partsOf(
  operator: 'contains' | 'startsWith' | 'endsWith',
  values: readonly WixValue[],
): readonly string[] {
  const pattern = {
    contains: /[a-z0-9]{3,12}/i,
    startsWith: /^[a-z0-9]{2,12}/i,
    endsWith: /[a-z0-9]{2,12}$/i,
  };
  const found = values.flatMap((value) =>
    typeof value === 'string' ? (pattern[operator].exec(value)?.[0] ?? []) : [],
  );
  return found.slice(0, 1);
}

function listOperands(
  operator: UpstreamOperator,
  values: readonly WixValue[],
  equality: (value: Json) => { readonly kind: string; readonly value?: Json } | undefined,
): readonly Asked[] {
  if (operator === 'isNull' || operator === 'notNull') return [{ sent: true, meant: undefined }];
  if (operator === 'isEmptyList') return [{ sent: true, meant: { operator: 'isEmpty', operand: true } }];
  const element = values.flatMap((value) => (Array.isArray(value) ? value.slice(0, 1) : []))[0];
  const constraint = element === undefined ? undefined : equality(element as Json);
  if (constraint?.kind !== 'compare' || constraint.value === undefined) return [];
  const operand = [element as WixValue];
  if (operator === 'has') return [{ sent: constraint.value, meant: { operator: 'hasSome', operand } }];
  return operator === 'hasSome' || operator === 'hasAll'
    ? [{ sent: [constraint.value], meant: { operator, operand } }]
    : [];
}

function distinct(values: readonly WixValue[]): readonly WixValue[] {
  const seen = new Map<string, WixValue>();
  for (const value of values) seen.set(JSON.stringify(value), value);
  return [...seen.values()];
}
