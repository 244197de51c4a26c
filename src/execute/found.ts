/** What is asked of a node of rows, and what it gives. */
import type { CollectionModel } from '../model/model.js';
import type { Rows } from '../plan/nodes.js';
import type { Item } from '../wix/json.js';
import type { Execution } from './execution.js';

export interface Wish {
  readonly offset: number;
  readonly limit: number;
  /** Whether it matters if more follow. */
  readonly lookAhead: boolean;
  /** The number of all matching items is wanted. */
  readonly count: boolean;
  /** The items are only to be written, with members of these keys; undefined: with all. Absent: they are worked with. */
  readonly written?: { readonly keys: readonly string[] | undefined } | undefined;
}

/** One page of the answer. */
export interface Found {
  readonly items: readonly Item[];
  /** The items as JSON, where that was made of their rows' text: then `items` have only ids, and fields that were worked with. */
  readonly written?: readonly string[] | undefined;
  /** Number of all matching items, where finding the page told it. */
  readonly total: number | undefined;
  /** No items follow. */
  readonly end: boolean;
  /** Upstream cursor behind the page, where the upstream pages by cursor. */
  readonly cursor: string | null;
}

/** Carries out a node of rows. */
export type FindRows = (
  execution: Execution,
  model: CollectionModel,
  rows: Rows,
  window: Wish,
) => Promise<Found>;
