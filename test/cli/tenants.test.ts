/** `serve --tenants` as a process: each site by its signed instance id, and what is told of it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCatalogue } from '../../src/demo/catalog.js';
import { type DemoUpstream, startDemoUpstream } from '../../src/demo/upstream.js';
import {
  type Caller,
  cli,
  createCaller,
  directoryWith,
  ensureBuilt,
  post,
  type RunningService,
  readOnlyDemo,
  serve,
  until,
} from './harness.js';

let api: DemoUpstream;
let caller: Caller;
let service: RunningService;
const demo = readOnlyDemo();
const tenants = directoryWith({});
const idOf = (n: number): string => `0000000${n}-0000-4000-8000-000000000000`;

beforeAll(async () => {
  await ensureBuilt();
  api = await startDemoUpstream();
  // Nobody listens at the second.
  for (const [n, url] of [api.url, 'http://127.0.0.1:9/graphql'].entries())
    writeFileSync(join(tenants.path, `${n}.yaml`), `version: 1\ninstance: ${idOf(n)}\nurl: ${url}\n`);
  caller = await createCaller();
  service = await serve({ ...caller.environment, UPSTREAM_URL: api.url, TENANTS: tenants.path }, [
    '--mappings',
    demo.path,
  ]);
});
afterAll(async () => {
  await service?.stop();
  await api?.close();
  demo.remove();
  tenants.remove();
});

async function query(instanceId: string | undefined) {
  const body = await caller.signer.sign(
    { collectionId: 'products', query: { paging: { limit: 1 } }, returnTotalCount: true },
    instanceId === undefined ? {} : { instanceId },
  );
  return post(`${service.url}/v3/items/query`, body);
}

it('serves each site by its instance id, and refuses the others', async () => {
  expect(await query(idOf(0))).toMatchObject({
    status: 200,
    body: { pagingMetadata: { total: createCatalogue().products.length } },
  });
  expect(await query(idOf(1))).toMatchObject({ status: 503 });
  expect(await query(idOf(2))).toMatchObject({ status: 403, body: { errorCode: 'UNAUTHORIZED' } });
  expect(await query(undefined)).toMatchObject({ status: 403 });
  const lines = await until(() => {
    const all = service
      .lines()
      .filter(({ msg, operation }) => msg === 'request' && operation === 'QueryDataItems');
    return all.length >= 4 ? all : undefined;
  });
  expect(lines.map(({ instance, status }) => [instance, status])).toEqual([
    [idOf(0), 200],
    [idOf(1), 503],
    [idOf(2), 403],
    [undefined, 403],
  ]);
});

it('tells how many sites there are, and names none', async () => {
  const ready = await fetch(`${service.admin}/readyz`);
  const body = (await ready.json()) as object;
  expect(ready.status).toBe(200);
  expect(body).toMatchObject({ ready: true, tenants: { known: 2, open: 2, broken: 0, lookup: false } });
  const metrics = await (await fetch(`${service.admin}/metrics`)).text();
  expect(metrics).toContain('wix_sites{state="known"} 2');
  expect(metrics + JSON.stringify(body)).not.toContain(idOf(0));
});

it('check tells what is wrong with the files', async () => {
  const broken = directoryWith({
    'one.yaml': 'version: 1\ninstance: one\nurl: https://one.example/\nmapings: shop\n',
  });
  try {
    const { code, stdout } = await cli(['check', '--mappings', demo.path, '--tenants', broken.path], {
      environment: { UPSTREAM_URL: api.url },
    });
    expect(code).toBe(1);
    expect(stdout).toContain('one.yaml:4:1: unknown key "mapings"');
  } finally {
    broken.remove();
  }
});
