/** Kept answers in virtual time, against an upstream that is a number which grows with each write. */
import { setMaxListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import {
  type AnswerCache,
  CallerGone,
  CallerLate,
  createAnswerCache,
  StoreFailure,
  type WantedAnswer,
} from '../../src/gateway/cache.js';
import { type CacheStore, createMemoryStore } from '../../src/gateway/cache-store.js';
import { simulateWorld } from '../world/simulated-world.js';

const never = new AbortController().signal;
setMaxListeners(0, never);
const down = new Error('down');
const tooLate = new Error('too late');

function start(changed: (store: CacheStore) => CacheStore = (store) => store, bytes?: number) {
  const world = simulateWorld(1);
  const state = { value: 1, takes: 100, asked: 0, down: false, failures: 0 };
  const cache: AnswerCache = createAnswerCache(
    world,
    changed(createMemoryStore(world, bytes)),
    (error) => error === down || error instanceof CallerLate,
    (error) => error === tooLate,
    () => {
      state.failures += 1;
    },
  );
  const works: Promise<unknown>[] = [];
  const checks: string[] = [];
  const wanted = (more: Partial<WantedAnswer> = {}): WantedAnswer => ({
    key: 'k',
    names: ['shop/Product'],
    times: { fresh: 1000, stale: 2000, onError: 5000 },
    deadline: world.now() + 12_000,
    signal: never,
    patience: 12_000,
    anew: false,
    check: 0,
    checked: (outcome) => void checks.push(outcome),
    async fill(signal, deadline) {
      state.asked += 1;
      const { value } = state;
      const left = deadline - world.now();
      await world.sleep(Math.min(state.takes, left), signal);
      if (state.takes > left) throw tooLate;
      if (state.down) throw down;
      return Buffer.from(`${value}`);
    },
    background: (work) => void works.push(work),
    ...more,
  });
  const ask = async (more: Partial<WantedAnswer> = {}): Promise<string> => {
    try {
      const { json, use } = await cache.answer(wanted(more));
      return `${json} ${use}`;
    } catch (error) {
      return (error as Error).name === 'Error' ? (error as Error).message : (error as Error).name;
    }
  };
  const write = (takes = 50, lag: number | 'unknown' = 0): Promise<void> =>
    cache.write(
      ['shop/Product'],
      12_000,
      async () => {
        await world.sleep(takes / 2);
        state.value += 1;
        await world.sleep(takes / 2);
      },
      () => lag,
    );
  return { world, state, cache, ask, write, checks };
}

describe('a check of fresh answers', () => {
  const often = { check: 1 };

  it('tells whether the upstream says the same now, and never what the caller gets', async () => {
    const { world, state, ask, checks } = start();
    await world.run(ask(often));
    expect([await ask(often), checks]).toEqual(['1 hit', []]);
    await world.pass(200);
    expect([checks, state.asked]).toEqual([['same'], 2]);
    state.value = 2;
    expect(await ask(often)).toBe('1 hit');
    await world.pass(200);
    expect(checks).toEqual(['same', 'different']);
    // It looks; it does not renew.
    expect(await ask()).toBe('1 hit');
    state.down = true;
    await ask(often);
    await world.pass(200);
    expect(checks.at(-1)).toBe('failed');
  });

  it('says nothing where something was written meanwhile', async () => {
    const { world, ask, write, checks } = start();
    await world.run(ask(often));
    expect(await ask(often)).toBe('1 hit');
    await world.run(write(10));
    await world.pass(500);
    expect(checks).toEqual([]);
  });

  it('is made for the share that is wanted', async () => {
    const { world, state, ask } = start();
    state.takes = 0;
    await world.run(ask());
    for (let each = 0; each < 1000; each += 1) await ask({ check: 0.1 });
    await world.pass(0);
    expect(state.asked).toBeGreaterThan(60);
    expect(state.asked).toBeLessThan(150);
  });
});

describe('an answer', () => {
  it('is given again while it is fresh, then renewed once in the background, then asked for anew', async () => {
    const { world, state, ask } = start();
    expect(await world.run(ask())).toBe('1 miss');
    state.value = 2;
    expect(await ask()).toBe('1 hit');
    await world.pass(950);
    expect(await Promise.all([ask(), ask(), ask()])).toEqual(['1 stale', '1 stale', '1 stale']);
    await world.pass(200);
    expect(state.asked).toBe(2);
    expect(await ask()).toBe('2 hit');
    await world.pass(3001);
    state.value = 3;
    expect(await world.run(ask())).toBe('3 miss');
    expect([state.asked, world.waiting()]).toEqual([3, 0]);
  });

  it('is as old as the moment before it was asked for', async () => {
    const { world, state, ask } = start();
    state.takes = 900;
    await world.run(ask());
    await world.pass(101);
    expect(await ask()).toBe('1 stale');
  });

  it('is kept for each key', async () => {
    const { world, state, ask } = start();
    expect(await world.run(Promise.all([ask({ key: 'a' }), ask({ key: 'b' })]))).toEqual([
      '1 miss',
      '1 miss',
    ]);
    expect(state.asked).toBe(2);
  });

  it('that is an error is not kept', async () => {
    const { world, state, ask } = start();
    state.down = true;
    expect(await world.run(ask())).toBe('down');
    state.down = false;
    expect(await world.run(ask())).toBe('1 miss');
  });

  it('is asked for anew where the caller wants it, and then given to others', async () => {
    const { world, state, ask } = start();
    await world.run(ask());
    state.value = 2;
    expect(await world.run(ask({ anew: true }))).toBe('2 asked anew');
    expect(await ask()).toBe('2 hit');
    // One that was asked for earlier and comes later does not replace it.
    state.takes = 500;
    const renewal = (async () => {
      await world.sleep(1001);
      return ask();
    })();
    await world.pass(1100);
    state.value = 3;
    state.takes = 10;
    expect(await world.run(ask({ anew: true }))).toBe('3 asked anew');
    await renewal;
    await world.pass(600);
    expect(await ask()).toBe('3 hit');
  });

  it('of the future is not believed: the clock was set back', async () => {
    const { world, ask } = start((store) => ({
      ...store,
      get: async (key, numbers) => {
        const found = await store.get(key, numbers);
        return found && { ...found, at: found.at + 5000 };
      },
    }));
    await world.run(ask());
    expect(await world.run(ask())).toBe('1 miss');
  });

  it('is given while the upstream is down, as long as it may be', async () => {
    const { world, state, ask } = start();
    await world.run(ask());
    state.down = true;
    await world.pass(3500);
    expect(await world.run(ask())).toBe('1 on error');
    await world.pass(2500);
    expect(await world.run(ask())).toBe('down');
  });

  it('is given to one whose deadline passes while the upstream hangs', async () => {
    const { world, state, ask } = start();
    await world.run(ask());
    await world.pass(3500);
    state.takes = 60_000;
    const begin = world.now();
    expect(await world.run(ask({ deadline: begin + 300 }))).toBe('1 on error');
    expect(world.now() - begin).toBe(300);
  });
});

describe('equal questions at once', () => {
  it('1000 over an empty cache are one request; over an old one a single renewal', async () => {
    const { world, state, ask } = start();
    const crowd = await world.run(Promise.all(Array.from({ length: 1000 }, () => ask())));
    expect(crowd.filter((each) => each === '1 joined')).toHaveLength(999);
    expect(state.asked).toBe(1);
    await world.pass(1500);
    const late = await Promise.all(Array.from({ length: 1000 }, () => ask()));
    expect(new Set(late)).toEqual(new Set(['1 stale']));
    await world.pass(500);
    expect([state.asked, world.waiting()]).toEqual([2, 0]);
  });

  it('go on when the one who asked first leaves; when all leave, it is given up', async () => {
    const { world, state, ask } = start();
    const [first, second] = [new AbortController(), new AbortController()];
    const asked = [ask({ signal: first.signal }), ask(), ask({ signal: second.signal })];
    await world.pass(10);
    first.abort();
    expect(await asked[0]).toBe('CallerGone');
    expect(await world.run(asked[1]!)).toBe('1 joined');
    expect(await asked[2]).toBe('1 joined');
    expect(state.asked).toBe(1);

    const alone = new AbortController();
    const given = ask({ key: 'other', signal: alone.signal });
    await world.pass(10);
    alone.abort();
    expect(await given).toBe('CallerGone');
    // Nothing is left of it, and whoever comes now begins anew.
    expect(world.waiting()).toBe(0);
    expect(await world.run(ask({ key: 'other' }))).toBe('1 miss');
    expect(new CallerGone('x').name).toBe('CallerGone');
  });

  it('wait no longer than each may, and one who has time goes on when the time of the first is over', async () => {
    const { world, state, ask } = start();
    state.takes = 8_500;
    const first = ask({ patience: 8_000 });
    await world.pass(5_000);
    const hasty = ask({ deadline: world.now() + 100 });
    const patient = ask();
    expect(await world.run(hasty)).toBe('CallerLate');
    expect(await world.run(first)).toBe('too late');
    expect(await world.run(patient)).toBe('1 miss');
    expect(state.asked).toBe(2);
  });
});

describe('a write', () => {
  it('ends what was read before, and nothing that was read before it is given after its answer', async () => {
    const { world, ask, write } = start();
    await world.run(ask());
    await world.run(write());
    expect(await world.run(ask())).toBe('2 miss');
  });

  it('an answer that was asked for before it, and comes after it, is given to nobody who asks later', async () => {
    const { world, state, ask, write } = start();
    state.takes = 1000;
    const slow = ask();
    await world.pass(10);
    await world.run(write());
    const after = ask();
    expect(await world.run(slow)).toBe('1 miss');
    expect(await world.run(after)).toBe('2 miss');
    expect(await ask()).toMatch(/^2 /);
  });

  it('while it is under way reads go past, and keep nothing', async () => {
    const { world, state, ask, write } = start();
    await world.run(ask());
    const writing = write(1000);
    await world.pass(100);
    expect(await world.run(ask())).toBe('1 past');
    await world.run(writing);
    expect(await world.run(ask())).toBe('2 miss');
    expect(state.asked).toBe(3);
  });

  it('of unknown outcome keeps reads going past until it is over for certain', async () => {
    const { world, state, ask, write } = start();
    await world.run(write(50, 'unknown'));
    await world.pass(16_900);
    expect(await world.run(ask())).toBe('2 past');
    // It has its effect at last.
    state.value = 3;
    await world.pass(200);
    expect(await world.run(ask())).toBe('3 miss');
  });

  it('that readers see late keeps them going past for as long as the mapping says', async () => {
    const { world, ask, write } = start();
    await world.run(write(50, 2000));
    expect(await world.run(ask())).toBe('2 past');
    await world.pass(2000);
    expect(await world.run(ask())).toBe('2 miss');
  });

  it('that throws is one of unknown outcome', async () => {
    const { world, cache, ask } = start();
    const failed = cache.write(
      ['shop/Product'],
      12_000,
      () => Promise.reject(new Error('lost')),
      () => 0,
    );
    await expect(failed).rejects.toThrow('lost');
    expect(await world.run(ask())).toBe('1 past');
  });

  it('leaves answers that were read from other types', async () => {
    const { world, ask, write } = start();
    await world.run(ask({ names: ['shop/Brand'] }));
    await world.run(write());
    expect(await ask({ names: ['shop/Brand'] })).toBe('1 hit');
    expect(await world.run(ask({ key: 'both', names: ['shop/Brand', 'shop/Product'] }))).toBe('2 miss');
    await world.run(write());
    expect(await world.run(ask({ key: 'both', names: ['shop/Brand', 'shop/Product'] }))).toBe('3 miss');
  });
});

describe('a store that fails', () => {
  const broken = (store: CacheStore, names: readonly (keyof CacheStore)[]): CacheStore => ({
    ...store,
    ...Object.fromEntries(names.map((each) => [each, () => Promise.reject(new Error('no store'))])),
  });

  it('reads go without it', async () => {
    const { world, state, ask } = start((store) => broken(store, ['numbers']));
    expect(await world.run(ask())).toBe('1 past');
    expect(state.failures).toBe(1);
    const other = start((store) => broken(store, ['set']));
    expect(await other.world.run(other.ask())).toBe('1 miss');
    expect(await other.world.run(other.ask())).toBe('1 miss');
  });

  it('a write that nobody can be told of is not done', async () => {
    const { world, state, write } = start((store) => broken(store, ['begin']));
    await expect(world.run(write())).rejects.toBeInstanceOf(StoreFailure);
    expect(state.value).toBe(1);
  });

  it('that fails at the end of a write: reads go past until the mark ends by itself', async () => {
    const { world, ask, write } = start((store) => broken(store, ['end']));
    await world.run(ask());
    await world.run(write());
    expect(await world.run(ask())).toBe('2 past');
    await world.pass(17_000);
    expect(await world.run(ask())).toBe('2 miss');
  });
});

describe('the memory', () => {
  it('forgets marks of writes that are over, where items are written and never read', async () => {
    const world = simulateWorld(1);
    let looks = 0;
    const monotonic = (): number => {
      looks += 1;
      return world.monotonic();
    };
    const store = createMemoryStore({ ...world, monotonic });
    for (let write = 0; write < 500; write++) {
      await store.begin(['shop/Order'], `${write}`, 1000);
      await store.end(['shop/Order'], `${write}`, 50);
      await world.pass(100);
    }
    looks = 0;
    expect((await store.numbers(['shop/Order'])).writing).toBe(false);
    // The clock is read once for each mark that is there.
    expect(looks).toBeLessThanOrEqual(1);
  });

  it('is bounded in bytes: what was used last stays, and no single answer takes it all', async () => {
    const { world, state, ask } = start(undefined, 20_000);
    const long = 'x'.repeat(500);
    const fill = async (): Promise<Buffer> => Buffer.from(long);
    for (let each = 0; each < 100; each++) await ask({ key: `k${each}`, fill });
    expect(await ask({ key: 'k99', fill })).toBe(`${long} hit`);
    expect(await ask({ key: 'k0', fill })).toBe(`${long} miss`);
    const huge = async (): Promise<Buffer> => Buffer.from('x'.repeat(3000));
    await ask({ key: 'huge', fill: huge });
    expect(await ask({ key: 'huge', fill: huge })).toContain('miss');
    expect(await ask({ key: 'k99', fill })).toBe(`${long} hit`);
    expect([state.asked, world.waiting()]).toEqual([0, 0]);
  });
});
