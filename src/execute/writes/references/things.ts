/** What changes of references are about: one change of each thing at a time, since it is read what is there, and then changed. */
import type { CollectionModel } from '../../../model/model.js';
import type { Edges } from '../../../plan/request/edges.js';
import type { ReferenceWritePlan } from '../../../plan/writes/references.js';

/** Does the work when no earlier work on one of the things is under way. */
export type InTurn = <T>(things: readonly string[], work: () => Promise<T>) => Promise<T>;

/** Lists of the referring items, items that belong to one other, or pairs. */
export function thingsOf({ model, key, slots, way }: ReferenceWritePlan): readonly string[] {
  const things = slots.flatMap((slot): readonly string[] => {
    if (slot.kind !== 'pair') return [];
    const { from, to } = slot;
    if (way.kind === 'list') return [listThing(model, from)];
    if (way.kind === 'reverse') return [reverseThing(way.edges, to)];
    return [JSON.stringify([...ownType(model), key, from, to])];
  });
  return [...new Set(things)];
}

function listThing(model: CollectionModel, id: string): string {
  return JSON.stringify([...ownType(model), id]);
}

/** The REFERENCE of an item that belongs to another one. */
export function reverseThing({ planning, from }: Pick<Edges, 'planning' | 'from'>, id: string): string {
  return JSON.stringify([...ownType(planning.model), from, id]);
}

/** Several collections may show the same items. */
function ownType({ upstream, caching }: CollectionModel): readonly string[] {
  return [upstream, ...caching.writes];
}
