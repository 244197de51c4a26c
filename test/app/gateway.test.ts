/** `gateway` of upstream.yaml, through the whole app in virtual time. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type App, createApp } from '../../src/app/app.js';
import type { ServiceContext } from '../../src/service/handler.js';
import type { UpstreamClient } from '../../src/upstream/transport/client.js';
import { UpstreamFailure } from '../../src/upstream/transport/failure.js';
import type { AdapterError } from '../../src/wix/errors.js';
import { unobserved } from '../../src/world/observation.js';
import { directoryWith, root } from '../cli/harness.js';
import { simulateUpstream } from '../simulation/simulated-upstream.js';
import { simulateWorld } from '../world/simulated-world.js';

const demo = (name: string): string => readFileSync(join(root, 'mappings/demo', name), 'utf8');

const directories: { remove(): void }[] = [];
afterEach(() => {
  for (const each of directories.splice(0)) each.remove();
});

async function start(lines: string) {
  const world = simulateWorld(1);
  const state = { down: false, sent: 0 };
  const inner = simulateUpstream(world, { perThousand: 0, noted: () => undefined });
  const client: UpstreamClient = {
    ...inner,
    request(document, variables, context) {
      if (context.observe === undefined) return inner.request(document, variables, context);
      state.sent += 1;
      if (state.down) return Promise.reject(new UpstreamFailure('http', 'status 502', { status: 502 }));
      return inner.request(document, variables, context);
    },
  };
  const directory = directoryWith({
    'upstream.yaml': `${demo('upstream.yaml')}${lines}\n`,
    'products.yaml': demo('products.yaml'),
    'brands.yaml': demo('brands.yaml'),
  });
  directories.push(directory);
  const app: App = createApp({
    world,
    mappingsDirectory: directory.path,
    environment: { UPSTREAM_URL: 'http://shop.example/graphql' },
    observe: unobserved,
    connect: () => client,
  });
  await world.run(app.started);
  const service = app.service(undefined);
  const count = (collectionId: string, instanceId = 'site'): Promise<number | string> => {
    const context: ServiceContext = {
      world,
      requestId: 'r',
      scope: { instanceId },
      signal: new AbortController().signal,
      observe: unobserved,
      arrived: world.now(),
    };
    return service('CountDataItems', { collectionId }, context).then(
      (answer) => (answer as { totalCount: number }).totalCount,
      (error: AdapterError) => `${error.status} ${error.retryAfter} ${error.message}`,
    );
  };
  return { world, app, state, count };
}

describe('gateway in upstream.yaml', () => {
  it('bounds what is under way and what waits; the rest is refused at once, with Retry-After', async () => {
    const { world, app, count } = await start('gateway: { concurrency: 1, queue: 1 }');
    const [one, two, three] = [count('products'), count('products'), count('products')];
    expect(await three).toBe('503 1 Too many requests for the upstream API wait already');
    expect(app.gateways).toEqual([{ upstream: 'default', breaker: 'closed', underWay: 1, waiting: 1 }]);
    expect(await world.run(Promise.all([one, two]))).toEqual([300, 300]);
    await app.close();
  });

  it('lets sites and collections wait beside each other', async () => {
    const { world, app, count } = await start('gateway: { concurrency: 2, queue: 100 }');
    const order: string[] = [];
    const ask = (collection: string, site: string): Promise<unknown> =>
      count(collection, site).then(() => void order.push(`${site} ${collection}`));
    const crowd = Array.from({ length: 20 }, () => ask('products', 'loud'));
    await world.run(Promise.all([...crowd, ask('brands', 'loud'), ask('products', 'quiet')]));
    expect(order.indexOf('quiet products')).toBeLessThan(6);
    expect(order.indexOf('loud brands')).toBeLessThan(8);
    await app.close();
  });

  it('leaves an API that fails alone, and says when to come back', async () => {
    const { world, app, state, count } = await start('gateway: { breaker: { failures: 4, rest: 3s } }');
    state.down = true;
    for (let each = 0; each < 4; each++) await world.run(count('products'));
    const { sent } = state;
    expect(await world.run(count('products'))).toMatch(
      /^503 [123] The upstream API keeps failing, and is not asked for a while$/,
    );
    expect(state.sent).toBe(sent);
    expect(app.gateways[0]).toMatchObject({ breaker: 'open' });
    // The collections are bound all the same: what can be answered without the API is answered.
    expect(app.ready).toBe(true);
    state.down = false;
    await world.pass(3000);
    expect(await world.run(count('products'))).toBe(300);
    expect(app.gateways[0]).toMatchObject({ breaker: 'closed' });
    await app.close();
  });

  it.each([
    ['gateway: { concurrency: 0 }', 'must be more than 0'],
    ['gateway: { breaker: { rest: 5 } }', 'expected text, found the number 5'],
    ['gateway: { breaker: { rest: 5 seconds } }', 'write a number with ms, s, m or h'],
    ['gateway: { queues: 5 }', 'unknown key "queues"'],
  ])('%s: %s', async (line, message) => {
    const { app } = await start(line);
    expect(app.problems.map((each) => each.message).join()).toContain(message);
    await app.close();
  });
});
