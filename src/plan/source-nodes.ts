/** Nodes that give rows without an order that matters, and what they ask the upstream. */
import type { Call } from '../calls/call.js';
import type { AskedId } from '../calls/ids.js';
import type { ListQuery, Page, PageRequest } from '../calls/list.js';
import type { RowReader } from '../model/model.js';
import type { Filter } from '../wix/filter/tree.js';
import type { Evidence } from './claims/evidence.js';
import type { PagingKind } from './tree/page-size.js';

/** How many upstream requests a node takes, as far as that is known before the answers are. */
export interface Requests {
  readonly least: number;
  /** undefined: as many as the rows need. */
  readonly most: number | undefined;
  /** Rows read by each request, where `most` is not known. */
  readonly each?: number;
  /** What the number depends on, for people. */
  readonly note?: string;
}

/** Rows of a list query, read in the way that the list pages. */
export interface ListRead {
  readonly query: ListQuery;
  readonly how: PagingKind;
  /** The page that is asked for first, and its call. */
  readonly first: PageRequest;
  readonly call: Call<Page>;
  /** Rows before the first page. */
  readonly position: number;
  readonly requests: Requests;
}

/** Ids that one upstream request takes together. */
export type IdBatch = {
  readonly asked: readonly AskedId[];
} & (
  | { readonly kind: 'call'; readonly call: Call<readonly unknown[]> }
  /** By the list's own filter; `all`: there may be more rows than ids, so the list is read to its end. */
  | { readonly kind: 'list'; readonly read: ListRead; readonly all: boolean }
);

/** Rows without an order that matters: what filters, sorts, counts and aggregates here read. */
export type Source =
  /** Nothing can match; the upstream is not asked. */
  | { readonly kind: 'empty' }
  /** Items by id, in the order of the ids; absent ones are left out. */
  | {
      readonly kind: 'get';
      readonly ids: readonly string[];
      readonly batches: readonly IdBatch[];
      readonly reader: RowReader;
      /** Keys of the fields that are worked with here. */
      readonly evaluated: readonly string[];
      readonly requests: Requests;
    }
  /** Page after page, in the upstream's order, within the budget. `whole`: all rows will be read. */
  | {
      readonly kind: 'scan';
      readonly read: ListRead;
      readonly whole: boolean;
      readonly evidence: Evidence | undefined;
    }
  /** Only the rows that the filter lets through; it is worked out here. */
  | { readonly kind: 'filter'; readonly input: Source; readonly residual: Filter };
