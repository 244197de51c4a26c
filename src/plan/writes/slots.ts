/** The items of a writing request as slots: their ids, and why some cannot be meant. */
import type { CollectionModel } from '../../model/model.js';
import type { VerbModel } from '../../model/writes.js';
import { AdapterError, itemAlreadyExists, itemNotFound, violationsError } from '../../wix/errors.js';
import type { Item } from '../../wix/json.js';
import type { GivenId, GivenItem } from '../../wix/write-requests.js';
import { keyValue, upsertKey } from './by-key.js';
import { writeId } from './ids.js';
import type { WriteSlot } from './nodes.js';
import { namedItem } from './prepare.js';

/** What the items of a request are to be: new ones, or changes of those with their ids. */
export function givenSlots(
  model: CollectionModel,
  verb: VerbModel,
  items: readonly GivenItem[],
  newId: () => string,
): readonly WriteSlot[] {
  const seen = new Set<string>();
  const key = upsertKey(model, verb);
  return items.map((given): WriteSlot => {
    if (given.kind === 'fault') return { kind: 'refused', error: given.error };
    const item = namedItem(model, given.item);
    const id = typeof item._id === 'string' && item._id !== '' ? item._id : undefined;
    if (item._id !== undefined && item._id !== null && typeof item._id !== 'string')
      return refused(
        violationsError('Invalid item', [
          { fieldPath: '_id', rejectedValue: item._id, message: 'must be a text' },
        ]),
      );
    if (verb.verb === 'update') return id === undefined ? refused(withoutId()) : existing(model, id, item);
    if (verb.newId !== undefined) {
      const own = id ?? newId();
      return seen.has(own) ? refused(itemAlreadyExists(own)) : newItem(verb, noted(seen, own), item);
    }
    const value = key === undefined ? undefined : keyValue(verb, key, item);
    if (value instanceof AdapterError) return refused(value);
    if (value !== undefined && seen.has(JSON.stringify(value)))
      return refused(itemAlreadyExists(String(value)));
    if (value !== undefined) seen.add(JSON.stringify(value));
    return { kind: 'write', id: undefined, raw: undefined, item };
  });
}

function noted(seen: Set<string>, id: string): string {
  seen.add(id);
  return id;
}

function newItem(verb: VerbModel, id: string, item: Item): WriteSlot {
  try {
    return { kind: 'write', id, raw: verb.newId!.encode(id), item };
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ConversionError')) throw error;
    const { expected } = error as Error & { readonly expected: string };
    return refused(
      violationsError('Invalid item', [
        { fieldPath: '_id', rejectedValue: id, message: `must be ${expected}` },
      ]),
    );
  }
}

function existing(model: CollectionModel, id: string, item: Item): WriteSlot {
  const asked = writeId(model, id);
  return asked ? { kind: 'write', id, raw: asked.raw, item } : refused(itemNotFound(id));
}

/** The items that are to go. */
export function removedSlots(model: CollectionModel, ids: readonly GivenId[]): readonly WriteSlot[] {
  const seen = new Set<string>();
  return ids.map((given): WriteSlot => {
    if (given.kind === 'fault') return { kind: 'refused', error: given.error };
    // What is removed already is not there a second time.
    if (seen.has(given.id)) return refused(itemNotFound(given.id));
    seen.add(given.id);
    return existing(model, given.id, {});
  });
}

function withoutId(): AdapterError {
  return violationsError('Invalid item', [
    { fieldPath: '_id', message: 'is missing: it says which item is meant' },
  ]);
}

function refused(error: AdapterError): WriteSlot {
  return { kind: 'refused', error };
}
