/** Collections whose items only join two others: `bookTags { book tag }`, or `{ bookId tagId }`. */
import { isTold } from './nested-listing.js';
import type { Relation } from './relation.js';
import type { RelationSide } from './relation-side.js';
import { fold } from './words.js';

/**
 * The relations with those through joining collections. These take the place of lists of the same items in which nothing
 * says whether they are whole, and of those of joining items.
 */
export function joined(
  own: readonly Relation[],
  sides: ReadonlyMap<string, RelationSide>,
): readonly Relation[] {
  const pairs = [...sides.values()]
    .flatMap((side) => pairsOf(side, own, sides))
    .filter((pair) => !own.some((one) => leadsThere(one, pair)));
  const kept = own.filter((each) => !pairs.some((one) => isSame(one, each) && isLess(each, sides)));
  const told = pairs.map((pair) => {
    const nested = own.find((each) => each.how === 'join' && isSame(pair, each));
    return nested ? { ...pair, path: nested.path, field: nested.field, ...listingOf(nested) } : pair;
  });
  return [...kept, ...told];
}

/** What a joining collection says better: its nested list, and a list that may be cut. */
function isLess(list: Relation, sides: ReadonlyMap<string, RelationSide>): boolean {
  if (list.how === 'join') return true;
  return (
    (list.how === 'list' || list.how === 'connection') &&
    list.inverse === undefined &&
    !isTold(list) &&
    sides.get(list.to)!.names.includes(fold(list.words))
  );
}

/** Whether the items of a type join two others, and are nothing else. */
export function isJoining(
  side: RelationSide,
  own: readonly Relation[],
): readonly [Relation, Relation] | undefined {
  const ends = own.filter((each) => each.from === side.type && each.kind === 'REFERENCE');
  const [one, other] = ends;
  if (!side.isBare || !one || !other || ends.length > 2 || one.to === other.to) return undefined;
  return [one, other];
}

function pairsOf(
  side: RelationSide,
  own: readonly Relation[],
  sides: ReadonlyMap<string, RelationSide>,
): readonly Relation[] {
  const ends = isJoining(side, own);
  if (!ends) return [];
  const through = (from: Relation, to: Relation): Relation => ({
    from: from.to,
    to: to.to,
    kind: 'MULTI_REFERENCE',
    how: 'pairs',
    field: from.field,
    path: '',
    words: sides.get(to.to)!.words,
    joins: { type: side.type, from: from.field, to: to.field },
  });
  return [through(...ends), through(ends[1], ends[0])];
}

function listingOf({ listing }: Relation): Pick<Relation, 'listing'> {
  return listing === undefined ? {} : { listing };
}

function isSame(pair: Relation, nested: Relation): boolean {
  return pair.from === nested.from && pair.to === nested.to;
}

/** A list of the item itself holds the same items, whole. */
function leadsThere(list: Relation, pair: Relation): boolean {
  return (
    list.kind === 'MULTI_REFERENCE' &&
    list.inverse === undefined &&
    (list.how === 'ids' || isTold(list)) &&
    list.how !== 'join' &&
    isSame(list, pair)
  );
}
