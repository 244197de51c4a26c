/** From a writing request to its plan. Nothing is sent, and the same request with the same knowledge gives the same plan. */
import { whereOf } from '../../model/identity-rules.js';
import type { CollectionModel } from '../../model/model.js';
import type { VerbModel, WriteVerb } from '../../model/writes.js';
import type { Json } from '../../styles/vocabulary.js';
import { AdapterError, badRequest, itemAlreadyExists, itemNotFound } from '../../wix/errors.js';
import { everything } from '../../wix/filter/tree.js';
import type { Item } from '../../wix/json.js';
import type { GivenId, GivenItem } from '../../wix/write-requests.js';
import type { Planning } from '../planning.js';
import { visibleKeys } from '../request/fields.js';
import { fieldsRead } from '../request/wanted.js';
import { getNode } from '../tree/sources.js';
import { keySource, keyValue, taken, upsertKey } from './by-key.js';
import { heldReferences } from './held-references.js';
import { writeId } from './ids.js';
import type { PreparedWrite, WritePlan, WriteRound, WriteShortcut, WriteSlot, WriteSteps } from './nodes.js';
import { needsStored, prepareInsert, prepareUpdate } from './prepare.js';
import { withoutHidden } from './shown.js';
import { givenSlots, removedSlots } from './slots.js';
import { writeSteps } from './steps.js';
import { withinRules } from './within.js';

/** What a plan of writes is made with besides. */
export interface Stamps {
  /** Epoch milliseconds. */
  readonly now: number;
  /** A new id, for an item that has none, and for keys of idempotency. */
  readonly newId: () => string;
}

export type EndpointWrite =
  | {
      readonly kind: 'insert' | 'update';
      readonly items: readonly GivenItem[];
      /** Instead of the collection's own update: one that writes only some fields. */
      readonly verb?: VerbModel;
      /** Nobody wants the items as they are stored. */
      readonly silent?: true;
    }
  /** `silent`: nobody wants the removed items. */
  | { readonly kind: 'remove'; readonly ids: readonly GivenId[]; readonly silent?: true };

/** @throws BAD_REQUEST where the collection does not offer it */
export function planWrite(planning: Planning, write: EndpointWrite, stamps: Stamps): WritePlan {
  const { model } = planning;
  const verb = (write.kind === 'update' ? write.verb : undefined) ?? verbOf(model, write.kind);
  const slots =
    write.kind === 'remove'
      ? removedSlots(model, write.ids)
      : givenSlots(model, verb, write.items, stamps.newId);
  const keys = slots.map((slot) => (slot.kind === 'write' && verb.keyed ? stamps.newId() : undefined));
  const silent = write.silent === true;
  const scene: Scene = { planning, verb, slots, keys, now: stamps.now, silent };
  return Object.freeze({
    kind: 'write',
    model,
    verb,
    slots,
    referenced: silent ? undefined : heldReferences(planning, verb, slots),
    rounds: roundsOf(slots).map((each) => planRound(scene, each)),
    now: stamps.now,
    silent,
    keys,
    readsBack: !silent && verb.verb !== 'remove' && verb.answer.item === undefined,
    reasons: [],
  });
}

/**
 * The mutation that the collection declares for an operation.
 * @throws BAD_REQUEST where it declares none
 */
export function verbOf({ id, writes }: CollectionModel, kind: WriteVerb): VerbModel {
  const verb = writes?.[kind];
  if (verb) return verb;
  const readOnly = writes?.insert || writes?.update || writes?.remove ? '' : ' is read-only: it';
  throw badRequest(`The collection ${id}${readOnly} does not offer ${kind.toUpperCase()}`);
}

/** The k-th writes of all ids together: so the writes of one id keep their order. */
function roundsOf(slots: readonly WriteSlot[]): readonly (readonly number[])[] {
  const rounds: number[][] = [];
  const times = new Map<string, number>();
  for (const [index, slot] of slots.entries()) {
    if (slot.kind !== 'write') continue;
    const round = slot.id === undefined ? 0 : (times.get(slot.id) ?? 0);
    if (slot.id !== undefined) times.set(slot.id, round + 1);
    rounds[round] = [...(rounds[round] ?? []), index];
  }
  return rounds;
}

interface Scene {
  readonly planning: Planning;
  readonly verb: VerbModel;
  readonly slots: readonly WriteSlot[];
  readonly keys: readonly (string | undefined)[];
  readonly now: number;
  /** Removed items are not given back. */
  readonly silent: boolean;
}

function planRound(scene: Scene, indices: readonly number[]): WriteRound {
  const { planning, verb, slots } = scene;
  const { model, facts } = planning;
  const key = upsertKey(model, verb);
  if (key !== undefined) return keyedRound(scene, indices, key);
  const why = new Set<string>();
  const ids: string[] = [];
  for (const index of indices) {
    const slot = slots[index]!;
    if (slot.kind !== 'write' || slot.id === undefined) continue;
    const reasons = reasonsToLook(scene, slot.id, slot.item);
    if (reasons.length > 0) ids.push(slot.id);
    for (const each of reasons) why.add(each);
  }
  if (ids.length === 0)
    return { slots: indices, before: undefined, ready: stepsOf(scene, indices, undefined) };
  const keys = visibleKeys(model, undefined);
  const scope = fieldsRead(whereOf(model, facts), [], model);
  const reader = planning.knowledge.reader([
    ...keys,
    ...scope,
    ...(verb.version === undefined ? [] : [verb.version]),
  ]);
  const rows = getNode(planning, ids, reader, [...comparedKeys(model, verb), ...scope]);
  return { slots: indices, before: { rows, why: [...why] }, ready: undefined };
}

/** New items that the mutation tells apart by this field. */
function keyedRound({ planning, verb, slots }: Scene, indices: readonly number[], key: string): WriteRound {
  const values = indices.flatMap((index) => {
    const slot = slots[index]!;
    const value = slot.kind === 'write' ? keyValue(verb, key, slot.item) : undefined;
    return value === undefined || value instanceof AdapterError ? [] : [value];
  });
  const rows = keySource(planning, key, values, 'all');
  return {
    slots: indices,
    before: { rows, why: ['the mutation both makes and changes items'] },
    ready: undefined,
  };
}

/** Fields of the stored item that decide over what is sent. */
function comparedKeys(model: CollectionModel, verb: VerbModel): readonly string[] {
  if (verb.verb === 'remove') return verb.version === undefined ? [] : [verb.version];
  const keys = [...verb.fields.values()].filter((each) => each.lossy || verb.changes).map((each) => each.key);
  return [...keys, ...verb.readOnly.keys(), ...(verb.version === undefined ? [] : [verb.version])].filter(
    (key) => model.fields.get(key)?.type !== 'MULTI_REFERENCE',
  );
}

function reasonsToLook({ planning, verb, now, silent }: Scene, id: string, item: Item): readonly string[] {
  if (verb.verb === 'insert' && !verb.upsert) return [];
  const { model, facts } = planning;
  const common = [
    ...(verb.version === undefined ? [] : ['the API demands the version that is changed']),
    ...(verb.upsert ? ['the mutation both makes and changes items'] : []),
  ];
  if (verb.verb === 'insert') return common;
  const some = [
    ...(whereOf(model, facts) === everything && model.list.constants.size === 0
      ? []
      : ['the collection holds only some of the items of the API']),
    ...(writeId(model, id)?.exact ? [] : ['the API may take another id for the same']),
  ];
  if (verb.verb === 'remove')
    return [
      ...common,
      ...some,
      ...(verb.answer.item !== undefined || silent
        ? []
        : ['the mutation does not answer with the removed item']),
    ];
  return [
    ...common,
    ...some,
    ...(verb.changes ? ['only changes are sent'] : []),
    ...(model.writes?.resolve.within === undefined || silent
      ? []
      : ['if its answer is lost, an update that never came shows what was there']),
    ...needsStored(model, verb, item, now),
  ];
}

/** @param stored the items that were read before, by id; undefined: none were */
export function stepsOf(
  scene: Scene,
  indices: readonly number[],
  stored: ReadonlyMap<string, Item> | undefined,
): WriteSteps {
  const settled = new Map<number, WriteShortcut>();
  const prepared: PreparedWrite[] = [];
  for (const index of indices) {
    const slot = scene.slots[index]!;
    if (slot.kind !== 'write') continue;
    const found = prepareSlot(scene, index, slot, stored);
    if (found instanceof AdapterError) settled.set(index, { kind: 'refused', error: found });
    else if ('kind' in found) settled.set(index, found);
    else prepared.push(found);
  }
  return { steps: writeSteps(scene.planning, scene.verb, prepared), settled };
}

function prepareSlot(
  scene: Scene,
  index: number,
  slot: Extract<WriteSlot, { kind: 'write' }>,
  stored: ReadonlyMap<string, Item> | undefined,
): PreparedWrite | WriteShortcut | AdapterError {
  const { planning, verb, keys, now } = scene;
  const { model } = planning;
  const { id, raw, item } = slot;
  const before = id === undefined ? undefined : stored?.get(id);
  const looked = id !== undefined && stored !== undefined && reasonsToLook(scene, id, item).length > 0;
  const version = versionOf(verb, before);
  // One literal: an object made of parts would be of another hidden class for each item.
  const write = (input: Json | undefined, sent: PreparedWrite['sent']): PreparedWrite => ({
    slot: index,
    id,
    raw,
    input,
    version,
    sent,
    key: keys[index],
  });
  if (verb.verb === 'insert') {
    if (looked && before) return itemAlreadyExists(id);
    const byKey = upsertKey(model, verb);
    const known = byKey && taken(verb, byKey, item, stored?.values() ?? []);
    if (known) return known;
    const own = withinRules(model, verb, planning.facts, item, undefined);
    const made =
      own instanceof AdapterError ? own : prepareInsert(model, verb, own.item, id, now, own.hidden);
    if (made instanceof AdapterError) return made;
    return write(made.input, made.sent);
  }
  if (looked && before === undefined) return itemNotFound(id!);
  if (verb.verb === 'remove') return write(undefined, []);
  const own = withinRules(model, verb, planning.facts, item, before ?? {});
  const made =
    own instanceof AdapterError
      ? own
      : prepareUpdate(model, verb, own.item, looked ? before : undefined, now);
  if (made instanceof AdapterError) return made;
  if (made.input === undefined) return { kind: 'unchanged', item: withoutHidden(model, before!) };
  return write(made.input, made.sent);
}

function versionOf({ version }: VerbModel, stored: Item | undefined): Json | undefined {
  return version === undefined ? undefined : (stored?.[version] ?? undefined);
}

export type { Scene as WriteScene };
