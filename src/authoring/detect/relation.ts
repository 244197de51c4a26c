/** A relation between the items of two collections, as detection finds it. */
import type { NestedListing } from './nested-listing.js';

export type RelationKind = 'REFERENCE' | 'MULTI_REFERENCE';
export type RelationHow =
  /** An object with the id in it. */
  | 'object'
  /** An object, and a scalar beside it that holds its id. */
  | 'object and key'
  /** A scalar that holds the id, named after the other type; no object. */
  | 'key'
  | 'list'
  | 'connection'
  /** A list of ids. */
  | 'ids'
  /** A nested list of a type that only joins two others. */
  | 'join'
  /** The items of a third collection join two others. */
  | 'pairs'
  /** The other collection has the REFERENCE. */
  | 'reverse'
  /** The other collection's list, or another list of its type, takes this item's id. */
  | 'argument';

export interface Relation {
  /** Type of the items that have it, and that of those they refer to. */
  readonly from: string;
  readonly to: string;
  readonly kind: RelationKind;
  readonly how: RelationHow;
  /** The member that says it; for `reverse` and `argument` that of the other side. */
  readonly field: string;
  /** Output path from the item to the object, the list, or the scalar; for `reverse` that of the other side; the argument's name. */
  readonly path: string;
  /** The scalar that holds the other's id, as an output path. */
  readonly key?: string;
  /** The objects are of a type of their own with the values of the other one (Drizzle makes such copies). */
  readonly copy?: true;
  /** What a site owner calls it, in words: `parent category`. */
  readonly words: string;
  /** The list in the rows: how much of it is asked for, and what says whether it is whole. */
  readonly listing?: NestedListing;
  /** Member of the other side that is the same relation from its end, beyond doubt. */
  readonly inverse?: string;
  /** The type that joins the two, and its members that lead to this side and to the other one. */
  readonly joins?: { readonly type: string; readonly from: string; readonly to: string };
  /** Root field whose argument it is, where that is not the collection's own list. */
  readonly list?: string;
}

export interface Relations {
  readonly found: readonly Relation[];
  /** Members with an object behind them that are no relation. */
  readonly missed: readonly MissedMember[];
}

export interface MissedMember {
  /** Type of the items that have it. */
  readonly from: string;
  readonly field: string;
  readonly reason: MissedReason;
  /** Collections' types among those that it may be of. */
  readonly types: readonly string[];
}

export type MissedReason =
  | 'a value without an id'
  | 'no collection has its type'
  | 'one of several types'
  | 'wants an argument'
  | 'aggregates';
