import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCatalogue } from '../../src/demo/catalog.js';
import { type DemoUpstream, startDemoUpstream } from '../../src/demo/upstream.js';
import { createSigner, generateKeyPair } from '../../src/wix/jwt/sign.js';
import { systemWorld } from '../../src/world/system-world.js';
import {
  appId,
  ask,
  type Caller,
  createCaller,
  directoryWith,
  ensureBuilt,
  type HttpAnswer,
  post,
  type RunningService,
  readOnlyDemo,
  root,
  serve,
  until,
} from './harness.js';

let upstream: DemoUpstream;
let caller: Caller;
let service: RunningService;
const readOnly = readOnlyDemo();

beforeAll(async () => {
  await ensureBuilt();
  upstream = await startDemoUpstream();
  caller = await createCaller();
  service = await serve({ ...caller.environment, UPSTREAM_URL: upstream.url, WIX_NAMESPACE: 'shop' }, [
    '--mappings',
    readOnly.path,
  ]);
});
afterAll(async () => {
  await service?.stop();
  await upstream?.close();
  readOnly.remove();
});

const request = (path: string, body: Readonly<Record<string, unknown>>): Promise<HttpAnswer> =>
  ask(service, caller, path, body);

describe('operations over HTTP', () => {
  it('queries with filter, sort, fields, page and total', async () => {
    const answer = await request('/v3/items/query', {
      collectionId: 'products',
      query: {
        filter: { title: { $contains: 'LAMP' }, available: true },
        sort: [{ fieldName: 'price', order: 'DESC' }],
        fields: ['title', 'price'],
        paging: { limit: 2, offset: 1 },
      },
      returnTotalCount: true,
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/json');
    const lamps = createCatalogue()
      .products.filter((each) => each.available && each.name.includes('Lamp'))
      .sort((a, b) => b.price.amount - a.price.amount);
    expect(lamps.length).toBeGreaterThan(5);
    expect(answer.body).toEqual({
      items: lamps.slice(1, 3).map((each) => ({ _id: each.id, title: each.name, price: each.price.amount })),
      pagingMetadata: { total: lamps.length },
    });
  });

  it.each([
    ['/v3/items/count', { collectionId: 'products', filter: {} }, { totalCount: 300 }],
    ['/v3/items/count', { collectionId: 'shop/products', filter: null }, { totalCount: 300 }],
    [
      '/v3/items/query-distinct-values',
      { collectionId: 'products', fieldName: 'condition' },
      { distinctValues: ['New', 'Refurbished', 'Used'], pagingMetadata: {} },
    ],
    [
      '/v3/items/aggregate',
      {
        collectionId: 'products',
        aggregation: { groupingFields: ['category'], operations: [{ resultFieldName: 'n', itemCount: {} }] },
        sort: [{ fieldName: 'category', order: 'DESC' }],
        paging: { limit: 2 },
      },
      {
        items: [
          { category: 'c8', n: 45 },
          { category: 'c7', n: 45 },
        ],
        pagingMetadata: {},
      },
    ],
  ])('%s %o', async (path, body, expected) => {
    const answer = await request(path, body);
    expect(answer.body).toEqual(expected);
  });

  it('walks all items by cursor', async () => {
    const ids: unknown[] = [];
    let cursor: unknown;
    do {
      const { body } = await request('/v3/items/query', {
        collectionId: 'brands',
        query: {
          cursorPaging: { limit: 4, ...(cursor ? { cursor } : {}) },
          sort: [{ fieldName: 'founded', order: 'ASC' }],
        },
      });
      ids.push(...(body.items as { _id: string }[]).map((item) => item._id));
      cursor = (body.pagingMetadata as { cursors: { next: string | null } }).cursors.next;
    } while (cursor);
    // Without a year first, then by year.
    expect(ids).toEqual(['b10', 'b5', 'b4', 'b8', 'b2', 'b6', 'b1', 'b7', 'b3', 'b9']);
  });

  it('describes all collections, or those that are named and known', async () => {
    const all = await request('/v3/collections/get', { collectionIds: [] });
    expect((all.body.collections as { id: string }[]).map((each) => each.id)).toEqual([
      'brands',
      'categories',
      'products',
    ]);
    const some = await request('/v3/collections/get', { collectionIds: ['nothing', 'shop/brands'] });
    expect(some.body.collections).toMatchObject([
      {
        id: 'brands',
        displayName: 'Brands',
        capabilities: { dataOperations: ['QUERY', 'COUNT', 'AGGREGATE', 'DISTINCT'] },
        pagingMode: 'OFFSET',
      },
    ]);
  });

  it('says what it can do', async () => {
    const { body } = await request('/v3/capabilities/get', {});
    expect(body).toMatchObject({
      supportsCollectionModifications: false,
      supportedFieldTypes: [],
      indexOptions: { supportsIndexes: false },
    });
  });

  it.each(['/provision', '/v3/provision'])('%s needs no token', async (path) => {
    const { status, body } = await post(service.url + path, '{}');
    expect([status, body]).toEqual([
      200,
      { type: 'graphql', vendor: 'self-hosted', protocolVersion: 3, adapterVersion: 'v3' },
    ]);
  });
});

it('includes whole items in place of their ids', async () => {
  const { body } = await request('/v3/items/query', {
    collectionId: 'products',
    query: { filter: { brand: { $ne: null } }, fields: ['title', 'brand', 'category'], paging: { limit: 2 } },
    includeReferencedItems: [{ fieldKey: 'brand' }, { fieldKey: 'category' }],
  });
  const items = body.items as { brand: { _id: string }; category: { _id: string } }[];
  expect(items).toHaveLength(2);
  for (const [field, collectionId] of [
    ['brand', 'brands'],
    ['category', 'categories'],
  ] as const) {
    const ids = items.map((item) => item[field]._id);
    const own = await request('/v3/items/query', { collectionId, query: { filter: { _id: { $in: ids } } } });
    const byId = new Map((own.body.items as { _id: string }[]).map((each) => [each._id, each]));
    expect(items.map((item) => item[field])).toEqual(ids.map((id) => byId.get(id)));
  }
});

it('reads references page by page, with their items', async () => {
  const { body } = await request('/v3/items/query-referenced', {
    collectionId: 'categories',
    referringFieldKey: 'children',
    paging: { limit: 3 },
    returnTotalCount: true,
    includeReferencedItems: true,
    fieldsToReturn: ['title', 'parent'],
  });
  const items = body.items as { referringItemId: string; referencedItem: { parent: string } }[];
  expect(items).toHaveLength(3);
  expect((body.pagingMetadata as { total: number }).total).toBeGreaterThan(3);
  for (const each of items) expect(each.referencedItem.parent).toBe(each.referringItemId);
});

describe('refusals', () => {
  it.each([
    ['/v3/items/query', { collectionId: 'nothing', query: {} }, 404, 'COLLECTION_NOT_FOUND'],
    ['/v3/items/query', { collectionId: 'other/products', query: {} }, 404, 'COLLECTION_NOT_FOUND'],
    ['/v3/items/query', { query: {} }, 400, 'BAD_REQUEST'],
    [
      '/v3/items/query',
      { collectionId: 'products', query: { filter: { nothing: 1 } } },
      400,
      'VALIDATION_ERROR',
    ],
    [
      '/v3/items/query',
      { collectionId: 'products', query: {}, includeReferencedItems: [{ fieldKey: 'price' }] },
      400,
      'VALIDATION_ERROR',
    ],
    ['/v3/items/insert', { collectionId: 'products', items: [{ title: 'x' }] }, 400, 'BAD_REQUEST'],
    ['/v3/items/update', { collectionId: 'products', items: [{ _id: 'p001' }] }, 400, 'BAD_REQUEST'],
    ['/v3/items/remove', { collectionId: 'products', itemIds: ['p001'] }, 400, 'BAD_REQUEST'],
    ['/v3/items/truncate', { collectionId: 'products' }, 400, 'BAD_REQUEST'],
    [
      '/v3/items/query-referenced',
      { collectionId: 'products', referringFieldKey: 'price' },
      400,
      'VALIDATION_ERROR',
    ],
    [
      '/v3/items/insert-references',
      { collectionId: 'products', referringFieldKey: 'brand' },
      400,
      'BAD_REQUEST',
    ],
    [
      '/v3/items/remove-references',
      { collectionId: 'products', referringFieldKey: 'brand' },
      400,
      'BAD_REQUEST',
    ],
    [
      '/v3/collections/create',
      { collection: { id: 'x', fields: [] } },
      400,
      'COLLECTION_CHANGE_NOT_SUPPORTED',
    ],
    [
      '/v3/collections/update',
      { collection: { id: 'products', fields: [] } },
      400,
      'COLLECTION_CHANGE_NOT_SUPPORTED',
    ],
    ['/v3/collections/delete', { collectionId: 'products' }, 400, 'COLLECTION_CHANGE_NOT_SUPPORTED'],
  ])('%s %o', async (path, body, status, code) => {
    const answer = await request(path, body);
    expect([answer.status, answer.body.errorCode]).toEqual([status, code]);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(answer.body.applicationError).toMatchObject({ code, description: answer.body.errorMessage });
  });

  it('names the field that cannot be included', async () => {
    const { body } = await request('/v3/items/query', {
      collectionId: 'products',
      query: {},
      includeReferencedItems: [{ fieldKey: 'price' }],
    });
    expect(body.data).toMatchObject({
      violations: [{ fieldPath: 'includeReferencedItems.0.fieldKey', rejectedValue: 'price' }],
    });
  });

  it('names the operation that a read-only collection does not offer', async () => {
    const { body } = await request('/v3/items/insert', { collectionId: 'products', items: [{}] });
    expect(body.errorMessage).toBe('The collection products is read-only: it does not offer INSERT');
  });
});

describe('tokens', () => {
  const countAll = { collectionId: 'products' };
  const url = () => `${service.url}/v3/items/count`;

  it.each(['plain', 'with spaces and a line break', 'quoted'])('accepts %s', async (form) => {
    const token = await caller.signer.sign(countAll);
    const body = form === 'plain' ? token : form === 'quoted' ? `"${token}"` : ` ${token}\r\n`;
    const answer = await post(url(), body, { 'content-type': 'application/json' });
    expect([answer.status, answer.body]).toEqual([200, { totalCount: 300 }]);
  });

  it.each<[string, () => Promise<string>]>([
    ['no token', async () => JSON.stringify(countAll)],
    ['nothing', async () => ''],
    ['a changed signature', async () => (await caller.signer.sign(countAll)).replace(/.{6}$/, 'AAAAAA')],
    [
      'another app',
      async () =>
        createSigner({ world: systemWorld, privateKey: caller.privateKey, audience: 'another' }).sign(
          countAll,
        ),
    ],
    [
      'another key',
      async () =>
        createSigner({
          world: systemWorld,
          privateKey: (await generateKeyPair('ES256')).privateKey,
          audience: appId,
        }).sign(countAll),
    ],
    ['another issuer', async () => caller.signer.sign(countAll, {}, { iss: 'wix.com.evil' })],
    [
      'an old token',
      async () => caller.signer.sign(countAll, {}, { exp: Math.floor(Date.now() / 1000) - 120 }),
    ],
    [
      'a token of the future',
      async () => caller.signer.sign(countAll, {}, { iat: Math.floor(Date.now() / 1000) + 600 }),
    ],
  ])('refuses %s', async (_name, token) => {
    const answer = await post(url(), await token());
    expect([answer.status, answer.body.errorCode]).toEqual([401, 'UNAUTHORIZED']);
    expect(answer.body.errorMessage).toBe('The request is not signed by Wix for this service');
  });

  it('writes the exact reason to the log only', async () => {
    await post(url(), await caller.signer.sign(countAll, {}, { exp: 1000 }));
    const line = await until(() =>
      service.lines().find((each) => String(each.reason).startsWith('the token expired')),
    );
    expect(line).toMatchObject({ operation: 'CountDataItems', status: 401, code: 'UNAUTHORIZED' });
  });
});

describe('HTTP', () => {
  it.each([
    '//v3//items//count',
    '/some/base/path/v3/items/count',
    '/v3/items/count/',
    '/v3/items/count?x=1',
  ])('%s', async (path) => {
    const answer = await request(path, { collectionId: 'products' });
    expect([answer.status, answer.body]).toEqual([200, { totalCount: 300 }]);
  });

  it('knows no other paths', async () => {
    const answer = await request('/v3/items/everything', {});
    expect([answer.status, answer.body.errorCode]).toEqual([404, 'BAD_REQUEST']);
  });

  it('takes POST only', async () => {
    const response = await fetch(`${service.url}/v3/items/query`);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    expect(await response.json()).toMatchObject({ errorCode: 'BAD_REQUEST' });
  });

  it('refuses bodies above 6 MiB, however they arrive', async () => {
    // What does not even begin as a token is refused for that, after its first bytes.
    const header = Buffer.from('{"alg":"ES256"}').toString('base64url');
    const huge = `${header}.`.padEnd(6 * 2 ** 20 + 1, 'x');
    const plain = await post(`${service.url}/v3/items/query`, huge);
    const packed = await post(`${service.url}/v3/items/query`, gzipSync(huge), {
      'content-encoding': 'gzip',
    });
    const chunked = await fetch(`${service.url}/v3/items/query`, {
      method: 'POST',
      body: new Blob([huge]).stream(),
      duplex: 'half',
    } as RequestInit);
    expect([plain.status, packed.status, chunked.status]).toEqual([413, 413, 413]);
    expect(plain.body.errorCode).toBe('BAD_REQUEST');
  });

  it('the largest body is a setting', async () => {
    const small = await serve({ ...caller.environment, UPSTREAM_URL: upstream.url, BODY_LIMIT: '1' });
    const answer = async (bytes: number) => {
      const filter = { title: { $contains: 'x'.repeat(bytes) } };
      return (await ask(small, caller, '/v3/items/count', { collectionId: 'products', filter })).status;
    };
    expect([await answer(700_000), await answer(800_000)]).toEqual([200, 413]);
    await small.stop();
  });

  it('takes gzip, no other encoding', async () => {
    const token = await caller.signer.sign({ collectionId: 'products' });
    const url = `${service.url}/v3/items/count`;
    const packed = await post(url, gzipSync(token), { 'content-encoding': 'gzip' });
    expect(packed.body).toEqual({ totalCount: 300 });
    const broken = await post(url, token, { 'content-encoding': 'gzip' });
    const other = await post(url, token, { 'content-encoding': 'zstd' });
    expect([broken.status, other.status]).toEqual([400, 415]);
  });

  it.each(['gzip', 'br', 'identity'])('answers with %s', async (encoding) => {
    const token = await caller.signer.sign({ collectionId: 'products', query: { paging: { limit: 50 } } });
    const answer = await post(`${service.url}/v3/items/query`, token, { 'accept-encoding': encoding });
    expect(answer.headers.get('content-encoding')).toBe(encoding === 'identity' ? null : encoding);
    expect((answer.body.items as unknown[]).length).toBe(50);
    const small = await request('/v3/items/count', { collectionId: 'products' });
    expect(small.headers.get('content-encoding')).toBeNull();
  });
});

describe('operation', () => {
  it('is alive and ready', async () => {
    const alive = await fetch(`${service.url}/healthz`);
    expect(alive.status).toBe(200);
    const ready = await fetch(`${service.url}/readyz`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toEqual({
      ready: true,
      generation: 1,
      collections: ['brands', 'categories', 'products'],
      problems: [],
      upstreams: { default: { breaker: 'closed', underWay: 0, waiting: 0 } },
    });
  });

  it('counts requests of both sides', async () => {
    await request('/v3/items/count', { collectionId: 'nothing' });
    const text = await (await fetch(`${service.admin}/metrics`)).text();
    expect(text).toMatch(
      /wix_requests_total\{operation="CountDataItems",collection="unknown",status="404",code="COLLECTION_NOT_FOUND"\} [1-9]/,
    );
    expect(text).toMatch(/upstream_requests_total\{upstream="default",outcome="ok"\} [1-9]/);
    expect(text).toMatch(
      /wix_request_duration_seconds_count\{operation="QueryDataItems",collection="products"\} [1-9]/,
    );
  });

  it('logs each request with its id, and no secret', async () => {
    const metadata = { requestId: 'r-4711', identity: { identityType: 'MEMBER', memberId: 'm' } };
    const token = await caller.signer.sign({ collectionId: 'brands' }, metadata);
    await post(`${service.url}/v3/items/count`, token);
    const line = await until(() => service.lines().find((each) => each.requestId === 'r-4711'));
    expect(line).toMatchObject({
      msg: 'request',
      operation: 'CountDataItems',
      collection: 'brands',
      status: 200,
      upstreamRequests: 1,
    });
    expect(service.output()).not.toContain(token.split('.')[1]);
    expect(service.output()).not.toContain('PUBLIC KEY');
  });
});

describe('the end', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('finishes running requests at %s', async (signal) => {
    const slow = await slowProxy(upstream.url, 700);
    const own = await serve({ ...caller.environment, UPSTREAM_URL: slow.url });
    const running = ask(own, caller, '/v3/items/count', { collectionId: 'brands' });
    await until(() => (slow.waiting() > 0 ? true : undefined));
    const ended = own.stop(signal);
    expect((await running).body).toEqual({ totalCount: 10 });
    expect(await ended).toBe(0);
    expect(own.lines().at(-1)).toMatchObject({ msg: 'stopped' });
    await expect(fetch(`${own.url}/healthz`)).rejects.toThrow();
    await slow.close();
  });

  it('goes on, and ends, when nobody reads the log any more', async () => {
    const own = await serve({ ...caller.environment, UPSTREAM_URL: upstream.url });
    own.child.stdout!.destroy();
    const count = () => ask(own, caller, '/v3/items/count', { collectionId: 'brands' });
    for (let times = 0; times < 3; times += 1) {
      expect((await count()).body).toEqual({ totalCount: 10 });
      // Longer than lines wait before they are written.
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    expect(await own.stop()).toBe(0);
  });
});

describe('time', () => {
  it('is given up with 504 when the deadline of the collection has passed', async () => {
    const slow = await slowProxy(upstream.url, 5000);
    const mapping = (name: string) => readFileSync(join(root, 'mappings/demo', name), 'utf8');
    const directory = directoryWith({
      'upstream.yaml': mapping('upstream.yaml'),
      'brands.yaml': `${mapping('brands.yaml')}limits: { deadline: 300 }\n`,
    });
    const environment = { ...caller.environment, UPSTREAM_URL: slow.url };
    const own = await serve(environment, ['--mappings', directory.path]);
    const answer = await ask(own, caller, '/v3/items/count', { collectionId: 'brands' });
    expect([answer.status, answer.body.errorCode]).toEqual([504, 'UNKNOWN_ERROR']);
    await own.stop();
    await slow.close();
    directory.remove();
  });

  it('is not spent for a caller who has gone: within 50 ms the API is not asked any more', async () => {
    const slow = await slowProxy(upstream.url, 5000);
    const own = await serve({ ...caller.environment, UPSTREAM_URL: slow.url });
    const leave = async (requestId: string): Promise<number> => {
      const token = await caller.signer.sign({ collectionId: 'brands' }, { requestId });
      const gone = new AbortController();
      const [waiting, abandoned] = [slow.waiting(), slow.abandoned()];
      const asked = fetch(`${own.url}/v3/items/count`, { method: 'POST', body: token, signal: gone.signal });
      await until(() => (slow.waiting() > waiting ? true : undefined));
      const cut = slow.nextAbandoned();
      const left = performance.now();
      gone.abort();
      await expect(asked).rejects.toThrow();
      await cut;
      const took = performance.now() - left;
      expect(slow.abandoned()).toBe(abandoned + 1);
      const line = await until(() => own.lines().find((each) => each.requestId === requestId));
      expect(line).toMatchObject({ gone: true, level: 30 });
      return took;
    };
    // On a busy machine some take longer, all processes together.
    let soonest = Number.POSITIVE_INFINITY;
    for (let turn = 0; turn < 10 && soonest >= 50; turn++)
      soonest = Math.min(soonest, await leave(`gone-${turn}`));
    expect(soonest).toBeLessThan(50);
    await own.stop();
    await slow.close();
  });
});

/** Passes requests on; those that are not introspection have to wait. */
async function slowProxy(target: string, milliseconds: number) {
  let waiting = 0;
  let abandoned = 0;
  let tellAbandoned: () => void = () => undefined;
  const server: Server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', async () => {
      const body = Buffer.concat(chunks).toString();
      if (!body.includes('__schema') && !body.includes('__type')) {
        waiting += 1;
        outgoing.once('close', () => {
          if (outgoing.writableEnded) return;
          abandoned += 1;
          tellAbandoned();
        });
        await new Promise((resolve) => setTimeout(resolve, milliseconds));
      }
      // Where nobody waits any more, the API itself may be gone.
      const answer = await fetch(target, { method: 'POST', body }).catch(() => undefined);
      if (answer) outgoing.setHeader('content-type', 'application/json').end(await answer.text());
      else outgoing.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    waiting: () => waiting,
    abandoned: () => abandoned,
    nextAbandoned: () =>
      new Promise<void>((resolve) => {
        tellAbandoned = resolve;
      }),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
