/** An aggregation's names, resolved against the collection: what is read, and of which type the results are. */
import type { CollectionModel } from '../../model/model.js';
import type { Aggregation } from '../../wix/aggregation.js';
import { and, type Filter } from '../../wix/filter/tree.js';
import type { FieldType } from '../../wix/protocol.js';
import type { AggregateRequest, QueryRequest } from '../../wix/requests.js';
import { resolveWanted } from './wanted.js';

/** A request without an aggregation asks for the items themselves, so both filters are filters of items. */
export function queryOf(request: AggregateRequest): QueryRequest {
  return {
    collectionId: request.collectionId,
    filter: and([request.initialFilter, request.finalFilter]),
    sort: request.sort,
    paging: request.paging,
    includeReferencedItems: [],
    consistentRead: request.consistentRead,
    returnTotalCount: request.returnTotalCount,
  };
}

/** Paths that are read; those of the grouping fields first. */
export function readPaths({ groupingFields, groupingPaths, operations }: Aggregation): readonly string[] {
  return [...(groupingPaths ?? groupingFields), ...operations.flatMap((each) => each.path ?? [])];
}

/**
 * The aggregation with its paths as the collection calls them; the results keep the names that were asked for.
 * @throws VALIDATION_ERROR for fields that the collection does not have
 */
export function resolveAggregation(
  model: CollectionModel,
  aggregation: Aggregation,
  filter: Filter,
): Aggregation {
  const given = readPaths(aggregation).map((path) => ({ path, order: 'ASC' as const }));
  const resolved = resolveWanted(model, filter, given, 'aggregation').sort.map((key) => key.path);
  const groupingPaths = resolved.slice(0, aggregation.groupingFields.length);
  const operationPaths = resolved.slice(groupingPaths.length);
  const operations = aggregation.operations.map((each) =>
    each.path === undefined ? each : { ...each, path: operationPaths.shift()! },
  );
  return { groupingFields: aggregation.groupingFields, groupingPaths, operations };
}

/** Types of the members of a result: operands of the final filter have to fit them. */
export function resultTypes(
  model: CollectionModel,
  aggregation: Aggregation,
): (name: string) => FieldType | undefined {
  const types = new Map<string, FieldType | undefined>();
  for (const [index, name] of aggregation.groupingFields.entries())
    types.set(name, model.fields.get(aggregation.groupingPaths![index]!)?.type);
  for (const { resultFieldName, function: kind, path } of aggregation.operations)
    types.set(resultFieldName, kind === 'min' || kind === 'max' ? model.fields.get(path!)?.type : 'NUMBER');
  return (name) => types.get(name);
}
