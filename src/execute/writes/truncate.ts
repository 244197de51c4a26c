/** Removes all items of a collection: by the API's own mutation, or batch after batch. What is left when it fails is told. */

import { mutationCall } from '../../calls/mutate.js';
import type { CollectionModel } from '../../model/model.js';
import type { MutationModel } from '../../model/writes.js';
import { pushDown } from '../../plan/pushdown/pushdown.js';
import { planItems } from '../../plan/tree/items.js';
import { planWrite, type Stamps } from '../../plan/writes/plan.js';
import { callResult } from '../../upstream/document/operation.js';
import { type AdapterError, unavailable } from '../../wix/errors.js';
import { everything } from '../../wix/filter/tree.js';
import { executeItems } from '../execute.js';
import { type Execution, planningOf } from '../execution.js';
import { untilStill } from '../moved.js';
import { noteChange } from '../note-change.js';
import { executeWrite } from './execute.js';
import { judgeMutation } from './judge.js';
import type { WriteOutcome } from './outcome.js';
import { removedIds, removePairsOf } from './references/orphans.js';
import type { InTurn } from './references/things.js';
import { sendMutation } from './send.js';

/** Items of one batch. */
const batch = 100;

/**
 * Repeating it goes on with what is left.
 * @param count told of items that were removed, as far as that is known
 * @throws UNKNOWN_ERROR that says how many items were removed, and how many are left
 */
export async function truncateItems(
  executionFor: () => Execution,
  model: CollectionModel,
  stamps: Stamps,
  count: (items: number) => void,
  inTurn: InTurn,
): Promise<void> {
  const how = model.writes!.truncate!;
  if (how !== 'remove') {
    await runTruncation(executionFor(), model, how);
    await removePairsOf(executionFor(), model, 'all', stamps, inTurn);
    return;
  }
  const { within } = model.writes!.resolve;
  let removed = 0;
  // The API may list them for a while: what is gone is not counted again.
  const gone = new Set<string>();
  let waited = false;
  for (;;) {
    const execution = executionFor();
    const { world, signal } = execution;
    const listed = await firstIds(execution, model);
    const ids = listed.ids.filter((id) => !gone.has(id));
    const left = listed.total - listed.ids.length + ids.length;
    if (ids.length === 0 && within !== undefined && !waited && !signal.aborted) {
      // What came or went just before is not to be seen yet.
      waited = true;
      await world.sleep(within, signal).catch(() => undefined);
      continue;
    }
    if (listed.ids.length === 0) return;
    if (signal.aborted) throw leftOver(removed, left, 'the caller has gone');
    if (ids.length === 0) throw leftOver(removed, listed.total, 'the API lists them, and does not find them');
    waited = false;
    const given = ids.map((id) => ({ kind: 'id', id }) as const);
    const plan = planWrite(
      planningOf(execution, model),
      { kind: 'remove', ids: given, silent: true },
      stamps,
    );
    const outcomes = await executeWrite(execution, plan);
    await removePairsOf(execution, model, removedIds(plan, outcomes), stamps, inTurn);
    let failed: WriteOutcome | undefined;
    let over = 0;
    const done = outcomes.filter(({ kind }) => kind === 'done').length;
    removed += done;
    count(done);
    for (const [index, outcome] of outcomes.entries()) {
      // An item that somebody else has removed meanwhile is gone as well.
      const isGone =
        outcome.kind === 'done' || (outcome.kind === 'refused' && outcome.error.code === 'ITEM_NOT_FOUND');
      if (!isGone) {
        failed ??= outcome;
        continue;
      }
      over += 1;
      remember(gone, ids[index]!);
    }
    if (failed && failed.kind !== 'done')
      throw leftOver(
        removed,
        within === undefined ? left - over : await leftLater(executionFor, model, within, gone),
        failed.error.message,
      );
  }
}

/** How many are left where reads are behind: counted when they show what came just before. undefined: that cannot be had. */
async function leftLater(
  executionFor: () => Execution,
  model: CollectionModel,
  within: number,
  gone: ReadonlySet<string>,
): Promise<number | undefined> {
  try {
    const execution = executionFor();
    await execution.world.sleep(within, execution.signal);
    const { ids, total } = await firstIds(executionFor(), model);
    return total - ids.filter((id) => gone.has(id)).length;
  } catch {
    return undefined;
  }
}

/** Ids that are remembered as gone. */
const mostGone = 10_000;

function remember(gone: Set<string>, id: string): void {
  gone.add(id);
  const [oldest] = gone;
  if (gone.size > mostGone && oldest !== undefined) gone.delete(oldest);
}

async function firstIds(
  execution: Execution,
  model: CollectionModel,
): Promise<{ readonly ids: readonly string[]; readonly total: number }> {
  const planning = planningOf(execution, model);
  const pushdown = pushDown(planning, { filter: everything, sort: [] });
  const limit = Math.min(batch, model.limits.page);
  const wish = {
    offset: 0,
    limit,
    keys: [],
    includes: [],
    total: true,
    byCursor: false,
    consistent: true,
    upstreamCursor: undefined,
  };
  const plan = planItems(planning, pushdown, wish);
  const { items, total } = await untilStill(() => executeItems(execution, plan));
  return { ids: items.map(({ _id }) => _id as string), total: total ?? items.length };
}

async function runTruncation(
  execution: Execution,
  model: CollectionModel,
  mutation: MutationModel,
): Promise<void> {
  const call = mutationCall(model, mutation, [{ slots: {}, guarded: false }], undefined, execution.scope);
  noteChange(execution.runtime, [model]);
  const sent = await sendMutation(execution, { call }, execution.deadline - 1000);
  noteChange(execution.runtime, [model]);
  if (sent.kind === 'not run') throw sent.error;
  if (sent.kind === 'answered') {
    const [root] = call.roots;
    const value = sent.data === null ? null : callResult(sent.data, root!);
    const verdict = judgeMutation({
      model,
      mutation,
      root: root!,
      value,
      errors: sent.errors,
      id: undefined,
    });
    if (verdict.kind === 'done') return;
    if (verdict.kind === 'refused') throw verdict.error;
  }
  const { ids, total } = await firstIds(execution, model);
  if (ids.length > 0) throw leftOver(undefined, total, 'the answer of the API was lost');
}

/** @param left undefined: it is not known how many */
function leftOver(removed: number | undefined, left: number | undefined, why: string): AdapterError {
  const done = removed === undefined ? '' : `${removed} items were removed, `;
  const rest = left === undefined ? 'how many are left is not known' : `about ${left} are left`;
  return unavailable(
    `The collection is not empty: ${done}${rest} (${why}). Repeat the request to go on`,
    502,
  );
}
