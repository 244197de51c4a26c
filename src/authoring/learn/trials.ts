/**
 * Questions to an API, several in one document, each under an alias of its own: what comes, and what the API refuses.
 * A document that is refused as a whole is asked again in halves; a refusal counts only when a control question beside it
 * is answered.
 */

import { type ListQuery, listCall, type Page, type PageRequest } from '../../calls/list.js';
import type { CollectionModel } from '../../model/model.js';
import type { Json } from '../../styles/vocabulary.js';
import type { RootCall } from '../../upstream/document/operation.js';
import type { GraphqlError } from '../../upstream/transport/failure.js';
import { AdapterError } from '../../wix/errors.js';
import type { Asker, Reply } from './asker.js';
import { saidBy } from './failures.js';

export interface Trial<T> {
  readonly alias: string;
  readonly calls: readonly RootCall[];
  read(data: Readonly<Record<string, unknown>>): T;
}

export interface Outcome<T> {
  /** By alias; an answer of which anything failed is not among them. */
  readonly answers: ReadonlyMap<string, T>;
  /** What the API said, by alias; the control question was answered beside it. */
  readonly refused: ReadonlyMap<string, GraphqlError>;
}

/** Calls under names of their own, and their answers under the names that the reader knows. */
export function createTrial<T>(
  alias: string,
  calls: readonly RootCall[],
  read: (data: Readonly<Record<string, unknown>>) => T,
): Trial<T> {
  const own = (index: number): string => (index === 0 ? alias : `${alias}_${index}`);
  return {
    alias,
    calls: calls.map((call, index) => ({ ...call, alias: own(index) })),
    read: (data) => read(Object.fromEntries(calls.map((call, index) => [call.alias, data[own(index)]]))),
  };
}

export function pageTrial(
  model: CollectionModel,
  alias: string,
  query: ListQuery,
  request: PageRequest,
): Trial<Page> {
  // A page with rows that the API hides proves nothing of its conditions and places.
  const whole = { ...model, list: { ...model.list, hidesRows: false } };
  const { roots, read } = listCall(whole, query, request, {});
  return createTrial(alias, roots, read);
}

/** @param control a question that is like the others and has been answered before */
export async function runTrials<T>(
  model: CollectionModel,
  trials: readonly Trial<T>[],
  control: Trial<unknown>,
  asker: Asker,
): Promise<Outcome<T>> {
  const answers = new Map<string, T>();
  const suspects = new Map<string, GraphqlError>();
  let open = [...trials];
  while (open.length > 0 && asker.left() > 1) {
    const batch = take(open, asker.places());
    const reply = await asker.ask(
      model,
      batch.flatMap((trial) => trial.calls),
    );
    const settled = new Set<Trial<T>>();
    for (const trial of batch) {
      const found = judge(trial, reply);
      if (found === undefined) continue;
      settled.add(trial);
      if (found.kind === 'answer') answers.set(trial.alias, found.answer);
      else if (found.kind === 'refused') suspects.set(trial.alias, found.error);
    }
    const places = batch.reduce((sum, trial) => sum + trial.calls.length, 0);
    if (settled.size === 0 && batch.length > 1) asker.note(places, false);
    else if (settled.size === 0) {
      // Alone in its document, it is this one that is refused.
      settled.add(batch[0]!);
      if (reply.kind === 'refused') suspects.set(batch[0]!.alias, { message: saidBy(reply.failure) });
    } else if (reply.kind === 'data' && settled.size === batch.length) asker.note(places, true);
    open = open.filter((trial) => !settled.has(trial));
  }
  if (suspects.size === 0) return { answers, refused: suspects };
  return { answers, refused: (await isAnswered(model, control, asker)) ? suspects : new Map() };
}

async function isAnswered(model: CollectionModel, control: Trial<unknown>, asker: Asker): Promise<boolean> {
  if (asker.left() <= 0) return false;
  const reply = await asker.ask(model, control.calls);
  return judge(control, reply)?.kind === 'answer';
}

function take<T>(open: readonly Trial<T>[], places: number): readonly Trial<T>[] {
  let used = 0;
  const fitting = open.findIndex((trial) => {
    used += trial.calls.length;
    return used > places;
  });
  return fitting === -1 ? open : open.slice(0, Math.max(1, fitting));
}

type Judged<T> =
  | { readonly kind: 'answer'; readonly answer: T }
  | { readonly kind: 'refused'; readonly error: GraphqlError }
  /** Something in it failed, which says nothing of the question. */
  | { readonly kind: 'unclear' };

/** undefined: the reply says nothing of this trial, which is to be asked again. */
function judge<T>(trial: Trial<T>, reply: Reply): Judged<T> | undefined {
  if (reply.kind === 'lost') return undefined;
  const errors = reply.kind === 'data' ? reply.errors : reply.failure.errors;
  const named = reply.kind === 'refused' ? variablesOf(reply) : [];
  const own = errors.filter((error) => isAt(trial, error) || isAbout(trial, error, named));
  // An error inside a row is about that row.
  const refusal = own.find((error) => error.path?.every((step) => typeof step === 'string') ?? true);
  if (refusal) return { kind: 'refused', error: refusal };
  if (own.length > 0) return { kind: 'unclear' };
  if (reply.kind !== 'data') return undefined;
  // One without a place may be about anything.
  if (
    errors.some((error) => error.path === undefined) &&
    trial.calls.some(({ alias }) => reply.data[alias] == null)
  )
    return undefined;
  try {
    return { kind: 'answer', answer: trial.read(reply.data) };
  } catch (error) {
    if (!(error instanceof AdapterError)) throw error;
    // Another one's error may have taken the whole answer away.
    return errors.length > 0 ? undefined : { kind: 'unclear' };
  }
}

function isAt(trial: Trial<unknown>, { path }: GraphqlError): boolean {
  return path !== undefined && trial.calls.some((call) => call.alias === path[0]);
}

interface Variable {
  readonly name: string;
  readonly value: Json;
}

function variablesOf({ variables }: Exclude<Reply, { kind: 'data' }>): readonly Variable[] {
  return Object.entries(variables).map(([name, value]) => ({ name, value }));
}

/** An error without a path may name the variable of one trial: `Variable "$where3" got invalid value`. */
function isAbout(trial: Trial<unknown>, error: GraphqlError, variables: readonly Variable[]): boolean {
  if (error.path !== undefined) return false;
  const [, name] = /\$([A-Za-z_]\w*)/.exec(error.message) ?? [];
  const value = variables.find((each) => each.name === name)?.value;
  // Of texts and numbers several arguments may hold the same.
  if (typeof value !== 'object' || value === null) return false;
  return trial.calls.some((call) =>
    [...call.arguments.values()].some((given) => Object.values(given).includes(value)),
  );
}
