/** Each number that is shown has an event that moves it, and a line in the documentation. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createMetrics } from '../../../src/app/listeners/metrics.js';
import type { Observation } from '../../../src/world/observation.js';
import { root } from '../../cli/harness.js';
import { readyCatalog } from '../../ready-catalog.js';

const ended: Observation = {
  kind: 'request ended',
  requestId: 'r',
  operation: 'QueryDataItems',
  method: 'POST',
  path: '/v3/items/query',
  collection: 'books',
  status: 502,
  gone: false,
  milliseconds: 20,
  calls: 2,
  scanned: 70,
  failure: { code: 'UNKNOWN_ERROR', message: 'no', status: 502 },
};
const call = { upstream: 'shop', requestId: 'r' };
const asked = '{operation="QueryDataItems",collection="books"}';

/** What is told, and a sample that shows it. Nothing is told of what is read when somebody asks for the numbers. */
const table: Readonly<Record<string, readonly [Observation | undefined, string]>> = {
  wix_requests_total: [
    ended,
    'wix_requests_total{operation="QueryDataItems",collection="books",status="502",code="UNKNOWN_ERROR"} 1',
  ],
  wix_requests_residual_total: [ended, `wix_requests_residual_total${asked} 1`],
  rows_scanned_total: [
    { kind: 'rows scanned', requestId: 'r', collection: 'books', rows: 70 },
    'rows_scanned_total{collection="books"} 70',
  ],
  wix_upstream_requests_total: [ended, `wix_upstream_requests_total${asked} 2`],
  wix_connections_closed_total: [
    { kind: 'connections closed', closed: 4, most: 10 },
    'wix_connections_closed_total 4',
  ],
  wix_request_duration_seconds: [ended, `wix_request_duration_seconds_sum${asked} 0.02`],
  upstream_requests_total: [
    { kind: 'call answered', call: { trace: {} }, ...call, attempt: 1, outcome: 'http', milliseconds: 30 },
    'upstream_requests_total{upstream="shop",outcome="http"} 1',
  ],
  upstream_request_duration_seconds: [
    { kind: 'call answered', call: { trace: {} }, ...call, attempt: 1, outcome: 'ok', milliseconds: 30 },
    'upstream_request_duration_seconds_sum{upstream="shop"} 0.03',
  ],
  upstream_requests: [undefined, 'upstream_requests{upstream="shop",state="waiting"} 5'],
  upstream_wait_seconds: [
    { kind: 'call waited', ...call, milliseconds: 40 },
    'upstream_wait_seconds_sum{upstream="shop"} 0.04',
  ],
  upstream_refused_total: [
    { kind: 'call refused', ...call, outcome: 'queueFull' },
    'upstream_refused_total{upstream="shop",reason="queueFull"} 1',
  ],
  upstream_breaker_open: [undefined, 'upstream_breaker_open{upstream="shop"} 1'],
  wix_cache_total: [
    { kind: 'cache used', requestId: 'r', collection: 'books', use: 'stale', leftMilliseconds: -1 },
    'wix_cache_total{collection="books",use="stale"} 1',
  ],
  wix_cache_checks_total: [
    { kind: 'cache checked', collection: 'books', outcome: 'different' },
    'wix_cache_checks_total{collection="books",outcome="different"} 1',
  ],
  hooks_received_total: [
    { kind: 'hook received', hook: 'news', outcome: 'refused', topic: undefined },
    'hooks_received_total{hook="news",outcome="refused"} 1',
  ],
  site_notices_total: [
    { kind: 'site told', collections: ['books'], reason: 'status 500' },
    'site_notices_total{outcome="failed"} 1',
  ],
  cache_store_failures_total: [{ kind: 'store failed', reason: 'gone' }, 'cache_store_failures_total 1'],
  cache_store_breaker_open: [
    { kind: 'store breaker changed', state: 'trying' },
    'cache_store_breaker_open 1',
  ],
  wix_items_written_total: [
    {
      kind: 'items written',
      requestId: 'r',
      collection: 'books',
      operation: 'insert',
      done: 2,
      refused: 0,
      unknown: 1,
    },
    'wix_items_written_total{operation="insert",outcome="unknown"} 1',
  ],
  wix_sites: [undefined, 'wix_sites{state="known"} 7'],
  wix_unknown_writes: [undefined, 'wix_unknown_writes{state="forgotten"} 6'],
  collections: [undefined, 'collections{state="kept"} 1'],
  generation: [undefined, 'generation 3'],
  mapping_problems: [undefined, 'mapping_problems{severity="error"} 0'],
  reloads_total: [
    { kind: 'reload failed', generation: 3, reason: 'no' },
    'reloads_total{outcome="refused"} 1',
  ],
};

async function pageAfter(told: Observation | undefined): Promise<readonly string[]> {
  const catalog = {
    ...readyCatalog(),
    generationNumber: 3,
    tenants: { known: 7, open: 2, broken: 1, lookup: false },
    pending: new Set(['books']),
    kept: new Set(['shelf']),
    gateways: [{ upstream: 'shop', breaker: 'trying', underWay: 2, waiting: 5 } as const],
  };
  const metrics = createMetrics(() => catalog, { list: () => [], forgotten: 6 });
  if (told) metrics.observe(told);
  return (await metrics.text()).split('\n');
}

it.each(Object.entries(table))('%s', async (_, [told, sample]) => {
  expect(await pageAfter(told)).toContain(sample);
  // Without the event there is no such number.
  if (told) expect(await pageAfter(undefined)).not.toContain(sample);
});

it('these are all, beside those of the process, and each is in the documentation', async () => {
  const page = await pageAfter(undefined);
  const names = page.flatMap((line) => /^# TYPE (\S+)/.exec(line)?.[1] ?? []);
  const own = names.filter((name) => !/^(?:process|nodejs)_/.test(name));
  expect(own.sort()).toEqual(Object.keys(table).sort());
  expect(names).toContain('nodejs_eventloop_lag_p99_seconds');
  const documented = readFileSync(join(root, 'docs/operations.md'), 'utf8');
  for (const name of own) expect(documented).toContain(`| \`${name}\` |`);
});
