/** Where the running program shows its numbers. */

import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DemoUpstream, startDemoUpstream } from '../../src/demo/upstream.js';
import { type Caller, cli, createCaller, ensureBuilt, serve, type Variables } from './harness.js';

let upstream: DemoUpstream;
let caller: Caller;
beforeAll(async () => {
  await ensureBuilt();
  upstream = await startDemoUpstream();
  caller = await createCaller();
});
afterAll(() => upstream?.close());

const start = (variables: Variables, args: readonly string[] = []) =>
  serve({ ...caller.environment, UPSTREAM_URL: upstream.url, ...variables }, args);

it('is the usual one on loopback, and any free one where another program has that', async () => {
  const first = await start({ ADMIN_PORT: '' });
  const second = await start({ ADMIN_PORT: '' });
  const ports = [first, second].map((each) => new URL(each.admin).port);
  expect(new Set(ports).size).toBe(2);
  for (const each of [first, second]) {
    expect(each.admin).toContain('http://127.0.0.1:');
    expect((await fetch(`${each.admin}/metrics`)).status).toBe(200);
    expect((await fetch(`${each.admin}/readyz`)).status).toBe(200);
    expect((await fetch(`${each.url}/metrics`)).status).toBe(404);
    expect(await each.stop()).toBe(0);
  }
});

it('--admin-port and --admin-host win over the environment; off is none', async () => {
  const service = await start({ ADMIN_PORT: 'off', ADMIN_HOST: 'nosuch.invalid' }, [
    '--admin-port',
    '0',
    '--admin-host',
    '0.0.0.0',
  ]);
  expect((await fetch(`${service.admin}/metrics`)).status).toBe(200);
  expect(await service.stop()).toBe(0);
  const none = await start({ ADMIN_PORT: 'off' });
  expect(none.admin).toBeUndefined();
  expect((await fetch(`${none.url}/healthz`)).status).toBe(200);
  expect(await none.stop()).toBe(0);
});

it('one that was asked for and is taken is an error, as is one that is none', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  const environment = { ...caller.environment, UPSTREAM_URL: upstream.url, PORT: '0' };
  const taken = await cli(['serve', '--admin-port', String(port)], { environment });
  expect([taken.code, taken.stderr]).toEqual([
    1,
    `Port ${port} is in use by another program; choose another with --admin-port\n`,
  ]);
  other.close();
  const none = await cli(['serve'], { environment: { ...environment, ADMIN_PORT: 'many' } });
  expect([none.code, none.stderr]).toEqual([2, 'ADMIN_PORT must be a port from 0 to 65535, or off\n']);
  const host = await cli(['serve', '--admin-host', 'nosuch.invalid'], { environment });
  expect([host.code, host.stderr]).toEqual([2, 'The address of --admin-host is not one of this machine\n']);
});

it('the same number as the port is one port for everything', async () => {
  const free = createServer();
  await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve));
  const { port } = free.address() as AddressInfo;
  await new Promise((resolve) => free.close(resolve));
  const service = await start({ ADMIN_PORT: String(port) }, ['--port', String(port)]);
  expect(service.admin).toBe(service.url);
  expect((await fetch(`${service.url}/metrics`)).status).toBe(200);
  expect(await service.stop()).toBe(0);
});
