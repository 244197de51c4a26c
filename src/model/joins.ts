/** Collections whose items join two others: the service removes those of an item together with it. */
import type { CollectionModel } from './model.js';

/** Key of the field of joining items that holds the id of an item of a collection. */
export interface JoinEnd {
  readonly holder: CollectionModel;
  readonly key: string;
}

/** Joining collections whose items refer to this one, as far as the service makes and removes them. */
export function joinEnds(model: CollectionModel, collections: Iterable<CollectionModel>): readonly JoinEnd[] {
  const all = [...collections];
  const ends = new Map<string, JoinEnd>();
  for (const { id, fields, writes } of all)
    for (const { key, relation } of fields.values()) {
      const pairs = relation?.pairs;
      if (pairs?.kind !== 'join' || writes?.references.get(key)?.kind !== 'items') continue;
      const holder = all.find((each) => each.id === pairs.collection);
      if (!holder?.writes?.remove) continue;
      const own = [
        ...(id === model.id ? [pairs.from] : []),
        ...(relation!.collection === model.id ? [pairs.to] : []),
      ];
      for (const end of own) ends.set(`${holder.id} ${end}`, { holder, key: end });
    }
  return [...ends.values()];
}
