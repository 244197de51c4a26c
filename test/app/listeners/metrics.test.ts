/** What the numbers count. */
import { expect, it } from 'vitest';
import { createMetrics } from '../../../src/app/listeners/metrics.js';
import { callOutcomes, type Observation } from '../../../src/world/observation.js';
import { readyCatalog } from '../../ready-catalog.js';

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
  const metrics = createMetrics(() => ({ ...readyCatalog(), pending: new Set(['books']) }));
  for (const each of observations) metrics.observe(each);
  return (await metrics.text()).split('\n').filter((line) => /^(wix|upstream|rows)_/.test(line));
}

it('counts each request once, by operation and status; 499 is a caller who left', async () => {
  const lines = await samples([ended, ended, { ...ended, status: 503, gone: true }]);
  expect(lines).toContain(
    'wix_requests_total{operation="QueryDataItems",collection="books",status="200",code="OK"} 2',
  );
  expect(lines).toContain(
    'wix_requests_total{operation="QueryDataItems",collection="books",status="499",code="GONE"} 1',
  );
  expect(lines).toContain(
    'wix_request_duration_seconds_count{operation="QueryDataItems",collection="books"} 3',
  );
  expect(lines).toContain(
    'wix_request_duration_seconds_sum{operation="QueryDataItems",collection="books"} 0.06',
  );
});

it('leaves out probes, and counts what is refused without an operation', async () => {
  const other = { ...ended, operation: undefined, collection: undefined };
  const failure = { code: 'NOT_FOUND', message: 'no', status: 404 };
  const lines = await samples([other, { ...other, status: 404, failure }]);
  expect(lines.filter((line) => line.startsWith('wix_requests_total'))).toEqual([
    'wix_requests_total{operation="none",collection="none",status="404",code="NOT_FOUND"} 1',
  ]);
});

it('counts every attempt by its outcome when it is answered', async () => {
  const call = { call: { trace: {} }, upstream: 'shop', requestId: 'r', attempt: 1 };
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

it('a collection that there is not is no label, whoever names it', async () => {
  const failure = { code: 'COLLECTION_NOT_FOUND', message: 'no', status: 404 };
  const lines = await samples([{ ...ended, collection: 'invented', status: 404, failure }]);
  expect(lines.join()).not.toContain('invented');
  expect(lines).toContain(
    'wix_requests_total{operation="QueryDataItems",collection="unknown",status="404",code="COLLECTION_NOT_FOUND"} 1',
  );
});

it('counts what requests cause upstream, and those for which rows are read to be worked on here', async () => {
  const scan: Observation = { kind: 'rows scanned', requestId: 'r', collection: 'books', rows: 70 };
  const lines = await samples([
    ended,
    scan,
    { ...ended, calls: 3, scanned: 70 },
    { ...ended, calls: 0, cache: 'hit' },
  ]);
  const of = '{operation="QueryDataItems",collection="books"}';
  expect(lines).toContain(`wix_upstream_requests_total${of} 4`);
  expect(lines).toContain(`wix_requests_residual_total${of} 1`);
  expect(lines).toContain('rows_scanned_total{collection="books"} 70');
});

it('tells how answers of each collection came about', async () => {
  const use = { kind: 'cache used', requestId: 'r', collection: 'books', leftMilliseconds: 1 } as const;
  const lines = await samples([
    { ...use, use: 'hit' },
    { kind: 'cache checked', collection: 'books', outcome: 'same' },
  ]);
  expect(lines).toContain('wix_cache_total{collection="books",use="hit"} 1');
  expect(lines).toContain('wix_cache_checks_total{collection="books",outcome="same"} 1');
});
