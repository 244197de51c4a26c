/** `hooks` of upstream.yaml, over HTTP and through the whole app. */
import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { type App, createApp } from '../../src/app/app.js';
import { startServer } from '../../src/server/server.js';
import { saidBy } from '../../src/service/written-answer.js';
import type { Verifier } from '../../src/wix/jwt/verify.js';
import { parseQuery } from '../../src/wix/requests.js';
import type { Observation } from '../../src/world/observation.js';
import { systemWorld } from '../../src/world/system-world.js';
import { directoryWith } from '../cli/harness.js';
import { context } from '../rig.js';
import { shopFiles, simulateShop } from '../simulation/simulated-shop.js';

const opened: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each();
});

const secret = 'hush-hush';
const hooks = `hooks:
  shop:
    signature: shopify
    secret: \${HOOK_SECRET}
    topics: { "products/*": products, "brands/update": [brands, products] }
  events:
    signature: bearer
    secret: \${HOOK_SECRET}
    topic: { body: event.name }
    topics: { "stock *": products }
  site:
    signature: bearer
    secret: \${HOOK_SECRET}
    topic: { header: X-What }
    topics: { all: [products, brands] }
`;

async function start(text = hooks) {
  const shop = simulateShop(systemWorld);
  shop.slow = 0;
  // What is tested here is no matter of time.
  const lasting = Object.entries(shopFiles).map(([name, file]) => [
    name,
    file.replace(/cache: .*/, 'cache: 1h'),
  ]);
  const directory = directoryWith({
    ...Object.fromEntries(lasting),
    'upstream.yaml': shopFiles['upstream.yaml'] + text,
  });
  opened.push(() => directory.remove());
  const told: Observation[] = [];
  const notices: string[] = [];
  const observe = (each: Observation): void => void told.push(each);
  const app: App = createApp({
    world: systemWorld,
    mappingsDirectory: directory.path,
    environment: { HOOK_SECRET: secret },
    observe,
    connect: () => shop.client,
    async notify({ url, body }) {
      notices.push(`${url} ${body}`);
      return 200;
    },
  });
  opened.push(() => app.close());
  await app.started;
  const server = await startServer({
    world: systemWorld,
    catalog: app,
    service: app.service(undefined),
    hooks: app.hooks,
    verifier: {} as Verifier,
    observe,
    admin: { metrics: { contentType: 'text/plain', text: async () => '' } },
    host: '127.0.0.1',
    port: 0,
  });
  opened.push(() => server.stop(0));
  const deliver = async (name: string, headers: Record<string, string>, body = '{}', method = 'POST') => {
    const init = method === 'GET' ? { method, headers } : { method, headers, body };
    const answer = await fetch(`${server.url}/hooks/${name}`, init);
    return {
      status: answer.status,
      body: (await answer.json()) as { collections?: string[]; errorCode?: string },
    };
  };
  const shopify = (topic: string, id: string, body = '{}', key = secret) =>
    deliver(
      'shop',
      {
        'x-shopify-topic': topic,
        'x-shopify-webhook-id': id,
        'x-shopify-hmac-sha256': createHmac('sha256', key).update(body).digest('base64'),
      },
      body,
    );
  const first = async (
    collectionId: string,
  ): Promise<{ use: string | undefined; item: Record<string, unknown> }> => {
    const from = told.length;
    const answer = await app.service(undefined)(
      'QueryDataItems',
      { collectionId, query: {} },
      {
        world: systemWorld,
        requestId: 'r',
        scope: {},
        signal: new AbortController().signal,
        observe,
        arrived: systemWorld.now(),
      },
    );
    const { items } = saidBy(answer) as {
      items: Record<string, unknown>[];
    };
    const use = told.slice(from).flatMap((each) => (each.kind === 'cache used' ? [each.use] : []))[0];
    return { use, item: items[0]! };
  };
  const outcomes = () =>
    told.flatMap((each) => (each.kind === 'hook received' ? [`${each.hook} ${each.outcome}`] : []));
  return { shop, app, deliver, shopify, first, outcomes, notices };
}

describe('a delivery', () => {
  it('ends the orders and places too that were remembered of lists', async () => {
    const { app, shopify } = await start();
    const { engine, collections } = app.generation;
    const query = { collectionId: 'products', query: { sort: [{ fieldName: 'stock' }] } };
    const page = (offset: number) =>
      parseQuery({ ...query, query: { ...query.query, paging: { offset, limit: 1 } } });
    const products = collections.get('products')!;
    await engine.query(products, page(0), context());
    const nodes = (): string => JSON.stringify(engine.explain(products, 'query', page(1), {}).plan);
    expect(nodes()).toContain('in the order of the page before');
    await shopify('products/update', 'one');
    expect(nodes()).not.toContain('in the order of the page before');
  });

  it('ends what was kept of the collections of its topic', async () => {
    const { shop, shopify, first, outcomes } = await start();
    await first('products');
    await first('brands');
    shop.stock.set('p1', 8);
    expect(await first('products')).toMatchObject({ use: 'hit', item: { stock: 0 } });
    expect(await shopify('products/update', 'one')).toEqual({
      status: 200,
      body: { collections: ['products'] },
    });
    expect(await first('products')).toMatchObject({ use: 'miss', item: { stock: 8 } });
    expect((await first('brands')).use).toBe('hit');
    expect(outcomes()).toEqual(['shop ended']);
  });

  it('that comes again is counted once', async () => {
    const { shopify, first, outcomes } = await start();
    expect((await shopify('products/update', 'one')).status).toBe(200);
    await first('products');
    expect((await shopify('products/update', 'one')).status).toBe(200);
    expect((await first('products')).use).toBe('hit');
    expect((await shopify('products/update', 'two')).status).toBe(200);
    expect((await first('products')).use).toBe('miss');
    expect(outcomes()).toEqual(['shop ended', 'shop repeated', 'shop ended']);
  });

  it('with a wrong signature is refused with 401, and changes nothing', async () => {
    const { shopify, first, outcomes } = await start();
    await first('products');
    expect(await shopify('products/update', 'one', '{}', 'another')).toMatchObject({
      status: 401,
      body: { errorCode: 'UNAUTHORIZED' },
    });
    expect((await first('products')).use).toBe('hit');
    expect(outcomes()).toEqual(['shop refused']);
    // It does not stand in the way of the right one.
    expect((await shopify('products/update', 'one')).status).toBe(200);
    expect((await first('products')).use).toBe('miss');
  });

  it('of a topic that nothing is said of is taken, with 202', async () => {
    const { shopify, first, outcomes } = await start();
    await first('products');
    expect(await shopify('orders/paid', 'one')).toEqual({ status: 202, body: { collections: [] } });
    expect((await first('products')).use).toBe('hit');
    expect(outcomes()).toEqual(['shop unknown topic']);
  });

  it('tells its topic in a header or a member of the body, as the mapping says', async () => {
    const { deliver } = await start();
    const bearer = { authorization: `Bearer ${secret}` };
    expect(await deliver('events', bearer, '{"event":{"name":"stock changed"}}')).toMatchObject({
      status: 200,
      body: { collections: ['products'] },
    });
    expect(await deliver('site', { ...bearer, 'x-what': 'all' })).toMatchObject({
      status: 200,
      body: { collections: ['products', 'brands'] },
    });
    expect((await deliver('events', bearer, '{"event":{}}')).status).toBe(400);
    expect((await deliver('events', bearer, 'no JSON')).status).toBe(400);
    expect((await deliver('site', bearer)).status).toBe(400);
  });

  it('to no hook, by another method, or too large is refused', async () => {
    const { deliver, shopify } = await start();
    expect((await deliver('other', {})).status).toBe(404);
    expect((await deliver('constructor', {})).status).toBe(404);
    expect((await deliver('shop', {}, '', 'GET')).status).toBe(405);
    expect((await shopify('products/update', 'one', 'x'.repeat(2 ** 20 + 1))).status).toBe(413);
  });
});

it.each([
  ['topics: { all: products, more: [brand] }', 'no file of this directory has the collection "brand"'],
  ['topics: { all: products }, topic: { query: x }', 'unknown key "query"'],
  ['topics: products', 'expected an object (key: value), found the text "products"'],
])('hooks with %s: %s', async (members, message) => {
  const { app } = await start(`hooks: { shop: { signature: shopify, secret: x, ${members} } }\n`);
  expect(app.problems.map((each) => each.message).join()).toContain(message);
});

it('a hook without a secret is a problem, and takes nothing', async () => {
  const { app, shopify } = await start(
    'hooks: { shop: { signature: shopify, secret: "", topics: { "*": products } } }\n',
  );
  expect(app.problems.map((each) => each.message)).toContain('the secret is empty');
  expect((await shopify('products/update', 'one', '{}', '')).status).toBe(401);
});

describe('the site', () => {
  const site = 'site: { invalidate: "https://site.example/_functions/invalidate", secret: whsec_c2VjcmV0 }\n';
  const write = (app: App, item: Record<string, unknown>): Promise<object> =>
    app.service(undefined)(
      'UpdateDataItems',
      { collectionId: 'brands', items: [item] },
      {
        world: systemWorld,
        requestId: 'w',
        scope: {},
        signal: new AbortController().signal,
        observe: () => undefined,
        arrived: systemWorld.now(),
      },
    );
  const toldOf = (notices: readonly string[]): readonly string[] => {
    const address = 'https://site.example/_functions/invalidate ';
    expect(notices.every((each) => each.startsWith(address))).toBe(true);
    const collections = notices.flatMap(
      (each) => (JSON.parse(each.slice(address.length)) as { collections: string[] }).collections,
    );
    return [...new Set(collections)].sort();
  };

  it('is told of what a hook tells, and of what is written here', async () => {
    const { app, shopify, notices } = await start(`${hooks}${site}`);
    await shopify('products/update', 'one');
    await write(app, { _id: 'b1', name: 'new' });
    await app.close();
    expect(toldOf(notices)).toEqual(['brands', 'products']);
  });

  it('is not told of a write that was refused, of an unknown topic, or of a forged delivery', async () => {
    const { app, shopify, notices } = await start(`${hooks}${site}`);
    await shopify('orders/paid', 'one');
    await shopify('products/update', 'two', '{}', 'another');
    await write(app, { name: 'without an id' });
    await app.close();
    expect(notices).toEqual([]);
  });
});
