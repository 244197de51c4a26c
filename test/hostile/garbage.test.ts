/** Garbage against the running program: each shape gets its refusal, costs little, and others are served meanwhile. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoUpstream, startDemoUpstream } from '../../src/demo/upstream.js';
import { ask, type Caller, createCaller, ensureBuilt, type RunningService, serve } from '../cli/harness.js';
import { send } from './caller.js';
import { garbage } from './garbage.js';
import { cost } from './measure.js';

let upstream: DemoUpstream;
let caller: Caller;
let service: RunningService;

beforeAll(async () => {
  await ensureBuilt();
  upstream = await startDemoUpstream();
  caller = await createCaller();
  // A small heap: what garbage leaves behind would end it.
  service = await serve({
    ...caller.environment,
    UPSTREAM_URL: upstream.url,
    NODE_OPTIONS: '--max-old-space-size=96',
  });
});
afterAll(async () => {
  await service?.stop();
  await upstream?.close();
});

const query = (filter: object) =>
  ask(service, caller, '/v3/items/query', {
    collectionId: 'products',
    query: { filter, paging: { limit: 50 } },
  });

/** The least of a few, since the machine has other things to do. */
async function least(work: () => Promise<unknown>): Promise<number> {
  const costs: number[] = [];
  for (let times = 0; times < 3; times += 1) costs.push(await cost(service.url, 1, work));
  return Math.min(...costs);
}

describe('garbage', () => {
  const good = { small: 0, large: 0 };
  beforeAll(async () => {
    for (let times = 0; times < 20; times += 1) expect((await query({})).status).toBe(200);
    good.small = await cost(service.url, 20, () => query({}));
    // Rightly signed, and refused only after all of it was read.
    const large = { title: { $in: Array.from({ length: 10 }, () => 'x'.repeat(1_100_000)) } };
    good.large = await least(() => query(large));
  });

  it.each(garbage('ES256').map((each) => [each.name, each] as const))('%s', async (_name, each) => {
    const spent = await least(async () => expect(each.status).toContain(await send(service.url, each)));
    // Receiving and throwing away counts too: at most as much as a signed body of that size costs.
    const limit = each.body.length < 200_000 && each.chunk === undefined ? 5 * good.small : good.large;
    expect(spent).toBeLessThan(Math.max(limit, 5 * good.small));
  });

  it('all at once leaves the service as it was, and its health is told throughout', async () => {
    const shapes = garbage('ES256').filter(({ body }) => body.length < 4_000_000);
    const all = Promise.all([...shapes, ...shapes, ...shapes].map((each) => send(service.url, each)));
    let over = false;
    void all.then(() => {
      over = true;
    });
    do expect((await fetch(`${service.url}/healthz`)).status).toBe(200);
    while (!over);
    for (const status of await all) expect(status).not.toBe(500);
    expect((await query({})).status).toBe(200);
  });
});

it('writes no long lines to the log', async () => {
  await ask(
    service,
    caller,
    '/v3/items/count',
    { collectionId: 'c'.repeat(50_000) },
    { requestId: 'r'.repeat(100_000) },
  );
  expect((await query({})).status).toBe(200);
  await expect
    .poll(() => service.lines().some(({ requestId }) => String(requestId).startsWith('rrr')))
    .toBe(true);
  for (const line of service.output().split('\n')) expect(line.length).toBeLessThan(3000);
});
