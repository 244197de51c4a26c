/** The requests that write items and references (protocol sections 4.5 to 4.8 and 4.10). */
import { badRequest, type ReferencePair } from './errors.js';
import { type Item, isObject } from './json.js';
import { readItems, readList, readName, readObject, readTexts } from './request-reader.js';

export interface InsertRequest {
  readonly collectionId: string;
  readonly items: readonly Item[];
}

export type UpdateRequest = InsertRequest;

export interface RemoveRequest {
  readonly collectionId: string;
  readonly itemIds: readonly string[];
}

export interface TruncateRequest {
  readonly collectionId: string;
}

/** Of insert-references and remove-references. */
export interface ReferencesRequest {
  readonly collectionId: string;
  readonly referringFieldKey: string;
  readonly references: readonly ReferencePair[];
}

/** Most items of one bulk call (protocol section 10). */
export const mostItems = 1000;

/** What is wrong with a single item (a missing or wrong `_id`) is for its slot of the results, not for here. */
export function parseInsert(raw: unknown): InsertRequest {
  const request = readObject(raw, 'request');
  return Object.freeze({
    collectionId: readName(request, 'collectionId'),
    items: readItems(request, 'items', mostItems),
  });
}

export function parseUpdate(raw: unknown): UpdateRequest {
  return parseInsert(raw);
}

export function parseRemove(raw: unknown): RemoveRequest {
  const request = readObject(raw, 'request');
  return Object.freeze({
    collectionId: readName(request, 'collectionId'),
    itemIds: readTexts(request, 'itemIds', mostItems),
  });
}

export function parseTruncate(raw: unknown): TruncateRequest {
  const request = readObject(raw, 'request');
  return Object.freeze({ collectionId: readName(request, 'collectionId') });
}

export function parseReferences(raw: unknown): ReferencesRequest {
  const request = readObject(raw, 'request');
  return Object.freeze({
    collectionId: readName(request, 'collectionId'),
    referringFieldKey: readName(request, 'referringFieldKey'),
    references: Object.freeze(
      readList(request, 'references', mostItems).map((each, index) => {
        if (!isObject(each)) throw badRequest(`references.${index} must be an object`);
        return Object.freeze({
          referringItemId: readName(each, 'referringItemId'),
          referencedItemId: readName(each, 'referencedItemId'),
        });
      }),
    ),
  });
}
