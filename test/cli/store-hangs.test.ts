/** The running program over a shared store that hangs: it answers, says so, stops, and shares again when the store goes on. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoUpstream, startDemoUpstream } from '../../src/demo/upstream.js';
import { missing, type StoreServer, startStoreServer } from '../gateway/store-server.js';
import { ask, createCaller, directoryWith, ensureBuilt, root, serve, until } from './harness.js';

if (missing !== '') console.warn(`test/cli/store-hangs.test.ts is skipped: ${missing}`);

describe.skipIf(missing !== '')('a shared store that hangs', () => {
  let upstream: DemoUpstream;
  let store: StoreServer;
  beforeAll(async () => {
    await ensureBuilt();
    [upstream, store] = await Promise.all([startDemoUpstream(), startStoreServer()]);
  });
  afterAll(async () => {
    store?.resume();
    await Promise.all([upstream?.close(), store?.remove()]);
  });

  it('costs three reads half a second; log and metrics tell of it; writes are refused; the program can be stopped', async () => {
    const caller = await createCaller();
    const demo = (name: string): string => readFileSync(join(root, 'mappings/demo', name), 'utf8');
    const directory = directoryWith({
      'upstream.yaml': demo('upstream.yaml'),
      'brands.yaml': `${demo('brands.yaml')}\ncache: { fresh: 1m }\n`,
    });
    const service = await serve(
      {
        ...caller.environment,
        UPSTREAM_URL: upstream.url,
        CACHE_URL: `valkey://127.0.0.1:${store.port}`,
        CURSOR_SECRET: 'the same for all',
      },
      ['--mappings', directory.path],
    );
    const read = async (): Promise<string> => {
      const { status, headers } = await ask(service, caller, '/v3/items/query', {
        collectionId: 'brands',
        query: { paging: { limit: 3 } },
      });
      return `${status} ${headers.get('cache-status')}`;
    };
    const hit = async (): Promise<true | undefined> => (await read()).includes('; hit') || undefined;
    const metrics = async (): Promise<string> => (await fetch(`${service.admin}/metrics`)).text();
    try {
      await until(hit);
      store.pause();
      for (let reads = 0; reads < 3; reads++) expect(await read()).toMatch(/^200 .*fwd=bypass/);
      expect(await metrics()).toContain('\ncache_store_breaker_open 1\n');
      const begin = performance.now();
      for (let reads = 0; reads < 5; reads++) expect(await read()).toMatch(/^200 .*fwd=bypass/);
      expect(performance.now() - begin).toBeLessThan(1000);
      const items = [{ _id: 'b1', name: 'new' }];
      const write = await ask(service, caller, '/v3/items/update', { collectionId: 'brands', items });
      expect([write.status, JSON.stringify(write.body)]).toEqual([
        503,
        expect.stringContaining('nothing was written'),
      ]);
      expect(await metrics()).toMatch(/^cache_store_failures_total ([4-9]|\d\d+)$/m);
      const told = 'the store of answers does not answer in time: it is left alone for a while';
      expect(await until(() => service.lines().find(({ msg }) => msg === told))).toMatchObject({ level: 50 });
      store.resume();
      await until(hit);
      expect(await metrics()).toContain('\ncache_store_breaker_open 0\n');
      store.pause();
    } finally {
      expect(await service.stop()).toBe(0);
      store.resume();
      directory.remove();
    }
  }, 60_000);
});
