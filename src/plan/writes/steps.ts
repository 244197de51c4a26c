/** The documents that carry prepared writes: one by one, under aliases, or as a list. */
import { type Mutation, mutationCall } from '../../calls/mutate.js';
import type { CollectionModel } from '../../model/model.js';
import type { VerbModel } from '../../model/writes.js';
import type { Slots } from '../../styles/template.js';
import type { Planning } from '../planning.js';
import { visibleKeys } from '../request/fields.js';
import type { PreparedWrite, WriteStep } from './nodes.js';

/** The requests that carry these writes, each as many as the API takes together. */
export function writeSteps(
  planning: Planning,
  verb: VerbModel,
  writes: readonly PreparedWrite[],
): readonly WriteStep[] {
  const { model } = planning;
  // A key is of one mutation: a list that is sent again in parts would be new to the API.
  const keyed = writes.some(({ key }) => key !== undefined);
  const size = verb.listed ? (keyed ? 1 : verb.many) : aliasesOf(model, verb);
  const steps: WriteStep[] = [];
  for (let start = 0; start < writes.length; start += size)
    steps.push(writeStep(planning, verb, writes.slice(start, start + size)));
  return steps;
}

/** One request that carries these writes: as a list, or with a mutation for each. */
export function writeStep(planning: Planning, verb: VerbModel, writes: readonly PreparedWrite[]): WriteStep {
  const { model, facts, knowledge } = planning;
  // Of a pair it is enough to see which item the answer is about.
  const keys = writes.some(({ referenced }) => referenced !== undefined) ? [] : visibleKeys(model, undefined);
  const reader = verb.answer.item && knowledge.reader(keys);
  const guarded = verb.verb !== 'insert';
  const mutations: readonly Mutation[] = verb.listed
    ? [{ slots: listSlots(verb, writes), guarded, key: writes[0]?.key }]
    : writes.map((each) => ({ slots: oneSlots(verb, each), guarded, key: each.key }));
  const form = verb.listed ? 'list' : writes.length > 1 ? 'aliases' : 'single';
  return { form, call: mutationCall(model, verb, mutations, reader, facts), writes };
}

function aliasesOf(model: CollectionModel, { version }: VerbModel): number {
  // A header is of the whole document.
  const alone = version !== undefined || model.writes?.idempotency?.kind === 'header';
  return alone ? 1 : (model.writes?.aliases ?? 1);
}

function oneSlots(verb: VerbModel, { raw, input, version, referenced }: PreparedWrite): Slots {
  return {
    ...(referenced === undefined ? {} : { referenced }),
    ...(raw === undefined ? {} : { id: verb.fitId(raw) }),
    ...(input === undefined ? {} : verb.changes ? { actions: input } : { item: input }),
    ...(version === undefined ? {} : { version }),
  };
}

function listSlots(verb: VerbModel, writes: readonly PreparedWrite[]): Slots {
  const raws = writes.flatMap(({ raw }) => (raw === undefined ? [] : [verb.fitId(raw)]));
  const inputs = writes.flatMap(({ input }) => (input === undefined ? [] : [input]));
  return {
    ...(raws.length > 0 ? { ids: raws, ...(raws.length === 1 ? { id: raws[0] } : {}) } : {}),
    ...(inputs.length > 0 ? { items: inputs, ...(inputs.length === 1 ? { item: inputs[0] } : {}) } : {}),
  };
}
