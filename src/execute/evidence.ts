/** Looks at rows that were read: do they fit the conditions and the order that the upstream was asked for? */
import type { CollectionModel } from '../model/model.js';
import { type Claim, claimText } from '../plan/claims/claims.js';
import type { Evidence } from '../plan/claims/evidence.js';
import { compileFilter } from '../wix/filter/evaluate.js';
import type { Item } from '../wix/json.js';
import { compileOrder } from '../wix/sort.js';
import { filterSteps, type Work } from './work.js';

/** What the upstream gave is not what it was asked for, so a claim about it is false. The answer was not used. */
export class Contradiction extends Error {
  override readonly name = 'Contradiction';
  /** At least one of them is false; together they are all that could be. */
  readonly claims: readonly Claim[];
  /** The collection that they are about. */
  readonly model: CollectionModel;
  constructor(model: CollectionModel, claims: readonly Claim[], reason: string) {
    super(reason);
    this.model = model;
    this.claims = claims;
  }
}

/** Looks at a page in pieces. @throws Contradiction */
export type EvidenceCheck = (items: readonly Item[], work: Pick<Work, 'tick' | 'rest'>) => Promise<void>;

const nothing: EvidenceCheck = () => Promise.resolve();

/** The plan of a question is kept, and what it shows with it. */
const compiled = new WeakMap<Evidence, { readonly model: CollectionModel; readonly check: EvidenceCheck }>();

/** How to look at rows that the upstream filtered and sorted. Compiled once for each plan. */
export function compileEvidence(model: CollectionModel, evidence: Evidence | undefined): EvidenceCheck {
  if (!evidence) return nothing;
  let found = compiled.get(evidence);
  if (found?.model !== model) {
    found = { model, check: checkOf(model, evidence) };
    compiled.set(evidence, found);
  }
  return found.check;
}

function checkOf(model: CollectionModel, evidence: Evidence): EvidenceCheck {
  const conditions = evidence.conditions.map((each) => ({
    ...each,
    fits: compileFilter(each.filter),
    steps: filterSteps(each.filter),
  }));
  const { order, several } = evidence;
  const printed = (path: string): boolean => model.fields.get(path)?.type === 'DATETIME';
  const sorted = compileOrder(order, { printed });
  return async (items, work) => {
    for (const { fits, claims, steps } of conditions) {
      if (work.tick(1 + steps * items.length)) await work.rest();
      for (const item of items)
        if (!fits(item))
          throw new Contradiction(model, claims, `${claimText(claims[0]!)} (item ${String(item._id)})`);
    }
    if (order.length > 0) refuseDisorder(model, items, order, sorted, several);
  };
}

function refuseDisorder(
  model: CollectionModel,
  items: readonly Item[],
  order: Evidence['order'],
  disorderAt: ReturnType<typeof compileOrder>,
  several: boolean,
): void {
  const found = disorderAt(items);
  if (found === undefined) return;
  const key = order[found.key]!;
  const direction = key.order === 'DESC' ? 'descending' : 'ascending';
  const claim: Claim = several ? { kind: 'sort keys' } : { kind: 'sort', field: key.path, direction };
  throw new Contradiction(model, [claim], `${claimText(claim)} (item ${String(items[found.item]!._id)})`);
}
