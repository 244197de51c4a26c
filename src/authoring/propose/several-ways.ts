/** The ways in which the items of a MULTI_REFERENCE can be found, as lines of a mapping, best first. */
import type { FieldMapping } from '../../mapping/schema.js';
import type { ThroughStyle } from '../../styles/vocabulary/references.js';
import { isTold } from '../detect/nested-listing.js';
import type { Relation } from '../detect/relations.js';

/** As many as an include shows where the request says nothing. */
const usualItems = 50;

/** What the rest of the proposal says of a relation. */
export interface RelationSetting {
  /** Key of the REFERENCE field that this member of a type became, if it leads to the other type. */
  readonly keyOf: (type: string, member: string, to: string) => string | undefined;
  /** Collection of a type. */
  readonly collectionOf: (type: string) => string | undefined;
  /** The list of a collection can be asked for those whose reference is one of several ids. */
  readonly asksFor: (collection: string, key: string) => boolean;
  /** Why the objects inside a row may not be the items of the collection; undefined: they are. */
  readonly elsewhere: (relation: Relation) => string | undefined;
  /** The items come in an order that a list in the rows cannot be asked for. */
  readonly isOrdered: (relation: Relation) => boolean;
  /** Arguments of a list in the rows that take the filter and the sort of the other collection's list. */
  readonly takesOf: (relation: Relation) => { readonly filter?: string; readonly sort?: string };
}

export interface Ways {
  readonly ways: readonly Pick<FieldMapping, 'through'>[];
  /** Why the first one is not to be taken without a person's word. */
  readonly doubt?: RelationDoubt;
}

export interface RelationDoubt {
  readonly kind: DoubtKind;
  readonly text: string;
}

export type DoubtKind =
  /** Nothing says whether the list in the row is whole. */
  | 'may be cut'
  /** Each look would read the whole other collection. */
  | 'not filtered'
  /** The other collection, or its items, wait for an answer of a person. */
  | 'waits'
  /** The API's objects are not sure to be the items of the collection. */
  | 'other items'
  /** It does not bind. */
  | 'does not bind'
  /** The file has many already. */
  | 'too many';

export function waysOf(relation: Relation, setting: RelationSetting): Ways {
  const { how, joins, list, path } = relation;
  switch (how) {
    case 'reverse': {
      const key = setting.keyOf(relation.to, relation.field, relation.from);
      return reverseWays(relation, key, setting);
    }
    case 'argument':
      return { ways: [{ through: { argument: list === undefined ? path : { list, name: path } } }] };
    case 'pairs': {
      const holder = setting.collectionOf(joins!.type);
      const from = setting.keyOf(joins!.type, joins!.from, relation.from);
      const to = setting.keyOf(joins!.type, joins!.to, relation.to);
      if (holder === undefined || from === undefined || to === undefined)
        return { ways: [], doubt: { kind: 'waits', text: `the items of ${joins!.type} hold no ids` } };
      const through = { join: { collection: holder, from, to } };
      // It is one request more than the list in the rows, and pages where that reads all.
      if (setting.asksFor(holder, from)) return { ways: [{ through }] };
      const listed = listedWays(relation, undefined, setting);
      return listed.length > 0 ? { ways: listed } : { ways: [{ through }], doubt: unfiltered };
    }
    case 'ids':
    case 'key':
    case 'object':
    case 'object and key':
      return { ways: [] };
    case 'list':
    case 'connection':
    case 'join': {
      const key =
        relation.inverse === undefined
          ? undefined
          : setting.keyOf(relation.to, relation.inverse, relation.from);
      const back = key === undefined ? undefined : reverseWays(relation, key, setting);
      const reverse = back && !back.doubt ? back.ways[0]!.through : undefined;
      // What the list does not sort would be read as far as the API gives it, for each row.
      if (reverse && relation.listing?.parts && setting.isOrdered(relation))
        return { ways: [{ through: reverse }] };
      const ways = listedWays(relation, reverse, setting);
      if (ways.length > 0 || reverse) return { ways: reverse ? [...ways, { through: reverse }] : ways };
      const why = setting.elsewhere(relation);
      if (why !== undefined)
        return { ways: [listWay(relation, undefined, setting)], doubt: { kind: 'other items', text: why } };
      return back ?? { ways: [guessedMost(relation)], doubt: cut };
    }
  }
}

const cut: RelationDoubt = {
  kind: 'may be cut',
  text: 'the API may give only some of them without saying so; write as max how many it gives at most',
};

const unfiltered: RelationDoubt = {
  kind: 'not filtered',
  text: 'the API cannot filter those items by the one that they refer to, so each look would read all of them',
};

function reverseWays(relation: Relation, key: string | undefined, setting: RelationSetting): Ways {
  const holder = setting.collectionOf(relation.to);
  if (key === undefined || holder === undefined)
    return { ways: [], doubt: { kind: 'waits', text: `the items of ${relation.to} hold no id of it` } };
  const ways = [{ through: { reverse: key } }];
  return setting.asksFor(holder, key) ? { ways } : { ways, doubt: unfiltered };
}

/** None where the list may be cut without a word, or holds other items. */
function listedWays(
  relation: Relation,
  beside: ThroughStyle | undefined,
  setting: RelationSetting,
): Ways['ways'] {
  if (!isTold(relation) || setting.elsewhere(relation) !== undefined) return [];
  return [listWay(relation, beside, setting)];
}

function listWay(
  relation: Relation,
  beside: ThroughStyle | undefined,
  { takesOf }: RelationSetting,
): Ways['ways'][number] {
  const { path, listing } = relation;
  if (!listing?.parts) return { through: { list: path, ...beside } };
  const { size, more, total, most } = listing;
  const list = {
    path,
    ...(more === undefined ? (total === undefined ? {} : { total }) : { more }),
    ...(size === undefined ? {} : { size }),
    ...takesOf(relation),
    ...(most === undefined ? {} : { max: most }),
  };
  return { through: { list: Object.keys(list).length === 1 ? path : list, ...beside } };
}

/** For a person to complete: what an include asks for stands for the most that come. */
function guessedMost({ path, listing }: Relation): Ways['ways'][number] {
  const { size, most } = listing!;
  return { through: { list: { path, ...(size === undefined ? {} : { size }), max: most ?? usualItems } } };
}
