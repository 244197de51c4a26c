/** Spans, with OpenTelemetry's own SDK and an exporter that keeps them in memory. */
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { afterEach, expect, it } from 'vitest';
import { traceListener } from '../../../src/app/listeners/traces.js';
import type { Observation, ObservedRequest } from '../../../src/world/observation.js';

const exporter = new InMemorySpanExporter();
// The order matters: there is no listener before an SDK is registered.
const before = traceListener();
new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).register();
const observe = traceListener()!;

afterEach(() => exporter.reset());

const path = '/v3/items/query';
const ended: Observation = {
  kind: 'request ended',
  requestId: 'r1',
  operation: 'QueryDataItems',
  method: 'POST',
  path,
  collection: 'books',
  status: 200,
  gone: false,
  milliseconds: 3,
  calls: 1,
  failure: undefined,
};
const call = () => ({
  call: { trace: {} as Record<string, string> },
  upstream: 'shop',
  requestId: 'r1',
  attempt: 1,
});

it('nobody listens without an SDK', () => expect(before).toBeUndefined());

it('a request has a span, and each call one below it; the trace is continued and passed on', () => {
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  const request: ObservedRequest = {
    trace: { traceparent: `00-${traceId}-b7ad6b7169203331-01`, tracestate: 'x=1' },
  };
  const first = call();
  const second = { ...call(), attempt: 2 };
  observe({ kind: 'request begun', method: 'POST', path }, request);
  observe({ kind: 'call sent', ...first }, request);
  observe({ kind: 'call answered', ...first, outcome: 'unreachable', milliseconds: 1 }, request);
  observe({ kind: 'call retried', ...first, outcome: 'unreachable', waitMilliseconds: 40 }, request);
  observe({ kind: 'call sent', ...second }, request);
  observe({ kind: 'call answered', ...second, outcome: 'ok', milliseconds: 1 }, request);
  observe({ ...ended, calls: 2 }, request);
  const [failed, good, whole] = exporter.getFinishedSpans();
  expect(whole).toMatchObject({
    name: 'POST QueryDataItems',
    kind: SpanKind.SERVER,
    parentSpanContext: { traceId, spanId: 'b7ad6b7169203331' },
    status: { code: SpanStatusCode.UNSET },
    attributes: {
      'http.request.method': 'POST',
      'url.path': path,
      'http.route': 'QueryDataItems',
      'http.response.status_code': 200,
      'wix_adapter.collection': 'books',
      'wix_adapter.request_id': 'r1',
      'wix_adapter.upstream_requests': 2,
    },
    events: [{ name: 'call retried', attributes: { upstream: 'shop', outcome: 'unreachable', wait_ms: 40 } }],
  });
  expect(failed).toMatchObject({
    name: 'POST shop',
    kind: SpanKind.CLIENT,
    status: { code: SpanStatusCode.ERROR },
    attributes: { 'error.type': 'unreachable' },
  });
  expect(good!.attributes).toMatchObject({ 'http.request.resend_count': 1, 'wix_adapter.upstream': 'shop' });
  for (const [span, { call }] of [
    [failed!, first],
    [good!, second],
  ] as const) {
    expect(span.parentSpanContext?.spanId).toBe(whole!.spanContext().spanId);
    expect(call.trace).toEqual({
      traceparent: `00-${traceId}-${span.spanContext().spanId}-01`,
      tracestate: 'x=1',
    });
  }
});

it('two requests at once, with the same id, have traces of their own', () => {
  const requests: ObservedRequest[] = [{ trace: {} }, { trace: {} }];
  const calls = requests.map(call);
  for (const request of requests) observe({ kind: 'request begun', method: 'POST', path }, request);
  for (const [at, each] of calls.entries()) observe({ kind: 'call sent', ...each }, requests[at]);
  for (const each of calls.toReversed())
    observe({ kind: 'call answered', ...each, outcome: 'ok', milliseconds: 1 });
  for (const request of requests) observe(ended, request);
  const spans = exporter.getFinishedSpans();
  const traces = new Set(spans.map((span) => span.spanContext().traceId));
  expect(traces.size).toBe(2);
  for (const trace of traces)
    expect(spans.filter((span) => span.spanContext().traceId === trace).map(({ name }) => name)).toEqual([
      'POST shop',
      'POST QueryDataItems',
    ]);
});

it.each([
  [403, 'FORBIDDEN', SpanStatusCode.UNSET],
  [502, 'UPSTREAM', SpanStatusCode.ERROR],
])('status %i: the code is told, and whose fault it was; no message is', (status, code, marked) => {
  const request: ObservedRequest = { trace: {} };
  observe({ kind: 'request begun', method: 'POST', path: `/${'x'.repeat(10_000)}` }, request);
  observe({ ...ended, status, failure: { code, message: 'about a secret', status } } as Observation, request);
  const [span] = exporter.getFinishedSpans();
  expect(span!.attributes).toMatchObject({ 'error.type': code, 'http.response.status_code': status });
  expect(String(span!.attributes['url.path']).length).toBeLessThan(250);
  expect(span!.status).toEqual({ code: marked });
  expect(JSON.stringify([span!.attributes, span!.events])).not.toContain('secret');
});

it('what belongs to no request is no span', () => {
  observe({ kind: 'listening', url: 'http://127.0.0.1:1', admin: undefined });
  observe(ended);
  expect(exporter.getFinishedSpans()).toEqual([]);
});
