/** The requests about collections (protocol sections 4.11 to 4.14). */
import { isMissing, member } from './json.js';
import { readName, readObject, readTexts } from './request-reader.js';

export interface CollectionsGetRequest {
  /** Empty: all collections. Unknown ones are left out of the answer. */
  readonly collectionIds: readonly string[];
}

/** Of collections/create, update and delete: only the id, because collections cannot be changed from Wix. */
export interface CollectionChangeRequest {
  readonly collectionId: string;
}

export function parseCollectionsGet(raw: unknown): CollectionsGetRequest {
  const request = readObject(raw, 'request');
  return Object.freeze({ collectionIds: readTexts(request, 'collectionIds', 10_000) });
}

/** `{ collection: { id, … } }`, where older senders write `_id`, or `{ collectionId }`. */
export function parseCollectionChange(raw: unknown): CollectionChangeRequest {
  const request = readObject(raw, 'request');
  if (isMissing(member(request, 'collection')))
    return Object.freeze({ collectionId: readName(request, 'collectionId') });
  const collection = readObject(member(request, 'collection'), 'collection');
  const name = isMissing(member(collection, 'id')) && !isMissing(member(collection, '_id')) ? '_id' : 'id';
  return Object.freeze({ collectionId: readName(collection, name) });
}
