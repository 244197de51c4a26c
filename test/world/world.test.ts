/** What every World keeps to, and what the simulated one adds. */
import { describe, expect, it } from 'vitest';
import { systemWorld } from '../../src/world/system-world.js';
import { every } from '../../src/world/world.js';
import { simulateWorld } from './simulated-world.js';

describe.each([
  ['system', () => ({ world: systemWorld, run: <T>(promise: Promise<T>) => promise })],
  [
    'simulated',
    () => {
      const world = simulateWorld(1);
      return { world, run: world.run };
    },
  ],
])('the %s world', (_name, make) => {
  it('never goes back and sleeps at least as long as it is told', async () => {
    const { world, run } = make();
    const [wall, steady] = [world.now(), world.monotonic()];
    await run(world.sleep(5));
    expect(world.monotonic() - steady).toBeGreaterThanOrEqual(4);
    expect(world.now() - wall).toBeGreaterThanOrEqual(4);
  });

  it('ends a sleep whose signal is aborted, before it and in between', async () => {
    const { world, run } = make();
    await expect(run(world.sleep(60_000, AbortSignal.abort(new Error('gone'))))).rejects.toThrow();
    const leaving = new AbortController();
    const slept = world.sleep(60_000, leaving.signal);
    leaving.abort(new Error('gone'));
    await expect(run(slept)).rejects.toThrow();
  });

  it('takes timers back', async () => {
    const { world, run } = make();
    let fired = 0;
    const cancel = world.timer(1, () => {
      fired += 1;
    });
    cancel();
    cancel();
    await run(world.sleep(10));
    expect(fired).toBe(0);
  });

  it('waits as long as Node can for a time that is longer', async () => {
    const { world, run } = make();
    let fired = false;
    const cancel = world.timer(Number.MAX_SAFE_INTEGER, () => {
      fired = true;
    });
    await run(world.sleep(10));
    expect(fired).toBe(false);
    cancel();
  });

  it('makes ids of version 4, numbers below 1 and as many bytes as asked for', () => {
    const { world } = make();
    const ids = Array.from({ length: 100 }, () => world.id());
    expect(new Set(ids).size).toBe(100);
    for (const id of ids)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    for (let count = 0; count < 100; count++) {
      const number = world.random('test');
      expect(number >= 0 && number < 1).toBe(true);
    }
    expect(world.bytes(32)).toHaveLength(32);
  });

  it('calls again and again until it is stopped, also from within', async () => {
    const { world, run } = make();
    let calls = 0;
    const stop = every(world, 1, () => {
      calls += 1;
      if (calls === 3) stop();
    });
    await run(world.sleep(50));
    expect(calls).toBe(3);
  });
});

describe('simulated time', () => {
  it('is the same for one seed and differs for another', async () => {
    const history = async (seed: number): Promise<readonly string[]> => {
      const world = simulateWorld(seed);
      const seen: string[] = [];
      const walk = async (name: string): Promise<void> => {
        for (let step = 0; step < 5; step++) {
          await world.sleep(Math.floor(world.random('step') * 4));
          seen.push(`${world.now()} ${name} ${world.id()}`);
        }
      };
      await world.run(Promise.all([walk('a'), walk('b'), walk('c')]));
      return seen;
    };
    const first = await history(7);
    expect(await history(7)).toEqual(first);
    expect(await history(8)).not.toEqual(first);
  });

  it('passes without waiting', async () => {
    const world = simulateWorld(1);
    const start = world.now();
    let fired = 0;
    world.timer(86_400_000, () => {
      fired = world.now() - start;
    });
    await world.pass(90_000_000);
    expect([fired, world.now() - start, world.waiting()]).toEqual([86_400_000, 90_000_000, 0]);
  });

  it('says so when nothing is left to happen', async () => {
    await expect(simulateWorld(1).run(new Promise(() => undefined))).rejects.toThrow(/nothing is left/);
  });
});
