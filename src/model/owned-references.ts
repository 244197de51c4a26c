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

/**
 * References that lead to the items of a collection, and those that belong to them.
 * @param isShared whether a collection has the same items: its references are theirs too
 */
export function ownedReferences(
  model: CollectionModel,
  collections: Iterable<CollectionModel>,
  isShared: (other: CollectionModel) => boolean,
): readonly OwnedReference[] {
  const all = [...collections];
  const same = new Set([model.id, ...all.filter(isShared).map(({ id }) => id)]);
  const found = new Map<string, OwnedReference>();
  const add = (each: OwnedReference): void =>
    void found.set(`${each.kind} ${each.holder.id} ${each.key}`, each);
  for (const owner of all)
    for (const { key, relation } of owner.fields.values()) {
      const writes = owner.writes?.references.get(key);
      if (!relation || writes?.kind !== 'items') continue;
      const { pairs } = relation;
      const referred = same.has(relation.collection);
      if (writes.list) {
        if (referred) add({ kind: 'list', holder: owner, key });
        continue;
      }
      const holderId = pairs?.kind === 'join' ? pairs.collection : relation.collection;
      const holder = all.find(({ id }) => id === holderId);
      if (pairs?.kind === 'join' && holder?.writes?.remove) {
        if (same.has(owner.id)) add({ kind: 'join', holder, key: pairs.from });
        if (referred) add({ kind: 'join', holder, key: pairs.to });
      }
      if (pairs?.kind === 'reverse' && holder?.writes?.update && same.has(owner.id))
        add({ kind: 'reverse', holder, key: pairs.key, owner, field: key });
    }
  return [...found.values()];
}

/** Whether two collections are made of items of one type. */
export function areOfOneType(one: CollectionModel, other: CollectionModel): boolean {
  return one.upstream === other.upstream && one.typeName === other.typeName;
}

/** Whether an item that has this id in one collection has it in the other: the id is the same value of the same type of object. */
export function haveSame(id: string, one: CollectionModel, other: CollectionModel): boolean {
  if (!areOfOneType(one, other)) return false;
  const [mine, theirs] = [one, other].map(({ fields }) => fields.get('_id')!.source);
  if (mine?.kind !== 'path' || theirs?.kind !== 'path') return false;
  const path = JSON.stringify(mine.steps) === JSON.stringify(theirs.steps);
  return path && JSON.stringify(mine.codec.equality(id)) === JSON.stringify(theirs.codec.equality(id));
}
