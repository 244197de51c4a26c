/** The collection that a request names. */
import { admit } from '../model/identity-rules.js';
import type { CollectionModel } from '../model/model.js';
import { resolveCollectionId } from '../wix/collection-id.js';
import { collectionNotFound, unavailable } from '../wix/errors.js';
import type { RuledOperation } from '../wix/identity.js';
import type { Cancel, World } from '../world/world.js';
import type { Catalog } from './catalog.js';
import type { ServiceContext, ServiceOptions } from './handler.js';

/** Milliseconds that a request waits for a start that is under way. */
const longestWait = 10_000;

/**
 * A request that arrives while the service starts waits for the first attempt at its upstream.
 * @param operation what it wants to do with the collection
 * @throws COLLECTION_NOT_FOUND; UNAUTHORIZED with 403 where the collection's rules do not allow it; UNKNOWN_ERROR with 503 while
 * the collection's upstream is out of reach
 */
export function findCollection(
  rawId: string,
  operation: RuledOperation,
  context: ServiceContext,
  { catalog, namespace }: ServiceOptions,
): CollectionModel | Promise<CollectionModel> {
  const known = { has: (id: string) => catalog.collections.has(id) || catalog.pending.has(id) };
  const id = resolveCollectionId(rawId, known, namespace);
  context.observe({ kind: 'collection named', requestId: context.requestId, collection: id ?? rawId });
  if (id === undefined) throw collectionNotFound(rawId);
  const find = (): CollectionModel => {
    const model = catalog.collections.get(id);
    if (model) {
      admit(model, operation, context.scope);
      return model;
    }
    if (catalog.pending.has(id))
      throw unavailable(`The collection ${id} is not ready: its upstream API cannot be reached`, 503);
    throw collectionNotFound(rawId);
  };
  return catalog.pending.has(id) ? startOf(context.world, catalog).then(find) : find();
}

/** Settles when every upstream was asked once, or after a while. */
export async function startOf(world: World, catalog: Catalog): Promise<void> {
  let cancel: Cancel | undefined;
  const timeout = new Promise<void>((resolve) => {
    cancel = world.timer(longestWait, resolve);
  });
  await Promise.race([catalog.started, timeout]);
  cancel?.();
}
