/** What is noted of one HTTP request while it is worked on, for its log line. */
export interface RequestRecord {
  /** Epoch milliseconds. */
  readonly arrived: number;
  /** Aborted when the caller goes away. */
  readonly signal: AbortSignal;
  /** Name of the protocol's operation; undefined for other paths. */
  operation: string | undefined;
  collection: string | undefined;
  requestId: string | undefined;
}
