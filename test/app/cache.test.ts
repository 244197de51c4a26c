/** `cache` of collection files, through the whole app in virtual time. */
import { afterEach, describe, expect, it } from 'vitest';
import { type App, createApp } from '../../src/app/app.js';
import type { ServiceContext } from '../../src/service/handler.js';
import { saidBy } from '../../src/service/written-answer.js';
import type { UpstreamFailure } from '../../src/upstream/transport/failure.js';
import type { OperationName } from '../../src/wix/operations.js';
import type { Observation } from '../../src/world/observation.js';
import { directoryWith } from '../cli/harness.js';
import { shopFiles, simulateShop } from '../simulation/simulated-shop.js';
import { type SimulatedWorld, simulateWorld } from '../world/simulated-world.js';

const directories: { remove(): void }[] = [];
afterEach(() => {
  for (const each of directories.splice(0)) each.remove();
});

type Scope = ServiceContext['scope'];

async function start(changes: Readonly<Record<string, string>> = {}) {
  const world: SimulatedWorld = simulateWorld(1);
  const shop = simulateShop(world);
  shop.slow = 60;
  const directory = directoryWith({ ...shopFiles, ...changes });
  directories.push(directory);
  const told: Observation[] = [];
  const observe = (each: Observation): void => void told.push(each);
  const app: App = createApp({
    world,
    mappingsDirectory: directory.path,
    environment: {},
    observe,
    connect: () => shop.client,
  });
  await world.run(app.started);
  expect(app.problems).toEqual([]);
  const service = app.service(undefined);
  const ask = async (operation: OperationName, request: object, scope: Scope = {}) => {
    const from = told.length;
    const context: ServiceContext = {
      world,
      requestId: 'r',
      scope,
      signal: new AbortController().signal,
      observe,
      arrived: world.now(),
    };
    const answer = await service(operation, request as Record<string, unknown>, context).catch(
      (error: Error & { status?: number; cause?: UpstreamFailure }) => ({
        failed: `${error.status} ${error.message}`,
      }),
    );
    const used = told.slice(from).flatMap((each) => (each.kind === 'cache used' ? [each.use] : []))[0];
    return { used, answer: saidBy(answer) } as {
      used: string | undefined;
      answer: { items: Record<string, unknown>[]; failed?: string; totalCount?: number };
    };
  };
  const query = (collectionId: string, more: object = {}, scope: Scope = {}) =>
    world.run(ask('QueryDataItems', { collectionId, query: { paging: { limit: 10 } }, ...more }, scope));
  const update = (collectionId: string, item: object) =>
    world.run(ask('UpdateDataItems', { collectionId, items: [item] }));
  return { world, shop, app, ask, query, update, told };
}

describe('a collection with cache', () => {
  it('gives answers again, renews them, and gives old ones while the API is down', async () => {
    const { world, shop, app, query } = await start();
    expect((await query('products')).used).toBe('miss');
    shop.stock.set('p1', 7);
    expect(await query('products')).toMatchObject({
      used: 'hit',
      answer: { items: [{ _id: 'p1', stock: 0 }, {}, {}] },
    });
    await world.pass(3500);
    expect((await query('products')).used).toBe('stale');
    await world.pass(500);
    expect(await query('products')).toMatchObject({ used: 'hit', answer: { items: [{ stock: 7 }, {}, {}] } });
    shop.down = true;
    await world.pass(8000);
    expect((await query('products')).used).toBe('on error');
    await world.pass(30_000);
    expect((await query('products')).answer.failed).toContain('503');
    await app.close();
    expect(world.waiting()).toBe(0);
  });

  it('keeps each operation, page and field list for itself, and asks anew for consistentRead', async () => {
    const { world, shop, ask, query, app } = await start();
    await query('products');
    const { asked } = shop;
    await query('products', { query: { paging: { limit: 2 } } });
    await query('products', { query: { paging: { limit: 10 }, fields: ['stock'] } });
    const count = await world.run(ask('CountDataItems', { collectionId: 'products' }));
    expect([count.used, count.answer.totalCount]).toEqual(['miss', 3]);
    const distinct = { collectionId: 'products', fieldName: 'stock', paging: { limit: 10 } };
    expect((await world.run(ask('QueryDistinctValues', distinct))).used).toBe('miss');
    expect((await world.run(ask('QueryDistinctValues', distinct))).used).toBe('hit');
    const groups = {
      collectionId: 'products',
      aggregation: { operations: [{ resultFieldName: 'n', itemCount: {} }] },
    };
    expect((await world.run(ask('AggregateDataItems', { ...groups, paging: { limit: 5 } }))).used).toBe(
      'miss',
    );
    expect(shop.asked).toBe(asked + 5);
    shop.stock.set('p1', 9);
    expect(await query('products', { consistentRead: true })).toMatchObject({
      used: 'asked anew',
      answer: { items: [{ stock: 9 }, {}, {}] },
    });
    expect((await query('products')).answer.items[0]).toMatchObject({ stock: 9 });
    await app.close();
  });

  it('a burst of 100 equal reads is one request to the API', async () => {
    const { world, shop, ask, app } = await start();
    const read = { collectionId: 'products', query: { paging: { limit: 10 } } };
    const all = await world.run(Promise.all(Array.from({ length: 100 }, () => ask('QueryDataItems', read))));
    expect(shop.asked).toBe(1);
    expect(all.every(({ answer }) => answer.items.length === 3)).toBe(true);
    await app.close();
  });

  it('a write ends what was read of the same type, whichever collection it was read through', async () => {
    const { query, update, app } = await start();
    await Promise.all(['products', 'shelf', 'brands'].map((each) => query(each)));
    await update('products', { _id: 'p1', stock: 5 });
    expect(await query('products')).toMatchObject({
      used: 'miss',
      answer: { items: [{ stock: 5 }, {}, {}] },
    });
    expect(await query('shelf')).toMatchObject({ used: 'miss', answer: { items: [{ stock: 5 }, {}, {}] } });
    expect((await query('brands')).used).toBe('hit');
    await app.close();
  });

  it('a write to a collection that others refer to ends what they show of it', async () => {
    const { query, update, app } = await start();
    const included = { query: { paging: { limit: 10 } }, includeReferencedItems: [{ fieldKey: 'brand' }] };
    await query('products', included);
    await query('shelf');
    await update('brands', { _id: 'b1', name: 'new' });
    const { answer } = await query('products', included);
    expect(JSON.stringify(answer)).toContain('"new"');
    expect((await query('shelf')).answer.items[0]).toMatchObject({ brandName: 'new' });
    await app.close();
  });

  it('a reload with another mapping gives nothing that was read under the old one', async () => {
    const { world, shop, query, app } = await start();
    await query('products');
    await query('brands');
    directories.at(-1)!.remove();
    const { writeFileSync, mkdirSync } = await import('node:fs');
    const { join } = await import('node:path');
    const path = (directories.at(-1) as unknown as { path: string }).path;
    mkdirSync(path, { recursive: true });
    for (const [name, text] of Object.entries(shopFiles))
      writeFileSync(
        join(path, name),
        name === 'brands.yaml' ? text.replace('name: name', 'title: name') : text,
      );
    const { asked } = shop;
    expect(await world.run(app.reload())).toMatchObject({ reloaded: true });
    expect(await query('brands')).toMatchObject({
      used: 'miss',
      answer: { items: [{ title: '0' }, { title: '0' }] },
    });
    expect(shop.asked).toBe(asked + 1);
    await app.close();
  });
});

describe('who gets which answer', () => {
  const personal = (line: string): Record<string, string> => ({
    'upstream.yaml': `${shopFiles['upstream.yaml']}headers: { ${line} }\n`,
  });

  it('where headers name the person, each has his own', async () => {
    const { query, app } = await start(personal('x-member: "$identity.memberId"'));
    const member = (memberId: string): Scope => ({ identity: { type: 'MEMBER', memberId } });
    expect((await query('products', {}, member('ann'))).used).toBe('miss');
    expect((await query('products', {}, member('bob'))).used).toBe('miss');
    expect((await query('products', {}, member('ann'))).used).toBe('hit');
    await app.close();
  });

  it('where headers or arguments depend on the language, each language has its own; where not, all share one', async () => {
    const { query, app } = await start(personal('accept-language: "$language"'));
    expect((await query('products', {}, { language: 'en' })).used).toBe('miss');
    expect((await query('products', {}, { language: 'de' })).used).toBe('miss');
    await app.close();
    const plain = await start();
    expect((await plain.query('products', {}, { language: 'en', identity: { memberId: 'ann' } })).used).toBe(
      'miss',
    );
    expect((await plain.query('products', {}, { language: 'de', identity: { memberId: 'bob' } })).used).toBe(
      'hit',
    );
    await plain.app.close();
  });
});

it('a collection without cache is asked for every time, also at the same moment', async () => {
  const plain = shopFiles['brands.yaml']!.replace('cache: 5s\n', '');
  const { world, shop, ask, query, app } = await start({ 'brands.yaml': plain });
  expect(await query('brands')).toMatchObject({ used: undefined, answer: { items: [{}, {}] } });
  const read = { collectionId: 'brands', query: {} };
  await world.run(Promise.all([ask('QueryDataItems', read), ask('QueryDataItems', read)]));
  expect(shop.asked).toBe(3);
  await app.close();
});
