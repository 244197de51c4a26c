/**
 * Spans for OpenTelemetry: one for each request of a caller, and one for each request to an upstream below it. Only its API is used:
 * without an SDK in the process there are no spans, and nobody listens. Names and attributes are those of the semantic conventions for HTTP.
 */
import {
  type Attributes,
  type Context,
  context as contexts,
  isSpanContextValid,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { cut } from '../../wix/json.js';
import type {
  CallOutcome,
  Observation,
  Observe,
  ObservedCall,
  ObservedRequest,
} from '../../world/observation.js';

type Kind<K extends Observation['kind']> = Observation & { readonly kind: K };

interface Traced {
  readonly span: Span;
  readonly context: Context;
}

/** Characters. Anybody may send any. */
const longestPath = 200;

const instrumentation = 'wix-graphql-adapter';

/** What listens with the SDK that is registered in this process; undefined: there is none. */
export function traceListener(): Observe | undefined {
  const tracer = trace.getTracer(instrumentation);
  // The API tells in no other way whether somebody makes spans.
  const probe = tracer.startSpan('probe', {}, contexts.active());
  return isSpanContextValid(probe.spanContext()) ? listenWith(tracer) : undefined;
}

function listenWith(tracer: Tracer): Observe {
  const requests = new WeakMap<ObservedRequest, Traced>();
  const calls = new WeakMap<ObservedCall, Span>();

  const begin = ({ method, path }: Kind<'request begun'>, request: ObservedRequest): void => {
    const parent = propagation.extract(contexts.active(), request.trace);
    const attributes = { 'http.request.method': method, 'url.path': cut(path, longestPath) };
    const span = tracer.startSpan(method, { kind: SpanKind.SERVER, attributes }, parent);
    requests.set(request, { span, context: trace.setSpan(parent, span) });
  };
  const send = (
    { call, upstream, attempt }: Kind<'call sent'>,
    request: ObservedRequest | undefined,
  ): void => {
    const parent = (request && requests.get(request)?.context) ?? contexts.active();
    const attributes: Attributes = { 'http.request.method': 'POST', 'wix_adapter.upstream': upstream };
    if (attempt > 1) attributes['http.request.resend_count'] = attempt - 1;
    const span = tracer.startSpan(`POST ${upstream}`, { kind: SpanKind.CLIENT, attributes }, parent);
    propagation.inject(trace.setSpan(parent, span), call.trace);
    calls.set(call, span);
  };
  return (observation, request) => {
    const { kind } = observation;
    if (kind === 'call sent') return send(observation, request);
    if (kind === 'call answered') return endCall(calls.get(observation.call), observation.outcome);
    if (!request) return;
    if (kind === 'request begun') return begin(observation, request);
    const span = requests.get(request)?.span;
    if (kind === 'request ended') return endRequest(span, observation);
    const attributes = span && attributesOf(observation);
    if (attributes) span.addEvent(kind, attributes);
  };
}

function endRequest(span: Span | undefined, ended: Kind<'request ended'>): void {
  if (!span) return;
  const { method, operation, collection, requestId, status, failure, calls, scanned, cache, gone } = ended;
  if (operation !== undefined) span.updateName(`${method} ${operation}`);
  span.setAttributes({
    'http.response.status_code': status,
    'http.route': operation,
    'wix_adapter.collection': collection,
    'wix_adapter.request_id': requestId,
    'wix_adapter.upstream_requests': calls,
    'wix_adapter.rows_scanned': scanned,
    'wix_adapter.cache': cache,
    'error.type': failure?.code ?? (gone ? 'gone' : undefined),
  });
  // The conventions for servers: what the caller did wrong is no error of the server.
  if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}

function endCall(span: Span | undefined, outcome: CallOutcome): void {
  if (!span) return;
  if (outcome !== 'ok') {
    span.setAttribute('error.type', outcome);
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end();
}

/** What is an event of the request's span, without texts that hold values of rows. */
const events: { readonly [K in Observation['kind']]?: (each: Kind<K>) => Attributes } = {
  'call retried': ({ upstream, outcome, waitMilliseconds }) => ({
    upstream,
    outcome,
    wait_ms: waitMilliseconds,
  }),
  'call waited': ({ upstream, milliseconds }) => ({ upstream, wait_ms: milliseconds }),
  'call refused': ({ upstream, outcome }) => ({ upstream, outcome }),
  'claim withdrawn': ({ collection, claim }) => ({ collection, claim }),
  'items written': ({ collection, operation, done, refused, unknown }) => ({
    collection,
    operation,
    done,
    refused,
    unknown,
  }),
};

function attributesOf<K extends Observation['kind']>(each: Kind<K>): Attributes | undefined {
  const event: ((observation: Kind<K>) => Attributes) | undefined = events[each.kind as K];
  return event?.(each);
}
