/** What a plan is made with besides the request: the collection, the facts of the request, and what is known by now. */
import type { ListQuery } from '../calls/list.js';
import type { SentOperand } from '../calls/operands.js';
import type { CollectionModel, NestedItems, RowReader } from '../model/model.js';
import type { RequestScope } from '../upstream/transport/context.js';
import type { Filter } from '../wix/filter/tree.js';
import type { SortKey } from '../wix/sort.js';
import type { PushdownMode } from './pushdown/pushdown.js';

/**
 * What is known of one collection, under one fingerprint. Planning only reads it, so the same knowledge gives the same
 * plan.
 */
export interface Knowledge {
  /** Reader of these fields (always with `_id`) and related objects, compiled once for each set. */
  reader(keys: readonly string[], nested?: readonly NestedItems[]): RowReader;
  /** Largest page of the list, with or without a filter, that is known to come uncut; 0: nothing is known. */
  trustedSize(query: Pick<ListQuery, 'condition'>): number;
  /** Ids of all items that match, in their order, where it was worked out here a moment ago. */
  keptOrder(query: OrderedQuery, facts: RequestScope): readonly string[] | undefined;
  /** The nearest known cursor at or before an offset of the query's list, and the rows before it. */
  bookmark(query: ListQuery, facts: RequestScope, offset: number): Bookmark | undefined;
}

/** What an order that is worked out here belongs to: the whole filter and the whole order. */
export interface OrderedQuery {
  readonly filter: Filter;
  readonly sort: readonly SortKey[];
}

export interface Bookmark {
  readonly position: number;
  readonly cursor: string;
}

export interface Planning {
  readonly model: CollectionModel;
  /** For constant arguments; `unfilledScope` shows what any request will be like. */
  readonly facts: RequestScope;
  readonly knowledge: Knowledge;
  /** The same for another collection, which references lead to; undefined: there is none of this id. */
  readonly other: (id: string) => Planning | undefined;
  readonly pushdown?: PushdownMode | undefined;
  /** Ids that were looked up for conditions on references, by the lookup's id. */
  readonly lookedUp?: ReadonlyMap<string, readonly string[]> | undefined;
  /** Operands that the upstream refused in this request: they are not sent again. */
  readonly withheld?: readonly SentOperand[] | undefined;
}
