/**
 * References that written items hold to items of which whoever writes has only some: they are looked at before anything is sent. What is
 * hidden is not referred to, as `insert-references` does not refer to it either; that it is there is not told.
 */
import { ConversionError } from '../../model/codecs/types.js';
import { whereOf } from '../../model/identity-rules.js';
import type { FieldModel } from '../../model/model.js';
import type { VerbModel, WrittenField } from '../../model/writes.js';
import { AdapterError } from '../../wix/errors.js';
import type { Item, Json } from '../../wix/json.js';
import type { Planning } from '../planning.js';
import { fieldsRead } from '../request/wanted.js';
import { itemsById } from '../tree/sources.js';
import type { HeldReference, HeldReferences, WriteSlot } from './nodes.js';
import { type SomeReferenced, someReferenced } from './some-referenced.js';

/** @returns undefined: the items refer to nothing that depends on who writes */
export function heldReferences(
  planning: Planning,
  verb: VerbModel,
  slots: readonly WriteSlot[],
): HeldReferences | undefined {
  const { model, facts } = planning;
  const held: HeldReference[] = [];
  const lookups = new Map<string, SomeReferenced | undefined>();
  for (const [collection, fields] of referencesOf(planning, verb)) {
    const found = slots.flatMap((slot, index) =>
      slot.kind === 'write' ? heldBy(fields, verb, slot.item, index) : [],
    );
    if (found.length === 0) continue;
    const ids = [...new Set(found.map(({ id }) => id))];
    const some = someOf(planning, fields[0]!, ids);
    if (some === 'all') continue;
    held.push(...found);
    lookups.set(collection, some);
  }
  if (held.length === 0) return undefined;
  const changed = held.flatMap(({ slot }) => {
    const { id } = slots[slot] as Extract<WriteSlot, { kind: 'write' }>;
    return verb.verb === 'update' && id !== undefined ? [id] : [];
  });
  const keys = [...new Set(held.map(({ key }) => key))];
  const scope = fieldsRead(whereOf(model, facts), [], model);
  const stored = changed.length === 0 ? undefined : itemsById(planning, [...new Set(changed)], keys, scope);
  return Object.freeze({ held, lookups, stored });
}

/** The references that the mutation writes, by the collection that they lead to: one id, or a list of ids that is written whole. */
function referencesOf({ model }: Planning, verb: VerbModel): ReadonlyMap<string, readonly FieldModel[]> {
  const found = new Map<string, FieldModel[]>();
  for (const key of verb.fields.keys()) {
    const field = model.fields.get(key);
    if (!field?.relation || field.hidden) continue;
    const { collection } = field.relation;
    found.set(collection, [...(found.get(collection) ?? []), field]);
  }
  return found;
}

function heldBy(
  fields: readonly FieldModel[],
  verb: VerbModel,
  item: Item,
  slot: number,
): readonly HeldReference[] {
  return fields.flatMap(({ key, relation }) =>
    idsWritten(verb.fields.get(key)!, item[key]).map((id) => ({
      slot,
      key,
      id,
      collection: relation!.collection,
    })),
  );
}

/** The ids that the item will show. They are asked of the codec, which alone knows what it takes for a reference: an id, or an item with one. */
function idsWritten(field: WrittenField, value: Json | undefined): readonly string[] {
  if (value === undefined || value === null) return [];
  try {
    const shown = field.shown(value);
    const ids = Array.isArray(shown) ? shown : [shown];
    return ids.filter((id): id is string => typeof id === 'string' && id !== '');
  } catch (error) {
    // What is no reference at all is said when the item is prepared.
    if (error instanceof ConversionError) return [];
    throw error;
  }
}

/** Who may not read the other collection has none of its items. What a `where` of constants hides is not looked at: it may be written. */
function someOf(
  planning: Planning,
  field: FieldModel,
  ids: readonly string[],
): SomeReferenced | 'all' | undefined {
  try {
    const rules = planning.other(field.relation!.collection)?.model.rules;
    return (rules && someReferenced(planning, field, ids)) ?? 'all';
  } catch (error) {
    if (error instanceof AdapterError && error.status === 403) return undefined;
    throw error;
  }
}
