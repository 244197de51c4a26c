/** A single upstream operator on one field, with what the dialect says that it means. */
import type { Codec } from '../../../model/codecs/types.js';
import type { FieldModel, ListModel } from '../../../model/model.js';
import { operatorsOf } from '../../../styles/filter.js';
import { matchesGlob } from '../../../styles/glob.js';
import { compare } from '../../../styles/predicate.js';
import type { UpstreamOperator, Json as Value } from '../../../styles/vocabulary.js';
import { nothingHelps, type Part, refused, some } from '../part.js';

export interface LeafContext {
  readonly field: FieldModel;
  readonly list: ListModel;
}

/** The codec of a field that is mapped to one path. It must not be called for a template, which has none. */
export function codecOf(context: LeafContext): Codec {
  if (context.field.source.kind !== 'path') throw new Error('a template has no codec');
  return context.field.source.codec;
}

/**
 * Longest list operand where neither the dialect nor the mapping says how long one may be: as many values as ids, which
 * are asked for alike.
 */
const usualOperands = 100;

/** An operator with a list for its operand, in parts that are not longer than the API takes. */
export function inChunks(
  operator: UpstreamOperator,
  values: readonly Value[],
  context: LeafContext,
): readonly Part[] {
  const limit = context.field.filter?.operators.get(operator)?.meaning.max ?? usualOperands;
  return Array.from({ length: Math.ceil(values.length / limit) }, (_, index) =>
    one(operator, values.slice(index * limit, (index + 1) * limit), context),
  );
}

/** A single operator of the field, with what the dialect says about it. */
export function one(operator: UpstreamOperator, value: Value, context: LeafContext): Part {
  const filterable = context.field.filter;
  const bound = filterable?.operators.get(operator);
  if (context.field.disproved?.has(`filter ${context.field.key} ${operator}`))
    return refused('rows that the upstream gave show that it does not do this', nothingHelps);
  if (!filterable || !bound) {
    return filterable
      ? refused(
          `the upstream has no operator for it (${operator})`,
          `an operator ${operator} in list.filter.operators, if the API has one`,
        )
      : unfilterable(context);
  }
  if (bound.meaning.unsafe !== undefined && holdsAny(value, bound.meaning.unsafe)) {
    return refused('the upstream may read these characters otherwise', nothingHelps);
  }
  const texts = Array.isArray(value) ? value : [value];
  if (context.list.filter && texts.some((each: Value) => isMisread(each, context.list.filter!.style.misread)))
    return refused('the upstream takes this text for something else', nothingHelps);
  if (bound.accepts && !bound.accepts(value))
    return refused('the upstream refuses such an operand here', nothingHelps);
  const wide =
    bound.meaning.match === 'superset' ||
    (ignoresCase(operator, bound.meaning.case) && context.field.filter?.field.kind === 'text');
  const negative = operator === 'ne' || operator === 'nin' || operator.startsWith('not');
  // A negative operator that ignores case returns fewer rows than wanted, never more.
  if (negative && operator !== 'notNull' && wide) {
    return bound.meaning.case === 'unknown'
      ? refused(
          'the upstream may compare without case, so its opposite would miss rows',
          'case: sensitive at this operator in list.filter.operators, if the API heeds case',
        )
      : refused(
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

/** Naming the field otherwise helps only where the filter has operators for such fields. */
function unfilterable({ field, list: { filter } }: LeafContext): Part {
  if (!filter) return refused('the list has no filter', 'list.filter, if the API can filter the list');
  if (filter.style.style === 'search')
    return refused('the upstream cannot search this field', 'list.filter.searchable, if the API can');
  if (field.kind && operatorsOf(filter.style, field.kind).length === 0)
    return refused(
      `the filter has no operator for fields of kind ${field.kind}`,
      `list.filter.operators.${field.kind}, if the API has operators for such fields`,
    );
  if (field.key === '_id')
    return refused(
      'the upstream cannot filter on this field',
      'list.filter.fields, if the API can filter on the id under another name',
    );
  return refused(
    'the upstream cannot filter on this field',
    `fields.${field.key}.filter, if the API can filter on it under another name`,
  );
}

/** What a negative operator does with rows without a value. */
export function nullsOf(
  nulls: 'dropped' | 'kept' | 'unknown' | undefined,
  { field }: LeafContext,
): 'dropped' | 'kept' | 'unknown' {
  return field.related && nulls === 'kept' ? 'unknown' : (nulls ?? 'dropped');
}

function holdsAny(value: Value, characters: string): boolean {
  if (typeof value === 'string') return [...characters].some((each) => value.includes(each));
  return Array.isArray(value) && value.some((each: Value) => holdsAny(each, characters));
}

function isMisread(value: Value, globs: readonly string[] = []): boolean {
  return typeof value === 'string' && globs.some((glob) => matchesGlob(glob, value));
}

function ignoresCase(
  operator: UpstreamOperator,
  rule: 'sensitive' | 'insensitive' | 'unknown' | undefined,
): boolean {
  const equality = ['eq', 'ne', 'in', 'nin', 'has', 'hasSome', 'hasAll'].includes(operator);
  return equality && (rule ?? 'sensitive') !== 'sensitive';
}

/** Whether the upstream has the operator for this field, whatever it means there. */
export function has(operator: UpstreamOperator, context: LeafContext): boolean {
  return context.field.filter?.operators.has(operator) ?? false;
}

export const inexpressible = refused('the upstream cannot name just these values', nothingHelps);

/** What a negation does with rows without the value; without the related object it depends on how it is looked for. */
export function logicOf({ field, list }: LeafContext): 'two-valued' | 'three-valued' | 'unknown' {
  return field.related ? 'unknown' : (list.filter?.notLogic ?? 'unknown');
}

/** The same condition, known to return too much. */
export function widened(part: Part): Part {
  return part.kind === 'some' ? some(part.condition, false, part.nulls) : part;
}
