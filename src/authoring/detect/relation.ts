/** A relation between the items of two collections, as detection finds it. */
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
  /** The other collection has the REFERENCE. */
  | 'reverse'
  /** The other collection's list takes this item's id. */
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
  /** What a site owner calls it, in words: `parent category`. */
  readonly words: string;
}

export interface Relations {
  readonly found: readonly Relation[];
  /** Members with an object behind them that are no relation, by reason. */
  readonly missed: ReadonlyMap<MissedReason, number>;
}

export type MissedReason =
  | 'a value without an id'
  | 'no collection has its type'
  | 'one of several types'
  | 'wants an argument'
  | 'aggregates';
