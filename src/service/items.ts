/** The endpoints that read items (protocol sections 4.1 to 4.4). */

import { unavailable } from '../wix/errors.js';
import { parseAggregate, parseCount, parseDistinct, parseQuery } from '../wix/requests.js';
import { findCollection, startOf } from './find-collection.js';
import type { Handler, ServiceContext, ServiceOptions } from './handler.js';
import { kept } from './kept.js';
import { rememberRead } from './read-before.js';

const readQuery = rememberRead(parseQuery);
const readCount = rememberRead(parseCount);

export const queryDataItems: Handler = async (raw, context, options) => {
  const request = readQuery(raw, context.asked?.());
  const model = await findCollection(request.collectionId, 'read', context, options);
  const included = request.includeReferencedItems.flatMap(
    ({ fieldKey }) => model.fields.get(fieldKey)?.reference ?? [],
  );
  if (included.length > 0) await collectionsReady(included, context, options);
  return await kept(model, 'QueryDataItems', raw, context, options, (run) =>
    context.sent
      ? options.engine().written(model, request, run)
      : options.engine().query(model, request, run),
  );
};

export const countDataItems: Handler = async (raw, context, options) => {
  const request = readCount(raw, context.asked?.());
  const model = await findCollection(request.collectionId, 'read', context, options);
  return await kept(model, 'CountDataItems', raw, context, options, (run) =>
    options.engine().count(model, request, run),
  );
};

export const aggregateDataItems: Handler = async (raw, context, options) => {
  const request = parseAggregate(raw);
  const model = await findCollection(request.collectionId, 'read', context, options);
  return await kept(model, 'AggregateDataItems', raw, context, options, (run) =>
    options.engine().aggregate(model, request, run),
  );
};

export const queryDistinctValues: Handler = async (raw, context, options) => {
  const request = parseDistinct(raw);
  const model = await findCollection(request.collectionId, 'read', context, options);
  return await kept(model, 'QueryDistinctValues', raw, context, options, (run) =>
    options.engine().distinct(model, request, run),
  );
};

/**
 * Waits for the collections that references lead to, where they wait for their upstream.
 * @throws UNKNOWN_ERROR with 503 while one of them is out of reach: its items are not gone
 */
export async function collectionsReady(
  named: readonly string[],
  { world }: ServiceContext,
  { catalog }: ServiceOptions,
): Promise<void> {
  if (named.some((id) => catalog.pending.has(id))) await startOf(world, catalog);
  const missing = named.find((id) => catalog.pending.has(id));
  if (missing !== undefined)
    throw unavailable(`The collection ${missing} is not ready: its upstream API cannot be reached`, 503);
}
