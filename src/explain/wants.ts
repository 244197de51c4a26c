/** What a request wants, whatever its kind; a cursor is opened, and what the service would refuse is refused. */
import type { CollectionModel } from '../model/model.js';
import { queryOf, readPaths, resolveAggregation } from '../plan/aggregation.js';
import type { CursorTokens } from '../plan/cursor-token.js';
import { visibleKeys } from '../plan/fields.js';
import { cursorKind, openPage, type RequestKind } from '../plan/paging.js';
import { fieldKey, resolveWanted, type Wanted } from '../plan/plan.js';
import type { Aggregation } from '../wix/aggregate.js';
import type { AggregateRequest, CountRequest, DistinctRequest, QueryRequest } from '../wix/requests.js';
import { resolveSystemField } from '../wix/system-fields.js';

export type ReadRequest = QueryRequest | CountRequest | AggregateRequest | DistinctRequest;

export interface Wants extends Wanted {
  /** What becomes of the rows. */
  readonly purpose: 'items' | 'count' | 'aggregate';
  readonly offset: number;
  readonly limit: number;
  readonly byCursor: boolean;
  readonly upstreamCursor: string | undefined;
  readonly keys: readonly string[];
  /** The number of all matching items is asked for. */
  readonly total: boolean;
  readonly aggregation: Aggregation | undefined;
}

export function wantsOf(
  tokens: CursorTokens,
  model: CollectionModel,
  kind: RequestKind,
  request: ReadRequest,
): Wants {
  switch (kind) {
    case 'query':
      return queryWants(tokens, model, request as QueryRequest);
    case 'count':
      return {
        ...resolveWanted(model, (request as CountRequest).filter, []),
        ...everyItem,
        purpose: 'count',
        total: true,
      };
    case 'distinct': {
      const given = openPage(tokens, kind, model, request as DistinctRequest).request;
      const path = resolveSystemField(given.fieldName, (key) => model.fields.has(key));
      const { filter, sort } = resolveWanted(model, given.filter, [{ path, order: 'ASC' }], 'fieldName');
      const name = sort[0]!.path;
      return {
        ...everyItem,
        filter,
        sort: [],
        keys: [fieldKey(name, model)],
        aggregation: { groupingFields: [name], operations: [] },
      };
    }
    case 'aggregate':
      return aggregateWants(tokens, model, request as AggregateRequest);
  }
}

const everyItem = {
  purpose: 'aggregate',
  offset: 0,
  limit: 50,
  byCursor: false,
  upstreamCursor: undefined,
  keys: [],
  total: false,
  aggregation: undefined,
} as const;

function queryWants(tokens: CursorTokens, model: CollectionModel, given: QueryRequest): Wants {
  const { request, ...page } = openPage(tokens, 'query', model, given);
  return {
    ...resolveWanted(model, request.filter, request.sort),
    ...page,
    purpose: 'items',
    keys: visibleKeys(model, request.fields),
    total: request.returnTotalCount,
    aggregation: undefined,
  };
}

function aggregateWants(tokens: CursorTokens, model: CollectionModel, given: AggregateRequest): Wants {
  if (given.aggregation === undefined && cursorKind(tokens, given.paging) !== 'aggregate')
    return queryWants(tokens, model, queryOf(given));
  const { request } = openPage(tokens, 'aggregate', model, given);
  const aggregation = resolveAggregation(model, request.aggregation!, request.initialFilter);
  return {
    ...resolveWanted(model, request.initialFilter, []),
    ...everyItem,
    keys: readPaths(aggregation).map((path) => fieldKey(path, model)),
    aggregation,
  };
}
