/** What nodes of pairs say of the pairs and the items that are wanted. */
import type { Filter } from '../wix/filter/tree.js';
import type { SortOrder } from '../wix/protocol.js';
import type { ListRead } from './source-nodes.js';

/** Which pairs are asked for, where more of them are read than the page has. */
export interface EdgesAmong {
  /** Ids; undefined: all that are there. */
  readonly referring: readonly string[] | undefined;
  readonly referenced: readonly string[] | undefined;
  readonly order: SortOrder;
  /** What is shown of the referenced items; undefined: only their ids. */
  readonly items:
    | { readonly shown: readonly string[]; readonly filter: Filter; readonly filtered: readonly string[] }
    | undefined;
  readonly whole: boolean;
}

/** Ids whose lists are read at once, and the first page of them. */
export interface GivenIds {
  readonly kind: 'ids';
  readonly ids: readonly string[];
  readonly read: ListRead;
}

/** What is wanted of the items that a list gives for an id. */
export interface ArgumentWish {
  /** Keys of the fields that are wanted. */
  readonly keys: readonly string[];
  readonly filter: Filter;
  /** In the order in which the references were made. */
  readonly ordered: boolean;
}
