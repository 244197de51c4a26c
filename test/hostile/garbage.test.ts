/** Garbage against the running program: each shape gets its refusal, costs little, and others are served meanwhile. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoUpstream, startDemoUpstream } from '../../src/demo/upstream.js';
import {
  ask,
  type Caller,
  createCaller,
  ensureBuilt,
  type RunningService,
  readOnlyDemo,
  serve,
} from '../cli/harness.js';
import { send } from './caller.js';
import { garbage } from './garbage.js';
import { cost, usage } from './measure.js';

let upstream: DemoUpstream;
let caller: Caller;
let service: RunningService;
const mappings = readOnlyDemo();

beforeAll(async () => {
  await ensureBuilt();
  upstream = await startDemoUpstream();
  caller = await createCaller();
  // A small heap: what garbage leaves behind would end it.
  service = await serve({
    ...caller.environment,
    UPSTREAM_URL: upstream.url,
    MAPPINGS_DIR: mappings.path,
    NODE_OPTIONS: `--max-old-space-size=96 --import ${new URL('collect.mjs', import.meta.url).href}`,
  });
});
afterAll(async () => {
  await service?.stop();
  await upstream?.close();
  mappings.remove();
});

const query = (filter: object) =>
  ask(service, caller, '/v3/items/query', {
    collectionId: 'products',
    query: { filter, paging: { limit: 50 } },
  });

/** As many items as a body can hold, rightly signed: nearly 6 MiB. */
const writeMuch = () =>
  ask(service, caller, '/v3/items/insert', {
    collectionId: 'products',
    items: Array.from({ length: 1000 }, (_, index) => ({ _id: `new-${index}`, title: 'x'.repeat(4300) })),
  });
/** It was read, verified and understood: nothing else is wrong with it. */
const readOnly = { errorMessage: expect.stringMatching(/read-only/) };

/** The least of a few, since the machine has other things to do. */
async function least(work: () => Promise<unknown>): Promise<number> {
  const costs: number[] = [];
  for (let times = 0; times < 3; times += 1) costs.push(await cost(service.admin, 1, work));
  return Math.min(...costs);
}

describe('garbage', () => {
  const good = { small: 0, large: 0 };
  beforeAll(async () => {
    for (let times = 0; times < 20; times += 1) expect((await query({})).status).toBe(200);
    good.small = await cost(service.admin, 20, () => query({}));
    good.large = await least(async () => expect((await writeMuch()).body).toMatchObject(readOnly));
  });

  it.each(garbage('ES256').map((each) => [each.name, each] as const))('%s', async (_name, each) => {
    const spent = await least(async () => expect(each.status).toContain(await send(service.url, each)));
    // Only what may be a token must be received whole before it can be refused.
    const whole = each.large || each.chunk !== undefined;
    expect(spent).toBeLessThan(whole ? Math.max(good.large, 5 * good.small) : 5 * good.small);
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

it('leaves no memory behind', async () => {
  const settled = async (): Promise<number> => {
    service.child.kill('SIGUSR2');
    await new Promise((resolve) => setTimeout(resolve, 100));
    return (await usage(service.admin)).heap;
  };
  const shapes = garbage('ES256');
  const round = async (): Promise<void> => {
    for (const each of shapes) await send(service.url, each);
    expect((await writeMuch()).body).toMatchObject(readOnly);
  };
  await round();
  const before = await settled();
  for (let times = 0; times < 3; times += 1) await round();
  // Connections that were cut are there for a second. One body kept of all these would be more than this.
  await expect.poll(settled, { timeout: 20_000 }).toBeLessThan(before + 2 * 2 ** 20);
}, 60_000);

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
