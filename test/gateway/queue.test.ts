import { setMaxListeners } from 'node:events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createQueue, type Lane, type Queue, type Waiting } from '../../src/gateway/queue.js';
import { UpstreamFailure } from '../../src/upstream/transport/failure.js';
import { type SimulatedWorld, simulateWorld } from '../world/simulated-world.js';

const never = new AbortController().signal;
setMaxListeners(0, never);
const lane = (caller: string, collection = 'products'): Lane => ({ caller, collection });

function start(concurrency: number, queue: number) {
  const world = simulateWorld(1);
  return { world, queue: createQueue(world, 'shop', { concurrency, queue }) };
}

const later = (world: SimulatedWorld, milliseconds = 10_000): number => world.now() + milliseconds;

describe('a place', () => {
  it('is given at once while there are some, and to those who wait in their order', async () => {
    const { world, queue } = start(2, 10);
    const begun: number[] = [];
    const ask = async (name: number): Promise<void> => {
      const leave = await enter(queue, { lane: lane('a'), deadline: later(world), signal: never });
      begun.push(name);
      await world.sleep(100);
      leave();
      leave();
    };
    await world.run(Promise.all([1, 2, 3, 4, 5].map(ask)));
    expect(begun).toEqual([1, 2, 3, 4, 5]);
    expect([queue.underWay(), queue.waiting(), world.waiting()]).toEqual([0, 0, 0]);
  });

  it('is refused at once when as many wait as may', async () => {
    const { world, queue } = start(1, 1);
    await enter(queue, { lane: lane('a'), deadline: later(world), signal: never });
    const second = enter(queue, { lane: lane('a'), deadline: later(world), signal: never });
    const third = enter(queue, { lane: lane('b'), deadline: later(world), signal: never });
    await expect(third).rejects.toMatchObject({ kind: 'queueFull', delivered: 'no', retryAfterMs: 1000 });
    expect(queue.waiting()).toBe(1);
    await expect(world.run(second)).rejects.toMatchObject({ kind: 'timeout', delivered: 'no' });
  });

  it('is not waited for beyond the deadline', async () => {
    const { world, queue } = start(1, 5);
    await enter(queue, { lane: lane('a'), deadline: later(world), signal: never });
    const begin = world.now();
    await expect(
      world.run(enter(queue, { lane: lane('a'), deadline: begin + 70, signal: never })),
    ).rejects.toMatchObject({ kind: 'timeout' });
    expect(world.now() - begin).toBe(70);
    expect([queue.waiting(), world.waiting()]).toEqual([0, 0]);
  });

  it('is not kept for callers who leave', async () => {
    const { world, queue } = start(1, 5);
    const leave = await enter(queue, { lane: lane('a'), deadline: later(world), signal: never });
    const leaving = new AbortController();
    const gone = enter(queue, { lane: lane('a'), deadline: later(world), signal: leaving.signal });
    const stays = enter(queue, { lane: lane('a'), deadline: later(world), signal: never });
    leaving.abort();
    await expect(gone).rejects.toMatchObject({ kind: 'aborted', delivered: 'no' });
    leave();
    await stays;
    expect([queue.underWay(), queue.waiting(), world.waiting()]).toEqual([1, 0, 0]);
    await expect(
      enter(queue, { lane: lane('a'), deadline: later(world), signal: leaving.signal }),
    ).rejects.toMatchObject({ kind: 'aborted' });
  });
});

describe('fairness', () => {
  /** Asks for all of them in this order, and tells in which order they are let in; each takes 100 ms. */
  async function order(concurrency: number, wanted: readonly Lane[]): Promise<readonly string[]> {
    const { world, queue } = start(concurrency, wanted.length);
    const begun: string[] = [];
    await world.run(
      Promise.all(
        wanted.map(async (each) => {
          const leave = await enter(queue, { lane: each, deadline: later(world, 1e9), signal: never });
          begun.push(`${each.caller}/${each.collection}`);
          await world.sleep(100);
          leave();
        }),
      ),
    );
    return begun;
  }

  it('one site that asks for much does not keep another waiting', async () => {
    const crowd = Array.from({ length: 40 }, () => lane('loud'));
    const begun = await order(4, [...crowd, lane('quiet')]);
    expect(begun.indexOf('quiet/products')).toBe(4);
  });

  it('one slow collection does not keep another of the same site waiting', async () => {
    const crowd = Array.from({ length: 40 }, () => lane('site', 'slow'));
    const begun = await order(4, [...crowd, lane('site', 'quick')]);
    expect(begun.indexOf('site/quick')).toBe(4);
  });

  it('a site with many collections has no more than one with a single one', async () => {
    const many = Array.from({ length: 40 }, (_, index) => lane('many', `c${index}`));
    const one = Array.from({ length: 40 }, () => lane('one'));
    const begun = await order(4, [...many, ...one]);
    const first = begun.slice(4, 44).filter((each) => each.startsWith('one/')).length;
    expect(first).toBeGreaterThanOrEqual(18);
  });

  it('property: never more under way than allowed, never more waiting, and everyone is let in or refused', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 0, max: 6 }),
        fc.array(
          fc.record({
            caller: fc.constantFrom('a', 'b', 'c'),
            collection: fc.constantFrom('x', 'y'),
            pause: fc.integer({ min: 0, max: 80 }),
            takes: fc.integer({ min: 0, max: 200 }),
            patience: fc.integer({ min: 1, max: 400 }),
            leaves: fc.option(fc.integer({ min: 0, max: 300 }), { nil: undefined }),
          }),
          { maxLength: 30 },
        ),
        async (concurrency, most, wanted) => {
          const { world, queue } = start(concurrency, most);
          let seen = 0;
          let at = 0;
          const ends = await world.run(
            Promise.all(
              wanted.map(async ({ pause, takes, patience, leaves, ...own }) => {
                at += pause;
                await world.sleep(at);
                const caller = new AbortController();
                const cancel = leaves === undefined ? undefined : world.timer(leaves, () => caller.abort());
                const begin = world.now();
                try {
                  const leave = await enter(queue, {
                    lane: own,
                    deadline: begin + patience,
                    signal: caller.signal,
                  });
                  seen = Math.max(seen, queue.underWay());
                  expect(queue.waiting()).toBeLessThanOrEqual(most);
                  expect(world.now()).toBeLessThanOrEqual(begin + patience);
                  await world.sleep(takes);
                  leave();
                  return 'in';
                } catch (error) {
                  if (!(error instanceof UpstreamFailure)) throw error;
                  if (error.kind === 'queueFull') expect(world.now()).toBe(begin);
                  return error.kind;
                } finally {
                  cancel?.();
                }
              }),
            ),
          );
          expect(ends.every((each) => ['in', 'queueFull', 'timeout', 'aborted'].includes(each))).toBe(true);
          expect(seen).toBeLessThanOrEqual(concurrency);
          expect([queue.underWay(), queue.waiting(), world.waiting()]).toEqual([0, 0, 0]);
        },
      ),
      { numRuns: 60 },
    );
  });
});

/** Fails as a promise does, whether there was something to wait for or not. */
async function enter(queue: Queue, wanted: Waiting): Promise<() => void> {
  return queue.enter(wanted);
}
