/** The rows that answers are held against: the whole list where it is short enough, else its beginning. */
import type { CollectionModel } from '../../model/model.js';
import { largestPage } from '../../plan/tree/page-size.js';
import type { Item } from '../../wix/json.js';
import type { FalseClaim } from './false-claim.js';
import type { Prover } from './prover.js';

export interface ProofSample {
  readonly items: readonly Item[];
  readonly byId: ReadonlyMap<string, Item>;
  /** Whether these are all items of the collection. */
  readonly whole: boolean;
}

/** Items of one question at most, and pages that they may take: an API of small pages has other questions to answer too. */
const mostItems = 1000;
const mostPages = 4;
const mostSampled = 3000;
/** Of the budget, what reading the sample may take. */
const share = 0.4;

/** Items that one question is asked for. */
export function itemsAsked(model: CollectionModel): number {
  return Math.min(mostItems, Math.max(100, mostPages * largestPage(model)));
}

/** The list could not be read, and nothing says that the mapping is wrong. */
export interface Unread {
  readonly unread: string;
}

/** Fewer items of the sample are not asked for at once. */
const leastItems = 50;

/** @returns why nothing can be read, where that is so: a claim that is false, or what kept it from being asked */
export async function readSample(prover: Prover): Promise<ProofSample | FalseClaim | Unread> {
  const items: Item[] = [];
  const most = prover.left * share;
  let limit = mostItems;
  for (;;) {
    const query = { paging: { offset: items.length, limit } };
    const page = await prover.query(query);
    if (page.kind === 'unasked' && limit > leastItems && prover.left > 0) {
      // What is too much, or takes too long, may come in smaller pieces.
      limit = Math.max(leastItems, Math.floor(limit / 4));
      continue;
    }
    if (page.kind === 'unasked' && items.length === 0) return { unread: page.said };
    if (page.kind === 'unasked') return sampleOf(items, false);
    if (page.kind === 'broken')
      return {
        claim: 'list',
        line: ['list'],
        message: `the list cannot be read: ${page.said}`,
        mend: 'list as the API has it; check --live tells more',
        question: query,
      };
    items.push(...page.answer.items);
    const ended = page.answer.items.length < limit;
    if (ended || items.length >= mostSampled || prover.sent >= most) return sampleOf(items, ended);
  }
}

function sampleOf(items: readonly Item[], whole: boolean): ProofSample {
  return { items, byId: new Map(items.map((item) => [String(item._id), item])), whole };
}
