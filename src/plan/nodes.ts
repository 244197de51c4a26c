/**
 * The plan: a tree of frozen nodes that says all that one request will do, before anything is sent. `execute/` has one
 * function for each kind of node, `explain/` reads the same tree, and neither decides anything of its own. What depends on
 * an answer is a node too (`otherwise`, `after`).
 */
import type { Call } from '../calls/call.js';
import type { Page } from '../calls/list.js';
import type { CollectionModel, NestedItems } from '../model/model.js';
import type { Aggregation } from '../wix/aggregate.js';
import type { Filter } from '../wix/filter/tree.js';
import type { Item } from '../wix/json.js';
import type { SortOrder } from '../wix/protocol.js';
import type { SortKey } from '../wix/sort.js';
import type { Evidence } from './claims/evidence.js';
import type { ArgumentWish, EdgesAmong, GivenIds } from './pair-nodes.js';
import type { OrderedQuery } from './planning.js';
import type { ResidualReason } from './pushdown/residual-reasons.js';
import type { ListRead, Requests, Source } from './source-nodes.js';

export type { ArgumentWish, EdgesAmong, GivenIds } from './pair-nodes.js';
export type { IdBatch, ListRead, Requests, Source } from './source-nodes.js';

/** What becomes of one included reference. */
export type Inclusion = { readonly key: string; readonly collection: string } & (
  | { readonly how: 'left' }
  | (ShownItems & { readonly how: 'nested' })
  | (ShownItems & {
      readonly how: 'batched';
      /** Keys of the fields that the filter reads. */
      readonly filtered: readonly string[];
      readonly requests: Requests;
      /** Why it does not come with the rows. */
      readonly why: string;
    })
  | (SeveralItems & {
      readonly how: 'edges';
      /** Id of the collection that holds the pairs. */
      readonly holder: string;
    })
  | (SeveralItems & { readonly how: 'held' })
  /** A list gives them for the id, see by-argument.ts. */
  | (SeveralItems & { readonly how: 'asked' })
  | (ShownItems & {
      readonly how: 'listed';
      readonly limit: number;
      /** Sorted here by this field; undefined: as they come. */
      readonly order: string | undefined;
      /** Where the field is mapped. */
      readonly position: string;
      /** What the items of each row are held against; undefined: nothing. */
      readonly evidence: Evidence | undefined;
      /** What is left of filter and order to be worked out here, and why. */
      readonly work: 'none' | 'filter' | 'sort' | 'filter and sort';
      readonly reasons: readonly ResidualReason[];
      /** Where those of an item come from of which the rows have only some; undefined: they are refused. */
      readonly otherwise: Extract<Inclusion, { how: 'edges' | 'asked' }> | undefined;
    })
);

/** Items of a MULTI_REFERENCE: by pairs of ids (edges), or by a list of ids in the item (held). */
interface SeveralItems extends ShownItems {
  readonly filtered: readonly string[];
  /** Most items for each that refers to them. */
  readonly limit: number;
  readonly requests: Requests;
}

/** Items of another collection inside those of this one. */
interface ShownItems {
  /** Keys of the fields that are shown. */
  readonly shown: readonly string[];
  /** Only items that it lets through; it is worked out here. */
  readonly filter: Filter;
}

/** One of two lists, and what its rows are held against. */
export interface Half {
  readonly read: ListRead;
  readonly evidence: Evidence | undefined;
}
/** One page of the answer. */
export type Rows =
  /** The upstream is not asked: no item can match, or none is wanted. */
  | { readonly kind: 'empty'; readonly why: 'no match' | 'no rows wanted' }
  /** Filtered, sorted and paged by the upstream. */
  | {
      readonly kind: 'page';
      readonly read: ListRead;
      readonly offset: number;
      readonly limit: number;
      /** Upstream cursor that stands at the offset, from the page before. */
      readonly cursor: string | undefined;
      /** What the rows are held against. */
      readonly evidence: Evidence | undefined;
    }
  /** Two lists, one behind the other: rows with a value of the first sort key, and rows without. Their first pages come together. */
  | {
      readonly kind: 'halves';
      readonly first: Half;
      readonly second: Half;
      readonly call: Call<readonly [Page, Page]>;
      readonly offset: number;
      readonly limit: number;
      readonly requests: Requests;
      /** Where the upstream does not tell how many rows the first list has. */
      readonly otherwise: Rows;
    }
  /** The rows of the input in its own order; reading stops when the page is full, unless all are counted. */
  | { readonly kind: 'slice'; readonly input: Source; readonly offset: number; readonly limit: number }
  /** Sorted here: the best `offset + limit` rows are kept. */
  | {
      readonly kind: 'top';
      readonly input: Source;
      readonly keys: readonly SortKey[];
      readonly offset: number;
      readonly limit: number;
      /** The order of all ids is remembered for the next pages; undefined: it is of no use to them. */
      readonly keep: OrderedQuery | undefined;
    }
  /** The page of an order that was worked out a moment ago, by id; held against filter and order again. */
  | {
      readonly kind: 'kept';
      readonly input: Extract<Source, { kind: 'get' }>;
      readonly query: OrderedQuery;
      readonly offset: number;
      readonly limit: number;
      /** Items of the whole order. */
      readonly total: number;
      /** Where they are not those items any more. */
      readonly otherwise: Rows;
    }
  /** The page's other fields, by id, after few fields of all rows were read. */
  | {
      readonly kind: 'complete';
      readonly input: Rows;
      readonly keys: readonly string[];
      /** What comes inside these rows, see `include`. */
      readonly nested: readonly NestedItems[];
      readonly evaluated: readonly string[];
      readonly requests: Requests;
    }
  /**
   * References become the items that they refer to: out of the same row (nested), by one read of their collection for all
   * rows (batched), or not at all, where the collection is not served here (left).
   */
  | { readonly kind: 'include'; readonly input: Rows; readonly inclusions: readonly Inclusion[] }
  /** Leaves out the fields that were read only to filter and sort. */
  | { readonly kind: 'pick'; readonly input: Rows; readonly keys: readonly string[] };

/** The number of all matching items. */
export type Count =
  | { readonly kind: 'zero' }
  /** The upstream counts; `otherwise` where it gives no number that can be believed. */
  | {
      readonly kind: 'call';
      readonly call: Call<Page>;
      /** Whether a filter is sent along. */
      readonly filtered: boolean;
      readonly otherwise: Count;
    }
  /** Rows are read and counted here. */
  | { readonly kind: 'rows'; readonly input: Source };

/** Where the total of a page of items comes from. */
export type Total =
  | { readonly kind: 'none' }
  /** Pages by cursor have none (protocol section 5.3). */
  | { readonly kind: 'cursor' }
  /** The upstream tells it in the same request; `otherwise` where the answer has none. */
  | { readonly kind: 'page'; readonly otherwise: Count }
  /** The rows are all read anyway. */
  | { readonly kind: 'rows' }
  /** Counted for itself, unless the page shows the end of the list. */
  | { readonly kind: 'after'; readonly count: Count };

/** Groups or single results, before the final filter. */
export type Results =
  /** The upstream aggregates; `otherwise` where its answer cannot be shown to be whole. */
  | {
      readonly kind: 'call';
      readonly call: Call<readonly Item[] | undefined>;
      /** Whether a filter is sent along. */
      readonly filtered: boolean;
      readonly otherwise: Extract<Results, { kind: 'rows' }>;
    }
  | { readonly kind: 'rows'; readonly input: Source; readonly aggregation: Aggregation };

interface Common {
  readonly model: CollectionModel;
  /** Why work is done here: named when a budget is not enough. */
  readonly reasons: readonly ResidualReason[];
}

/** What belongs to one page of the answer, whatever makes it. */
export interface Window {
  readonly offset: number;
  readonly limit: number;
  /** Whether it matters if more follow. */
  readonly lookAhead: boolean;
}

export type ItemsPlan = Common & {
  readonly kind: 'items';
  readonly rows: Rows;
  readonly total: Total;
} & Window;
export type CountPlan = Common & { readonly kind: 'count'; readonly count: Count };
export type AggregatePlan = Common & {
  readonly kind: 'aggregate';
  readonly results: Results;
  readonly finalFilter: Filter;
  readonly sort: readonly SortKey[];
} & Window;
export type DistinctPlan = Common & {
  readonly kind: 'distinct';
  readonly results: Results;
  readonly path: string;
  readonly order: SortOrder;
} & Window;

/** Which items refer to given ones: asked first, where a filter needs it. */
export interface Lookup {
  /** Stands for the condition that it answers. */
  readonly id: string;
  /** Key of the reference field. */
  readonly key: string;
  /** Id of the collection that holds the pairs, the rows of it, and its two fields. */
  readonly holder: string;
  readonly input: Source;
  readonly from: string;
  readonly to: string;
  /** To one of the ids, or to all. */
  readonly how: 'some' | 'all';
  readonly ids: readonly string[];
  readonly reasons: readonly ResidualReason[];
}

/** Pairs of referring and referenced ids. */
export type Pairs =
  /** A page of the collection that holds them, with its two fields. */
  | {
      readonly kind: 'edges';
      readonly plan: ItemsPlan;
      readonly from: string;
      readonly to: string;
      /** Keys of the fields of the referenced items; undefined: only their ids. */
      readonly shown: readonly string[] | undefined;
      /**
       * Only pairs of items that the collection shows count: they are looked for by their ids, and more pairs are read until
       * there are enough, or all (`whole`). Undefined: each pair counts.
       */
      readonly among: EdgesAmong | undefined;
    }
  /** Lists of ids in the referring items themselves, one item after the other. */
  | {
      readonly kind: 'held';
      readonly input: Source;
      /** What their collection lets through, where the items themselves stand in the rows (see NestedList); undefined: the field's value is the ids. */
      readonly listed: Filter | undefined;
      /** Only these; undefined: all. */
      readonly referenced: readonly string[] | undefined;
      readonly order: SortOrder;
      /** All are read: they are counted, or wanted from the end. */
      readonly whole: boolean;
      readonly inclusion: Extract<Inclusion, { how: 'batched' }> | undefined;
    }
  /** Lists that a list field gives for the ids of the referring items. */
  | {
      readonly kind: 'asked';
      /** The referring items, or their ids, where these are given and nothing has to be known of the items. */
      readonly input: Source | GivenIds;
      readonly wish: ArgumentWish;
      /** Keys of the fields of the referenced items; undefined: only their ids. */
      readonly shown: readonly string[] | undefined;
      readonly order: SortOrder;
      /** Sorts the pairs of several items, by a field of the referenced ones; undefined: one item after the other. */
      readonly sortBy: string | undefined;
      readonly whole: boolean;
    };
export type ReferencesPlan = Common & {
  readonly kind: 'references';
  /** Key of the reference field. */
  readonly key: string;
  readonly pairs: Pairs;
} & Window;

export type Plan = ItemsPlan | CountPlan | AggregatePlan | DistinctPlan | ReferencesPlan;
