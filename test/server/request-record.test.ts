import { expect, it } from 'vitest';
import { createRecord } from '../../src/server/request-record.js';
import type { Observation } from '../../src/world/observation.js';
import { createSignal } from '../../src/world/signal.js';

const sent: Observation = {
  kind: 'call sent',
  call: { trace: {} },
  upstream: 'shop',
  requestId: 'same',
  attempt: 1,
};

it('counts the calls of its own request, passes everything on, and knows the collection', () => {
  const told: Observation[] = [];
  const over = createSignal().signal;
  const first = createRecord(1, over, (each) => told.push(each));
  const second = createRecord(2, over, (each) => told.push(each));
  first.observe(sent);
  second.observe(sent);
  first.observe(sent);
  second.observe({ kind: 'collection named', requestId: 'same', collection: 'books' });
  expect([first.calls, second.calls, first.collection, second.collection]).toEqual([
    2,
    1,
    undefined,
    'books',
  ]);
  expect(told).toHaveLength(4);
});

it('names one request by one object, with the trace that its caller passes on', () => {
  const told: unknown[] = [];
  const over = createSignal().signal;
  const headers = { traceparent: '00-a-b-01', tracestate: 'x=1', authorization: 'secret' };
  const record = createRecord(1, over, (_, request) => told.push(request), headers);
  record.observe(sent);
  record.observe(sent);
  createRecord(1, over, (_, request) => told.push(request), { tracestate: 'x=1' }).observe(sent);
  expect(told[0]).toBe(told[1]);
  expect(told).toEqual([told[0], { trace: { traceparent: '00-a-b-01', tracestate: 'x=1' } }, { trace: {} }]);
});
