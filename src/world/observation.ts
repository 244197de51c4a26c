/**
 * Everything that happens and that somebody may want to know of, as one closed type. It is told through one function that is
 * passed like the World; log, metrics and counts listen to it, and nothing else in src writes a log line or counts.
 */
import type { ConfigurationObservation } from './configuration-observation.js';
import type { KeepingObservation } from './keeping-observation.js';
import type { WritingObservation } from './writing-observation.js';

export type Observation =
  | RequestObservation
  | KeepingObservation
  | WritingObservation
  | CallObservation
  | ConfigurationObservation
  | ProcessObservation;

/** @param request the request of a caller for which it happens; absent: none, or nobody knows which */
export type Observe = (observation: Observation, request?: ObservedRequest) => void;

/** One HTTP request of a caller, the same object from its beginning to its end. */
export interface ObservedRequest {
  /** Those with which callers pass on which trace they are part of (W3C Trace Context), in lower case. */
  readonly trace: Readonly<Record<string, string>>;
}

/** One HTTP request to an upstream, the same object from its beginning to its end. */
export interface ObservedCall {
  /** Observers may add headers that pass a trace on, when they are told that it is sent. */
  readonly trace: Record<string, string>;
}

/** For work that nobody watches, such as a command that prints its own result. */
export const unobserved: Observe = () => undefined;

/** One observer out of several, told in this order. */
export function together(...observers: readonly Observe[]): Observe {
  return (observation, request) => {
    for (const each of observers) each(observation, request);
  };
}

/** What callers of the service ask, and how it ends. */
export type RequestObservation =
  | { readonly kind: 'request begun'; readonly method: string; readonly path: string }
  /** The request names a collection; its id, or what stands in its place when there is none. */
  | { readonly kind: 'collection named'; readonly requestId: string | undefined; readonly collection: string }
  | {
      readonly kind: 'request ended';
      readonly requestId: string | undefined;
      /** Instance id of the app on the site that asks. */
      readonly instance?: string | undefined;
      /** Name of the protocol's operation; undefined for other paths. */
      readonly operation: string | undefined;
      readonly method: string;
      readonly path: string;
      readonly collection: string | undefined;
      /** HTTP status. */
      readonly status: number;
      /** The caller went away before the answer. */
      readonly gone: boolean;
      readonly milliseconds: number;
      /** Requests that were sent upstream for it. */
      readonly calls: number;
      /** Rows that were read for it to be filtered, sorted or counted here; undefined: nothing had to be. */
      readonly scanned?: number | undefined;
      /** How its answer came about, in the form of the header Cache-Status; undefined: the collection keeps none. */
      readonly cache?: string | undefined;
      readonly failure: ObservedFailure | undefined;
    }
  /** A caller's connection broke or spoke no HTTP. */
  | { readonly kind: 'connection failed'; readonly reason: string }
  /** There were more connections than `most`: so many, the oldest silent ones first, were closed since the last report. */
  | { readonly kind: 'connections closed'; readonly closed: number; readonly most: number };

export interface ObservedFailure {
  /** Code of the protocol's error. */
  readonly code: string;
  readonly message: string;
  readonly status: number;
  /** Never sent to the caller. */
  readonly reason?: string | undefined;
  readonly cause?: unknown;
}

/** How a request to an upstream ended: `refused` by the budget of the Wix request, which reads no further. */
export const callOutcomes = [
  'ok',
  'refused',
  'unreachable',
  'timeout',
  'aborted',
  'tooLarge',
  'unauthorized',
  'rateLimited',
  'http',
  'notGraphql',
  'graphqlErrors',
  'unsendable',
  'queueFull',
  'circuitOpen',
] as const;
export type CallOutcome = (typeof callOutcomes)[number];

/** HTTP requests to an upstream, every attempt by itself. `requestId` is that of the Wix request which causes it. */
export type CallObservation =
  | {
      readonly kind: 'call sent';
      readonly call: ObservedCall;
      readonly upstream: string;
      readonly requestId: string | undefined;
      /** From 1. */
      readonly attempt: number;
    }
  | {
      readonly kind: 'call answered';
      readonly call: ObservedCall;
      readonly upstream: string;
      readonly requestId: string | undefined;
      readonly attempt: number;
      readonly outcome: CallOutcome;
      readonly milliseconds: number;
    }
  | {
      readonly kind: 'call retried';
      readonly upstream: string;
      readonly requestId: string | undefined;
      /** The one that failed. */
      readonly attempt: number;
      readonly outcome: CallOutcome;
      readonly waitMilliseconds: number;
    }
  /** It waited for a place, or until the upstream takes more, before it was sent. */
  | {
      readonly kind: 'call waited';
      readonly upstream: string;
      readonly requestId: string | undefined;
      readonly milliseconds: number;
    }
  /** It was not sent: too many wait, the upstream is left alone, or its rate would be exceeded before the deadline. */
  | {
      readonly kind: 'call refused';
      readonly upstream: string;
      readonly requestId: string | undefined;
      readonly outcome: CallOutcome;
    }
  /** `open`: the upstream fails and is left alone; `trying`: one request finds out; `closed`: it answers. */
  | {
      readonly kind: 'breaker changed';
      readonly upstream: string;
      /** Instance id of the site whose API it is; undefined: the service has one for all. */
      readonly instance?: string | undefined;
      readonly state: 'closed' | 'open' | 'trying';
    }
  /** Rows that were read to be filtered, sorted or counted here. */
  | {
      readonly kind: 'rows scanned';
      readonly requestId: string | undefined;
      readonly collection: string;
      readonly rows: number;
    }
  /** Rows contradict what the mapping says of the API: it is not believed any more. Told once for each claim. */
  | {
      readonly kind: 'claim withdrawn';
      readonly requestId: string | undefined;
      readonly collection: string;
      /** Its identity in the collection, e.g. `sort price descending`. */
      readonly claim: string;
      /** The line of the mapping, what came, and what helps. */
      readonly message: string;
    }
  /** The upstream refused an operand, and the answer was worked out without sending it. Told once for each field. */
  | {
      readonly kind: 'operand refused';
      readonly requestId: string | undefined;
      readonly collection: string;
      /** Which field, operator and line of the mapping, and what helps. */
      readonly message: string;
      /** What the upstream said. */
      readonly reason: string | undefined;
    }
  /** A cell holds no value of its field, so it is shown without one. Told once for each field. */
  | {
      readonly kind: 'cell unreadable';
      readonly requestId: string | undefined;
      readonly collection: string;
      readonly field: string;
      /** Which item, which line of the mapping, and what helps. */
      readonly message: string;
      readonly reason: string | undefined;
    };

/** The service as a process. */
export type ProcessObservation =
  | {
      readonly kind: 'listening';
      readonly url: string;
      /** Of the admin port; undefined: there is none. */
      readonly admin: string | undefined;
    }
  | { readonly kind: 'stopping'; readonly signal: string }
  | { readonly kind: 'stopped' };
