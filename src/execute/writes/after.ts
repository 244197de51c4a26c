/** The mutation that follows a write, e.g. one that publishes: once for each item that was written. */
import type { Call } from '../../calls/call.js';
import { mutationCall, type Payloads } from '../../calls/mutate.js';
import type { CollectionModel } from '../../model/model.js';
import type { MutationModel } from '../../model/writes.js';
import { writeId } from '../../plan/writes/ids.js';
import type { Json } from '../../styles/vocabulary.js';
import { callResult } from '../../upstream/document/operation.js';
import { AdapterError, unavailable } from '../../wix/errors.js';
import type { Execution } from '../execution.js';
import { inParallel } from '../parallel.js';
import { judgeMutation } from './judge.js';
import type { WriteOutcome } from './outcome.js';
import { sendMutation } from './send.js';

/** @param done outcomes by slot; those whose second mutation fails are replaced */
export async function followUp(
  execution: Execution,
  model: CollectionModel,
  after: MutationModel,
  done: Map<number, WriteOutcome>,
  slots: readonly number[],
): Promise<void> {
  await inParallel(model.limits.concurrency, slots, async (slot) => {
    const outcome = done.get(slot)!;
    if (outcome.kind !== 'done') return;
    const why = await runAfter(execution, model, after, String(outcome.item._id));
    if (why !== undefined) done.set(slot, halfDone(after.name, why));
  });
}

/** undefined: it was done. */
async function runAfter(
  execution: Execution,
  model: CollectionModel,
  after: MutationModel,
  id: string,
): Promise<string | undefined> {
  const asked = writeId(model, id);
  if (!asked) return `the item has the id ${id}, which cannot be asked for`;
  const call = callOf(execution, model, after, after.fitId(asked.raw));
  // The items are written: what keeps this mutation from being made is no error of the request.
  if (call instanceof AdapterError) return call.reason ?? call.message;
  const sent = await sendMutation(execution, { call }, execution.deadline);
  if (sent.kind === 'lost') return sent.why;
  if (sent.kind === 'not run') return sent.error.message;
  const [root] = call.roots;
  const value = sent.data === null ? null : callResult(sent.data, root!);
  const verdict = judgeMutation({ model, mutation: after, root: root!, value, errors: sent.errors, id });
  if (verdict.kind === 'done') return undefined;
  return verdict.kind === 'unknown' ? verdict.why : (verdict.error.reason ?? verdict.error.message);
}

function callOf(
  { scope }: Execution,
  model: CollectionModel,
  after: MutationModel,
  id: Json,
): Call<Payloads> | AdapterError {
  try {
    return mutationCall(model, after, [{ slots: { id }, guarded: true }], undefined, scope);
  } catch (error) {
    if (error instanceof AdapterError) return error;
    throw error;
  }
}

function halfDone(name: string, why: string): WriteOutcome {
  const error = unavailable(
    `The item is written, but the mutation ${name} that follows it failed: write it again to repeat that`,
    502,
  );
  return { kind: 'unknown', why, error };
}
