/** The endpoint that reads references (protocol section 4.9). */
import { badRequest } from '../wix/errors.js';
import { parseQueryReferenced } from '../wix/requests.js';
import { findCollection } from './find-collection.js';
import type { Handler } from './handler.js';
import { collectionsReady } from './items.js';
import { kept } from './kept.js';

export const queryReferencedDataItems: Handler = async (raw, context, options) => {
  const request = parseQueryReferenced(raw);
  const model = await findCollection(request.collectionId, 'read', context, options);
  const relation = model.fields.get(request.referringFieldKey)?.relation;
  if (![...model.fields.values()].some((each) => each.relation))
    throw badRequest(
      `The collection ${model.id} does not offer QUERY_REFERENCED: it has no reference fields`,
    );
  const { pairs } = relation ?? {};
  const named = [
    ...(relation && (request.includeReferencedItems || pairs?.kind === 'reverse')
      ? [relation.collection]
      : []),
    ...(pairs?.kind === 'join' ? [pairs.collection] : []),
  ];
  await collectionsReady(named, context, options);
  return kept(model, 'QueryReferencedDataItems', raw, context, options, (run) =>
    options.engine().references(model, request, run),
  );
};
