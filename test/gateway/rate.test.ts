/** The budgets that APIs report, held against models of those APIs: none of them ever has to refuse. */
import { setMaxListeners } from 'node:events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRateBudget, type Payment, type RateBudget } from '../../src/gateway/rate.js';
import { prepareDocument } from '../../src/upstream/transport/document.js';
import { UpstreamFailure } from '../../src/upstream/transport/failure.js';
import type { RateReport } from '../../src/upstream/transport/rate-report.js';
import { type SimulatedWorld, simulateWorld } from '../world/simulated-world.js';

const never = new AbortController().signal;
setMaxListeners(0, never);
const documents = ['a', 'b', 'c'].map((name) => prepareDocument(`query Q { ${name} }`));

/** What an API does with a request; undefined: it refuses, which must not happen. */
type Api = (document: number) => RateReport | undefined;

/** Shopify: points that come back evenly. The cost that was asked for is taken, and the rest given back. */
function bucketApi(world: SimulatedWorld, most: number, perSecond: number): Api {
  let available = most;
  let at = world.now();
  return (document) => {
    available = Math.min(most, available + ((world.now() - at) / 1000) * perSecond);
    at = world.now();
    const cost = 10 * (document + 1);
    if (cost > available + 1e-9) return undefined;
    available -= cost / 2;
    return { bucket: { available: Math.floor(available), most, perSecond, cost } };
  };
}

/** GitHub: so many in each window. */
function windowApi(world: SimulatedWorld, limit: number, length: number): Api {
  const start = world.now();
  let [current, used] = [0, 0];
  return () => {
    const number = Math.floor((world.now() - start) / length);
    if (number !== current) [current, used] = [number, 0];
    if (used >= limit) return undefined;
    used += 1;
    const resetsIn = start + (number + 1) * length - world.now();
    return { window: { remaining: limit - used, limit, resetsIn } };
  };
}

async function play(
  world: SimulatedWorld,
  api: Api,
  asked: readonly { readonly pause: number; readonly document: number; readonly takes: number }[],
  patience: number,
) {
  const budget = createRateBudget(world, 'shop');
  let exceeded = 0;
  const ask = async ({ document, takes }: (typeof asked)[number]): Promise<string> => {
    const deadline = world.now() + patience;
    try {
      const payment = await admit(budget, documents[document]!, deadline, never);
      expect(world.now()).toBeLessThan(deadline);
      const report = api(document);
      if (!report) exceeded += 1;
      await world.sleep(takes);
      payment.end(report, report ? 0 : 1000);
      return 'sent';
    } catch (error) {
      return (error as UpstreamFailure).kind;
    }
  };
  const ends = await world.run(
    (async () => {
      // The first answer tells what there is.
      const first = await ask({ pause: 0, document: 2, takes: 0 });
      const running: Promise<string>[] = [];
      for (const each of asked) {
        await world.sleep(each.pause);
        running.push(ask(each));
      }
      return [first, ...(await Promise.all(running))];
    })(),
  );
  return { exceeded, ends };
}

const asked = fc.array(fc.record({ pause: fc.nat(200), document: fc.nat(2), takes: fc.nat(400) }), {
  minLength: 5,
  maxLength: 60,
});

describe('a bucket of points', () => {
  it('property: is never overdrawn', async () => {
    await fc.assert(
      fc.asyncProperty(asked, fc.integer({ min: 30, max: 200 }), async (requests, most) => {
        const world = simulateWorld(1);
        expect((await play(world, bucketApi(world, most, 50), requests, 5000)).exceeded).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  it('is not believed to be as full as an answer says that was overtaken by others', async () => {
    const world = simulateWorld(1);
    const budget = createRateBudget(world, 'shop');
    const pay = () => admit(budget, documents[0]!, world.now() + 100, never);
    const told = (available: number) => ({ bucket: { available, most: 100, perSecond: 1, cost: 20 } });
    const [slow, quick] = [await pay(), await pay()];
    quick.end(told(10));
    slow.end(told(30));
    await expect(pay()).rejects.toMatchObject({ kind: 'rateLimited' });
  });

  it('is waited for in the order of asking', async () => {
    const world = simulateWorld(1);
    const budget = createRateBudget(world, 'shop');
    const first = await admit(budget, documents[0]!, world.now() + 1000, never);
    first.end({ bucket: { available: 0, most: 100, perSecond: 10, cost: 10 } });
    const begin = world.now();
    const at = async (): Promise<number> => {
      await admit(budget, documents[0]!, world.now() + 10_000, never);
      return world.now() - begin;
    };
    expect(await world.run(Promise.all([at(), at(), at()]))).toEqual([1000, 2000, 3000]);
  });
});

describe('a window of requests', () => {
  it('property: is never exceeded', async () => {
    await fc.assert(
      fc.asyncProperty(asked, fc.integer({ min: 2, max: 10 }), async (requests, limit) => {
        const world = simulateWorld(1);
        expect((await play(world, windowApi(world, limit, 10_000), requests, 25_000)).exceeded).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  it('is refused at once where it begins after the deadline, and costs nothing then', async () => {
    const world = simulateWorld(1);
    const { ends } = await play(
      world,
      windowApi(world, 2, 60_000),
      Array.from({ length: 5 }, () => ({ pause: 1, document: 0, takes: 5 })),
      1000,
    );
    expect(ends).toEqual(['sent', 'sent', 'rateLimited', 'rateLimited', 'rateLimited', 'rateLimited']);
    expect(world.waiting()).toBe(0);
  });
});

describe('a pause', () => {
  it('that the upstream asked for holds all requests, also those that wait already', async () => {
    const world = simulateWorld(1);
    const budget = createRateBudget(world, 'shop');
    const one = await admit(budget, documents[0]!, world.now() + 1000, never);
    const two = await admit(budget, documents[0]!, world.now() + 1000, never);
    one.end(undefined, 500);
    const begin = world.now();
    const third = admit(budget, documents[0]!, begin + 5000, never).then(() => world.now() - begin);
    await world.pass(400);
    two.end(undefined, 700);
    expect(await world.run(third)).toBe(1100);
    const refused = admit(budget, documents[0]!, world.now() + 5000, never);
    (await refused).end(undefined, 60_000);
    await expect(admit(budget, documents[0]!, world.now() + 5000, never)).rejects.toMatchObject({
      kind: 'rateLimited',
      delivered: 'no',
      retryAfterMs: 60_000,
    });
  });

  it('refuses who waits behind another and has less time, as soon as it is known', async () => {
    const world = simulateWorld(1);
    const budget = createRateBudget(world, 'shop');
    const running = await admit(budget, documents[0]!, world.now() + 1000, never);
    (await admit(budget, documents[0]!, world.now() + 1000, never)).end(undefined, 500);
    const patient = admit(budget, documents[0]!, world.now() + 60_000, never);
    const hasty = admit(budget, documents[0]!, world.now() + 3000, never).catch((error: unknown) => error);
    running.end(undefined, 20_000);
    const begin = world.now();
    expect(await world.run(hasty)).toMatchObject({ kind: 'rateLimited', retryAfterMs: 20_000 });
    expect(world.now() - begin).toBe(0);
    await world.run(patient);
    expect(world.now() - begin).toBe(20_000);
    expect(world.waiting()).toBe(0);
  });

  it('is not sat out for a caller who leaves', async () => {
    const world = simulateWorld(1);
    const budget = createRateBudget(world, 'shop');
    (await admit(budget, documents[0]!, world.now() + 1000, never)).end(undefined, 500);
    const caller = new AbortController();
    const waiting = admit(budget, documents[0]!, world.now() + 5000, caller.signal);
    caller.abort();
    await expect(waiting).rejects.toBeInstanceOf(UpstreamFailure);
    expect(world.waiting()).toBe(0);
  });
});

/** Fails as a promise does, whether there was something to wait for or not. */
async function admit(budget: RateBudget, ...wanted: Parameters<RateBudget['admit']>): Promise<Payment> {
  return budget.admit(...wanted);
}
