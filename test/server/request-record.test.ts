import { expect, it } from 'vitest';
import { createRecord } from '../../src/server/request-record.js';
import type { Observation } from '../../src/world/observation.js';

const sent: Observation = { kind: 'call sent', upstream: 'shop', requestId: 'same', attempt: 1 };

it('counts the calls of its own request, passes everything on, and knows the collection', () => {
  const told: Observation[] = [];
  const { signal } = new AbortController();
  const first = createRecord(1, signal, (each) => told.push(each));
  const second = createRecord(2, signal, (each) => told.push(each));
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
