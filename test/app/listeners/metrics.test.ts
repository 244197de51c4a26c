/** What the numbers count. */
import { expect, it } from 'vitest';
import { createMetrics } from '../../../src/app/listeners/metrics.js';
import { callOutcomes, type Observation } from '../../../src/world/observation.js';

const ended: Observation & { kind: 'request ended' } = {
  kind: 'request ended',
  requestId: 'r',
  operation: 'QueryDataItems',
  method: 'POST',
  path: '/v3/items/query',
  collection: 'books',
  status: 200,
  gone: false,
  milliseconds: 20,
  calls: 1,
  failure: undefined,
};

async function samples(observations: readonly Observation[]): Promise<readonly string[]> {
  const metrics = createMetrics(() => undefined);
  for (const each of observations) metrics.observe(each);
  return (await metrics.text()).split('\n').filter((line) => /^(wix|upstream)_/.test(line));
}

it('counts each request once, by operation and status; 499 is a caller who left', async () => {
  const lines = await samples([ended, ended, { ...ended, status: 503, gone: true }]);
  expect(lines).toContain('wix_requests_total{operation="QueryDataItems",status="200"} 2');
  expect(lines).toContain('wix_requests_total{operation="QueryDataItems",status="499"} 1');
  expect(lines).toContain('wix_request_duration_seconds_count{operation="QueryDataItems"} 3');
  expect(lines).toContain('wix_request_duration_seconds_sum{operation="QueryDataItems"} 0.06');
});

it('leaves out probes, and counts what is refused without an operation', async () => {
  const other = { ...ended, operation: undefined };
  const failure = { code: 'NOT_FOUND', message: 'no', status: 404 };
  const lines = await samples([other, { ...other, status: 404, failure }]);
  expect(lines.filter((line) => line.startsWith('wix_requests_total'))).toEqual([
    'wix_requests_total{operation="none",status="404"} 1',
  ]);
});

it('counts every attempt by its outcome when it is answered', async () => {
  const call = { upstream: 'shop', requestId: 'r', attempt: 1 };
  const lines = await samples(
    callOutcomes.flatMap((outcome): Observation[] => [
      { kind: 'call sent', ...call },
      { kind: 'call answered', ...call, outcome, milliseconds: 1 },
    ]),
  );
  for (const outcome of callOutcomes)
    expect(lines).toContain(`upstream_requests_total{upstream="shop",outcome="${outcome}"} 1`);
  expect(lines).toContain(`upstream_request_duration_seconds_count{upstream="shop"} ${callOutcomes.length}`);
});
