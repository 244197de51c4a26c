/** What answers each endpoint of the protocol: a verified request in, the body of the answer out. */
import type { Engine } from '../planner/engine.js';
import type { RequestContext } from '../planner/run.js';
import type { OperationName } from '../wix/operations.js';
import { getCapabilities } from './capabilities.js';
import type { Catalog } from './catalog.js';
import { listCollections, refuseCollectionChange } from './collections.js';
import { aggregateDataItems, countDataItems, queryDataItems, queryDistinctValues } from './items.js';
import { provision } from './provision.js';
import { refuseReferences, refuseWrite } from './read-only.js';

export interface ServiceOptions {
  readonly catalog: Catalog;
  readonly engine: Engine;
  /** What may stand before collection ids, as in `shop/products`. */
  readonly namespace?: string | undefined;
}

/** What the server knows of a request. */
export interface ServiceContext extends Omit<RequestContext, 'deadline'> {
  /** Epoch milliseconds; the collection's limit for the deadline counts from here. */
  readonly arrived: number;
  /** Told of the collection that the request names, for the log. */
  readonly onCollection?: (collectionId: string) => void;
}

/** @throws AdapterError */
export type Handler = (
  request: Readonly<Record<string, unknown>>,
  context: ServiceContext,
  options: ServiceOptions,
) => Promise<object> | object;

const handlers: Readonly<Record<OperationName, Handler>> = Object.freeze({
  QueryDataItems: queryDataItems,
  CountDataItems: countDataItems,
  AggregateDataItems: aggregateDataItems,
  QueryDistinctValues: queryDistinctValues,
  InsertDataItems: refuseWrite('INSERT'),
  UpdateDataItems: refuseWrite('UPDATE'),
  RemoveDataItems: refuseWrite('REMOVE'),
  TruncateDataItems: refuseWrite('TRUNCATE'),
  QueryReferencedDataItems: refuseReferences('QUERY_REFERENCED'),
  InsertDataItemReferences: refuseReferences('INSERT_REFERENCES'),
  RemoveDataItemReferences: refuseReferences('REMOVE_REFERENCES'),
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
  return async (operation, request, context) => handlers[operation](request, context, options);
}
