/** The reading requests, each by the short name of its endpoint. */
import type { EndpointRead } from '../plan/plan.js';
import { type OperationName, operations } from '../wix/operations.js';
import {
  parseAggregate,
  parseCount,
  parseDistinct,
  parseQuery,
  parseQueryReferenced,
} from '../wix/requests.js';

export type ReadingKind = EndpointRead['kind'];

export interface ReadingEndpoint {
  readonly operation: OperationName;
  /** The end of the endpoint's path. */
  readonly path: string;
  /** @throws AdapterError */
  readonly parse: (raw: unknown) => EndpointRead['request'];
}

export const readings: Readonly<Record<ReadingKind, ReadingEndpoint>> = {
  query: reading('QueryDataItems', parseQuery),
  count: reading('CountDataItems', parseCount),
  aggregate: reading('AggregateDataItems', parseAggregate),
  distinct: reading('QueryDistinctValues', parseDistinct),
  references: reading('QueryReferencedDataItems', parseQueryReferenced),
};

export const readingKinds = Object.keys(readings) as readonly ReadingKind[];

/** undefined: the operation is no reading one. */
export function readingKindOf(operation: OperationName): ReadingKind | undefined {
  return readingKinds.find((kind) => readings[kind].operation === operation);
}

function reading(operation: OperationName, parse: ReadingEndpoint['parse']): ReadingEndpoint {
  return { operation, path: operations.find(({ name }) => name === operation)!.path, parse };
}
