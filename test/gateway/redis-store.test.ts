/**
 * The shared store against a real server, where Debian's package of Redis or Valkey is installed; elsewhere it is skipped, and says so.
 * Two caches over one server are two replicas.
 */
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openSharedStore } from '../../src/cli/shared-store.js';
import { type AnswerCache, createAnswerCache, StoreFailure } from '../../src/gateway/cache.js';
import type { CacheStore } from '../../src/gateway/cache-store.js';
import { systemWorld } from '../../src/world/system-world.js';
import { question } from './question.js';
import { missing, type StoreServer, startStoreServer } from './store-server.js';

if (missing !== '') console.warn(`test/gateway/redis-store.test.ts is skipped: ${missing}`);

let server: StoreServer;

describe.skipIf(missing !== '')('a server that two replicas share', () => {
  beforeAll(async () => {
    server = await startStoreServer();
  });
  afterAll(() => server.remove());
  const stores: CacheStore[] = [];
  afterEach(async () => {
    for (const each of stores.splice(0)) await each.close();
  });

  async function replica(): Promise<{ store: CacheStore; cache: AnswerCache; failures: () => number }> {
    const store = (await openSharedStore(systemWorld, `valkey://127.0.0.1:${server.port}`, () => undefined))!;
    stores.push(store);
    let failures = 0;
    const cache = createAnswerCache(
      systemWorld,
      store,
      () => false,
      () => false,
      () => {
        failures += 1;
      },
    );
    // Commands before the connection stands fail.
    for (let tries = 0; tries < 100; tries++) {
      if (
        await store.numbers(['x/X']).then(
          () => true,
          () => false,
        )
      )
        break;
      await systemWorld.sleep(20);
    }
    return { store, cache, failures: () => failures };
  }
  const numberIn = (text: string): number => Number(text.split('.').at(-1));
  /** What an operator would do. */
  async function command(...words: readonly string[]): Promise<void> {
    const socket = connect(server.port, '127.0.0.1');
    socket.write(`${words.map((word) => JSON.stringify(word)).join(' ')}\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    expect(String(answer)).toBe('+OK\r\n');
  }
  let keys = 0;
  const reader = (cache: AnswerCache, key: string, names: readonly string[]) => async (value: string) => {
    const { json, use } = await cache.answer(
      question(key, names, systemWorld.now(), async () => Buffer.from(value)),
    );
    return `${json} ${use}`;
  };

  it('what one has read the other gives, and what one writes ends it for both', async () => {
    const [one, two] = [await replica(), await replica()];
    const [key, names] = [`key ${keys++}`, ['shop/Product', 'shop/Brand']];
    const [first, second] = [reader(one.cache, key, names), reader(two.cache, key, names)];
    expect(await first('"ä 1"')).toBe('"ä 1" miss');
    expect(await second('2')).toBe('"ä 1" hit');
    let during = '';
    await two.cache.write(
      ['shop/Brand'],
      1000,
      async () => {
        during = await first('3');
      },
      () => 0,
    );
    expect(during).toBe('3 past');
    expect(await first('4')).toBe('4 miss');
    expect(await second('5')).toBe('4 hit');
    await one.cache.invalidate(['shop/Product']);
    expect(await second('6')).toBe('6 miss');
    expect([one.failures(), two.failures()]).toEqual([0, 0]);
  });

  it('a mark of a writer that died ends by itself, and nothing of before is given then', async () => {
    const [one, two] = [await replica(), await replica()];
    const [key, names] = [`key ${keys++}`, ['shop/Cart']];
    const [first, second] = [reader(one.cache, key, names), reader(two.cache, key, names)];
    await first('1');
    await one.store.begin(names, 'a write that nobody ends', 300);
    expect(await second('2')).toBe('2 past');
    await systemWorld.sleep(400);
    expect(await second('3')).toBe('3 miss');
  });

  it('numbers that the server has lost begin where none was', async () => {
    const one = await replica();
    const names = ['shop/Lost'];
    const before = await one.store.numbers(names);
    const { store } = await replica();
    await (store as unknown as { invalidate: CacheStore['invalidate'] }).invalidate(names);
    await server.kill();
    await server.start();
    const again = await replica();
    const after = await again.store.numbers(names);
    expect(numberIn(after.text)).toBeGreaterThan(numberIn(before.text) + 1);
  });

  it('what a server has read from its disk when it began again is not given: it may be older than a write', async () => {
    const one = await replica();
    const [key, names] = [`key ${keys++}`, ['shop/Snapshot']];
    const read = reader(one.cache, key, names);
    expect(await read('1')).toBe('1 miss');
    expect(await read('2')).toBe('1 hit');
    await command('SAVE');
    await one.cache.write(
      names,
      1000,
      async () => undefined,
      () => 0,
    );
    await server.kill();
    await server.start();
    for (let tries = 0; tries < 100 && (await read('2')) === '2 past'; tries++) await systemWorld.sleep(50);
    expect(await read('3')).toBe('2 hit');
  });

  it('while its memory is full, what is kept is given', async () => {
    const one = await replica();
    const [key, names] = [`key ${keys++}`, ['shop/Full']];
    const read = reader(one.cache, key, names);
    expect(await read('1')).toBe('1 miss');
    await command('CONFIG', 'SET', 'maxmemory', '1');
    try {
      expect(await read('2')).toBe('1 hit');
      const other = reader(one.cache, `key ${keys++}`, ['shop/NeverSeen']);
      expect(await other('3')).toBe('3 past');
    } finally {
      await command('CONFIG', 'SET', 'maxmemory', '0');
    }
  });

  it('without it reads ask the API, and writes are refused before they are sent', async () => {
    const one = await replica();
    const [key, names] = [`key ${keys++}`, ['shop/Product']];
    const first = reader(one.cache, key, names);
    await first('1');
    await server.kill();
    expect(await first('2')).toBe('2 past');
    let written = false;
    const write = one.cache.write(
      names,
      1000,
      async () => {
        written = true;
      },
      () => 0,
    );
    await expect(write).rejects.toBeInstanceOf(StoreFailure);
    expect(written).toBe(false);
    expect(one.failures()).toBeGreaterThan(0);
    await server.start();
    for (let tries = 0; tries < 100 && (await first('3')) === '3 past'; tries++) await systemWorld.sleep(50);
    expect(await first('4')).toMatch(/^3 hit$/);
  });
});

describe('CACHE_URL', () => {
  it.each(['cache:6379', 'http://cache', 'nonsense'])('%s is no address of a store', async (url) => {
    await expect(openSharedStore(systemWorld, url, () => undefined)).rejects.toThrow(
      'CACHE_URL must be the address of a Valkey or Redis server',
    );
  });

  it('absent: no store is shared', async () => {
    expect(await openSharedStore(systemWorld, undefined, () => undefined)).toBeUndefined();
  });
});
