/** How a collection's items lead to those of another: what a REFERENCE or MULTI_REFERENCE field is bound to. */
import type { ArgumentPath } from '../upstream/document/argument-path.js';
import type { Location } from '../upstream/document/location.js';
import type { SelectionStep } from '../upstream/document/selection.js';
import type { Json } from '../wix/json.js';

/** Where the related object stands inside a row. */
export interface NestedPath {
  /** As the mapping writes it. */
  readonly text: string;
  readonly steps: readonly SelectionStep[];
  /** GraphQL type of the object. */
  readonly typeName: string;
  /** Reads the object out of a row by the response keys of the steps; null where there is none. */
  readonly read: (keys: readonly string[]) => (row: unknown) => unknown;
}

/** An argument of a field in a row, or a member of it, that takes what a request wants. */
export interface RowArgument {
  /** Index of the field among the steps. */
  readonly step: number;
  /** The argument, then members inside it. */
  readonly path: readonly string[];
  /** GraphQL type of the whole argument, and of the place that the path leads to. */
  readonly type: string;
  readonly placeType: string;
}

/** A single value inside a row. */
export interface ValueInRow {
  readonly steps: readonly SelectionStep[];
  /** Where a filter of the list goes, for a value that stands beside the list. */
  readonly filter?: RowArgument | undefined;
  readonly read: (keys: readonly string[]) => (row: unknown) => unknown;
}

/** Related objects inside a row, and what says whether they are all. */
export interface NestedList {
  /** Reads the list of objects. */
  readonly path: NestedPath;
  readonly total: ValueInRow | undefined;
  /** A flag; with `cursor` the place where the next part begins, which is null where there is none. */
  readonly more: (ValueInRow & { readonly cursor: boolean }) | undefined;
  readonly max: number | undefined;
  /** What takes the number of objects, their filter and their order; without a word the list is asked for as the mapping says. */
  readonly size?: RowArgument | undefined;
  readonly filter?: RowArgument | undefined;
  readonly sort?: RowArgument | undefined;
  /** Objects that the arguments of the mapping ask for; undefined: nothing says it. */
  readonly constant: number | undefined;
}

/** Where the ids of several items are, that are not a value of the row. */
export type PairsOf =
  /** The items that are referred to hold the id of the item that refers to them, in this field. */
  | { readonly kind: 'reverse'; readonly key: string }
  /** They stand in the row whole. */
  | { readonly kind: 'list'; readonly list: NestedList }
  /** A list takes the id of the item that refers to them: that of their collection, or another one (`location`). */
  | { readonly kind: 'argument'; readonly at: ArgumentPath; readonly location: Location | undefined }
  /** Items of a third collection hold both. */
  | { readonly kind: 'join'; readonly collection: string; readonly from: string; readonly to: string };

/** One argument of a field in a row, with the value that a request gives it. */
export interface AskedArgument {
  readonly step: number;
  readonly name: string;
  readonly type: string;
  readonly value: Json;
}

export interface ReferenceModel {
  /** Id of the collection that is referred to. */
  readonly collection: string;
  /** The related object in the same row; undefined: its collection is asked for it. */
  readonly nested: NestedPath | undefined;
  /** Where the pairs of a MULTI_REFERENCE are; undefined: its own value is the list of ids. */
  readonly pairs?: PairsOf;
  /** The items stand in the rows besides, perhaps not all; `pairs` then is the way to the others. */
  readonly listed?: NestedList;
  /** Key of the field, beside the pairs, that says when each was made; undefined: `_createdDate`, if there is one. */
  readonly order?: string | undefined;
}

/**
 * Where a row's reader puts an included item until the page is made: beside the id, which filters and sorts read. No
 * field's key begins so.
 */
export function includedKey(key: string): string {
  return `>${key}`;
}
