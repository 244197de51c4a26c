/**
 * Splits a Wix filter into what the upstream does and what is checked again here. The condition sent always
 * finds at least the rows that the filter wants; the residual filter takes the others away. No condition is
 * in neither.
 */
import { conditionLookup } from '../../calls/list.js';
import { holdsOperand, type SentOperand } from '../../calls/operands.js';
import type { CollectionModel } from '../../model/model.js';
import { and, or, type Predicate } from '../../styles/predicate.js';
import { simplifyFilter } from '../../wix/filter/normalize.js';
import { everything, type Filter, nothing, and as wixAnd, or as wixOr } from '../../wix/filter/tree.js';
import type { TrustedPart } from '../claims/evidence.js';
import { combinable } from './combinable.js';
import { translateCondition } from './leaf.js';
import { everyRow, noRow, nothingHelps, type Part, type Refusal, refused, some } from './part.js';
import { type ResidualReason, residualReasons } from './residual-reasons.js';

export type { ResidualReason } from './residual-reasons.js';

export interface Translation {
  /** What is sent; `none`: no row can match, nothing need be asked. */
  readonly pushed:
    | { readonly kind: 'none' }
    | { readonly kind: 'all' }
    | { readonly kind: 'condition'; readonly condition: Predicate };
  /** What is checked again here; `everything` when the pushed part is exact. */
  readonly residual: Filter;
  /** Parts that are not checked again: what rows may be held against. */
  readonly trusted: readonly TrustedPart[];
  readonly reasons: readonly ResidualReason[];
}

/** @param withheld operands that the upstream refused: they are not sent */
export function translateFilter(
  filter: Filter,
  model: CollectionModel,
  withheld: readonly SentOperand[] = [],
): Translation {
  const simple = mergeAlternatives(simplifyFilter(filter));
  const conjuncts = simple.kind === 'and' ? simple.filters : [simple];
  const translator = createTranslator(model, withheld);
  const parts = conjuncts.map(translator.translate);
  if (parts.some((part) => part.kind === 'none'))
    return { pushed: { kind: 'none' }, residual: everything, trusted: [], reasons: [] };
  const combined = combinable(conditionsOf(parts), translator.renders);
  const sent: Predicate[] = [];
  const residual: Filter[] = [];
  const reasons: ResidualReason[] = [];
  const trusted: TrustedPart[] = [];
  for (const [index, conjunct] of conjuncts.entries()) {
    const part = parts[index]!;
    if (part.kind === 'all') continue;
    const rendered = part.kind === 'some' && combined.has(part.condition);
    if (part.kind === 'some' && rendered) {
      sent.push(part.condition);
      if (part.exact) trusted.push({ filter: conjunct, predicate: part.condition });
    }
    if (part.kind !== 'some' || !rendered || !part.exact) {
      residual.push(conjunct);
      const whole = part.kind === 'some' && !rendered ? uncombined : part;
      reasons.push(...residualReasons(conjunct, whole, translator.translate, model));
    }
  }
  return {
    pushed: sent.length === 0 ? { kind: 'all' } : { kind: 'condition', condition: and(sent) },
    residual: residual.length === 0 ? everything : wixAnd(residual),
    trusted,
    reasons,
  };
}

const uncombined = refused(
  'the upstream filter cannot combine these conditions',
  'and, or, not in list.filter, if the API has them',
);

const unwanted = refused('the upstream refused this operand', nothingHelps);

function conditionsOf(parts: readonly Part[]): readonly Predicate[] {
  return parts.flatMap((part) => (part.kind === 'some' ? [part.condition] : []));
}

interface Translator {
  translate(filter: Filter): Part;
  /** Whether the style can say the whole condition. */
  renders(condition: Predicate): boolean;
}

function createTranslator(model: CollectionModel, withheld: readonly SentOperand[]): Translator {
  const binding = model.list.filter;
  const fieldLookup = conditionLookup(model);
  const renders = (condition: Predicate): boolean => binding?.render(condition, fieldLookup) !== undefined;

  const checked = (part: Part): Part =>
    part.kind === 'some' && !renders(part.condition) ? uncombined : part;

  const translate = (filter: Filter): Part => {
    switch (filter.kind) {
      case 'condition':
      case 'not': {
        const condition = filter.kind === 'not' ? filter.filter : filter;
        if (condition.kind !== 'condition')
          throw new Error('negations stand at conditions after simplification');
        const field = model.fields.get(condition.path);
        if (!field)
          return refused('paths inside a value are checked here', 'a field of its own for this path');
        const part = translateCondition(condition, filter.kind === 'not', { field, list: model.list });
        return part.kind === 'some' && holdsOperand(part.condition, withheld) ? unwanted : checked(part);
      }
      case 'and': {
        const parts = filter.filters.map(translate);
        if (parts.some((part) => part.kind === 'none')) return noRow;
        const refusal = parts.find((part): part is Refusal => part.kind === 'refused');
        const conditions = parts.filter((part) => part.kind === 'some');
        const combined = combinable(conditionsOf(parts), renders);
        const wanted = conditions.filter((part) => combined.has(part.condition));
        const complete = refusal === undefined && wanted.length === conditions.length;
        if (wanted.length === 0) return refusal ?? everyRow;
        return some(
          and(wanted.map((part) => part.condition)),
          complete && wanted.every((part) => part.exact),
          'unknown',
        );
      }
      case 'or': {
        const parts = filter.filters.map(translate);
        const refusal = parts.find((part): part is Refusal => part.kind === 'refused');
        if (refusal) return refusal;
        if (parts.some((part) => part.kind === 'all')) return everyRow;
        const wanted = parts.filter((part) => part.kind === 'some');
        if (wanted.length === 0) return noRow;
        return checked(
          some(
            or(wanted.map((part) => part.condition)),
            wanted.every((part) => part.exact),
            'unknown',
          ),
        );
      }
    }
  };
  return { translate, renders };
}

/** `a = 1 or a = 2` is `a in [1, 2]`, which more upstreams can do. */
function mergeAlternatives(filter: Filter): Filter {
  if (filter.kind === 'and') return wixAnd(filter.filters.map(mergeAlternatives));
  if (filter.kind !== 'or') return filter;
  const byPath = new Map<string, Extract<Filter, { kind: 'condition' }>[]>();
  const others: Filter[] = [];
  for (const each of filter.filters.map(mergeAlternatives)) {
    const mergeable = each.kind === 'condition' && (each.operator === 'eq' || each.operator === 'in');
    if (!mergeable) others.push(each);
    else if (byPath.has(each.path)) byPath.get(each.path)!.push(each);
    else byPath.set(each.path, [each]);
  }
  for (const group of byPath.values()) {
    const first = group[0]!;
    if (group.length === 1) others.push(first);
    else {
      const operand = group.flatMap((each) =>
        each.operator === 'in' ? (each.operand as never[]) : [each.operand as never],
      );
      others.push(Object.freeze({ ...first, operator: 'in' as const, operand }));
    }
  }
  return others.length === 1 ? others[0]! : others.length === 0 ? nothing : wixOr(others);
}
