/** What must hold of every history of writes: W1 to W12. Each gives what is wrong with a run, or nothing. */
import type { Run } from './play.js';
import { isLost, named, type OutcomeKind, outcomeOf, type Slot, shows, slotsOf, statesIn } from './slots.js';
import { deadline } from './subjects.js';

/** @param slots those of the run */
export type Invariant = (run: Run, slots: readonly Slot[]) => string | undefined;

function each(judge: (run: Run, slot: Slot) => string | undefined): Invariant {
  return (run, slots) => {
    for (const slot of slots) {
      const fault = judge(run, slot);
      if (fault !== undefined) return `${fault}: ${named(slot)}`;
    }
    return undefined;
  };
}

/**
 * What an API does once for a key is done once. A write that is recognised by its id or key may come again only where somebody else
 * has undone it in between: nobody can tell that from a write that never came.
 */
const w1 = each((run, slot) => {
  const effects = slot.effects;
  const keyed = slot.verb === 'insert' && run.scenario.identity === 'idempotency';
  for (const [index, effect] of effects.entries()) {
    const before = effects[index - 1];
    if (!before) continue;
    // An item that was removed and made again can be what it was before the update.
    const opposite = { insert: 'remove', remove: 'insert', update: 'remove' }[slot.verb];
    // With another key it is not recognised any more.
    const renamed = slot.verb === 'insert' && run.scenario.identity === 'key' ? 'update' : opposite;
    const undone = run.api.applied.some(
      ({ kind, id, order }) =>
        (kind === opposite || kind === renamed) &&
        id === before.id &&
        order > before.order &&
        order < effect.order,
    );
    if (keyed || !undone) return `applied ${effects.length} times`;
  }
  return undefined;
});

const w2: Invariant = ({ played }) => {
  for (const { operation, results, error, ended } of played) {
    if (operation.kind !== 'insert' && operation.kind !== 'update' && operation.kind !== 'remove') continue;
    if (ended === undefined || error) continue;
    const given = operation.kind === 'remove' ? operation.ids : operation.items;
    if (results?.length !== given.length) return `${results?.length} results for ${given.length} items`;
    for (const [index, { item, error: fault }] of results.entries()) {
      if ((item === undefined) === (fault === undefined))
        return `result ${index} is not one of item and error`;
      if (!item) continue;
      const wanted = given[index]!;
      const id = typeof wanted === 'string' ? wanted : operation.kind === 'update' ? wanted._id : undefined;
      if (id !== undefined && item._id !== id)
        return `result ${index} is of ${String(item._id)} instead of ${id}`;
    }
  }
  return undefined;
};

const w3 = each((run, slot) => {
  const { outcome, result, verb, played, id } = slot;
  if (outcome !== 'done') return undefined;
  const item = result!.item!;
  if (verb === 'remove') {
    const sent = slot.sent;
    const answered = !sent.some((one) => isLost(one) || !one.data);
    if (answered && slot.effects.length === 0) return 'done without an effect';
    const during = statesIn(run.api.states, played.begun, played.ended!);
    return during.some(({ books }) => !books.has(id!))
      ? undefined
      : 'done, and the item was there all the time';
  }
  const effects = slot.effects;
  if (effects.length === 0) return 'done without an effect';
  const fits = effects.some((effect) =>
    run.api.states.some(
      ({ at, books }) => at >= effect.at && at <= played.ended! && shows(books.get(effect.id), item),
    ),
  );
  return fits ? undefined : 'the item is nothing that was stored from its effect to the answer';
});

const w4 = each((_run, slot) =>
  slot.outcome === 'refused' && slot.effects.length > 0 ? 'refused, and it has an effect' : undefined,
);

/** What nobody has answered is known by looking, or not at all. */
const w5 = each((run, slot) => {
  const { outcome, played } = slot;
  const sent = slot.sent;
  if (sent.length === 0 || !sent.every(isLost)) return undefined;
  if (outcome === 'refused') return 'refused, though all its answers were lost';
  const [first] = sent;
  const looked = run.api.sent.some(
    ({ request, kind, data, at }) =>
      request === played.request && kind === 'query' && data && at >= first!.at,
  );
  return outcome === 'done' && !looked ? 'done, and nobody has answered or looked' : undefined;
});

/** Why an outcome may be unknown. */
export const unknownCauses = ['answer lost', 'data is null', 'step after it failed'] as const;
export type UnknownCause = (typeof unknownCauses)[number];

/** undefined: there is no cause. */
export function causeOf(slot: Slot): UnknownCause | undefined {
  if (slot.result!.error!.errorMessage.startsWith('The item is written, but'))
    return slot.effects.length > 0 ? 'step after it failed' : undefined;
  const sent = slot.sent;
  if (sent.some(isLost)) return 'answer lost';
  return sent.some(({ answered, data }) => answered !== undefined && !data) ? 'data is null' : undefined;
}

const w6 = each((_run, slot) =>
  slot.outcome === 'unknown' && causeOf(slot) === undefined ? 'unknown, and every answer came' : undefined,
);

/** The writes of one id have their effects in the order of the request. */
const w7: Invariant = (_run, slots) => {
  const last = new Map<string, number>();
  for (const slot of slots) {
    if (slot.verb !== 'update') continue;
    const [effect] = slot.effects;
    if (!effect) continue;
    const key = `${slot.played.request} ${slot.id}`;
    if ((last.get(key) ?? -1) > effect.order)
      return `${named(slot)}: its effect came before that of an earlier write`;
    last.set(key, effect.order);
  }
  return undefined;
};

/** What a read shows was stored at one moment between its beginning and its end. */
const w8: Invariant = ({ played, api, scenario }) => {
  for (const { operation, answer, begun, ended, request } of played) {
    if (answer === undefined || ended === undefined) continue;
    const during = statesIn(api.states, begun - scenario.lag, ended).map(({ books }) => books);
    if (operation.kind === 'count') {
      const { totalCount } = answer as { totalCount: number };
      if (!during.some(({ size }) => size === totalCount)) return `${request}: counts ${totalCount} items`;
    }
    if (operation.kind !== 'query' && operation.kind !== 'get') continue;
    const { items } = answer as { items: readonly Readonly<Record<string, unknown>>[] };
    const wanted = operation.kind === 'get' ? new Set(operation.ids) : undefined;
    const fits = during.some((books) => {
      const shown = [...books.keys()].filter((id) => wanted?.has(id) ?? true);
      return shown.length === items.length && items.every((item) => shows(books.get(String(item._id)), item));
    });
    if (!fits) return `${request}: shows ${JSON.stringify(items)}, which was never stored so`;
  }
  return undefined;
};

const w9: Invariant = ({ played, left, defects }) => {
  if (defects.length > 0) return defects[0];
  if (left > 0) return `${left} timers or requests are left`;
  const late = played.find(({ begun, ended, operation }) => {
    // Emptying goes on batch after batch, each in its own time.
    return ended !== undefined && operation.kind !== 'truncate' && ended - begun > deadline;
  });
  return late && `${late.request} took ${late.ended! - late.begun} ms`;
};

/** A replica that has died, or begun, sends nothing of what it had: each request is sent while it is under way. */
const w10: Invariant = ({ played, api, scenario }) => {
  const begins = new Map(played.map((one) => [one.request, one]));
  for (const { request, kind, at, abandoned } of api.sent) {
    const one = begins.get(request);
    if (kind !== 'mutation' || !one) continue;
    if (abandoned) return `${request} did not wait for the answer of a mutation that it had sent`;
    if (one.ended !== undefined && at > one.ended) return `${request} sent a mutation after its answer`;
  }
  const crashed = scenario.operations.some(({ kind }) => kind === 'crash');
  const open = played.find(({ ended }) => ended === undefined);
  return open && !crashed ? `${open.request} has no answer, and nothing has died` : undefined;
};

const w11: Invariant = (run) => {
  const { played, api, scenario } = run;
  for (const { operation, request, error, ended, begun, answer } of played) {
    if (operation.kind !== 'truncate' || ended === undefined) continue;
    const during = statesIn(api.states, begun, ended);
    if (answer !== undefined && !error && !during.some(({ books }) => books.size === 0))
      return `${request}: emptied, and there were always items`;
    const said = /(\d+) items were removed, about (\d+) are left/.exec(error?.message ?? '');
    if (!said) continue;
    // A removal that is recognised by looking may have been somebody else's, also just before: then the API still lists the item.
    const removed = api.applied.filter(
      ({ kind, at }) => kind === 'remove' && at >= begun - scenario.lag && at <= ended,
    );
    if (Number(said[1]) > removed.length)
      return `${request}: tells of ${said[1]} removals of ${removed.length}`;
    const alone = played.every((other) => other.request === request || (other.ended ?? ended) < begun);
    const quiet = alone && !scenario.operations.some(({ kind }) => kind === 'outside' || kind === 'crash');
    const left = during.at(-1)!.books.size;
    if (quiet && Number(said[2]) < left) return `${request}: tells that ${said[2]} are left of ${left}`;
  }
  return undefined;
};

const w12: Invariant = ({ played }) => {
  for (const { operation, results, told, request, error } of played) {
    const removed = /(\d+) items were removed/.exec(error?.message ?? '')?.[1];
    if (operation.kind === 'truncate' && removed !== undefined) {
      const emptied = told.find((one) => one.kind === 'items written');
      const done = emptied?.kind === 'items written' ? emptied.done : 'nothing';
      if (done !== Number(removed)) return `${request}: counts ${done} removed of ${removed}`;
    }
    if (!results) continue;
    const count = (kind: OutcomeKind): number =>
      results.filter((result) => outcomeOf(result) === kind).length;
    const counted = told.find((one) => one.kind === 'items written');
    if (counted?.kind !== 'items written') return `${request}: nothing was counted`;
    for (const kind of ['done', 'refused', 'unknown'] as const)
      if (counted[kind] !== count(kind))
        return `${request}: counts ${counted[kind]} ${kind} of ${count(kind)}`;
    const unknown = told.filter((one) => one.kind === 'write unknown').length;
    if (unknown !== count('unknown')) return `${request}: tells of ${unknown} unknown of ${count('unknown')}`;
  }
  return undefined;
};

export const invariants: Readonly<Record<string, Invariant>> = {
  'W1 never applied twice': w1,
  'W2 one result for each item, in order': w2,
  'W3 done: the effect is there, and the item is what was stored': w3,
  'W4 refused: no effect, ever': w4,
  'W5 neither: unknown, or seen by looking': w5,
  'W6 unknown only where an answer was lost': w6,
  'W7 the writes of one id keep their order': w7,
  'W8 a read after the answer sees the write': w8,
  'W9 the deadline holds, and nothing is left': w9,
  'W10 two replicas and a crash change none of it': w10,
  'W11 emptying tells the truth': w11,
  'W12 what is counted is what is answered': w12,
};

/** The first invariant that does not hold, and how. @param slots those of the run */
export function violation(run: Run, slots: readonly Slot[] = slotsOf(run)): string | undefined {
  for (const [name, invariant] of Object.entries(invariants)) {
    const fault = invariant(run, slots);
    if (fault !== undefined) return `${name}: ${fault}`;
  }
  return undefined;
}
