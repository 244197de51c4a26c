/** The admin port by itself. */
import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createMetrics } from '../../src/app/listeners/metrics.js';
import { startAdminServer } from '../../src/server/admin.js';
import { type RunningServer, startServer } from '../../src/server/server.js';
import type { Catalog } from '../../src/service/catalog.js';
import type { Verifier } from '../../src/wix/jwt/verify.js';
import { type Observation, together } from '../../src/world/observation.js';
import { systemWorld } from '../../src/world/system-world.js';
import { readyCatalog } from '../ready-catalog.js';

const running: RunningServer[] = [];
afterEach(async () => {
  for (const each of running.splice(0)) await each.stop(0);
});

async function start(catalog: Catalog = readyCatalog()) {
  const told: Observation[] = [];
  const metrics = createMetrics(() => catalog);
  const observe = together(metrics.observe, (each) => told.push(each));
  const admin = await startAdminServer({ world: systemWorld, catalog, observe, pages: { metrics }, port: 0 });
  running.push(admin);
  return { admin, told, metrics, observe, catalog };
}

/** Status of a request that names another host than the address. */
function statusAs(host: string, url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(`${url}/metrics`, { headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

it('listens on loopback, and shows numbers, health and readiness', async () => {
  const { admin } = await start();
  expect(new URL(admin.url).hostname).toBe('127.0.0.1');
  const metrics = await fetch(`${admin.url}/metrics`);
  expect(metrics.headers.get('content-type')).toContain('text/plain');
  const text = await metrics.text();
  for (const name of ['wix_requests_total', 'rows_scanned_total', 'nodejs_eventloop_lag_p99_seconds'])
    expect(text).toContain(`# TYPE ${name} `);
  expect(await (await fetch(`${admin.url}/healthz`)).json()).toEqual({ status: 'ok' });
  expect((await fetch(`${admin.url}/readyz`)).status).toBe(200);
});

it('says why the service is not ready', async () => {
  const { admin } = await start({ ...readyCatalog(), ready: false, reasons: ['no answer of shop'] });
  const answer = await fetch(`${admin.url}/readyz`);
  expect([answer.status, await answer.json()]).toMatchObject([
    503,
    { ready: false, reasons: ['no answer of shop'] },
  ]);
});

it('serves nothing of the protocol, and what is asked of it is no request of Wix', async () => {
  const { admin, told, metrics } = await start();
  const answer = await fetch(`${admin.url}/v3/items/query`, { method: 'POST', body: 'x' });
  expect(answer.status).toBe(404);
  expect(told).toEqual([]);
  expect(await metrics.text()).not.toMatch(/^wix_requests_total\{/m);
});

it('a defect of one of its pages is told', async () => {
  const told: Observation[] = [];
  const error = new Error('broken page');
  const metrics = { contentType: 'text/plain', text: () => Promise.reject(error) };
  const admin = await startAdminServer({
    world: systemWorld,
    catalog: readyCatalog(),
    observe: (each) => told.push(each),
    pages: { metrics },
    port: 0,
  });
  running.push(admin);
  expect((await fetch(`${admin.url}/metrics`)).status).toBe(500);
  expect(told).toEqual([{ kind: 'defect', during: 'while the admin port was asked', at: '/metrics', error }]);
});

describe('on loopback', () => {
  it.each([
    ['pages.example', 421],
    ['127.0.0.1.pages.example', 421],
    ['localhost:9464', 200],
    ['127.0.0.1', 200],
    ['[::1]:80', 200],
  ])('asked as %s it answers %i', async (host, status) => {
    const { admin } = await start();
    expect(await statusAs(host, admin.url)).toBe(status);
  });

  it('only: where others may come, they choose the name', async () => {
    const { catalog, observe, metrics } = await start();
    const pages = { metrics };
    const open = await startAdminServer({
      world: systemWorld,
      catalog,
      observe,
      pages,
      port: 0,
      host: '0.0.0.0',
    });
    running.push(open);
    expect(await statusAs('adapter.monitoring.svc:9464', open.url)).toBe(200);
  });
});

describe('the public port', () => {
  const publicServer = async (shared: boolean): Promise<string> => {
    const { catalog, observe, metrics } = await start();
    const server = await startServer({
      world: systemWorld,
      catalog,
      observe,
      service: async () => ({}),
      verifier: {} as Verifier,
      host: '127.0.0.1',
      port: 0,
      admin: shared ? { metrics } : undefined,
    });
    running.push(server);
    return server.url;
  };

  it('shows health and readiness, and no numbers', async () => {
    const url = await publicServer(false);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect((await fetch(`${url}/metrics`)).status).toBe(404);
  });

  it('shows them where one port is for everything', async () => {
    expect((await fetch(`${await publicServer(true)}/metrics`)).status).toBe(200);
  });
});
