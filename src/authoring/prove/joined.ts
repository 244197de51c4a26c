/**
 * `and` and `or` of the list's filter: two conditions that are right by themselves are asked together, so that what is wrong then is
 * how the API joins them. Each is a superset of what is meant if rows are missing, and the guard that serves sees no missing row.
 */
import type { CollectionModel } from '../../model/model.js';
import { translateFilter } from '../../plan/pushdown/translate.js';
import type { Predicate } from '../../styles/predicate.js';
import { compileFilter } from '../../wix/filter/evaluate.js';
import { type FalseClaim, named } from './false-claim.js';
import { type AskedFilter, askFilter, filterOf, filterQuestions } from './filters.js';
import type { Prover, Question } from './prover.js';
import { itemsAsked, type ProofSample } from './sample.js';

export interface Joining {
  readonly faults: readonly FalseClaim[];
  /** Of a collection that claims nothing of what is false. */
  readonly prover: Prover;
}

const joins = ['or', 'and'] as const;
type Join = (typeof joins)[number];

/** Conditions that are looked at for a pair. */
const mostTried = 8;

/** Asks for two conditions joined in each way that is sent. */
export async function askJoined(prover: Prover, sample: ProofSample): Promise<Joining> {
  const pair = await findPair(prover, sample);
  const faults: FalseClaim[] = [];
  let own = prover;
  for (const join of pair ? joins : []) {
    const fault = await askJoin(own, sample, join, pair!);
    if (!fault) continue;
    faults.push(fault);
    own = own.of(withoutJoin(own.model, join));
  }
  return { faults, prover: own };
}

type Pair = readonly [AskedFilter, AskedFilter];

/** Two conditions, each right by itself, and each with items that the other one has not. */
async function findPair(prover: Prover, sample: ProofSample): Promise<Pair | undefined> {
  const { model } = prover;
  const single = filterQuestions(model, sample).filter(
    ({ raw }) => predicateOf(model, raw)?.kind === 'compare',
  );
  const right: { readonly asked: AskedFilter; readonly ids: ReadonlySet<string> }[] = [];
  for (const asked of single.filter(isTelling(sample)).slice(0, mostTried)) {
    const ids = idsOf(sample, asked);
    const other = right.find(
      (each) => [...ids].some((id) => !each.ids.has(id)) && [...each.ids].some((id) => !ids.has(id)),
    );
    if (right.length > 0 && !other) continue;
    if (await askFilter(prover, sample, asked)) continue;
    if (other) return [other.asked, asked];
    right.push({ asked, ids });
  }
  return undefined;
}

/** It finds some items, and not all. */
function isTelling(sample: ProofSample): (asked: AskedFilter) => boolean {
  return (asked) => {
    const found = idsOf(sample, asked).size;
    return found > 0 && found < sample.items.length;
  };
}

function idsOf({ items }: ProofSample, { filter }: AskedFilter): ReadonlySet<string> {
  const passes = compileFilter(filter);
  return new Set(items.filter(passes).map((item) => String(item._id)));
}

async function askJoin(
  prover: Prover,
  sample: ProofSample,
  join: Join,
  [one, other]: Pair,
): Promise<FalseClaim | undefined> {
  const raw: Question = { [`$${join}`]: [one.raw, other.raw] };
  if (predicateOf(prover.model, raw)?.kind !== join) return undefined;
  const question = { filter: raw, paging: { limit: itemsAsked(prover.model) } };
  const withdrawn = prover.withdrawals().length;
  const came = await prover.query(question);
  // What has too much is seen by the guard, which names it.
  if (came.kind === 'unasked' || prover.withdrawals().length > withdrawn) return undefined;
  const fault = (message: string): FalseClaim => ({
    claim: `filter ${join}`,
    line: ['list', 'filter', join],
    message,
    mend: `list.filter.${join}: null`,
    question,
  });
  if (came.kind === 'broken') return fault(`conditions cannot be joined by ${join}: ${came.said}`);
  const { items } = came.answer;
  const got = new Set(items.map((item) => String(item._id)));
  const passes = compileFilter(filterOf(prover.model, raw)!);
  const missing = sample.items.filter((item) => passes(item) && !got.has(String(item._id)));
  if (missing.length === 0 || items.length >= itemsAsked(prover.model)) return undefined;
  const ids = missing.map((item) => String(item._id));
  return fault(`${join} of two conditions finds too little: it misses ${named(ids)}`);
}

function predicateOf(model: CollectionModel, raw: Question): Predicate | undefined {
  const filter = filterOf(model, raw);
  const pushed = filter && translateFilter(filter, model).pushed;
  return pushed?.kind === 'condition' ? pushed.condition : undefined;
}

/** The collection as if its filter could not join conditions in this way. */
function withoutJoin(model: CollectionModel, join: Join): CollectionModel {
  const { filter } = model.list;
  if (!filter) return model;
  const without: typeof filter = {
    ...filter,
    render: (condition, lookup) => (uses(condition, join) ? undefined : filter.render(condition, lookup)),
  };
  return { ...model, list: { ...model.list, filter: without } };
}

function uses(condition: Predicate, join: Join): boolean {
  switch (condition.kind) {
    case 'all':
    case 'compare':
      return false;
    case 'not':
      return uses(condition.condition, join);
    case 'and':
    case 'or':
      return condition.kind === join || condition.conditions.some((each) => uses(each, join));
  }
}
