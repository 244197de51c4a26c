/** The rows that answers are held against: the whole list where it is short enough, else its beginning. */
import type { Item } from '../../wix/json.js';
import type { FalseClaim } from './false-claim.js';
import type { Prover } from './prover.js';

export interface ProofSample {
  readonly items: readonly Item[];
  readonly byId: ReadonlyMap<string, Item>;
  /** Whether these are all items of the collection. */
  readonly whole: boolean;
}

/** Items of one question, and of the sample at most. */
export const mostItems = 1000;
const mostSampled = 3000;
/** Of the budget, what reading the sample may take. */
const share = 0.4;

/** @returns why nothing can be read, where that is so */
export async function readSample(prover: Prover): Promise<ProofSample | FalseClaim> {
  const items: Item[] = [];
  const most = prover.left * share;
  for (;;) {
    const query = { paging: { offset: items.length, limit: mostItems } };
    const page = await prover.query(query);
    if (page.kind !== 'answer')
      return {
        claim: 'list',
        line: ['list'],
        message: `the list cannot be read: ${page.kind === 'broken' ? page.said : 'it needs what only requests from Wix have, or more work than is allowed'}`,
        mend: 'list as the API has it; check --live tells more',
        question: query,
      };
    items.push(...page.answer.items);
    const ended = page.answer.items.length < mostItems;
    if (ended || items.length >= mostSampled || prover.sent >= most)
      return { items, byId: new Map(items.map((item) => [String(item._id), item])), whole: ended };
  }
}
