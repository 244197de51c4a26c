/** A stretch of rows of a list query. */

export interface Range {
  readonly rows: readonly unknown[];
  /** Number of all matching rows, when it was asked for and the upstream gave it. */
  readonly count: number | undefined;
  /** No rows come after these. false: more may come. */
  readonly end: boolean;
  /** Upstream cursor after the last row, when the list was read by cursor. */
  readonly cursor: string | null;
}

export interface RangeRequest {
  readonly offset: number;
  readonly limit: number;
  readonly count: boolean;
  /** Upstream cursor that stands at `offset`. */
  readonly cursor?: string | undefined;
}
