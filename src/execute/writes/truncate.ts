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
import { executeWrite } from './execute.js';
import { judgeMutation } from './judge.js';
import { sendMutation } from './send.js';

/** Items of one batch. */
const batch = 100;

/**
 * Repeating it goes on with what is left.
 * @throws UNKNOWN_ERROR that says how many items were removed, and how many are left
 */
export async function truncateItems(
  executionFor: () => Execution,
  model: CollectionModel,
  stamps: Stamps,
): Promise<{ readonly removed: number | undefined }> {
  const how = model.writes!.truncate!;
  if (how !== 'remove') {
    await runTruncation(executionFor(), model, how);
    return { removed: undefined };
  }
  let removed = 0;
  // Those of a batch of which nothing was removed.
  let missed: ReadonlySet<string> = new Set();
  for (;;) {
    const execution = executionFor();
    const { ids, total } = await firstIds(execution, model);
    if (ids.length === 0) return { removed };
    const stop = (why: string): AdapterError => leftOver(removed, total, why);
    if (execution.signal.aborted) throw stop('the caller has gone');
    if (ids.every((id) => missed.has(id))) throw stop('the API lists them, and does not find them');
    const given = ids.map((id) => ({ kind: 'id', id }) as const);
    const plan = planWrite(
      planningOf(execution, model),
      { kind: 'remove', ids: given, silent: true },
      stamps,
    );
    const outcomes = await executeWrite(execution, plan);
    // An item that somebody else has removed meanwhile is gone as well.
    const gone = outcomes.filter(
      (each) => each.kind === 'done' || (each.kind === 'refused' && each.error.code === 'ITEM_NOT_FOUND'),
    ).length;
    const done = outcomes.filter(({ kind }) => kind === 'done').length;
    removed += done;
    missed = new Set(done === 0 ? ids : []);
    const failed = outcomes.find((each) => each.kind === 'unknown' || each.kind === 'refused');
    if (gone === outcomes.length) continue;
    throw leftOver(removed, total - gone, failed?.error.message ?? '');
  }
}

async function firstIds(
  execution: Execution,
  model: CollectionModel,
): Promise<{ readonly ids: readonly string[]; readonly total: number }> {
  const planning = planningOf(execution, model);
  const pushdown = pushDown(model, { filter: everything, sort: [] });
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
  const { items, total } = await executeItems(execution, planItems(planning, pushdown, wish));
  return { ids: items.map(({ _id }) => _id as string), total: total ?? items.length };
}

async function runTruncation(
  execution: Execution,
  model: CollectionModel,
  mutation: MutationModel,
): Promise<void> {
  const knowledge = execution.runtime.knowledge(model);
  const call = mutationCall(model, mutation, [{ slots: {}, guarded: false }], undefined, execution.scope);
  knowledge.wrote();
  const sent = await sendMutation(execution, { call }, execution.deadline - 1000);
  knowledge.wrote();
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

function leftOver(removed: number | undefined, left: number, why: string): AdapterError {
  const done = removed === undefined ? '' : `${removed} items were removed, `;
  return unavailable(
    `The collection is not empty: ${done}about ${left} are left (${why}). Repeat the request to go on`,
    502,
  );
}
