/** The endpoints of protocol section 1 and how a request path finds its own. */

export type OperationKind = 'read' | 'write' | 'collections' | 'capabilities' | 'provision';

export type OperationName =
  | 'QueryDataItems'
  | 'CountDataItems'
  | 'AggregateDataItems'
  | 'QueryDistinctValues'
  | 'InsertDataItems'
  | 'UpdateDataItems'
  | 'RemoveDataItems'
  | 'TruncateDataItems'
  | 'QueryReferencedDataItems'
  | 'InsertDataItemReferences'
  | 'RemoveDataItemReferences'
  | 'ListCollections'
  | 'CreateCollection'
  | 'UpdateCollection'
  | 'DeleteCollection'
  | 'GetCapabilities'
  | 'Provision';

export interface Operation {
  readonly name: OperationName;
  /** How the path ends; any base path may stand before it. */
  readonly path: string;
  readonly kind: OperationKind;
}

const operation = (name: OperationName, path: string, kind: OperationKind): Operation =>
  Object.freeze({ name, path, kind });

export const operations: readonly Operation[] = Object.freeze([
  operation('QueryDataItems', '/v3/items/query', 'read'),
  operation('CountDataItems', '/v3/items/count', 'read'),
  operation('AggregateDataItems', '/v3/items/aggregate', 'read'),
  operation('QueryDistinctValues', '/v3/items/query-distinct-values', 'read'),
  operation('InsertDataItems', '/v3/items/insert', 'write'),
  operation('UpdateDataItems', '/v3/items/update', 'write'),
  operation('RemoveDataItems', '/v3/items/remove', 'write'),
  operation('TruncateDataItems', '/v3/items/truncate', 'write'),
  operation('QueryReferencedDataItems', '/v3/items/query-referenced', 'read'),
  operation('InsertDataItemReferences', '/v3/items/insert-references', 'write'),
  operation('RemoveDataItemReferences', '/v3/items/remove-references', 'write'),
  operation('ListCollections', '/v3/collections/get', 'collections'),
  operation('CreateCollection', '/v3/collections/create', 'collections'),
  operation('UpdateCollection', '/v3/collections/update', 'collections'),
  operation('DeleteCollection', '/v3/collections/delete', 'collections'),
  operation('GetCapabilities', '/v3/capabilities/get', 'capabilities'),
  // Also answers /v3/provision: both are known to have been called (protocol section 4.19).
  operation('Provision', '/provision', 'provision'),
]);

const byPath: ReadonlyMap<string, Operation> = new Map(operations.map((each) => [each.path, each]));

/**
 * The operation whose path the URL path ends with; doubled and trailing slashes and a query string do not
 * matter.
 */
export function operationOf(url: string): Operation | undefined {
  const known = byPath.get(url);
  if (known) return known;
  const path = `/${plainPath(url)}/`.split(/\/+/).join('/').slice(0, -1);
  return operations.find((each) => path.endsWith(each.path));
}

/** The path of a URL as a request names it, without query and fragment. */
export function plainPath(url: string): string {
  const end = url.search(/[?#]/);
  return end < 0 ? url : url.slice(0, end);
}
