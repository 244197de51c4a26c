/** The answer of items/query-referenced (protocol section 4.9). */
import type { FoundPairs, Pair } from '../execute/references/found-pairs.js';
import type { CollectionModel } from '../model/model.js';
import type { CursorTokens } from '../plan/request/cursor-token.js';
import { type OpenedPage, pageMetadata } from '../plan/request/paging.js';
import { compileProjection } from '../wix/projection.js';
import type { PagingMetadata } from '../wix/protocol.js';
import type { QueryReferencedRequest } from '../wix/requests.js';

export interface PairsAnswer {
  readonly items: readonly Pair[];
  readonly pagingMetadata: PagingMetadata;
}

/** Pairs with the fields of their items that the request names, and the total or the cursors around the page. */
export function pairsAnswer(
  tokens: CursorTokens,
  model: CollectionModel,
  page: OpenedPage<QueryReferencedRequest>,
  { pairs, total, end }: FoundPairs,
): PairsAnswer {
  const { fieldsToReturn, returnTotalCount } = page.request;
  const project = compileProjection(fieldsToReturn.length === 0 ? undefined : fieldsToReturn);
  return {
    items: pairs.map((pair) =>
      pair.referencedItem ? { ...pair, referencedItem: project(pair.referencedItem) } : pair,
    ),
    pagingMetadata: pageMetadata(tokens, 'references', model, page, end, null, total, returnTotalCount),
  };
}
