/** Every path that is known, asked by a method that it does not take, on both ports. */
import { afterEach, expect, it } from 'vitest';
import { startAdminServer } from '../../src/server/admin.js';
import { type RunningServer, startServer } from '../../src/server/server.js';
import type { UnknownWrites } from '../../src/server/unknown-routes.js';
import type { Hooks } from '../../src/service/hooks.js';
import type { Verifier } from '../../src/wix/jwt/verify.js';
import { systemWorld } from '../../src/world/system-world.js';
import { readyCatalog } from '../ready-catalog.js';

const running: RunningServer[] = [];
afterEach(async () => {
  for (const each of running.splice(0)) await each.stop(0);
});

const metrics = { contentType: 'text/plain', text: async () => 'numbers' };
const unknown: UnknownWrites = { list: () => [], forgotten: 0, settle: () => undefined };
const hooks: Hooks = {
  has: (name) => name === 'shop',
  receive: async () => ({ status: 200, body: { collections: [] } }),
};
const shared = { world: systemWorld, catalog: readyCatalog(), observe: () => undefined, port: 0 };
const server = { ...shared, service: async () => ({}), verifier: {} as Verifier, host: '127.0.0.1', hooks };

const ports = {
  admin: () => startAdminServer({ ...shared, pages: { metrics, unknown } }),
  public: () => startServer(server),
  'one for both': () => startServer({ ...server, admin: { metrics } }),
};

it.each([
  ['admin', '/healthz', 'GET, HEAD', ['POST', 'OPTIONS', 'PUT', 'DELETE', 'PATCH']],
  ['admin', '/readyz', 'GET, HEAD', ['POST', 'OPTIONS']],
  ['admin', '/metrics', 'GET, HEAD', ['POST', 'OPTIONS']],
  ['admin', '/unknown', 'GET, HEAD', ['POST', 'OPTIONS', 'PUT']],
  ['admin', '/unknown/1/done', 'PUT', ['GET', 'HEAD', 'POST', 'OPTIONS']],
  ['public', '/healthz', 'GET, HEAD', ['POST', 'OPTIONS']],
  ['public', '/readyz', 'GET, HEAD', ['POST', 'OPTIONS']],
  ['public', '/hooks/shop', 'POST', ['GET', 'HEAD', 'OPTIONS', 'PUT']],
  ['public', '/v3/items/query', 'POST', ['GET', 'HEAD', 'OPTIONS', 'PUT']],
  ['public', '/provision', 'POST', ['GET', 'HEAD', 'OPTIONS']],
  ['one for both', '/metrics', 'GET, HEAD', ['POST', 'OPTIONS']],
] as const)('port %s: %s takes %s', async (port, path, allow, others) => {
  const at = await ports[port]();
  running.push(at);
  for (const method of others) {
    const answer = await fetch(at.url + path, { method });
    expect([method, answer.status, answer.headers.get('allow')]).toEqual([method, 405, allow]);
    if (method === 'HEAD') continue;
    const message = `Only ${allow.replace(', ', ' and ')} ${allow.includes(',') ? 'are' : 'is'} allowed, not ${method}`;
    expect(await answer.json()).toMatchObject({ errorCode: 'BAD_REQUEST', errorMessage: message });
  }
});

it.each([
  ['admin', '/v3/items/query'],
  ['admin', '/other'],
  ['public', '/metrics'],
  ['public', '/unknown'],
  ['public', '/hooks/other'],
  ['public', '/other'],
] as const)('port %s: there is no %s, by whatever method', async (port, path) => {
  const at = await ports[port]();
  running.push(at);
  // What ends like an operation of the protocol is one on the public port alone.
  for (const method of ['GET', 'POST', 'OPTIONS'])
    expect((await fetch(at.url + path, { method })).status, method).toBe(404);
});
