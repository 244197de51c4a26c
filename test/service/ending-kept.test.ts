/** Which writes end kept answers, and of which the site is told: those of which something was sent. */
import { afterEach, expect, it } from 'vitest';
import { createAnswerCache } from '../../src/gateway/cache.js';
import { type CacheStore, createMemoryStore } from '../../src/gateway/cache-store.js';
import { namesOf } from '../../src/model/caching.js';
import { createBases } from '../../src/service/answer-basis.js';
import { endingKept, isOutage, isTimeout, type WriteEffect } from '../../src/service/kept.js';
import { systemWorld } from '../../src/world/system-world.js';
import { startRig } from '../rig.js';
import type { Json } from '../upstreams/data.js';
import type { RecordedRequest, UpstreamOptions } from '../upstreams/harness.js';
import { serveSigned } from '../upstreams/writes/serve-signed.js';
import { shelfMapping, shelfUpstreamMapping, startShelf } from '../upstreams/writes/start.js';
import { aliased, type WriteStyleCase } from '../upstreams/writes/styles.js';
import { simulateWorld } from '../world/simulated-world.js';
import { booksShownWithin, keepingIn } from './late-books.js';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function start(writes: WriteStyleCase['writes'] | undefined, options: UpstreamOptions = {}) {
  const upstream = await startShelf(aliased, options);
  for (const id of ['a', 'b', 'c']) upstream.shelf.insert({ id, title: `Title ${id}` });
  const { writes: given, ...mapping } = shelfMapping({ ...aliased, writes: writes ?? {} }) as Record<
    string,
    Json
  >;
  const rig = await startRig(upstream.url, shelfUpstreamMapping as never, [
    { ...mapping, ...(writes ? { writes: given } : {}), cache: '1h' } as never,
  ]);
  const told: string[] = [];
  const service = await serveSigned(rig, {
    cache: createAnswerCache(systemWorld, createMemoryStore(systemWorld), isOutage, isTimeout),
    basis: createBases(() => ''),
    changed: (models) => void told.push(...models.map(({ id }) => id)),
    background: () => undefined,
  });
  closing.push(async () => {
    await service.close();
    await upstream.close();
  });
  const query = { collectionId: 'books', query: { paging: { limit: 10 } } };
  /** How many items a read shows, and whether the API was asked for it. */
  const read = async () => {
    const before = upstream.requests.length;
    const { body } = await service.ask('/v3/items/query', query);
    return {
      items: (body as { items: unknown[] }).items.length,
      asked: upstream.requests.length > before,
    };
  };
  const kept = { items: 3, asked: false };
  expect(await read()).toMatchObject({ items: 3 });
  expect(await read()).toEqual(kept);
  return { upstream, service, told, read, kept };
}

const writes = { ...aliased.writes, truncate: true };

it.each([
  ['insert', { items: [{ _id: 'd', title: 'New' }] }],
  ['update', { items: [{ _id: 'a', title: 'New' }] }],
  ['remove', { itemIds: ['a'] }],
  ['truncate', {}],
])('%s of a collection that is only read ends nothing', async (operation, request) => {
  const { service, told, read, kept } = await start(undefined);
  const refused = await service.ask(`/v3/items/${operation}`, { collectionId: 'books', ...request } as never);
  expect(refused).toMatchObject({
    status: 400,
    body: { errorCode: 'BAD_REQUEST', errorMessage: expect.stringContaining('does not offer') },
  });
  expect(told).toEqual([]);
  expect(await read()).toEqual(kept);
});

it('items that are all refused before anything is sent end nothing', async () => {
  const { service, told, read, kept, upstream } = await start(writes);
  const sent = upstream.requests.length;
  const items = [{ _id: 'd', title: 'New', unheard: 1 }, { _id: 5 }];
  const { body } = await service.ask('/v3/items/insert', { collectionId: 'books', items } as never);
  expect(
    (body as { results: { error: { errorCode: string } }[] }).results.map(({ error }) => error.errorCode),
  ).toEqual(['VALIDATION_ERROR', 'VALIDATION_ERROR']);
  expect(upstream.requests).toHaveLength(sent);
  expect(told).toEqual([]);
  expect(await read()).toEqual(kept);
});

it('a write that fails before its mutation is sent has changed nothing', async () => {
  let down = false;
  const { service, told, read } = await start(writes, {
    lose: ({ query }: RecordedRequest) => (down && !query.startsWith('mutation') ? 'before' : undefined),
  });
  down = true;
  // Emptying begins with a read.
  expect(await service.ask('/v3/items/truncate', { collectionId: 'books' })).not.toMatchObject({
    status: 200,
  });
  down = false;
  expect(told).toEqual([]);
  expect(await read()).toMatchObject({ items: 3 });
  // Not as after a write whose effect may still come: then nothing would be kept for a while.
  expect(await read()).toEqual({ items: 3, asked: false });
});

it('emptying that fails on its way ends what was kept, and the site is told', async () => {
  let mutations = 0;
  const lose = ({ query }: RecordedRequest) => {
    if (query.startsWith('mutation')) mutations += 1;
    return mutations > 1 ? 'before' : undefined;
  };
  const { service, told, read, upstream } = await start(
    { ...writes, batch: { aliases: 1, document: 'independent' } },
    { lose },
  );
  const { status } = await service.ask('/v3/items/truncate', { collectionId: 'books' });
  expect(status).toBe(502);
  mutations = -1000;
  expect(told).toEqual(['books']);
  const left = upstream.shelf.books.size;
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThan(3);
  expect(await read()).toEqual({ items: left, asked: true });
}, 60_000);

it('of a write whose outcome is unknown the site is told, and nothing is kept for a while', async () => {
  let down = false;
  const { service, told, read } = await start(
    { ...writes, identify: 'none' },
    { lose: () => (down ? 'after' : undefined) },
  );
  down = true;
  const items = [{ _id: 'd', title: 'New' }];
  const { body } = await service.ask('/v3/items/insert', { collectionId: 'books', items });
  down = false;
  expect(
    (body as { results: { error: { errorMessage: string } }[] }).results[0]!.error.errorMessage,
  ).toContain('unknown');
  expect(told).toEqual(['books']);
  expect((await read()).asked).toBe(true);
  expect((await read()).asked).toBe(true);
});

it.each<[WriteEffect, string]>([
  ['done', 'of which the store does not hear the end'],
  ['unknown', 'of which nobody knows'],
])('a write (%s) %s keeps reads past the store until the API shows it', async (effect) => {
  const world = simulateWorld(1);
  const store: CacheStore = {
    ...createMemoryStore(world),
    ...(effect === 'done' ? { end: () => Promise.reject(new Error('it is left alone')) } : {}),
  };
  const [deadline, within] = [12_000, 60_000];
  const model = booksShownWithin(within, deadline);
  const cache = createAnswerCache(world, store, isOutage, isTimeout);
  const { around, sending } = endingKept<string>([model], keepingIn(cache), () => effect);
  const work = around(async () => {
    sending();
    await world.sleep(deadline);
    return 'written';
  });
  expect(await world.run(work)).toBe('written');
  const names = namesOf([model], 'reads');
  const writing = async () => (await store.numbers(names)).writing;
  // What is read by now may be what was there before: kept, it would be given long after the API shows the write.
  await world.pass(within);
  expect(await writing()).toBe(true);
  await world.pass(deadline + within);
  expect(await writing()).toBe(false);
});
