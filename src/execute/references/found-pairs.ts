/** What reading pairs gives. */
import type { Window } from '../../plan/nodes.js';
import type { Item } from '../../wix/json.js';

export interface Pair {
  readonly referringItemId: string;
  readonly referencedItemId: string;
  /** Absent where it is gone, not to be shown, or not asked for. */
  readonly referencedItem?: Item;
}

export interface FoundPairs {
  readonly pairs: readonly Pair[];
  /** Number of all pairs, where the plan has it. */
  readonly total: number | undefined;
  /** No pairs follow; told where the plan looks ahead. */
  readonly end: boolean;
}

/** One page out of the pairs that were read; with `whole` they are all. */
export function pageOf<T>(all: readonly T[], { offset, limit }: Window, whole: boolean) {
  return {
    pairs: all.slice(offset, offset + limit),
    total: whole ? all.length : undefined,
    end: all.length <= offset + limit,
  };
}
