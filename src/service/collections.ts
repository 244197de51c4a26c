/** The endpoints about collections (protocol sections 4.11 to 4.14). */
import { resolveCollectionId } from '../wix/collection-id.js';
import { collectionChangeNotSupported, unavailable } from '../wix/errors.js';
import { parseCollectionChange, parseCollectionsGet } from '../wix/requests.js';
import { startOf } from './find-collection.js';
import type { Handler } from './handler.js';

/**
 * Unknown ids are left out, as are collections whose mapping is broken; no ids means all. One that is only waiting for its
 * upstream must not be left out: Wix would take it for gone.
 * @throws UNKNOWN_ERROR with 503 while an upstream of those that are asked for is out of reach
 */
export const listCollections: Handler = async (raw, { world }, { catalog, engine, namespace }) => {
  const { collectionIds } = parseCollectionsGet(raw);
  const known = { has: (id: string) => catalog.collections.has(id) || catalog.pending.has(id) };
  const named = collectionIds.flatMap((id) => resolveCollectionId(id, known, namespace) ?? []);
  const waiting = (): readonly string[] =>
    collectionIds.length === 0 ? [...catalog.pending] : named.filter((id) => catalog.pending.has(id));
  if (waiting().length > 0) await startOf(world, catalog);
  const [missing] = waiting();
  if (missing !== undefined)
    throw unavailable(`The collection ${missing} is not ready: its upstream API cannot be reached`, 503);
  const { collections } = catalog;
  const wanted = collectionIds.length === 0 ? [...collections.keys()] : named;
  return {
    collections: [...new Set(wanted)].flatMap((id) => {
      const model = collections.get(id);
      return model ? [engine().describe(model)] : [];
    }),
  };
};

/** Collections are made of mapping files, never from Wix. */
export const refuseCollectionChange: Handler = (raw, context) => {
  const { collectionId } = parseCollectionChange(raw);
  context.observe({ kind: 'collection named', requestId: context.requestId, collection: collectionId });
  const message =
    'Collections are defined by the mapping files of the adapter and cannot be changed from Wix';
  throw collectionChangeNotSupported([{ message }]);
};
