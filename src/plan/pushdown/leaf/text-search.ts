/** Search in texts: as much of the operand as the upstream compares as Wix does. */
import type { Codec } from '../../../model/codecs/types.js';
import { compare } from '../../../styles/predicate.js';
import type { UpstreamOperator } from '../../../styles/vocabulary.js';
import { everyRow, negated, noRow, type Part, refused, some } from '../part.js';
import { planText, type TextOperator } from '../text.js';
import { has, inexpressible, type LeafContext, logicOf, nullsOf, one } from './operator.js';

/**
 * Rows whose text contains, begins or ends with the operand whatever its case (protocol section 7.2): just those,
 * or more where only a part of the operand can be sent.
 */
export function textPart(operator: TextOperator, operand: string, codec: Codec, context: LeafContext): Part {
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

/**
 * The rows that have a text for which the search does not hold: by the upstream's negative operator, or by
 * negation.
 */
export function negativeText(
  operator: TextOperator,
  operand: string,
  codec: Codec,
  context: LeafContext,
): Part {
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
