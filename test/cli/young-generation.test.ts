import { afterAll, beforeAll, expect, it } from 'vitest';
import { startDemoUpstream } from '../../src/demo/upstream.js';
import { ask, type Caller, createCaller, ensureBuilt, type RunningService, serve, until } from './harness.js';

let upstream: Awaited<ReturnType<typeof startDemoUpstream>>;
let caller: Caller;
let service: RunningService;

beforeAll(async () => {
  await ensureBuilt();
  upstream = await startDemoUpstream(0, Date.now);
  caller = await createCaller();
  service = await serve({ ...caller.environment, UPSTREAM_URL: upstream.url, LOG_LEVEL: 'info' });
});
afterAll(async () => {
  await service?.stop();
  await upstream?.close();
});

/** MiB of the young generation. */
async function young(): Promise<number> {
  const text = await (await fetch(`${service.admin}/metrics`)).text();
  return Number(/^nodejs_heap_space_size_total_bytes\{space="new"\} (\S+)$/m.exec(text)?.[1]) / 2 ** 20;
}

it('stays as small as it began while the service starts, and grows when there are requests', async () => {
  const ready = async () => ((await fetch(`${service.admin}/readyz`)).status === 200 ? true : undefined);
  await until(ready);
  const atRest = await young();
  // It begins with 2; the first collections after the start may have made it larger already. A start alone would make it 16 or 32.
  expect(atRest).toBeLessThanOrEqual(8);
  const query = { collectionId: 'products', query: { filter: {}, paging: { limit: 60, offset: 0 } } };
  const round = () =>
    Promise.all(Array.from({ length: 32 }, () => ask(service, caller, '/v3/items/query', query)));
  await until(async () => {
    await round();
    return (await young()) > atRest ? true : undefined;
  });
});
