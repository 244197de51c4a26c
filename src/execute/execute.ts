/** Carries out a plan. What is decided here is in the plan's nodes already. */
import type { CountPlan, ItemsPlan } from '../plan/nodes.js';
import { countItems, totalOf } from './counting.js';
import type { Execution } from './execution.js';
import type { Found, Wish } from './found.js';
import { findRows } from './rows.js';

export { aggregateItems, distinctValues } from './results.js';

/**
 * One page of items with the total that the plan has.
 * @param written the items are only to be written
 */
export async function executeItems(
  execution: Execution,
  plan: ItemsPlan,
  written?: Wish['written'],
): Promise<Found> {
  const { model, rows, total: wanted, offset, lookAhead } = plan;
  if (rows.kind === 'empty' && wanted.kind === 'after') {
    const total = await totalOf(execution, model, wanted, undefined);
    return { items: [], total, end: total !== undefined && offset >= total, cursor: null };
  }
  if (rows.kind === 'empty' && rows.why === 'no rows wanted')
    return { items: [], total: undefined, end: false, cursor: null };
  const count = wanted.kind === 'rows' || wanted.kind === 'page' || wanted.kind === 'after';
  // Other nodes change the items of the page below them.
  const found = await findRows(execution, model, rows, {
    offset,
    limit: plan.limit,
    lookAhead,
    count,
    written: rows.kind === 'page' ? written : undefined,
  });
  const { items, written: texts, end, cursor } = found;
  const total = await totalOf(execution, model, wanted, found);
  return { items, written: texts, end, cursor, total };
}

/**
 * Carries out the plan of items/count.
 * @throws AdapterError when the upstream fails, or the budget is not enough
 */
export function executeCount(execution: Execution, { model, count }: CountPlan): Promise<number> {
  return countItems(execution, model, count);
}
