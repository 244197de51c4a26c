/** The requests about references (protocol sections 4.9 and 4.10). */
import { type AdapterError, badRequest, violationsError } from './errors.js';
import { isMissing, isObject, member } from './json.js';
import { type Paging, parsePaging } from './paging.js';
import type { SortOrder } from './protocol.js';
import { parseRequestOrder } from './read-requests.js';
import { readFlag, readName, readObject, readTexts } from './request-reader.js';

export interface QueryReferencedRequest {
  readonly collectionId: string;
  readonly referringFieldKey: string;
  /** Empty: all. */
  readonly referringItemIds: readonly string[];
  readonly referencedItemIds: readonly string[];
  /** By the time when each item was referenced. */
  readonly order: SortOrder;
  readonly paging: Paging;
  /** Of the referenced items; empty: all. */
  readonly fieldsToReturn: readonly string[];
  readonly includeReferencedItems: boolean;
  readonly consistentRead: boolean;
  readonly returnTotalCount: boolean;
}

const mostIds = 1000;
const mostFields = 1000;

export function parseQueryReferenced(raw: unknown): QueryReferencedRequest {
  const request = readObject(raw, 'request');
  return Object.freeze({
    collectionId: readName(request, 'collectionId'),
    referringFieldKey: readName(request, 'referringFieldKey'),
    referringItemIds: readTexts(request, 'referringItemIds', mostIds),
    referencedItemIds: readTexts(request, 'referencedItemIds', mostIds),
    order: parseRequestOrder(request),
    paging: parsePaging(request),
    fieldsToReturn: readTexts(request, 'fieldsToReturn', mostFields),
    includeReferencedItems: readFlag(request, 'includeReferencedItems'),
    consistentRead: readFlag(request, 'consistentRead'),
    returnTotalCount: readFlag(request, 'returnTotalCount'),
  });
}

/** A pair of ids, or why it cannot be one. */
export type GivenReference =
  | { readonly kind: 'reference'; readonly referringItemId: string; readonly referencedItemId: string }
  | { readonly kind: 'fault'; readonly error: AdapterError };

export interface WriteReferencesRequest {
  readonly collectionId: string;
  readonly referringFieldKey: string;
  /** One for each reference of the request, in its order; at least one. */
  readonly references: readonly GivenReference[];
}

/** Most references of one request, and characters of an id (protocol section 6.5). */
const mostReferences = 1000;
const mostId = 256;

/** The request of insert-references and remove-references. What is wrong with one reference is a fault of that one. */
export function parseWriteReferences(raw: unknown): WriteReferencesRequest {
  const request = readObject(raw, 'request');
  const references = member(request, 'references');
  if (!Array.isArray(references)) throw badRequest('references must be a list');
  if (references.length === 0) throw badRequest('references must have at least one element');
  if (references.length > mostReferences)
    throw badRequest(
      `references must have at most ${mostReferences} elements; this request has ${references.length}`,
    );
  return Object.freeze({
    collectionId: readName(request, 'collectionId'),
    referringFieldKey: readName(request, 'referringFieldKey'),
    references: references.map(givenReference),
  });
}

function givenReference(raw: unknown): GivenReference {
  if (!isObject(raw))
    return fault(undefined, raw, 'must be an object with referringItemId and referencedItemId');
  const ids: string[] = [];
  for (const name of ['referringItemId', 'referencedItemId']) {
    const id = member(raw, name);
    if (isMissing(id)) return fault(name, undefined, 'is missing');
    if (typeof id !== 'string' || id === '') return fault(name, id, 'must be a text that is not empty');
    if (id.length > mostId) return fault(name, id, `must have at most ${mostId} characters`);
    ids.push(id);
  }
  return { kind: 'reference', referringItemId: ids[0]!, referencedItemId: ids[1]! };
}

function fault(fieldPath: string | undefined, rejectedValue: unknown, message: string): GivenReference {
  const violation = {
    ...(fieldPath === undefined ? {} : { fieldPath }),
    ...(rejectedValue === undefined ? {} : { rejectedValue }),
    message,
  };
  return { kind: 'fault', error: violationsError('Invalid reference', [violation]) };
}
