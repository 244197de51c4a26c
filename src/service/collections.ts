/** The endpoints about collections (protocol sections 4.11 to 4.14). */
import { resolveCollectionId } from '../wix/collection-id.js';
import { collectionChangeNotSupported, unavailable } from '../wix/errors.js';
import { parseCollectionChange, parseCollectionsGet } from '../wix/requests.js';
import { startOf } from './find-collection.js';
import type { Handler } from './handler.js';

/** Unknown ids are left out; no ids means all. */
export const listCollections: Handler = async (raw, _context, { catalog, engine, namespace }) => {
  const { collectionIds } = parseCollectionsGet(raw);
  if (catalog.pending.size > 0) await startOf(catalog);
  // An empty list would tell Wix that the collections are gone.
  if (catalog.collections.size === 0 && catalog.pending.size > 0)
    throw unavailable('No collection is ready: the upstream API cannot be reached', 503);
  const { collections } = catalog;
  const wanted =
    collectionIds.length === 0
      ? [...collections.keys()]
      : collectionIds.flatMap((id) => resolveCollectionId(id, collections, namespace) ?? []);
  return { collections: [...new Set(wanted)].map((id) => engine.describe(collections.get(id)!)) };
};

/** Collections are made of mapping files, never from Wix. */
export const refuseCollectionChange: Handler = (raw, context) => {
  const { collectionId } = parseCollectionChange(raw);
  context.onCollection?.(collectionId);
  const message =
    'Collections are defined by the mapping files of the adapter and cannot be changed from Wix';
  throw collectionChangeNotSupported([{ message }]);
};
