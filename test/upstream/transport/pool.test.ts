import { Pool } from 'undici';
import { expect, test } from 'vitest';
import { closePool } from '../../../src/upstream/transport/pool.js';
import { systemWorld } from '../../../src/world/system-world.js';
import { loopback } from './loopback.js';

test('a request that hangs does not hold up the closing of its pool', async () => {
  const server = await loopback(() => undefined);
  const pool = new Pool(server.origin);
  const hanging = pool.request({ method: 'GET', path: '/' }).catch((error: unknown) => error);
  await expect.poll(() => server.requests.length).toBe(1);
  await closePool(systemWorld, pool, 20);
  expect(await hanging).toBeInstanceOf(Error);
  expect(pool.destroyed).toBe(true);
  await server.close();
});
