/** What is noted of one HTTP request while it is worked on, for its answer and for those who observe its end. */
import type { Observe } from '../world/observation.js';

export interface RequestRecord {
  /** Epoch milliseconds. */
  readonly arrived: number;
  /** Aborted when the caller goes away, and when the request has its answer: nothing goes on after it. */
  readonly signal: AbortSignal;
  /** Told of everything that happens for this request. */
  readonly observe: Observe;
  /** The caller went away before the answer. */
  gone: boolean;
  /** Name of the protocol's operation; undefined for other paths. */
  operation: string | undefined;
  collection: string | undefined;
  requestId: string | undefined;
  /** Requests sent upstream. */
  calls: number;
  /** Is sent as JSON. */
  answer: object | undefined;
}

/** A record that listens to what happens for its request, and passes it on. */
export function createRecord(arrived: number, signal: AbortSignal, observe: Observe): RequestRecord {
  const record: RequestRecord = {
    arrived,
    signal,
    observe: (observation) => {
      if (observation.kind === 'call sent') record.calls += 1;
      if (observation.kind === 'collection named') record.collection = observation.collection;
      observe(observation);
    },
    gone: false,
    operation: undefined,
    collection: undefined,
    requestId: undefined,
    calls: 0,
    answer: undefined,
  };
  return record;
}
