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
    switch (observation.kind) {
      case 'request begun':
        if (request) begin(observation, request);
        return;
      case 'request ended':
        if (request) endRequest(requests.get(request)?.span, observation);
        return;
      case 'call sent':
        return send(observation, request);
      case 'call answered':
        return endCall(calls.get(observation.call), observation.outcome);
      default: {
        const attributes = request && eventOf(observation);
        if (attributes) requests.get(request)?.span.addEvent(observation.kind, attributes);
      }
    }
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

/** Of what happened meanwhile, without texts that hold values of rows. undefined: it is no event of its own. */
function eventOf(observation: Observation): Attributes | undefined {
  switch (observation.kind) {
    case 'call retried':
      return {
        upstream: observation.upstream,
        outcome: observation.outcome,
        wait_ms: observation.waitMilliseconds,
      };
    case 'call waited':
      return { upstream: observation.upstream, wait_ms: observation.milliseconds };
    case 'call refused':
      return { upstream: observation.upstream, outcome: observation.outcome };
    case 'claim withdrawn':
      return { collection: observation.collection, claim: observation.claim };
    case 'items written': {
      const { collection, done, refused, unknown } = observation;
      return { collection, operation: observation.operation, done, refused, unknown };
    }
    default:
      return undefined;
  }
}
