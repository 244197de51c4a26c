/** Who is served and who is not, what sites share, and what becomes of them when files change or APIs hang. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import type { AskLookup } from '../../src/app/tenants/ask-lookup.js';
import { siteApi, startTenancy, type Tenancy, urlOf } from './sites.js';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function start(...given: Parameters<typeof startTenancy>): Promise<Tenancy> {
  const service = await startTenancy(...given);
  closing.push(service.close);
  return service;
}

const site = (name: string, more = ''): string =>
  `version: 1\ninstance: id-${name}\nurl: ${urlOf(name)}\n${more}`;
const count = { collectionId: 'notes' };
const folder = { tenants: 'tenants' };

test('a site that nobody named gets 403, and so does a request that names none; no API is asked', async () => {
  const apis = { alpha: siteApi('alpha') };
  const { ask } = await start({ 'tenants/alpha.yaml': site('alpha') }, apis, folder);
  expect(await ask('id-beta', 'CountDataItems', count)).toMatchObject({ status: 403 });
  expect(await ask('id-beta', 'GetCapabilities', {})).toMatchObject({ status: 403 });
  expect(await ask(undefined, 'CountDataItems', count)).toEqual({
    status: 403,
    body: { message: 'The request does not say of which site it is', reason: undefined },
  });
  expect(apis.alpha.headers).toEqual([]);
  // What is asked before there is a token.
  expect(await ask(undefined, 'Provision', {})).toMatchObject({ status: 200 });
});

test('the first request of a site is the only one that its API gets: the schema is shared', async () => {
  const apis = { alpha: siteApi('alpha', 3), beta: siteApi('beta', 4) };
  const files = { 'tenants/alpha.yaml': site('alpha'), 'tenants/beta.yaml': site('beta') };
  const { ask, app } = await start(files, apis, folder);
  expect(app.tenants).toEqual({ known: 2, open: 0, broken: 0, lookup: false });
  expect(await ask('id-alpha', 'CountDataItems', count)).toEqual({ status: 200, body: { totalCount: 3 } });
  expect(await ask('id-beta', 'CountDataItems', count)).toEqual({ status: 200, body: { totalCount: 4 } });
  expect([apis.alpha.headers.length, apis.beta.headers.length]).toEqual([1, 1]);
  expect(app.tenants).toMatchObject({ open: 2 });
});

test('a write of one site ends its own kept answers, and no others', async () => {
  const apis = { alpha: siteApi('alpha'), beta: siteApi('beta') };
  const files = { 'tenants/alpha.yaml': site('alpha'), 'tenants/beta.yaml': site('beta') };
  const { ask } = await start(files, apis, folder);
  for (const each of ['id-alpha', 'id-beta']) await ask(each, 'CountDataItems', count);
  await ask('id-alpha', 'InsertDataItems', { collectionId: 'notes', items: [{ text: 'new', size: 1 }] });
  const before = apis.beta.headers.length;
  expect(await ask('id-beta', 'CountDataItems', count)).toMatchObject({ body: { totalCount: 5 } });
  expect(apis.beta.headers.length).toBe(before);
  expect(await ask('id-alpha', 'CountDataItems', count)).toMatchObject({ body: { totalCount: 6 } });
});

test('limits and gateway are those of the site', async () => {
  const apis = { alpha: siteApi('alpha'), beta: siteApi('beta') };
  const files = {
    'tenants/alpha.yaml': site('alpha', 'limits: { scan: 2 }\n'),
    'tenants/beta.yaml': site('beta'),
  };
  const { ask } = await start(files, apis, folder);
  const sorted = { collectionId: 'notes', query: { sort: [{ fieldName: 'size', order: 'DESC' }] } };
  expect(await ask('id-beta', 'QueryDataItems', sorted)).toMatchObject({ status: 200 });
  expect(await ask('id-alpha', 'QueryDataItems', sorted)).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('more than 2 rows') },
  });
});

test('a site whose API hangs waits for itself: the others are answered, and its own line is bounded', async () => {
  const apis = { alpha: siteApi('alpha'), beta: siteApi('beta') };
  apis.alpha.mood = 'hanging';
  const files = {
    'tenants/alpha.yaml': site(
      'alpha',
      'limits: { deadline: 1500 }\ngateway: { concurrency: 2, queue: 2 }\n',
    ),
    'tenants/beta.yaml': site('beta'),
  };
  const { ask } = await start(files, apis, folder);
  const asks = Array.from({ length: 10 }, (_, n) =>
    ask('id-alpha', 'QueryDataItems', { collectionId: 'notes', query: { filter: { size: n } } }),
  );
  const begin = Date.now();
  for (let n = 0; n < 5; n++)
    expect(await ask('id-beta', 'CountDataItems', { ...count, filter: { size: n } })).toMatchObject({
      status: 200,
    });
  expect(Date.now() - begin).toBeLessThan(1000);
  // The second one may still be on its way on a busy machine.
  await expect.poll(() => apis.alpha.headers.length).toBe(2);
  const statuses = (await Promise.all(asks)).map(({ status }) => status);
  expect(statuses.filter((each) => each === 503).length).toBeGreaterThanOrEqual(6);
  expect(statuses).not.toContain(200);
});

test('files that change: new sites come, others go, and one whose file breaks is served as it was', async () => {
  const apis = { alpha: siteApi('alpha', 1), beta: siteApi('beta', 2), gamma: siteApi('gamma', 3) };
  const files = { 'tenants/alpha.yaml': site('alpha'), 'tenants/beta.yaml': site('beta') };
  const { ask, app, directory } = await start(files, apis, folder);
  await ask('id-beta', 'CountDataItems', count);
  writeFileSync(`${directory}/tenants/alpha.yaml`, 'version: 1\ninstance: id-alpha\nurl: [');
  writeFileSync(`${directory}/tenants/gamma.yaml`, site('gamma'));
  rmSync(`${directory}/tenants/beta.yaml`);
  await app.reload();
  expect(await ask('id-alpha', 'CountDataItems', count)).toMatchObject({ body: { totalCount: 1 } });
  expect(await ask('id-beta', 'CountDataItems', count)).toMatchObject({ status: 403 });
  expect(await ask('id-gamma', 'CountDataItems', count)).toMatchObject({ body: { totalCount: 3 } });
  expect(app.problems.map(({ file, line }) => [file.split('/').at(-1), line])).toEqual([['alpha.yaml', 3]]);
  expect(app.ready).toBe(true);
  // Another address is asked from now on.
  writeFileSync(`${directory}/tenants/alpha.yaml`, site('alpha').replace('alpha.sites', 'gamma.sites'));
  await app.reload();
  expect(await ask('id-alpha', 'CountDataItems', count)).toMatchObject({ body: { totalCount: 3 } });
  expect(app.problems).toEqual([]);
});

test('a site has a mapping folder of its own where it names one', async () => {
  const apis = { alpha: siteApi('alpha') };
  const { ask } = await start(
    {
      'tenants/alpha.yaml': site('alpha', 'mappings: ../other\n'),
      'other/upstream.yaml':
        'version: 1\nurl: https://reference.example/\nschema: ../mappings/schema.graphql\nintrospection: { enabled: false }\ndefaults: { rows: items, count: total, page: { size: limit, offset: offset } }\n',
      'other/papers.yaml':
        'version: 1\ncollection: papers\ntype: Note\nlist: notes\nid: id\nfields: { text: text }\n',
    },
    apis,
    folder,
  );
  expect(await ask('id-alpha', 'CountDataItems', { collectionId: 'papers' })).toMatchObject({
    body: { totalCount: 5 },
  });
  expect(await ask('id-alpha', 'CountDataItems', count)).toMatchObject({ status: 404 });
});

const lookupFile = `version: 1
lookup:
  url: https://lookup.example/
  hosts: [alpha.sites.example]
  cache: { fresh: 1s, onError: 1h }
`;

test('a lookup is asked for sites that no file names; what it said holds, also while it fails', async () => {
  const apis = { alpha: siteApi('alpha') };
  const asked: string[] = [];
  let says: unknown = { url: urlOf('alpha'), headers: [{ name: 'x-key', value: 'own $identity.memberId' }] };
  const ask: AskLookup = {
    async ask(instance) {
      asked.push(instance);
      if (says instanceof Error) throw says;
      return instance === 'id-alpha' ? (says as never) : null;
    },
    close: async () => undefined,
  };
  const service = await start({ 'tenants.yaml': lookupFile }, apis, { ask });
  const counted = (instance = 'id-alpha') =>
    service.ask(instance, 'CountDataItems', { ...count, consistentRead: true });
  expect(await counted()).toMatchObject({ status: 200 });
  expect(await counted()).toMatchObject({ status: 200 });
  expect(asked).toEqual(['id-alpha']);
  // Its headers are values, and no templates.
  expect(apis.alpha.headers.at(-1)).toEqual({ 'x-key': 'own $identity.memberId' });
  expect(await counted('id-beta')).toMatchObject({ status: 403 });
  await new Promise((resolve) => setTimeout(resolve, 1050));
  for (const fault of [
    new (await import('../../src/app/tenants/ask-lookup.js')).LookupFailure('down'),
    { url: urlOf('beta') },
    { link: 'x' },
    { url: urlOf('alpha'), headers: { host: 'other.example' } },
    { url: urlOf('alpha'), headers: { 'x-key': 'a\nb' } },
  ]) {
    says = fault;
    expect(await counted()).toMatchObject({ status: 200 });
  }
  expect(await counted('id-gamma')).toMatchObject({ status: 403 });
  says = new (await import('../../src/app/tenants/ask-lookup.js')).LookupFailure('down');
  expect(await counted('id-delta')).toMatchObject({ status: 503 });
});

test('what a lookup no longer lets through is not asked over connections that are there', async () => {
  const apis = { alpha: siteApi('alpha') };
  const ask: AskLookup = { ask: async () => ({ url: urlOf('alpha') }), close: async () => undefined };
  const service = await start({ 'tenants.yaml': lookupFile }, apis, { ask, every: 20 });
  await service.ask('id-alpha', 'CountDataItems', count);
  const opened = service.opened();
  await service.ask('id-alpha', 'CountDataItems', count);
  expect(service.opened()).toBe(opened);
  writeFileSync(join(service.directory, 'tenants.yaml'), `${lookupFile}  private: [10.0.0.0/8]\n`);
  await vi.waitFor(async () => {
    await service.ask('id-alpha', 'CountDataItems', count);
    expect(service.opened()).toBe(opened + 1);
  }, 5000);
});

test('a host that the lookup may not name is not asked', async () => {
  const apis = { alpha: siteApi('alpha'), beta: siteApi('beta') };
  const ask: AskLookup = { ask: async () => ({ url: urlOf('beta') }), close: async () => undefined };
  const service = await start({ 'tenants.yaml': lookupFile }, apis, { ask });
  expect(await service.ask('id-beta', 'CountDataItems', count)).toEqual({
    status: 503,
    body: {
      message: 'It cannot be looked up whose site this is; try again',
      reason: 'the lookup of sites named an address that is not allowed: the host is not among lookup.hosts',
    },
  });
  expect(apis.beta.headers).toEqual([]);
});
