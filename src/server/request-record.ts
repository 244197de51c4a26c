/** What is noted of one HTTP request while it is worked on, for its answer and for those who observe its end. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Observation, Observe, ObservedRequest } from '../world/observation.js';
import type { Signal } from '../world/signal.js';

export interface RequestRecord {
  /** Epoch milliseconds. */
  readonly arrived: number;
  /** Aborted when the caller goes away, and when the request has its answer: nothing goes on after it. */
  readonly signal: Signal;
  /** Told of everything that happens for this request. */
  readonly observe: Observe;
  /** The caller went away before the answer. */
  gone: boolean;
  /** Name of the protocol's operation; undefined for other paths. */
  operation: string | undefined;
  collection: string | undefined;
  requestId: string | undefined;
  /** Instance id of the app on the site that asks. */
  instance: string | undefined;
  /** Requests sent upstream. */
  calls: number;
  /** Rows read to be worked on here; undefined: none had to be. */
  scanned: number | undefined;
  /** How the answer came about, where the collection keeps some: the header Cache-Status. */
  cache: string | undefined;
  /** Is sent as JSON. */
  answer: object | undefined;
  /** Is sent as it is, where there is no `answer`; who sets it says its type. */
  text: string | undefined;
}

/**
 * A record that listens to what happens for its request, and passes it on.
 * @param signal aborted when the caller has left, or has his answer
 */
export function createRecord(
  arrived: number,
  signal: Signal,
  observe: Observe,
  headers: IncomingHttpHeaders = {},
): RequestRecord {
  const request: ObservedRequest = { trace: traceOf(headers) };
  const record: RequestRecord = {
    arrived,
    signal,
    observe: (observation) => {
      if (observation.kind === 'call sent') record.calls += 1;
      if (observation.kind === 'rows scanned') record.scanned = (record.scanned ?? 0) + observation.rows;
      if (observation.kind === 'collection named') record.collection = observation.collection;
      if (observation.kind === 'cache used')
        record.cache = cacheStatus(observation.use, observation.leftMilliseconds);
      observe(observation, request);
    },
    gone: false,
    operation: undefined,
    collection: undefined,
    requestId: undefined,
    instance: undefined,
    calls: 0,
    scanned: undefined,
    cache: undefined,
    answer: undefined,
    text: undefined,
  };
  return record;
}

const untraced = Object.freeze({});

/** Of W3C Trace Context. */
function traceOf({ traceparent, tracestate }: IncomingHttpHeaders): ObservedRequest['trace'] {
  if (typeof traceparent !== 'string') return untraced;
  return typeof tracestate === 'string' ? { traceparent, tracestate } : { traceparent };
}

type CacheUse = (Observation & { readonly kind: 'cache used' })['use'];

/** Of the header Cache-Status (RFC 9211), section 2. */
const uses: Readonly<Record<CacheUse, string>> = {
  hit: 'hit',
  stale: 'hit; detail=stale',
  'on error': 'hit; detail=on-error',
  miss: 'fwd=uri-miss; stored',
  joined: 'fwd=uri-miss; collapsed',
  past: 'fwd=bypass',
  'asked anew': 'fwd=request; stored',
};

/** @param left milliseconds for which the answer is fresh; less than none where it is old */
export function cacheStatus(use: CacheUse, left: number): string {
  const ttl = use === 'past' ? '' : `; ttl=${Math.floor(left / 1000)}`;
  return `wix-graphql-adapter; ${uses[use]}${ttl}`;
}
