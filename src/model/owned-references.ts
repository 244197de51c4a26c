/**
 * References to the items of a collection that the service itself makes and takes away (`writes: items`): it takes away those of an
 * item together with the item.
 */
import type { CollectionModel } from './model.js';

export type OwnedReference = {
  /** The collection whose items hold the ids, and the key of its field that does. */
  readonly holder: CollectionModel;
  readonly key: string;
} & (
  | { /** The items of the holder join two others, and are nothing without them. */ readonly kind: 'join' }
  | {
      /** The reverse of a MULTI_REFERENCE: the REFERENCE of the other item is cleared. */
      readonly kind: 'reverse';
      readonly owner: CollectionModel;
      readonly field: string;
    }
  | { /** A list of ids in the items themselves. */ readonly kind: 'list' }
);

/** References that lead to the items of a collection, and those that belong to them. */
export function ownedReferences(
  model: CollectionModel,
  collections: Iterable<CollectionModel>,
): readonly OwnedReference[] {
  const all = [...collections];
  const found = new Map<string, OwnedReference>();
  const add = (each: OwnedReference): void =>
    void found.set(`${each.kind} ${each.holder.id} ${each.key}`, each);
  for (const owner of all)
    for (const { key, relation } of owner.fields.values()) {
      const writes = owner.writes?.references.get(key);
      if (!relation || writes?.kind !== 'items') continue;
      const { pairs } = relation;
      const referred = relation.collection === model.id;
      if (writes.list) {
        if (referred) add({ kind: 'list', holder: owner, key });
        continue;
      }
      const holderId = pairs?.kind === 'join' ? pairs.collection : relation.collection;
      const holder = all.find(({ id }) => id === holderId);
      if (pairs?.kind === 'join' && holder?.writes?.remove) {
        if (owner.id === model.id) add({ kind: 'join', holder, key: pairs.from });
        if (referred) add({ kind: 'join', holder, key: pairs.to });
      }
      if (pairs?.kind === 'reverse' && holder?.writes?.update && owner.id === model.id)
        add({ kind: 'reverse', holder, key: pairs.key, owner, field: key });
    }
  return [...found.values()];
}
