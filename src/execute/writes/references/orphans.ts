/**
 * Pairs of items that were removed. Where the service makes the items that join two others (`writes: items`), it removes those of
 * an item together with it: the API may keep them, and then they would lead nowhere.
 */
import { joinEnds } from '../../../model/joins.js';
import type { CollectionModel } from '../../../model/model.js';
import { pushDown } from '../../../plan/pushdown/pushdown.js';
import { sourceOf } from '../../../plan/tree/sources.js';
import type { WritePlan } from '../../../plan/writes/nodes.js';
import { planWrite, type Stamps } from '../../../plan/writes/plan.js';
import { toAdapterError } from '../../../wix/errors.js';
import { condition } from '../../../wix/filter/tree.js';
import { type Execution, planningOf } from '../../execution.js';
import { readPages } from '../../pages.js';
import { executeWrite } from '../execute.js';
import type { WriteOutcome } from '../outcome.js';

/** Ids of the items of a plan that are gone. */
export function removedIds({ slots }: WritePlan, outcomes: readonly WriteOutcome[]): readonly string[] {
  return slots.flatMap((slot, index) =>
    slot.kind === 'write' && slot.id !== undefined && outcomes[index]!.kind === 'done' ? [slot.id] : [],
  );
}

/** Removes the pairs of items that are gone. What fails is told: the items themselves are removed all the same. */
export async function removePairsOf(
  execution: Execution,
  model: CollectionModel,
  ids: readonly string[],
  stamps: Stamps,
): Promise<void> {
  if (ids.length === 0) return;
  for (const { holder, key } of joinEnds(model, execution.runtime.collections())) {
    try {
      const planning = planningOf(execution, holder);
      const pushdown = pushDown(holder, { filter: condition(key, 'in', ids), sort: [] });
      const source = sourceOf(planning, pushdown, { keys: [key], evaluated: [key], whole: true, enough: 0 });
      const found: string[] = [];
      for await (const page of readPages(execution, holder, source))
        found.push(...page.map(({ _id }) => String(_id)));
      if (found.length === 0) continue;
      const given = found.map((id) => ({ kind: 'id', id }) as const);
      const plan = planWrite(planning, { kind: 'remove', ids: given, silent: true }, stamps);
      const outcomes = await executeWrite(execution, plan);
      const failed = outcomes.filter((each) => each.kind !== 'done' && each.error.code !== 'ITEM_NOT_FOUND');
      const [first] = failed;
      if (first && first.kind !== 'done') tell(execution, holder, first.error, failed.length);
    } catch (error) {
      tell(execution, holder, error, ids.length);
    }
  }
}

function tell(
  { requestId, observe }: Execution,
  holder: CollectionModel,
  thrown: unknown,
  items: number,
): void {
  const { message, reason } = toAdapterError(thrown);
  observe({
    kind: 'write refused',
    requestId,
    collection: holder.id,
    operation: 'remove-references',
    message: `Pairs of items that were removed are left: ${message}`,
    reason: reason ?? message,
    items,
  });
}
