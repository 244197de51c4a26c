/** Updates of one field of items, which leave everything else as it is. */
import type { CollectionModel } from '../../model/model.js';
import { systemKeys, type VerbModel, type WrittenField } from '../../model/writes.js';
import type { Item } from '../../wix/json.js';
import type { Planning } from '../planning.js';
import { writeId } from './ids.js';
import type { WritePlan, WriteSlot } from './nodes.js';
import { type Stamps, stepsOf } from './plan.js';

/** The update as one that writes this field alone, and what the service keeps of dates. */
export function patchVerb(update: VerbModel, field: WrittenField): VerbModel {
  const system: readonly string[] = systemKeys;
  const own = [...update.fields.values()].filter(({ key }) => system.includes(key));
  return Object.freeze({ ...update, fields: new Map([...own, field].map((each) => [each.key, each])) });
}

/**
 * Changes of items that were read just before: with the version that they had then.
 * @param stored by id; each of the changed items is in it
 */
export function planChanges(
  planning: Planning,
  verb: VerbModel,
  changes: readonly (Item & { readonly _id: string })[],
  stored: ReadonlyMap<string, Item>,
  { now, newId }: Stamps,
): WritePlan {
  const { model } = planning;
  const slots = changes.map((item): WriteSlot => slotOf(model, item));
  const indices = slots.map((_, index) => index);
  const keys = slots.map(() => (verb.keyed ? newId() : undefined));
  const scene = { planning, verb, slots, keys, now, silent: true };
  return Object.freeze({
    kind: 'write',
    model,
    verb,
    slots,
    referenced: undefined,
    rounds: [{ slots: indices, before: undefined, ready: stepsOf(scene, indices, stored) }],
    now,
    silent: true,
    keys,
    readsBack: false,
    reasons: [],
  });
}

function slotOf(model: CollectionModel, item: Item & { readonly _id: string }): WriteSlot {
  return { kind: 'write', id: item._id, raw: writeId(model, item._id)?.raw, item };
}
