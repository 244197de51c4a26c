/** Filters: what the API finds is held against what the adapter's own evaluation of Wix's filters finds among the sampled items. */
import type { CollectionModel, FieldModel } from '../../model/model.js';
import { claimMend } from '../../plan/claims/claims.js';
import { translateFilter } from '../../plan/pushdown/translate.js';
import { resolveWanted } from '../../plan/request/wanted.js';
import type { Predicate } from '../../styles/predicate.js';
import type { UpstreamOperator } from '../../styles/vocabulary.js';
import { AdapterError } from '../../wix/errors.js';
import { compileFilter } from '../../wix/filter/evaluate.js';
import type { Filter } from '../../wix/filter/tree.js';
import type { Item } from '../../wix/json.js';
import { parseQuery } from '../../wix/requests.js';
import { type FalseClaim, named, shown } from './false-claim.js';
import { askWithoutTotal } from './lists.js';
import { testsOf } from './operands.js';
import type { Prover, Question } from './prover.js';
import { itemsAsked, type ProofSample } from './sample.js';

interface Used {
  readonly field: string;
  readonly operator: UpstreamOperator;
}

export interface AskedFilter {
  readonly field: FieldModel;
  readonly raw: Question;
  readonly filter: Filter;
  /** Operators of the API that are sent for it. */
  readonly used: readonly Used[];
  /** Some of it is turned round by the filter's own negation. */
  readonly negated: boolean;
}

/** Questions of one set of operators of the API at most. */
const mostOfOne = 4;

/** One after the other, the first question of each set of operators before a second one of any. */
export function filterQuestions(model: CollectionModel, { items }: ProofSample): readonly AskedFilter[] {
  const groups = new Map<string, AskedFilter[]>();
  for (const field of model.fields.values()) {
    if (field.hidden || field.source.kind !== 'path') continue;
    for (const { condition, operator } of testsOf(field, items)) {
      const raw = { [field.key]: condition } as Question;
      const filter = filterOf(model, raw);
      const pushed = filter && translateFilter(filter, model).pushed;
      if (!filter || pushed?.kind !== 'condition') continue;
      const used = usedIn(pushed.condition, model);
      const key = `${operator} ${used.map((each) => `${each.field} ${each.operator}`).join(', ')}`;
      const group = groups.get(key) ?? [];
      groups.set(key, group);
      const negated = negates(pushed.condition);
      if (group.length < mostOfOne) group.push({ field, raw, filter, used, negated });
    }
  }
  return Array.from({ length: mostOfOne }, (_, round) =>
    [...groups.values()].flatMap((group) => group.slice(round, round + 1)),
  ).flat();
}

/** undefined: it is right, or could not be asked. */
export async function askFilter(
  prover: Prover,
  sample: ProofSample,
  asked: AskedFilter,
): Promise<FalseClaim | undefined> {
  const query = { filter: asked.raw, paging: { limit: itemsAsked(prover.model) } };
  const came = await prover.query(query, { returnTotalCount: true });
  if (came.kind === 'unasked') return undefined;
  const { used, field } = asked;
  if (came.kind === 'broken')
    switch (await askWithoutTotal(prover, query)) {
      case 'unasked':
        return undefined;
      case 'answer':
        return {
          claim: 'total',
          line: ['list', 'count'],
          message: `with a filter ${came.said}`,
          mend: 'list.count: null',
          question: query,
        };
      case 'broken':
        return faultOf(
          asked,
          query,
          `${listed(used)} cannot be used with ${shown(asked.raw[field.key])}: ${came.said}`,
        );
    }
  const { items, pagingMetadata } = came.answer;
  const passes = compileFilter(asked.filter);
  const surplus = items.filter((item) => !passes(item));
  if (surplus.length > 0)
    return faultOf(
      asked,
      query,
      `${listed(used)} finds ${namedItems(surplus)} (${valueText(surplus, field)}), which it must not find`,
    );
  const got = new Set(items.map((item) => String(item._id)));
  const complete = items.length < itemsAsked(prover.model);
  const missing = complete ? sample.items.filter((item) => passes(item) && !got.has(String(item._id))) : [];
  if (missing.length > 0) return faultOf(asked, query, missingText(asked, missing));
  const total = pagingMetadata.total;
  if (complete && total !== undefined && total !== items.length)
    return {
      claim: 'total',
      line: ['list', 'count'],
      message: `the total says ${total} where ${items.length} items match`,
      mend: 'list.count: null',
      question: query,
    };
  return undefined;
}

function missingText({ used, field, raw }: AskedFilter, missing: readonly Item[]): string {
  return `${listed(used)} is no superset for ${shown(raw[field.key])}: it misses ${namedItems(missing)} (${valueText(missing, field)})`;
}

function valueText(items: readonly Item[], { key }: FieldModel): string {
  const value = items[0]![key] ?? null;
  return value === null ? `no ${key}` : `${key} ${shown(value)}`;
}

function namedItems(items: readonly Item[]): string {
  return named(items.map((item) => String(item._id)));
}

function listed(used: readonly Used[]): string {
  return used.map(({ field, operator }) => `${operator} of ${field}`).join(' with ');
}

function faultOf({ used, field, negated }: AskedFilter, question: Question, message: string): FalseClaim {
  if (negated)
    return {
      claim: 'filter not',
      line: ['list', 'filter', 'not'],
      message: `turned round, ${message}`,
      mend: 'list.filter.notLogic: unknown, or list.filter.not: null',
      question,
    };
  // Null tests go along with others; the operator itself comes first.
  const { operator } = used.find((each) => each.field === field.key) ?? used[0]!;
  const claim = { kind: 'filter', field: field.key, operator } as const;
  return {
    claim: `filter ${field.key} ${operator}`,
    line: field.key === '_id' ? ['id'] : ['fields', field.key],
    message,
    mend: claimMend(claim),
    question,
  };
}

export function filterOf(model: CollectionModel, raw: Question): Filter | undefined {
  try {
    const { filter } = parseQuery({ collectionId: model.id, query: { filter: raw } });
    return resolveWanted(model, filter, []).filter;
  } catch (error) {
    // Wix has no such operator for values of this kind.
    if (error instanceof AdapterError) return undefined;
    throw error;
  }
}

function negates(condition: Predicate): boolean {
  switch (condition.kind) {
    case 'all':
    case 'compare':
      return false;
    case 'not':
      return true;
    case 'and':
    case 'or':
      return condition.conditions.some(negates);
  }
}

function usedIn(condition: Predicate, model: CollectionModel): readonly Used[] {
  switch (condition.kind) {
    case 'all':
      return [];
    case 'compare': {
      const field = model.filterable.get(condition.field)?.key ?? condition.field.path.join('.');
      return [{ field, operator: condition.operator }];
    }
    case 'not':
      return usedIn(condition.condition, model);
    case 'and':
    case 'or':
      return condition.conditions.flatMap((each) => usedIn(each, model));
  }
}
