/** The endpoints that read items (protocol sections 4.1 to 4.4). */

import { violationsError } from '../wix/errors.js';
import { parseAggregate, parseCount, parseDistinct, parseQuery } from '../wix/requests.js';
import { findCollection } from './find-collection.js';
import { type Handler, runContext } from './handler.js';

export const queryDataItems: Handler = async (raw, context, options) => {
  const request = parseQuery(raw);
  const model = await findCollection(request.collectionId, context, options);
  refuseIncludes(
    request.includeReferencedItems.map((each) => each.fieldKey),
    model.id,
  );
  return options.engine.query(model, request, runContext(context, model));
};

export const countDataItems: Handler = async (raw, context, options) => {
  const request = parseCount(raw);
  const model = await findCollection(request.collectionId, context, options);
  return options.engine.count(model, request, runContext(context, model));
};

export const aggregateDataItems: Handler = async (raw, context, options) => {
  const request = parseAggregate(raw);
  const model = await findCollection(request.collectionId, context, options);
  return options.engine.aggregate(model, request, runContext(context, model));
};

export const queryDistinctValues: Handler = async (raw, context, options) => {
  const request = parseDistinct(raw);
  const model = await findCollection(request.collectionId, context, options);
  return options.engine.distinct(model, request, runContext(context, model));
};

/** Wix is told of no operation that includes, so it asks for none; ignoring the wish would be a wrong answer. */
function refuseIncludes(fieldKeys: readonly string[], collectionId: string): void {
  if (fieldKeys.length === 0) return;
  throw violationsError(
    `The collection ${collectionId} does not offer included references`,
    fieldKeys.map((fieldKey, index) => ({
      fieldPath: `includeReferencedItems.${index}.fieldKey`,
      rejectedValue: fieldKey,
      message: `the items that "${fieldKey}" refers to cannot be included; query their collection`,
    })),
  );
}
