/** The requests about references (protocol sections 4.9 and 4.10). */
import { isMissing, member } from './json.js';
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
  readonly paging: Extract<Paging, { kind: 'offset' }>;
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
  const paging = parsePaging(
    isMissing(member(request, 'paging')) ? {} : { paging: member(request, 'paging') },
  );
  return Object.freeze({
    collectionId: readName(request, 'collectionId'),
    referringFieldKey: readName(request, 'referringFieldKey'),
    referringItemIds: readTexts(request, 'referringItemIds', mostIds),
    referencedItemIds: readTexts(request, 'referencedItemIds', mostIds),
    order: parseRequestOrder(request),
    paging: paging as QueryReferencedRequest['paging'],
    fieldsToReturn: readTexts(request, 'fieldsToReturn', mostFields),
    includeReferencedItems: readFlag(request, 'includeReferencedItems'),
    consistentRead: readFlag(request, 'consistentRead'),
    returnTotalCount: readFlag(request, 'returnTotalCount'),
  });
}
