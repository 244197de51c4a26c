/**
 * Proves a mapping's claims on the real rows of the API, reads only: filters, sorts, pages, totals and aggregates that would be sent are
 * asked through the engine that serves, and each answer is held against the same question worked out here.
 */
import type { CollectionModel } from '../../model/model.js';
import type { FalseClaim } from './false-claim.js';
import { type AskedFilter, askFilter, filterQuestions } from './filters.js';
import { askJoined } from './joined.js';
import { askAggregates, askPages, askTotal, askWithoutTotal, withoutTotal } from './lists.js';
import { askPageSize } from './page-size.js';
import { createProver, type ProofAccess, type Prover } from './prover.js';
import { readSample } from './sample.js';
import { askSort, type SortQuestion, sortQuestions } from './sorts.js';

export interface ProofOptions extends ProofAccess {
  /** Told after each question: how many were asked, and how many there are. */
  readonly progress?: (asked: number, all: number) => void;
  /** Goes on where an earlier proof of the same mapping ended. */
  readonly after?: EarlierProof | undefined;
}

export interface EarlierProof {
  readonly questions: number;
  /** Claims that it found to be false. */
  readonly falseClaims: readonly string[];
}

export interface Proof {
  readonly collection: string;
  /** Items that answers were held against, and whether these are all. */
  readonly items: number;
  readonly whole: boolean;
  readonly questions: number;
  /** Questions that the budget was not enough for. */
  readonly unasked: number;
  readonly requests: number;
  /** Why nothing could be asked, where that says nothing of the mapping: the API is away, or too slow. */
  readonly unread?: string | undefined;
  /** One for each claim that is false; those of an earlier proof are not told again. */
  readonly faults: readonly FalseClaim[];
}

export async function prove(model: CollectionModel, options: ProofOptions): Promise<Proof> {
  const { after = { questions: 1, falseClaims: [] } } = options;
  let prover = createProver(model, options);
  const faults = new Map<string, FalseClaim>();
  // All that follows is asked in pages that come whole, so that it says nothing of their size.
  const cut = await askPageSize(prover);
  if (cut) {
    faults.set(cut.fault.claim, cut.fault);
    prover = cut.prover;
  }
  const isFalse = (claim: string): boolean => faults.has(claim) || after.falseClaims.includes(claim);
  const news = (found: Iterable<FalseClaim>): readonly FalseClaim[] =>
    [...found].filter(({ claim }) => !after.falseClaims.includes(claim));
  let sample = await readSample(prover);
  if ('claim' in sample && (await askWithoutTotal(prover, sample.question)) === 'answer') {
    faults.set('total', totalFault(sample));
    prover = withoutTotal(prover);
    sample = await readSample(prover);
  }
  if ('claim' in sample || 'unread' in sample)
    return {
      collection: model.id,
      items: 0,
      whole: false,
      questions: 1,
      unasked: 0,
      requests: prover.sent,
      ...('unread' in sample ? { unread: sample.unread } : {}),
      faults: news([...faults.values(), ...('claim' in sample ? [sample] : [])]),
    };
  const rows = sample;
  // What a false key does to several keys together says nothing of them.
  const isDoubted = ({ sort }: SortQuestion): boolean =>
    sort.some(({ path, order }) => isFalse(`sort ${path} ${order === 'ASC' ? 'ascending' : 'descending'}`));
  // Nor does what an operator does say anything of its opposite, where it does not what it says.
  const isTurned = ({ negated, used }: AskedFilter): boolean =>
    negated && used.some(({ field, operator }) => isFalse(`filter ${field} ${operator}`));
  let own = prover;
  const joining = await askJoined(prover, rows);
  let filtering = joining.prover;
  for (const fault of joining.faults) faults.set(fault.claim, fault);
  const questions: readonly (() => Promise<readonly (FalseClaim | undefined)[]>)[] = [
    async () => [await askPages(own, rows)],
    async () => [await askTotal(own, rows)],
    ...sortQuestions(model, rows).map((asked) => async () => [
      isDoubted(asked) ? undefined : await askSort(own, rows, asked),
    ]),
    ...filterQuestions(filtering.model, rows).map((asked) => async () => [
      isTurned(asked) ? undefined : await askFilter(filtering, rows, asked),
    ]),
    () => askAggregates(own, rows),
  ];
  const note = (fault: FalseClaim): void => {
    if (!isFalse(fault.claim)) faults.set(fault.claim, fault);
  };
  // The first question of all is the sample.
  let asked = Math.min(after.questions - 1, questions.length);
  for (const question of questions.slice(asked)) {
    if (prover.left <= 0) break;
    for (const fault of await question()) if (fault) note(fault);
    // A total that is false fails what comes after it as well, and would be blamed on it.
    if (faults.has('total') && own.model.list.count !== undefined)
      [own, filtering] = [withoutTotal(own), withoutTotal(filtering)];
    // What the guard sees is worked out here from then on, so that later answers are right again.
    for (const { claim, reason, mend } of prover.withdrawals()) note(withdrawn(claim, reason, mend));
    asked += 1;
    options.progress?.(asked, questions.length);
  }
  return {
    collection: model.id,
    items: sample.items.length,
    whole: sample.whole,
    questions: asked + 1,
    unasked: questions.length - asked,
    requests: prover.sent,
    faults: news(faults.values()),
  };
}

function totalFault({ message, question }: FalseClaim): FalseClaim {
  return { claim: 'total', line: ['list', 'count'], message, mend: 'list.count: null', question };
}

type Withdrawn = ReturnType<Prover['withdrawals']>[number]['claim'];

function withdrawn(claim: Withdrawn, reason: string, mend: string): FalseClaim {
  const said = { message: reason, mend, question: {} };
  switch (claim.kind) {
    case 'filter':
      return { ...said, claim: `filter ${claim.field} ${claim.operator}`, line: lineOf(claim.field) };
    case 'sort':
      return { ...said, claim: `sort ${claim.field} ${claim.direction}`, line: lineOf(claim.field) };
    case 'sort keys':
      return { ...said, claim: 'sort keys', line: ['list', 'sort'] };
    case 'total':
      return { ...said, claim: 'total', line: ['list', 'count'] };
  }
}

function lineOf(key: string): FalseClaim['line'] {
  return key === '_id' ? ['id'] : ['fields', key];
}
