/** The endpoints that write items (protocol sections 4.5 to 4.8): one result for each item, in the order of the request. */
import type { WriteOutcome } from '../execute/writes/outcome.js';
import type { ReferenceOutcome } from '../execute/writes/references/outcome.js';
import { admit } from '../model/identity-rules.js';
import type { CollectionModel } from '../model/model.js';
import { areOfOneType, ownedReferences } from '../model/owned-references.js';
import type { EndpointWrite } from '../plan/writes/plan.js';
import { namedItem } from '../plan/writes/prepare.js';
import type { ReferenceAction } from '../plan/writes/references.js';
import { itemError } from '../wix/error-body.js';
import { unavailable } from '../wix/errors.js';
import { type GivenReference, parseWriteReferences } from '../wix/requests.js';
import { parseRemove, parseTruncate, parseWrite } from '../wix/write-requests.js';
import { findCollection } from './find-collection.js';
import { type Handler, runContext, type ServiceContext, type ServiceOptions } from './handler.js';
import { collectionsReady } from './items.js';
import { endingKept, type WriteEffect } from './kept.js';

export const insertDataItems: Handler = async (raw, context, options) => {
  const { collectionId, items } = parseWrite(raw);
  return write(collectionId, { kind: 'insert', items }, context, options);
};

export const updateDataItems: Handler = async (raw, context, options) => {
  const { collectionId, items } = parseWrite(raw);
  return write(collectionId, { kind: 'update', items }, context, options);
};

export const removeDataItems: Handler = async (raw, context, options) => {
  const { collectionId, ids } = parseRemove(raw);
  return write(collectionId, { kind: 'remove', ids }, context, options);
};

export const truncateDataItems: Handler = async (raw, context, options) => {
  const model = await findCollection(parseTruncate(raw).collectionId, 'truncate', context, options);
  admit(model, 'remove', context.scope);
  const { sending, around } = endingKept<void>(removedWith(model, options), options, () => 'done');
  const run = { ...runContext(context, model), sending };
  await options.engine().truncate(model, run, around);
  return {};
};

export const insertDataItemReferences: Handler = (raw, context, options) =>
  writeReferences('add', raw, context, options);

export const removeDataItemReferences: Handler = (raw, context, options) =>
  writeReferences('remove', raw, context, options);

async function writeReferences(
  action: ReferenceAction,
  raw: Parameters<Handler>[0],
  context: ServiceContext,
  options: ServiceOptions,
): Promise<{ readonly results: readonly object[] }> {
  const request = parseWriteReferences(raw);
  const model = await findCollection(request.collectionId, 'update', context, options);
  const relation = model.fields.get(request.referringFieldKey)?.relation;
  const { pairs } = relation ?? {};
  const named = relation ? [relation.collection, ...(pairs?.kind === 'join' ? [pairs.collection] : [])] : [];
  await rulesKnown(named, context, options);
  const others = named.flatMap((id) => options.catalog.collections.get(id) ?? []);
  const { sending, around } = endingKept<readonly ReferenceOutcome[]>([model, ...others], options, effectOf);
  const run = { ...runContext(context, model), sending };
  const outcomes = await options.engine().writeReferences(model, action, request, run, around);
  return { results: outcomes.map((each, index) => referenceResult(each, request.references[index]!)) };
}

function referenceResult(outcome: ReferenceOutcome, given: GivenReference): object {
  if (outcome.kind !== 'done') return { error: itemError(outcome.error) };
  const { kind: _kind, ...reference } = given as Extract<GivenReference, { kind: 'reference' }>;
  return { reference };
}

async function write(
  collectionId: string,
  request: EndpointWrite,
  context: ServiceContext,
  options: ServiceOptions,
): Promise<{ readonly results: readonly object[] }> {
  const model = await findCollection(collectionId, request.kind, context, options);
  await rulesKnown(referredBy(model, request), context, options);
  const models = request.kind === 'remove' ? removedWith(model, options) : [model];
  const { sending, around } = endingKept<readonly WriteOutcome[]>(models, options, effectOf);
  const run = { ...runContext(context, model), sending };
  const outcomes = await options.engine().write(model, request, run, around);
  return { results: outcomes.map(resultOf) };
}

/**
 * Waits for the collections that are referred to: their rules say which references may be made.
 * @throws UNKNOWN_ERROR with 503 where rules are not known
 */
async function rulesKnown(
  named: readonly string[],
  context: ServiceContext,
  options: ServiceOptions,
): Promise<void> {
  await collectionsReady(named, context, options);
  const collection = named.find((id) => options.catalog.rulesUnknown.has(id));
  if (collection !== undefined)
    throw unavailable(
      `The mapping of the collection ${collection} has errors, so it is not known who may refer to its items`,
      503,
    );
}

/** Collections that the written fields of the items refer to: see rulesKnown. */
function referredBy(model: CollectionModel, request: EndpointWrite): readonly string[] {
  if (request.kind === 'remove') return [];
  const written = model.writes?.[request.kind]?.fields;
  const fields = [...model.fields.values()].filter(({ key, relation }) => relation && written?.has(key));
  if (fields.length === 0) return [];
  const items = request.items.flatMap((given) =>
    given.kind === 'item' ? [namedItem(model, given.item)] : [],
  );
  return fields
    .filter(({ key }) => items.some((item) => (item[key] ?? null) !== null))
    .map(({ relation }) => relation!.collection);
}

/** The collection, and those whose items are removed or changed with its own. */
function removedWith(model: CollectionModel, { catalog }: ServiceOptions): readonly CollectionModel[] {
  const isShared = (other: CollectionModel): boolean => areOfOneType(model, other);
  const owned = ownedReferences(model, catalog.collections.values(), isShared).map(({ holder }) => holder);
  return [...new Set([model, ...owned])];
}

function resultOf(outcome: WriteOutcome): object {
  if (outcome.kind === 'done') return { item: outcome.item };
  return { error: itemError(outcome.error) };
}

function effectOf(all: readonly { readonly kind: 'done' | 'refused' | 'unknown' }[]): WriteEffect {
  if (all.some(({ kind }) => kind === 'unknown')) return 'unknown';
  return all.some(({ kind }) => kind === 'done') ? 'done' : 'none';
}
