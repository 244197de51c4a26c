/** A real store that hangs, or is slow, between two replicas of which one reaches it by a detour that swallows or delays what is said. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openSharedStore } from '../../src/cli/shared-store.js';
import { type AnswerCache, createAnswerCache, StoreFailure } from '../../src/gateway/cache.js';
import { systemWorld } from '../../src/world/system-world.js';
import { question } from './question.js';
import { missing, type StoreServer, startStoreServer } from './store-server.js';

if (missing !== '') console.warn(`test/gateway/store-hangs.test.ts is skipped: ${missing}`);

interface Detour {
  readonly port: number;
  /** Nothing that comes over the connections of now is handed on any more, either way; they stay open. */
  swallow(): void;
  /** Milliseconds by which each piece of an answer comes later. */
  delay: number;
  close(): Promise<void>;
}

async function detourTo(port: number): Promise<Detour> {
  const open = new Set<Socket>();
  const swallowed = new WeakSet<Socket>();
  const server = createServer((caller) => {
    const behind = connect(port, '127.0.0.1');
    open.add(caller).add(behind);
    caller.on('data', (piece) => swallowed.has(caller) || behind.write(piece));
    behind.on('data', (piece) => {
      if (!swallowed.has(caller)) setTimeout(() => caller.writable && caller.write(piece), detour.delay);
    });
    for (const [one, other] of [
      [caller, behind],
      [behind, caller],
    ] as const)
      one.on('error', () => undefined).on('close', () => other.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const detour: Detour = {
    port: (server.address() as { port: number }).port,
    delay: 0,
    swallow() {
      for (const each of open) swallowed.add(each);
    },
    async close() {
      for (const each of open) each.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  return detour;
}

describe.skipIf(missing !== '')('a store that hangs', () => {
  let server: StoreServer;
  const ends: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    server = await startStoreServer();
  });
  afterAll(() => server.remove());
  afterEach(async () => {
    server.resume();
    for (const each of ends.splice(0)) await each();
  });

  async function replica(port: number): Promise<{ cache: AnswerCache; states: string[] }> {
    const states: string[] = [];
    const store = (await openSharedStore(systemWorld, `redis://127.0.0.1:${port}`, (each) => {
      if (each.kind === 'store breaker changed') states.push(each.state);
    }))!;
    ends.push(() => store.close());
    const never = (): boolean => false;
    const cache = createAnswerCache(systemWorld, store, never, never);
    const there = (): Promise<boolean> =>
      store.numbers(['x/X']).then(
        () => true,
        () => false,
      );
    while (!(await there())) await systemWorld.sleep(20);
    states.length = 0;
    return { cache, states };
  }
  async function detour(): Promise<Detour> {
    const made = await detourTo(server.port);
    ends.push(() => made.close());
    return made;
  }
  let keys = 0;
  const thing = () => {
    keys += 1;
    const names = [`shop/Thing${keys}`];
    const shelf = { value: 0 };
    const read = async ({ cache }: { cache: AnswerCache }): Promise<string> => {
      const { json, use } = await cache.answer(
        question(`key ${keys}`, names, systemWorld.now(), async () => Buffer.from(String(shelf.value))),
      );
      return `${json} ${use}`;
    };
    const write = ({ cache }: { cache: AnswerCache }): Promise<number> =>
      cache.write(
        names,
        1000,
        async () => ++shelf.value,
        () => 0,
      );
    return { shelf, read, write };
  };
  const took = async (work: () => Promise<unknown>): Promise<number> => {
    const begin = systemWorld.monotonic();
    await work();
    return systemWorld.monotonic() - begin;
  };
  /** Until a read is no more past the store. */
  const untilAsked = async (read: () => Promise<string>): Promise<void> => {
    for (let tries = 0; tries < 200 && (await read()).endsWith('past'); tries++) await systemWorld.sleep(50);
  };

  it('reads go on at once after the first three; writes are refused before they are sent; all is as before when it goes on', async () => {
    const one = await replica(server.port);
    const { shelf, read, write } = thing();
    expect([await read(one), await read(one)]).toEqual(['0 miss', '0 hit']);
    server.pause();
    const slow = await took(async () => {
      for (let reads = 0; reads < 3; reads++) expect(await read(one)).toBe('0 past');
    });
    expect(slow).toBeGreaterThan(1400);
    const quick = await took(async () => {
      for (let reads = 0; reads < 200; reads++) expect(await read(one)).toBe('0 past');
      await expect(write(one)).rejects.toBeInstanceOf(StoreFailure);
    });
    expect(quick).toBeLessThan(400);
    expect(one.states).toEqual(['open']);
    // While it hangs for long, a caller who tries waits, now and then.
    const begin = systemWorld.now();
    while (systemWorld.now() - begin < 4500) {
      expect(await read(one)).toBe('0 past');
      await systemWorld.sleep(5);
    }
    expect(shelf.value).toBe(0);
    server.resume();
    await untilAsked(() => read(one));
    expect(await read(one)).toBe('0 hit');
    expect(await write(one)).toBe(1);
    expect([await read(one), await read(one)]).toEqual(['1 miss', '1 hit']);
  }, 30_000);

  it('what another replica writes while this one does without the store is read', async () => {
    const way = await detour();
    const [one, two] = [await replica(way.port), await replica(server.port)];
    const { read, write } = thing();
    expect([await read(one), await read(two)]).toEqual(['0 miss', '0 hit']);
    way.swallow();
    for (let reads = 0; reads < 5; reads++) expect(await read(one)).toBe('0 past');
    expect(one.states[0]).toBe('open');
    await write(two);
    expect(await read(one)).toBe('1 past');
    expect([await read(two), await read(two)]).toEqual(['1 miss', '1 hit']);
    // The connection never answers again, and nobody closes it; a new one leads further.
    await untilAsked(() => read(one));
    expect(await read(one)).toBe('1 hit');
    await write(one);
    expect(await read(two)).toBe('2 miss');
  }, 30_000);

  it('a write that began before it hung is answered, and nothing of before is read after it', async () => {
    const way = await detour();
    const [one, two] = [await replica(way.port), await replica(server.port)];
    const { shelf, read } = thing();
    await read(two);
    const names = [`shop/Thing${keys}`];
    const write = one.cache.write(
      names,
      1000,
      async () => {
        way.swallow();
        await systemWorld.sleep(100);
        return ++shelf.value;
      },
      () => 0,
    );
    expect(await took(() => write)).toBeLessThan(900);
    expect(await read(two)).toBe('1 past');
    expect(await read(one)).toBe('1 past');
  });

  it('one that answers each time after 300 ms is asked each time', async () => {
    const way = await detour();
    const [one, two] = [await replica(way.port), await replica(server.port)];
    const { read, write } = thing();
    way.delay = 300;
    expect(await read(one)).toBe('0 miss');
    const slow = await took(async () => {
      for (let reads = 0; reads < 4; reads++) expect(await read(one)).toBe('0 hit');
    });
    expect(slow).toBeGreaterThan(4 * 590);
    expect(await read(two)).toBe('0 hit');
    expect(await write(one)).toBe(1);
    expect(await read(two)).toBe('1 miss');
    expect(await read(one)).toBe('1 hit');
    expect(one.states).toEqual([]);
  }, 20_000);
});
