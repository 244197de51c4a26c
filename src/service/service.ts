/** What answers each endpoint of the protocol: a verified request in, the body of the answer out. */
import type { OperationName } from '../wix/operations.js';
import { getCapabilities } from './capabilities.js';
import { listCollections, refuseCollectionChange } from './collections.js';
import type { Handler, ServiceContext, ServiceOptions } from './handler.js';
import { aggregateDataItems, countDataItems, queryDataItems, queryDistinctValues } from './items.js';
import { provision } from './provision.js';
import { queryReferencedDataItems } from './references.js';
import {
  insertDataItemReferences,
  insertDataItems,
  removeDataItemReferences,
  removeDataItems,
  truncateDataItems,
  updateDataItems,
} from './writes.js';

const handlers: Readonly<Record<OperationName, Handler>> = Object.freeze({
  QueryDataItems: queryDataItems,
  CountDataItems: countDataItems,
  AggregateDataItems: aggregateDataItems,
  QueryDistinctValues: queryDistinctValues,
  InsertDataItems: insertDataItems,
  UpdateDataItems: updateDataItems,
  RemoveDataItems: removeDataItems,
  TruncateDataItems: truncateDataItems,
  QueryReferencedDataItems: queryReferencedDataItems,
  InsertDataItemReferences: insertDataItemReferences,
  RemoveDataItemReferences: removeDataItemReferences,
  ListCollections: listCollections,
  CreateCollection: refuseCollectionChange,
  UpdateCollection: refuseCollectionChange,
  DeleteCollection: refuseCollectionChange,
  GetCapabilities: getCapabilities,
  Provision: provision,
});

export type Service = (
  operation: OperationName,
  request: Readonly<Record<string, unknown>>,
  context: ServiceContext,
) => Promise<object>;

export function createService(options: ServiceOptions): Service {
  return async (operation, request, context) => await handlers[operation](request, context, options);
}
