/**
 * One Wix condition on one field as an upstream condition. Rows without a value are handled apart: what Wix says
 * of them is worked out by evaluating the condition here, and the upstream condition is corrected with a null test.
 */

import { type Codec, type Constraint, ConversionError } from '../../model/codecs/types.js';
import type { Json as Value } from '../../styles/vocabulary.js';
import { compileFilter } from '../../wix/filter/evaluate.js';
import { type Condition, listOperand, patternOperand } from '../../wix/filter/tree.js';
import type { Json } from '../../wix/json.js';
import {
  constraintPart,
  negatedConstraint,
  negativeEquality,
  orderedPart,
  textOrderRefusal,
} from './leaf/comparison.js';
import { listPart } from './leaf/list-elements.js';
import { negativeOneOf, oneOfPart } from './leaf/one-of.js';
import { codecOf, inexpressible, type LeafContext, logicOf, one } from './leaf/operator.js';
import { negativeText, textPart } from './leaf/text-search.js';
import { allOf, anyOf, everyRow, negated, noRow, nothingHelps, type Part, refused, some } from './part.js';

/** @param negative the condition stands under a negation */
export function translateCondition(condition: Condition, negative: boolean, context: LeafContext): Part {
  const { field } = context;
  if (field.source.kind === 'template') {
    return refused(
      'the field is made of several upstream fields',
      `filter on the parts of ${field.key} instead`,
    );
  }
  if (field.source.kind === 'elsewhere')
    return severalPart(condition, field.source.element, negative, context);
  const missing = field.source.default ?? null;
  const whole = compileFilter(condition);
  const holdsForMissing = whole({ _id: '', [field.key]: missing }) !== negative;
  const part =
    closedPart(condition, (value) => whole({ _id: '', [field.key]: value }) !== negative, context) ??
    (negative ? negatedPart(condition, context) : positivePart(condition, context));
  const equality = !negative && ['eq', 'in', 'hasSome', 'hasAll'].includes(condition.operator);
  return withMissing(part, holdsForMissing, equality, context);
}

/** Items that refer to others. What the field's own operators do not say is looked up first. */
function severalPart(condition: Condition, element: Codec, negative: boolean, context: LeafContext): Part {
  if (context.field.filter === undefined)
    return refused('the references are in another collection', 'nothing: they are looked up first');
  const without = condition.operator === 'nin';
  const part = listPart(without ? { ...condition, operator: 'in' } : condition, element, context);
  return without === negative ? part : turned(part, context);
}

/** The opposite, where the filter can say it. */
function turned(part: Part, context: LeafContext): Part {
  return part.kind === 'some' && !context.list.filter?.not
    ? refused('the upstream filter has no negation', 'a negative operator in the dialect')
    : negated(part, logicOf(context));
}

const listed: ReadonlySet<Condition['operator']> = new Set([
  'contains',
  'startsWith',
  'endsWith',
  'matches',
  'gt',
  'gte',
  'lt',
  'lte',
] as const);

/** Where all values are known, a search is membership in those that match. */
function closedPart(
  { operator }: Condition,
  matches: (value: Json) => boolean,
  context: LeafContext,
): Part | undefined {
  const codec = codecOf(context);
  if (codec.closed === undefined || codec.element || !listed.has(operator)) return undefined;
  const shown = codec.closed.flatMap((raw) => {
    try {
      const value = codec.decode(raw);
      return value === null ? [] : [value];
    } catch (error) {
      // The mapping gives this value no other: rows with it cannot be shown at all.
      if (error instanceof ConversionError) return [];
      throw error;
    }
  });
  const found = shown.filter(matches);
  if (found.length === codec.closed.length) return everyRow;
  return oneOfPart(found, codec, context);
}

/** Makes the rows without a value part of the answer, or not, as Wix demands. */
function withMissing(part: Part, wanted: boolean, equality: boolean, context: LeafContext): Part {
  const { field } = context;
  if (part.kind === 'refused') return part;
  const canBeMissing = field.source.kind === 'path' && (field.nullable || field.source.default !== undefined);
  if (!canBeMissing) return part;
  if (field.source.kind === 'path' && field.source.codec.none)
    return withoutNone(part, wanted, equality, context);
  if (part.kind === 'all') return wanted ? part : nullTest('notNull', context);
  if (part.kind === 'none') return wanted ? nullTest('isNull', context) : part;
  if (wanted) return part.nulls === 'kept' ? part : anyOf([part, nullTest('isNull', context)]);
  return part.nulls === 'dropped' ? part : allOf([part, nullTest('notNull', context)]);
}

/** Values that mean that there is none are values to the upstream, so no operator but equality leaves them out. */
function withoutNone(part: Part, wanted: boolean, equality: boolean, context: LeafContext): Part {
  if (part.kind === 'refused') return part;
  // An operand of equality is never one of them.
  if (!wanted && equality && part.kind === 'some' && part.nulls === 'dropped') return part;
  if (wanted) return part.kind === 'all' ? part : anyOf([part, noneTest(true, context)]);
  return part.kind === 'none' ? part : allOf([part, noneTest(false, context)]);
}

/** Whether a row has no value: null, or one of those that mean so. */
function noneTest(missing: boolean, context: LeafContext): Part {
  const codec = codecOf(context);
  const named = (codec.none ?? []).map((value): Constraint => ({ kind: 'compare', operator: 'eq', value }));
  const tests = named.map((each) =>
    missing ? constraintPart(each, context) : negatedConstraint(each, context),
  );
  const { nullable } = context.field.source.kind === 'path' ? context.field.source : { nullable: true };
  const nulls = nullable ? [nullTest(missing ? 'isNull' : 'notNull', context)] : [];
  return missing ? anyOf([...nulls, ...tests]) : allOf([...nulls, ...tests]);
}

function nullTest(operator: 'isNull' | 'notNull', context: LeafContext): Part {
  const direct =
    operator === 'isNull' && context.field.related ? relatedIsNull : one(operator, true, context);
  if (direct.kind !== 'refused')
    return direct.kind === 'some' ? some(direct.condition, direct.exact) : direct;
  const opposite = one(operator === 'isNull' ? 'notNull' : 'isNull', true, context);
  // A null test is two-valued everywhere, so its negation is safe whatever the logic of `not`.
  if (opposite.kind === 'some' && opposite.exact && context.list.filter?.not)
    return negated(opposite, 'two-valued');
  return direct;
}

/** To many upstreams a condition on a related object asks for one that exists, so its null test misses rows without. */
const relatedIsNull = refused(
  'the upstream may not find rows without the related object',
  'a field of the item itself (a foreign key) in filter, if the API has one',
);

function positivePart(condition: Condition, context: LeafContext): Part {
  const codec = codecOf(context);
  if (codec.element) return listPart(condition, codec.element, context);
  switch (condition.operator) {
    case 'eq':
      return condition.operand === null
        ? noRow
        : constraintPart(codec.equality(condition.operand as Value), context);
    case 'ne':
      return negativeEquality(condition.operand, codec, context);
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return orderedPart(condition.operator, condition.operand, codec, context);
    case 'in':
    case 'hasSome':
      return oneOfPart(listOperand(condition), codec, context);
    case 'nin':
      return negativeOneOf(listOperand(condition), codec, context);
    case 'hasAll': {
      const values = listOperand(condition);
      if (values.length === 0) return noRow;
      return allOf(values.map((value) => constraintPart(codec.equality(value as Value), context)));
    }
    case 'exists':
      return condition.operand === true ? everyRow : noRow;
    case 'isEmpty': {
      // JSON can be an empty text or list, which no null test finds.
      if (codec.order === 'none') return inexpressible;
      const empty = codec.equality('');
      const part = codec.order === 'text' ? constraintPart(empty, context) : noRow;
      return condition.operand === true
        ? part
        : negatedConstraint(codec.order === 'text' ? empty : { kind: 'never' }, context);
    }
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      return textPart(condition.operator, String(condition.operand), codec, context);
    case 'matches': {
      const literals = patternOperand(condition).parts.flatMap((part) =>
        part.kind === 'literal' ? [part.text] : [],
      );
      const longest = literals.reduce((best, text) => (text.length > best.length ? text : best), '');
      if (longest === '') return refused('the pattern has no fixed text', nothingHelps);
      const part = textPart('contains', longest, codec, context);
      return part.kind === 'some' ? some(part.condition, false, part.nulls) : part;
    }
  }
}

/** The opposite, over rows that have a value. */
function negatedPart(condition: Condition, context: LeafContext): Part {
  const codec = codecOf(context);
  if (codec.element) return turned(listPart(condition, codec.element, context), context);
  switch (condition.operator) {
    case 'eq':
      return condition.operand === null ? everyRow : negativeEquality(condition.operand, codec, context);
    case 'ne':
      return condition.operand === null
        ? noRow
        : constraintPart(codec.equality(condition.operand as Value), context);
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return codec.order === 'text' && context.list.textOrder !== 'utf16'
        ? textOrderRefusal(context)
        : negatedConstraint(codec.bound(condition.operator, condition.operand as Value), context);
    case 'in':
    case 'hasSome':
      return negativeOneOf(listOperand(condition), codec, context);
    case 'nin':
      return oneOfPart(listOperand(condition), codec, context);
    case 'exists':
      return condition.operand === true ? noRow : everyRow;
    case 'isEmpty':
      return positivePart({ ...condition, operand: condition.operand !== true }, context);
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      return negativeText(condition.operator, String(condition.operand), codec, context);
    case 'hasAll':
    case 'matches':
      return turned(positivePart(condition, context), context);
  }
}
