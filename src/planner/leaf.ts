/**
 * One Wix condition on one field as an upstream condition. Rows without a value are handled apart: what Wix says
 * of them is worked out by evaluating the condition here, and the upstream condition is corrected with a null test.
 */

import type { Codec, Constraint } from '../mapping/codecs/types.js';
import type { FieldModel, ListModel } from '../mapping/model.js';
import { compare } from '../upstream/condition.js';
import type { UpstreamOperator, Json as Value } from '../upstream/styles/vocabulary.js';
import { compileFilter } from '../wix/filter/evaluate.js';
import { type Condition, listOperand, patternOperand } from '../wix/filter/tree.js';
import type { Json } from '../wix/json.js';
import { allOf, anyOf, everyRow, negated, noRow, type Part, refused, some } from './part.js';
import { planText, type TextOperator } from './text.js';

/** Longest `or` of single values that stands in for a missing `in`. */
const longestAlternatives = 50;

export interface LeafContext {
  readonly field: FieldModel;
  readonly list: ListModel;
}

/** @param negative the condition stands under a negation */
export function translateCondition(condition: Condition, negative: boolean, context: LeafContext): Part {
  const { field } = context;
  if (field.source.kind === 'template') {
    return refused(
      'the field is made of several upstream fields',
      `filter on the parts of ${field.key} instead`,
    );
  }
  const missing = field.source.default ?? null;
  const whole = compileFilter(condition);
  const holdsForMissing = whole({ _id: '', [field.key]: missing }) !== negative;
  const part = negative ? negatedPart(condition, context) : positivePart(condition, context);
  return withMissing(part, holdsForMissing, context);
}

/** Makes the rows without a value part of the answer, or not, as Wix demands. */
function withMissing(part: Part, wanted: boolean, context: LeafContext): Part {
  const { field } = context;
  if (part.kind === 'refused') return part;
  const canBeMissing = field.source.kind === 'path' && (field.nullable || field.source.default !== undefined);
  if (!canBeMissing) return part;
  if (part.kind === 'all') return wanted ? part : nullTest('notNull', context);
  if (part.kind === 'none') return wanted ? nullTest('isNull', context) : part;
  if (wanted) return part.nulls === 'kept' ? part : anyOf([part, nullTest('isNull', context)]);
  return part.nulls === 'dropped' ? part : allOf([part, nullTest('notNull', context)]);
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

/** What a negation does with rows without the value; without the related object it depends on how it is looked for. */
function logicOf({ field, list }: LeafContext): 'two-valued' | 'three-valued' | 'unknown' {
  return field.related ? 'unknown' : (list.filter?.notLogic ?? 'unknown');
}

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
      if (longest === '') return refused('the pattern has no fixed text', 'none: it is checked here');
      const part = textPart('contains', longest, codec, context);
      return part.kind === 'some' ? some(part.condition, false, part.nulls) : part;
    }
  }
}

/** The opposite, over rows that have a value. */
function negatedPart(condition: Condition, context: LeafContext): Part {
  const codec = codecOf(context);
  const logic = logicOf(context);
  const turn = (part: Part): Part =>
    part.kind === 'some' && !context.list.filter?.not
      ? refused('the upstream filter has no negation', 'a negative operator in the dialect')
      : negated(part, logic);
  if (codec.element) {
    const part = listPart(condition, codec.element, context);
    return turn(part);
  }
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
    default:
      return turn(positivePart(condition, context));
  }
}

function codecOf(context: LeafContext): Codec {
  if (context.field.source.kind !== 'path') throw new Error('a template has no codec');
  return context.field.source.codec;
}

/** A single operator of the field, with what the dialect says about it. */
function one(operator: UpstreamOperator, value: Value, context: LeafContext): Part {
  const filterable = context.field.filter;
  const bound = filterable?.operators.get(operator);
  if (!filterable || !bound) {
    return filterable
      ? refused(
          `the upstream has no operator for it (${operator})`,
          `an operator ${operator} in list.filter.operators, if the API has one`,
        )
      : refused(
          'the upstream cannot filter on this field',
          `fields.${context.field.key}.filter, if the API can filter on it under another name`,
        );
  }
  if (bound.meaning.unsafe !== undefined && holdsAny(value, bound.meaning.unsafe)) {
    return refused('the upstream may read these characters otherwise', 'none: it is checked here');
  }
  const wide =
    bound.meaning.match === 'superset' ||
    (ignoresCase(operator, bound.meaning.case) && context.field.filter?.field.kind === 'text');
  const negative = operator === 'ne' || operator === 'nin' || operator.startsWith('not');
  // A negative operator that ignores case returns fewer rows than wanted, never more.
  if (negative && operator !== 'notNull' && wide) {
    return refused(
      'the upstream compares without case, so its opposite would miss rows',
      'an exact operator in the dialect',
    );
  }
  return some(
    compare(filterable.field, operator, value),
    !wide,
    negative && operator !== 'notNull' ? nullsOf(bound.meaning.nulls, context) : 'dropped',
  );
}

/** What a negative operator does with rows without a value. */
function nullsOf(
  nulls: 'dropped' | 'kept' | 'unknown' | undefined,
  { field }: LeafContext,
): 'dropped' | 'kept' | 'unknown' {
  return field.related && nulls === 'kept' ? 'unknown' : (nulls ?? 'dropped');
}

function holdsAny(value: Value, characters: string): boolean {
  if (typeof value === 'string') return [...characters].some((each) => value.includes(each));
  return Array.isArray(value) && value.some((each: Value) => holdsAny(each, characters));
}

function ignoresCase(
  operator: UpstreamOperator,
  rule: 'sensitive' | 'insensitive' | 'unknown' | undefined,
): boolean {
  const equality = ['eq', 'ne', 'in', 'nin', 'has', 'hasSome', 'hasAll'].includes(operator);
  return equality && (rule ?? 'sensitive') !== 'sensitive';
}

function has(operator: UpstreamOperator, context: LeafContext): boolean {
  return context.field.filter?.operators.has(operator) ?? false;
}

const inexpressible = refused('the upstream cannot name just these values', 'none: it is checked here');

function constraintPart(constraint: Constraint | undefined, context: LeafContext): Part {
  if (constraint === undefined) return inexpressible;
  switch (constraint.kind) {
    case 'never':
      return noRow;
    case 'always':
      return everyRow;
    case 'range':
      return allOf([
        comparePart('gte', constraint.from, context),
        comparePart('lt', constraint.before, context),
      ]);
    case 'compare':
      return comparePart(constraint.operator, constraint.value, context);
  }
}

function comparePart(operator: 'eq' | 'gt' | 'gte' | 'lt' | 'lte', value: Value, context: LeafContext): Part {
  if (has(operator, context)) return one(operator, value, context);
  if (operator === 'eq' && has('in', context)) return one('in', [value], context);
  if (operator === 'eq' && ordered(context) && bounded(context)) {
    return allOf([comparePart('gte', value, context), comparePart('lte', value, context)]);
  }
  if (operator === 'gte' && has('gt', context) && has('eq', context)) {
    return anyOf([one('gt', value, context), one('eq', value, context)]);
  }
  if (operator === 'lte' && has('lt', context) && has('eq', context)) {
    return anyOf([one('lt', value, context), one('eq', value, context)]);
  }
  if (operator === 'gte' && has('gt', context)) {
    const before = shifted(value, -1);
    if (before !== undefined) return widened(one('gt', before, context));
  }
  if (operator === 'lte' && has('lt', context)) {
    const after = shifted(value, 1);
    if (after !== undefined) return widened(one('lt', after, context));
  }
  if (operator === 'gt' && has('gte', context)) return widened(one('gte', value, context));
  if (operator === 'lt' && has('lte', context)) return widened(one('lte', value, context));
  return one(operator, value, context);
}

/** Whether both ends of a range can be named, strictly or not. */
function bounded(context: LeafContext): boolean {
  return (has('gte', context) || has('gt', context)) && (has('lte', context) || has('lt', context));
}

/** A moment some milliseconds away, in the form in which it was to be sent; undefined for anything else. */
function shifted(value: Value, milliseconds: number): Value | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return undefined;
  return new Date(Date.parse(value) + milliseconds).toISOString();
}

/** The same condition, known to return too much. */
function widened(part: Part): Part {
  return part.kind === 'some' ? some(part.condition, false, part.nulls) : part;
}

function ordered(context: LeafContext): boolean {
  return ['numeric', 'date', 'time'].includes(codecOf(context).order);
}

/** Rows with a value that does not satisfy the constraint. */
function negatedConstraint(constraint: Constraint | undefined, context: LeafContext): Part {
  if (constraint === undefined) return inexpressible;
  switch (constraint.kind) {
    case 'never':
      return everyRow;
    case 'always':
      return noRow;
    case 'range':
      return anyOf([
        comparePart('lt', constraint.from, context),
        comparePart('gte', constraint.before, context),
      ]);
    case 'compare': {
      if (constraint.operator === 'eq') return differentFrom(constraint.value, context);
      const opposite = ({ gt: 'lte', gte: 'lt', lt: 'gte', lte: 'gt' } as const)[constraint.operator];
      return comparePart(opposite, constraint.value, context);
    }
  }
}

function differentFrom(value: Value, context: LeafContext): Part {
  if (has('ne', context)) return one('ne', value, context);
  // Among rows with a value there is only the other one.
  if (typeof value === 'boolean' && context.field.filter?.field.kind === 'boolean' && has('eq', context)) {
    return one('eq', !value, context);
  }
  if (has('nin', context)) return one('nin', [value], context);
  if (context.list.filter?.not && has('eq', context)) {
    return negated(one('eq', value, context), logicOf(context));
  }
  if (ordered(context) && has('lt', context) && has('gt', context)) {
    return anyOf([one('lt', value, context), one('gt', value, context)]);
  }
  return one('ne', value, context);
}

function negativeEquality(operand: Json, codec: Codec, context: LeafContext): Part {
  return operand === null ? everyRow : negatedConstraint(codec.equality(operand as Value), context);
}

function orderedPart(
  operator: 'gt' | 'gte' | 'lt' | 'lte',
  operand: Json,
  codec: Codec,
  context: LeafContext,
): Part {
  const constraint = codec.bound(operator, operand as Value);
  if (constraint?.kind === 'compare' && codec.order === 'text' && context.list.textOrder !== 'utf16') {
    return textOrderRefusal(context);
  }
  return constraintPart(constraint, context);
}

function textOrderRefusal(context: LeafContext): Part {
  return refused(
    'the upstream may order text otherwise than Wix (by code unit)',
    `text: { order: utf16 } in ${context.field.position.split(':')[0]} or upstream.yaml, if the API orders text that way`,
  );
}

function oneOfPart(values: readonly Json[], codec: Codec, context: LeafContext): Part {
  const constraints = values.filter((value) => value !== null).map((value) => codec.equality(value as Value));
  if (constraints.some((each) => each === undefined)) return inexpressible;
  const possible = constraints.filter((each) => each !== undefined && each.kind !== 'never') as Constraint[];
  if (possible.length === 0) return noRow;
  if (possible.length === 1) return constraintPart(possible[0], context);
  const plain = possible.flatMap((each) =>
    each.kind === 'compare' && each.operator === 'eq' ? [each.value] : [],
  );
  if (plain.length === possible.length && has('in', context)) {
    const limit = context.field.filter?.operators.get('in')?.meaning.max ?? Number.POSITIVE_INFINITY;
    const chunks: Part[] = [];
    for (let start = 0; start < plain.length; start += limit) {
      chunks.push(one('in', plain.slice(start, start + limit), context));
    }
    return anyOf(chunks);
  }
  if (possible.length > longestAlternatives) {
    return refused(
      `the upstream has no list operator, and ${possible.length} alternatives are too many`,
      'an operator in in list.filter.operators',
    );
  }
  return anyOf(possible.map((each) => constraintPart(each, context)));
}

function negativeOneOf(values: readonly Json[], codec: Codec, context: LeafContext): Part {
  const constraints = values.filter((value) => value !== null).map((value) => codec.equality(value as Value));
  if (constraints.some((each) => each === undefined)) return inexpressible;
  const possible = constraints.filter((each) => each !== undefined && each.kind !== 'never') as Constraint[];
  if (possible.length === 0) return everyRow;
  const plain = possible.flatMap((each) =>
    each.kind === 'compare' && each.operator === 'eq' ? [each.value] : [],
  );
  if (plain.length === possible.length && plain.length > 1) {
    const limit = context.field.filter?.operators.get('nin')?.meaning.max ?? Number.POSITIVE_INFINITY;
    if (has('nin', context) && plain.length <= limit) return one('nin', plain, context);
    if (context.list.filter?.not && has('in', context)) {
      return negated(one('in', plain, context), logicOf(context));
    }
  }
  if (possible.length > longestAlternatives) return inexpressible;
  const parts = possible.map((each) => negatedConstraint(each, context));
  // Each part must hold: one that cannot be sent makes the whole only a superset, which a negation may be.
  return allOf(parts);
}

function textPart(operator: TextOperator, operand: string, codec: Codec, context: LeafContext): Part {
  if (operand === '') return codec.textual ? everyRow : inexpressible;
  if (!codec.textual) {
    return codec.order === 'numeric' || codec.order === 'boolean' ? noRow : inexpressible;
  }
  const plan = textPlanOf(operator, operand, context);
  if (plan === undefined) {
    return has(operator, context)
      ? refused(
          'the upstream may compare these letters otherwise than Wix',
          'text: { folding: … } in upstream.yaml, if it is known how the API ignores case',
        )
      : one(operator, operand, context);
  }
  const part = one(plan.operator, plan.text, context);
  return part.kind === 'some' && !plan.exact ? some(part.condition, false, part.nulls) : part;
}

function textPlanOf(operator: TextOperator, operand: string, context: LeafContext) {
  // Without the operator itself, one that finds more will do.
  const available = has(operator, context) ? operator : has('contains', context) ? 'contains' : undefined;
  if (available === undefined || !isPlainText(operand)) return undefined;
  const meaning = context.field.filter?.operators.get(available)?.meaning;
  const plan = planText(
    available,
    operand,
    meaning?.case ?? 'unknown',
    context.list.folding,
    meaning?.unsafe,
  );
  if (plan === undefined) return undefined;
  if (!has(plan.operator, context)) return undefined;
  return available === operator ? plan : { ...plan, exact: false };
}

/** Some stores cannot hold these, and answer with an error. */
function isPlainText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

function negativeText(operator: TextOperator, operand: string, codec: Codec, context: LeafContext): Part {
  const positive = textPart(operator, operand, codec, context);
  if (positive.kind !== 'some')
    return positive.kind === 'all' ? noRow : positive.kind === 'none' ? everyRow : positive;
  const name = `not${operator.charAt(0).toUpperCase()}${operator.slice(1)}` as UpstreamOperator;
  const meaning = context.field.filter?.operators.get(name)?.meaning;
  if (meaning && positive.exact && isPlainText(operand)) {
    const plan = planText(operator, operand, meaning.case ?? 'unknown', context.list.folding, meaning.unsafe);
    if (plan?.exact && meaning.match !== 'superset') {
      return some(compare(context.field.filter!.field, name, operand), true, nullsOf(meaning.nulls, context));
    }
  }
  if (!context.list.filter?.not)
    return refused('the upstream has no negative form of it', `an operator ${name} in list.filter.operators`);
  return negated(positive, logicOf(context));
}

/** Conditions on lists: any element. */
function listPart(condition: Condition, element: Codec, context: LeafContext): Part {
  const elementPart = (value: Json): Part => {
    const constraint = element.equality(value as Value);
    if (constraint === undefined || constraint.kind === 'always') return inexpressible;
    if (constraint.kind === 'never') return noRow;
    if (constraint.kind !== 'compare' || constraint.operator !== 'eq') return inexpressible;
    return has('has', context)
      ? one('has', constraint.value, context)
      : one('hasSome', [constraint.value], context);
  };
  const oneOf = (values: readonly Json[]): Part => {
    const constraints = values
      .filter((value) => value !== null)
      .map((value) => element.equality(value as Value));
    const plain = constraints.flatMap((each) =>
      each?.kind === 'compare' && each.operator === 'eq' ? [each.value] : [],
    );
    const possible = constraints.filter((each) => each?.kind !== 'never');
    if (possible.length === 0) return noRow;
    if (plain.length !== possible.length) return inexpressible;
    if (has('hasSome', context)) return one('hasSome', plain, context);
    return anyOf(values.filter((value) => value !== null).map(elementPart));
  };
  const operand = condition.operand;
  switch (condition.operator) {
    case 'eq':
      if (operand === null) return noRow;
      if (!Array.isArray(operand)) return elementPart(operand);
      // The exact list has at least these elements.
      return operand.length === 0
        ? one('isEmptyList', true, context)
        : widened(allOf(operand.map(elementPart)));
    case 'ne':
      return operand === null ? everyRow : inexpressible;
    case 'in':
      return listOperand(condition).some(Array.isArray) ? inexpressible : oneOf(listOperand(condition));
    case 'hasSome':
      return oneOf(listOperand(condition));
    case 'hasAll': {
      const values = listOperand(condition);
      if (values.length === 0) return noRow;
      if (has('hasAll', context)) {
        const plain = values.map((value) => element.equality(value as Value));
        if (plain.some((each) => each?.kind === 'never')) return noRow;
        if (plain.every((each) => each?.kind === 'compare' && each.operator === 'eq')) {
          return one(
            'hasAll',
            plain.map((each) => (each as { value: Value }).value),
            context,
          );
        }
      }
      return allOf(values.map(elementPart));
    }
    case 'exists':
      return operand === true ? everyRow : noRow;
    case 'isEmpty': {
      const empty = one('isEmptyList', true, context);
      return operand === true ? empty : inexpressible;
    }
    default:
      return inexpressible;
  }
}
