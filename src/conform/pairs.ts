/** Pairs of items that refer and items that are referred to (section 4.9), and the items themselves. */
import type { ReferencePair } from '../wix/errors.js';
import { type Item, isMissing, isObject } from '../wix/json.js';
import { largestPage } from '../wix/paging.js';
import { type KnownField, listOf } from './collections.js';
import { notTheseValues } from './compare.js';
import { type ItemSample, idOf, itemsOf, withSystemNames } from './sample.js';
import { bodyOf, type Exchange, notSuccess, paths, type RawRequest } from './server.js';

/** Items that are asked about at once. */
export const some = 10;

/** Items of another collection, by their ids. `undefined`: it cannot be read. */
export async function readItems({ server }: ItemSample, collectionId: string, ids: readonly string[]) {
  const exchange = await server.ask(paths.query, {
    collectionId,
    query: { filter: { _id: { $hasSome: ids } }, paging: { limit: ids.length, offset: 0 } },
    consistentRead: true,
    returnTotalCount: false,
  });
  return notSuccess(exchange) === undefined
    ? new Map(itemsOf(exchange).map((item) => [idOf(item), item]))
    : undefined;
}

/** Why this is not the item that its own collection gives. */
export function notTheItem(value: unknown, wanted: Item): string | undefined {
  const id = JSON.stringify(idOf(wanted));
  if (!isObject(value)) return `the item ${id} itself`;
  const item = withSystemNames(value);
  const other = Object.keys(wanted).find((key) => JSON.stringify(item[key]) !== JSON.stringify(wanted[key]));
  return other === undefined ? undefined : `the item ${id} as its collection gives it, but ${other} differs`;
}

export interface FoundPair extends ReferencePair {
  readonly referencedItem?: unknown;
}

export const pairsOf = (exchange: Exchange): readonly FoundPair[] =>
  listOf(bodyOf(exchange).items).filter(isObject) as unknown as FoundPair[];

export function askPairs(
  { server, collection }: ItemSample,
  field: KnownField,
  more: RawRequest,
): Promise<Exchange> {
  return server.ask(paths.references, {
    collectionId: collection.id,
    referringFieldKey: field.key,
    referringItemIds: [],
    referencedItemIds: [],
    order: 'ASC',
    paging: { limit: largestPage, offset: 0 },
    consistentRead: true,
    fieldsToReturn: [],
    returnTotalCount: false,
    includeReferencedItems: false,
    ...more,
  });
}

export const textOf = ({ referringItemId, referencedItemId }: FoundPair): string =>
  `${referringItemId} → ${referencedItemId}`;

/** Why these are not just the expected pairs, in any order. */
export function otherPairs(actual: readonly FoundPair[], expected: readonly FoundPair[]): string | undefined {
  const sorted = (pairs: readonly FoundPair[]): readonly string[] => pairs.map(textOf).sort();
  return notTheseValues(sorted(actual), sorted(expected));
}

/** Why the answer does not hold just these pairs, in any order. */
export function notThesePairs(exchange: Exchange, expected: readonly FoundPair[]): string | undefined {
  return notSuccess(exchange) ?? otherPairs(pairsOf(exchange), expected);
}

export interface KnownPairs {
  /** Of items that refer. */
  readonly ids: readonly string[];
  readonly pairs: readonly FoundPair[];
}

/** Of some items that refer: all their pairs. */
export async function knownPairs(sample: ItemSample, field: KnownField): Promise<KnownPairs> {
  const referring = sample.items.filter(
    (item) => field.type === 'MULTI_REFERENCE' || !isMissing(item[field.key]),
  );
  const ids = sample.draw.some(referring, some).map(idOf);
  return {
    ids,
    pairs: ids.length === 0 ? [] : pairsOf(await askPairs(sample, field, { referringItemIds: ids })),
  };
}

export const noPairs = 'no item refers to another';
