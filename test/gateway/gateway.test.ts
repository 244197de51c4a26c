/** The whole chain in virtual time, against an API that is slow, down, or limits. */
import { setMaxListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createGateway, type GatewayOptions, usualGateway } from '../../src/gateway/gateway.js';
import type { UpstreamClient } from '../../src/upstream/transport/client.js';
import type { CallContext, UpstreamResult } from '../../src/upstream/transport/context.js';
import { prepareDocument } from '../../src/upstream/transport/document.js';
import { UpstreamFailure } from '../../src/upstream/transport/failure.js';
import type { Observation } from '../../src/world/observation.js';
import { simulateWorld } from '../world/simulated-world.js';

const query = prepareDocument('query Q { a }');
const mutation = prepareDocument('mutation M { a }');
const good: UpstreamResult = { data: { a: 1 }, errors: [], bytes: 2, extensions: {} };

function start(
  answer: (sent: number, context: CallContext) => UpstreamResult,
  options: Partial<GatewayOptions> = {},
) {
  const world = simulateWorld(1);
  const told: Observation[] = [];
  const observe = (each: Observation): void => void told.push(each);
  const state = { takes: 50, sent: 0, underWay: 0, most: 0 };
  const client: UpstreamClient = {
    shown: 'http://shop.example/graphql',
    close: async () => undefined,
    async request(_document, _variables, context) {
      const number = state.sent++;
      state.most = Math.max(state.most, ++state.underWay);
      try {
        const left = context.deadline - world.now();
        await world.sleep(Math.min(state.takes, left));
        if (state.takes > left) throw new UpstreamFailure('timeout', 'too late', { delivered: 'unknown' });
        return answer(number, context);
      } finally {
        state.underWay -= 1;
      }
    },
  };
  const gateway = createGateway(world, 'shop', client, { ...usualGateway, ...options }, observe);
  const signal = new AbortController().signal;
  setMaxListeners(0, signal);
  const ask = async (document = query, more: Partial<CallContext> = {}): Promise<string> => {
    const context = { signal, deadline: world.now() + 12_000, scope: {}, requestId: 'r', observe, ...more };
    try {
      await gateway.client.request(document, {}, context);
      return 'ok';
    } catch (error) {
      return (error as UpstreamFailure).kind;
    }
  };
  return { world, gateway, told, state, ask };
}

function count(all: readonly string[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const each of all) sum[each] = (sum[each] ?? 0) + 1;
  return sum;
}

describe('an upstream of five seconds', () => {
  it.each([200, 1000])(
    '%i callers: few at once, the excess is told so at once, and all is well within a second',
    async (callers) => {
      const { world, gateway, state, ask, told } = start(() => good);
      state.takes = 5000;
      const begin = world.now();
      const refusedAt: number[] = [];
      const asked = Array.from({ length: callers }, () =>
        ask().then((end) => {
          if (end === 'queueFull') refusedAt.push(world.now() - begin);
          return end;
        }),
      );
      const ends = count(await world.run(Promise.all(asked)));
      expect(state.most).toBe(usualGateway.concurrency);
      expect(ends.queueFull ?? 0).toBe(Math.max(0, callers - 64 - 256));
      expect(refusedAt.every((at) => at === 0)).toBe(true);
      expect(ends.ok).toBe(128);
      // Nothing waited past its deadline, and nothing is left of it.
      expect(world.now() - begin).toBe(12_000);
      expect([gateway.state().underWay, gateway.state().waiting, world.waiting()]).toEqual([0, 0, 0]);
      expect(told.filter((each) => each.kind === 'call refused').length).toBe(
        callers - 128 - (state.sent - 128),
      );
      state.takes = 50;
      const before = world.now();
      expect(count(await world.run(Promise.all(Array.from({ length: 100 }, () => ask()))))).toEqual({
        ok: 100,
      });
      expect(world.now() - before).toBeLessThan(1000);
    },
  );
});

describe('an upstream that is down', () => {
  const down = (): never => {
    throw new UpstreamFailure('unreachable', 'no connection');
  };

  it('is left alone after ten failures, and found well by one request', async () => {
    let well = false;
    const { world, gateway, state, ask, told } = start(() => (well ? good : down()));
    const end: string[] = [];
    for (let each = 0; each < 30; each++) end.push(await world.run(ask()));
    expect(state.sent).toBe(10);
    expect(end.at(-1)).toBe('circuitOpen');
    expect(gateway.state().breaker).toBe('open');
    await world.pass(5000);
    // One tries; it is not tried again, and the others are answered at once.
    const tried = await world.run(Promise.all(Array.from({ length: 20 }, () => ask())));
    expect(count(tried)).toEqual({ circuitOpen: 20 - 1, unreachable: 1 });
    expect(state.sent).toBe(11);
    well = true;
    await world.pass(10_000);
    expect(await world.run(ask())).toBe('ok');
    expect(count(await world.run(Promise.all(Array.from({ length: 20 }, () => ask()))))).toEqual({ ok: 20 });
    const states = told.flatMap((each) => (each.kind === 'breaker changed' ? [each.state] : []));
    expect(states).toEqual(['open', 'trying', 'open', 'trying', 'closed']);
  });

  it('writes count, and are never repeated', async () => {
    const { world, gateway, state, ask } = start(down, { breaker: { failures: 3, rest: 1000 } });
    for (let each = 1; each <= 3; each++) {
      expect(await world.run(ask(mutation))).toBe('unreachable');
      expect(state.sent).toBe(each);
    }
    expect(gateway.state().breaker).toBe('open');
    expect(await ask(mutation)).toBe('circuitOpen');
    expect(state.sent).toBe(3);
  });

  it('those who wait for a place when it opens are not sent', async () => {
    const { world, state, ask } = start(down, { concurrency: 1, breaker: { failures: 2, rest: 60_000 } });
    const ends = count(await world.run(Promise.all(Array.from({ length: 10 }, () => ask(mutation)))));
    expect(ends).toEqual({ unreachable: 2, circuitOpen: 8 });
    expect(state.sent).toBe(2);
  });
});

describe('an upstream that limits', () => {
  it('is not asked beyond what it said, by all requests together', async () => {
    const { world, ask, told } = start((sent) => ({
      ...good,
      rate: { window: { remaining: Math.max(0, 4 - sent), limit: 5, resetsIn: 3000 } },
    }));
    await world.run(ask());
    const begin = world.now();
    const ends = await world.run(Promise.all(Array.from({ length: 6 }, () => ask())));
    expect(count(ends)).toEqual({ ok: 6 });
    // Four at once; two after the end of the window.
    expect(world.now() - begin).toBeGreaterThanOrEqual(3000);
    expect(told.filter((each) => each.kind === 'call waited')).toHaveLength(2);
  });

  it('a pause that it asks for holds others too, and those whose deadline is before are told at once', async () => {
    const { world, state, ask } = start((sent) => {
      if (sent === 0)
        throw new UpstreamFailure('rateLimited', 'slow down', { delivered: 'yes', retryAfterMs: 2000 });
      return good;
    });
    const begin = world.now();
    const first = ask(mutation);
    expect(await world.run(first)).toBe('rateLimited');
    const soon = ask(query, { deadline: begin + 1000 });
    const later = ask(query);
    expect(await soon).toBe('rateLimited');
    expect(state.sent).toBe(1);
    expect(await world.run(later)).toBe('ok');
    expect(world.now() - begin).toBeGreaterThanOrEqual(2050);
  });
});
