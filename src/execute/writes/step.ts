/** One request of a plan of writes, and what its answer says of each item. */
import type { CollectionModel } from '../../model/model.js';
import type { VerbModel } from '../../model/writes.js';
import type { PreparedWrite, WriteStep } from '../../plan/writes/nodes.js';
import { writeStep } from '../../plan/writes/steps.js';
import { callResult } from '../../upstream/document/operation.js';
import { AdapterError } from '../../wix/errors.js';
import { type Execution, planningOf } from '../execution.js';
import { judgeMutation, verdictOfNone } from './judge.js';
import type { WriteVerdict } from './outcome.js';
import { type Sent, sendMutation } from './send.js';

export interface StepVerdict {
  readonly write: PreparedWrite;
  readonly verdict: WriteVerdict;
}

/** @param until epoch milliseconds; later answers are not waited for */
export async function runStep(
  execution: Execution,
  model: CollectionModel,
  verb: VerbModel,
  step: WriteStep,
  until: number,
): Promise<readonly StepVerdict[]> {
  const sent = await sendMutation(execution, step, until);
  if (sent.kind === 'not run') return all(step, { kind: 'refused', error: sent.error, unrun: true });
  if (sent.kind === 'lost') return all(step, { kind: 'unknown', why: sent.why });
  if (step.form === 'list') return listVerdicts(execution, model, verb, step, sent, until);
  // What is wrong with one item is then no fault of the others.
  if (step.form === 'aliases' && !sent.ran)
    return oneByOne(execution, model, verb, step, until, (write, index) =>
      verdictOf(execution, model, verb, step, sent, write, index),
    );
  return step.writes.map((write, index) => ({
    write,
    verdict: verdictOf(execution, model, verb, step, sent, write, index),
  }));
}

/** Writes of a request that had no effect, each by itself. @param otherwise what is said of those that the time is over for */
async function oneByOne(
  execution: Execution,
  model: CollectionModel,
  verb: VerbModel,
  { writes }: WriteStep,
  until: number,
  otherwise: (write: PreparedWrite, index: number) => WriteVerdict,
): Promise<readonly StepVerdict[]> {
  const verdicts: StepVerdict[] = [];
  for (const [index, write] of writes.entries()) {
    const single = writeStep(planningOf(execution, model), verb, [write]);
    if (execution.world.now() >= until) verdicts.push({ write, verdict: otherwise(write, index) });
    else verdicts.push(...(await runStep(execution, model, verb, single, until)));
  }
  return verdicts;
}

function all({ writes }: WriteStep, verdict: WriteVerdict): readonly StepVerdict[] {
  return writes.map((write) => ({ write, verdict }));
}

type AnsweredDocument = Extract<Sent, { kind: 'answered' }>;

function verdictOf(
  execution: Execution,
  model: CollectionModel,
  mutation: VerbModel,
  { call, form }: WriteStep,
  { data, errors, ran }: AnsweredDocument,
  { id }: PreparedWrite,
  index: number,
): WriteVerdict {
  const root = call.roots[index]!;
  const value = data === null ? null : callResult(data, root);
  const about = errors.some(({ path }) => (path === undefined ? !ran : path[0] === root.alias));
  // A null that has gone up to the root says of no other mutation what became of it: some have run.
  if (form === 'aliases' && data === null && !about)
    return { kind: 'unknown', why: 'another mutation of the same document failed' };
  const verdict = judgeMutation({ model, mutation, root, value, errors, id });
  if (verdict.kind === 'refused' && !ran) return { ...verdict, unrun: true };
  if (verdict.kind !== 'done' || verdict.row === undefined || mutation.verb === 'insert') return verdict;
  const came = idReader(execution, model)(verdict.row);
  return came === undefined || came === id
    ? verdict
    : { kind: 'unknown', why: `the API answered with the item ${came} instead of ${id}` };
}

/** Of the id of a row; undefined: it tells none, or none that can be read. */
function idReader({ runtime }: Execution, model: CollectionModel): (row: unknown) => string | undefined {
  const { read } = runtime.knowledge(model).reader([]);
  return (row) => {
    try {
      return read(row, () => undefined)._id as string;
    } catch (error) {
      if (error instanceof AdapterError) return undefined;
      throw error;
    }
  };
}

/** A list fails as a whole, and then has no effect (bulk.atomic): its items are written one by one, to see which one it was. */
async function listVerdicts(
  execution: Execution,
  model: CollectionModel,
  verb: VerbModel,
  step: WriteStep,
  { data, errors, ran }: AnsweredDocument,
  until: number,
): Promise<readonly StepVerdict[]> {
  const [root] = step.call.roots;
  const value = data === null ? null : callResult(data, root!);
  const id = step.writes.length === 1 ? step.writes[0]!.id : undefined;
  const verdict = judgeMutation({ model, mutation: verb, root: root!, value, errors, id });
  if (verdict.kind === 'refused' && !ran && step.writes.length === 1)
    return all(step, { ...verdict, unrun: true });
  if (verdict.kind === 'done') return rowsOf(execution, model, verb, step, verdict.row);
  if (verdict.kind === 'unknown' || step.writes.length === 1) return all(step, verdict);
  return oneByOne(execution, model, verb, step, until, () => verdict);
}

/** Rows of a list belong to the items by their ids, or by their place where there is one for each. */
function rowsOf(
  execution: Execution,
  model: CollectionModel,
  { answer }: VerbModel,
  { writes }: WriteStep,
  rows: unknown,
): readonly StepVerdict[] {
  if (rows === undefined)
    return writes.map((write) => ({ write, verdict: { kind: 'done', row: undefined } }));
  const list: readonly unknown[] = Array.isArray(rows) ? rows : [rows];
  const named = writes.every(({ id }) => id !== undefined);
  const idOf = idReader(execution, model);
  // A row without an id belongs to nobody; its item is looked up.
  const byId = named ? new Map(list.map((row) => [idOf(row), row])) : undefined;
  const whole = byId !== undefined && !byId.has(undefined);
  return writes.map((write, index) => {
    const row = byId ? byId.get(write.id!) : list.length === writes.length ? list[index] : undefined;
    if (row !== undefined) return { write, verdict: { kind: 'done', row } };
    // A list that names each of its items says of the others that they were not written.
    const why = `the API answered with ${list.length} of ${writes.length} items`;
    return { write, verdict: whole ? verdictOfNone(answer, write.id) : { kind: 'unknown', why } };
  });
}
