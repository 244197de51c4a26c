import type { IncludeWish } from '../request/includes.js';

/** The page of items that is wanted. */
export interface ItemsWish {
  readonly offset: number;
  readonly limit: number;
  /** Keys of the fields that are wanted. */
  readonly keys: readonly string[];
  /** References whose items are wanted inside. */
  readonly includes: readonly IncludeWish[];
  /** The number of all matching items is asked for. */
  readonly total: boolean;
  /** The page is asked for by cursor: it matters whether more follow, and there is no total. */
  readonly byCursor: boolean;
  /** Nothing of a moment ago may be used. */
  readonly consistent: boolean;
  /** Upstream cursor that stands at the offset, from the page before. */
  readonly upstreamCursor: string | undefined;
}
