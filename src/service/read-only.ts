/** Operations that no collection offers (its dataOperations say so): refused plainly, never half done. */
import { badRequest } from '../wix/errors.js';
import type { DataOperation } from '../wix/protocol.js';
import { readName } from '../wix/request-reader.js';
import { findCollection } from './find-collection.js';
import type { Handler } from './handler.js';

export function refuseReferences(operation: DataOperation): Handler {
  return async (raw, context, options) => {
    const { id } = await findCollection(readName(raw, 'collectionId'), context, options);
    const readOnly = operation === 'QUERY_REFERENCED' ? '' : ' is read-only and';
    throw badRequest(`The collection ${id}${readOnly} does not offer ${operation}`);
  };
}
