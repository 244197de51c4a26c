/** What the kept answers of a collection depend on beside the question: the same for all questions of a generation, and worked out once. */
import { namesOf } from '../model/caching.js';
import type { CollectionModel } from '../model/model.js';

export interface AnswerBasis {
  /** The collection, and those that an answer may be read from too. */
  readonly models: readonly CollectionModel[];
  /** Types that answers are read from. */
  readonly names: readonly string[];
  /** Facts of the request, as mappings write them. */
  readonly facts: readonly string[];
  /** Of each collection: its id, its fingerprint, and where it is asked. */
  readonly text: string;
}

/** @param collections those of one generation, by id */
export type BasisOf = (
  model: CollectionModel,
  collections: ReadonlyMap<string, CollectionModel>,
) => AnswerBasis;

/** @param origin stands for the upstream that a collection is bound to */
export function createBases(origin: (model: CollectionModel) => string): BasisOf {
  const known = new WeakMap<ReadonlyMap<string, CollectionModel>, Map<CollectionModel, AnswerBasis>>();
  return (model, collections) => {
    const own = known.get(collections) ?? new Map<CollectionModel, AnswerBasis>();
    known.set(collections, own);
    const found = own.get(model) ?? basisOf(model, collections, origin);
    own.set(model, found);
    return found;
  };
}

function basisOf(
  model: CollectionModel,
  collections: ReadonlyMap<string, CollectionModel>,
  origin: (model: CollectionModel) => string,
): AnswerBasis {
  const models = [model, ...relatedOf(model, collections)];
  return {
    models,
    names: namesOf(models, 'reads'),
    facts: [...new Set(models.flatMap((each) => each.caching.facts))],
    text: JSON.stringify(models.map((each) => [each.id, each.fingerprint, origin(each)])),
  };
}

/** The collections of its references, and of what joins them. */
function relatedOf(
  model: CollectionModel,
  collections: ReadonlyMap<string, CollectionModel>,
): readonly CollectionModel[] {
  const ids = new Set<string>();
  for (const { reference, relation } of model.fields.values()) {
    if (reference !== undefined) ids.add(reference);
    if (relation) ids.add(relation.collection);
    if (relation?.pairs?.kind === 'join') ids.add(relation.pairs.collection);
  }
  return [...ids].sort().flatMap((id) => (id === model.id ? [] : (collections.get(id) ?? [])));
}
