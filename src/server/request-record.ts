/** What is noted of one HTTP request while it is worked on, for its answer and its log line. */
export interface RequestRecord {
  /** Epoch milliseconds. */
  readonly arrived: number;
  /** Aborted when the caller goes away, and when the request has its answer: nothing goes on after it. */
  readonly signal: AbortSignal;
  /** The caller went away before the answer. */
  gone: boolean;
  /** Name of the protocol's operation; undefined for other paths. */
  operation: string | undefined;
  collection: string | undefined;
  requestId: string | undefined;
  /** Is sent as JSON. */
  answer: object | undefined;
}
