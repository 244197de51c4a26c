/** Items that refer to what is hidden from whoever writes them, or is not there: none of them is sent. */
import type { HeldReference, WritePlan } from '../../plan/writes/nodes.js';
import type { SomeReferenced } from '../../plan/writes/some-referenced.js';
import { type AdapterError, itemNotFound, type Violation, violationsError } from '../../wix/errors.js';
import type { Json } from '../../wix/json.js';
import type { Execution } from '../execution.js';
import { readStored } from './look.js';

const none: ReadonlyMap<number, AdapterError> = new Map();

/**
 * @returns what is wrong with items, by slot
 * @throws AdapterError where it cannot be looked; nothing is sent then
 */
export async function hiddenReferences(
  execution: Execution,
  { model, slots, referenced }: WritePlan,
): Promise<ReadonlyMap<number, AdapterError>> {
  if (!referenced) return none;
  const shown = new Map<string, ReadonlySet<string>>();
  await Promise.all(
    [...referenced.lookups].map(async ([collection, some]) =>
      shown.set(collection, some ? await shownIds(execution, some) : new Set()),
    ),
  );
  const hidden = referenced.held.filter(({ collection, id }) => !shown.get(collection)!.has(id));
  const stored =
    hidden.length > 0 && referenced.stored
      ? await readStored(execution, model, referenced.stored)
      : undefined;
  const refused = new Map<number, AdapterError>();
  for (const [slot, own] of bySlot(hidden)) {
    const changed = slots[slot]!;
    const id = stored && changed.kind === 'write' ? changed.id : undefined;
    const before = id === undefined ? undefined : stored!.get(id);
    const made = own.filter((each) => !holds(before?.[each.key], each.id));
    // An item that is hidden itself is not there to be changed.
    if (id !== undefined && !before) refused.set(slot, itemNotFound(id));
    else if (made.length > 0) refused.set(slot, violationsError('Invalid item', made.map(violationOf)));
  }
  return refused;
}

function bySlot(hidden: readonly HeldReference[]): ReadonlyMap<number, readonly HeldReference[]> {
  const found = new Map<number, HeldReference[]>();
  for (const each of hidden) found.set(each.slot, [...(found.get(each.slot) ?? []), each]);
  return found;
}

/** @param reference an id, or a list of them */
function holds(reference: Json | undefined, id: string): boolean {
  return Array.isArray(reference) ? reference.includes(id) : reference === id;
}

function violationOf({ key, id, collection }: HeldReference): Violation {
  return {
    fieldPath: key,
    rejectedValue: id,
    message: `must refer to an item of ${collection} that whoever writes it can see`,
  };
}

/** Ids of these items that the identity has. */
export async function shownIds(
  execution: Execution,
  { planning, items }: SomeReferenced,
): Promise<ReadonlySet<string>> {
  return new Set((await readStored(execution, planning.model, items)).keys());
}
