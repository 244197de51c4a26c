import { readdirSync, readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoUpstream, startDemoUpstream } from '../../src/demo/upstream.js';
import {
  ask,
  type Caller,
  cli,
  createCaller,
  directoryWith,
  ensureBuilt,
  type RunningService,
  root,
  serve,
  start,
  until,
} from './harness.js';

let caller: Caller;
let upstream: DemoUpstream;
const demoFiles = Object.fromEntries(
  readdirSync(join(root, 'mappings/demo')).map((name) => [
    name,
    readFileSync(join(root, 'mappings/demo', name), 'utf8'),
  ]),
);

beforeAll(async () => {
  await ensureBuilt();
  caller = await createCaller();
  upstream = await startDemoUpstream();
});
afterAll(() => upstream?.close());

const readiness = async (service: RunningService) => {
  const response = await fetch(`${service.url}/readyz`);
  return { status: response.status, body: (await response.json()) as Readonly<Record<string, unknown>> };
};

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('an upstream that is down', () => {
  it('is waited for: alive, not ready with reasons, then ready', async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}/graphql`;
    const service = await serve({ ...caller.environment, UPSTREAM_URL: url });
    const before = await readiness(service);
    expect(before.status).toBe(503);
    expect(before.body).toMatchObject({ ready: false, collections: [] });
    expect((await fetch(`${service.url}/healthz`)).status).toBe(200);
    const refused = await ask(service, caller, '/v3/items/count', { collectionId: 'products' });
    expect([refused.status, refused.body.errorCode]).toEqual([503, 'UNKNOWN_ERROR']);
    const listed = await ask(service, caller, '/v3/collections/get', {});
    expect(listed.status).toBe(503);
    const reasons = ((await readiness(service)).body.reasons as string[]).join();
    expect(reasons).toContain(`127.0.0.1:${port}`);

    const late = await startDemoUpstream(port);
    await until(async () => ((await readiness(service)).status === 200 ? true : undefined));
    const answer = await ask(service, caller, '/v3/items/count', { collectionId: 'products' });
    expect(answer.body).toEqual({ totalCount: 300 });
    await late.close();
    const gone = await ask(service, caller, '/v3/items/count', { collectionId: 'products' });
    expect([gone.status, gone.body.errorCode]).toEqual([503, 'UNKNOWN_ERROR']);
    expect((await readiness(service)).status).toBe(200);
    expect(await service.stop()).toBe(0);
  });

  it('that keeps silent does not delay a stop', async () => {
    const silent = createHttpServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/graphql`;
    const service = await serve({ ...caller.environment, UPSTREAM_URL: url });
    const begun = performance.now();
    expect(await service.stop()).toBe(0);
    // The grace of running requests is longer, and there are none.
    expect(performance.now() - begun).toBeLessThan(9000);
    expect(service.lines().at(-1)).toMatchObject({ msg: 'stopped' });
    silent.closeAllConnections();
    silent.close();
  });

  it('does not matter at start when its schema is saved', async () => {
    const printed = await cli(['pull', '--mappings', saved.path], {
      environment: { UPSTREAM_URL: upstream.url },
    });
    expect(printed).toMatchObject({ code: 0, stdout: expect.stringMatching(/schema\.graphql: saved\n$/) });
    const url = `http://127.0.0.1:${await freePort()}/graphql`;
    const service = await serve({ ...caller.environment, UPSTREAM_URL: url }, ['--mappings', saved.path]);
    await until(async () => ((await readiness(service)).status === 200 ? true : undefined));
    const answer = await ask(service, caller, '/v3/items/count', { collectionId: 'products' });
    expect(answer.status).toBe(503);
    await service.stop();
  });
  const saved = directoryWith({
    ...demoFiles,
    'upstream.yaml': demoFiles['upstream.yaml']!.replace('defaults:', 'schema: schema.graphql\ndefaults:'),
  });
  afterAll(() => saved.remove());
});

describe('broken files', () => {
  it.each<[string, string, string]>([
    ['YAML', 'version: 1\ncollection: [', ':2:'],
    [
      'a field that the API does not have',
      demoFiles['brands.yaml']!.replace('title: name', 'title: nmae'),
      'did you mean',
    ],
  ])('%s takes away only its own collection', async (_name, broken) => {
    const directory = directoryWith({ ...demoFiles, 'brands.yaml': broken });
    const service = await serve({ ...caller.environment, UPSTREAM_URL: upstream.url }, [
      '--mappings',
      directory.path,
    ]);
    const ready = await until(async () => {
      const answer = await readiness(service);
      return answer.status === 200 ? answer.body : undefined;
    });
    expect(ready.collections).toEqual(['categories', 'products']);
    expect(ready.problems).toEqual([expect.stringMatching(/brands\.yaml:\d+:\d+: /)]);
    const good = await ask(service, caller, '/v3/items/count', { collectionId: 'categories' });
    expect(good.body).toEqual({ totalCount: 8 });
    const bad = await ask(service, caller, '/v3/items/count', { collectionId: 'brands' });
    expect([bad.status, bad.body.errorCode]).toEqual([404, 'COLLECTION_NOT_FOUND']);
    await service.stop();
    directory.remove();
  });

  it('keep the service up, not ready, when no collection fits the API', async () => {
    const directory = directoryWith({
      'upstream.yaml': demoFiles['upstream.yaml']!,
      'brands.yaml': demoFiles['brands.yaml']!.replace('list: brands', 'list: brnads'),
    });
    const service = await serve({ ...caller.environment, UPSTREAM_URL: upstream.url }, [
      '--mappings',
      directory.path,
    ]);
    const answer = await until(async () => {
      const each = await readiness(service);
      return (each.body.problems as unknown[]).length > 0 ? each : undefined;
    });
    expect(answer).toMatchObject({
      status: 503,
      body: { reasons: ['no collection could be bound; see problems'] },
    });
    await service.stop();
    directory.remove();
  });
});

describe('secrets', () => {
  it('reach the API with dollar signs and all, and appear nowhere else', async () => {
    const secret = 'pa$word$$x';
    const seen: (string | undefined)[] = [];
    const guard = createHttpServer((incoming, outgoing) => {
      seen.push(incoming.headers.authorization);
      outgoing
        .writeHead(401)
        .end(JSON.stringify({ errors: [{ message: `bad token ${incoming.headers.authorization}` }] }));
    });
    await new Promise<void>((resolve) => guard.listen(0, '127.0.0.1', resolve));
    const { port } = guard.address() as AddressInfo;
    const directory = directoryWith({
      ...demoFiles,
      'upstream.yaml': demoFiles['upstream.yaml']!.replace(
        'defaults:',
        `headers:\n  authorization: Bearer \${TOKEN}\ndefaults:`,
      ),
    });
    const service = await serve(
      {
        ...caller.environment,
        UPSTREAM_URL: `http://127.0.0.1:${port}/graphql`,
        TOKEN: secret,
        LOG_LEVEL: 'trace',
      },
      ['--mappings', directory.path],
    );
    const reasons = await until(async () => {
      const { body } = await readiness(service);
      const text = JSON.stringify(body.reasons);
      return text.includes('upstream default') ? text : undefined;
    });
    expect(seen[0]).toBe(`Bearer ${secret}`);
    const answer = await ask(service, caller, '/v3/items/count', { collectionId: 'products' });
    const everything =
      reasons +
      JSON.stringify(answer.body) +
      service.output() +
      (await (await fetch(`${service.admin}/metrics`)).text());
    expect(everything).not.toContain('pa$word');
    await service.stop();
    guard.closeAllConnections();
    guard.close();
    directory.remove();
  });
});

describe('LOG_LEVEL', () => {
  it('silent: nothing is written, and the service answers and stops as ever', async () => {
    const place = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => place.once('listening', resolve));
    const { port } = place.address() as AddressInfo;
    await new Promise((resolve) => place.close(resolve));
    const service = start(['serve', '--host', '127.0.0.1', '--port', String(port), '--admin-port', 'off'], {
      environment: { ...caller.environment, UPSTREAM_URL: upstream.url, LOG_LEVEL: 'Silent' },
    });
    const url = `http://127.0.0.1:${port}`;
    await until(() =>
      fetch(`${url}/healthz`).then(
        ({ ok }) => ok || undefined,
        () => undefined,
      ),
    );
    const { status } = await ask({ url }, caller, '/v3/items/count', { collectionId: 'products' });
    expect([status, await service.stop('SIGTERM')]).toEqual([200, 0]);
    expect([service.stdout(), service.stderr()]).toEqual(['', '']);
  });

  it.each(['loud', '30'])('%s: one line says what it may be, and the exit code is 2', async (level) => {
    const environment = { ...caller.environment, UPSTREAM_URL: upstream.url, LOG_LEVEL: level };
    expect(await cli(['serve', '--port', '0', '--admin-port', 'off'], { environment })).toEqual({
      code: 2,
      stdout: '',
      stderr: 'LOG_LEVEL must be one of trace, debug, info, warn, error, fatal, silent\n',
    });
  });
});

describe('serve does not start', () => {
  const environment = () => ({ ...caller.environment, UPSTREAM_URL: upstream.url });
  const without = (name: string) =>
    Object.fromEntries(Object.entries(environment()).filter(([key]) => key !== name));

  it.each(['WIX_APP_ID', 'WIX_PUBLIC_KEY'])('without %s', async (name) => {
    const ended = await cli(['serve'], { environment: without(name) });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain(`${name} is not set`);
  });

  it('with a broken key, and does not repeat it', async () => {
    const ended = await cli(['serve'], {
      environment: { ...environment(), WIX_PUBLIC_KEY: 'c2VjcmV0LWJ1dC1icm9rZW4' },
    });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('WIX_PUBLIC_KEY');
    expect(ended.stderr + ended.stdout).not.toContain('c2VjcmV0');
  });

  it('with broken WIX_CREDENTIALS, and speaks of nothing else', async () => {
    const ended = await cli(['serve'], {
      environment: { UPSTREAM_URL: upstream.url, WIX_CREDENTIALS: '[{"audience":""}]' },
    });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('WIX_CREDENTIALS[0].audience');
    expect(ended.stderr).not.toMatch(/WIX_APP_ID|WIX_PUBLIC_KEY/);
  });

  it.each(['a b', '/shop', 'shop/'])('with the namespace %j', async (namespace) => {
    const ended = await cli(['serve'], { environment: { ...environment(), WIX_NAMESPACE: namespace } });
    expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining('WIX_NAMESPACE') });
  });

  it('on an address that is none of this machine', async () => {
    const ended = await cli(['serve', '--port', '0', '--host', 'nosuch.invalid'], {
      environment: environment(),
    });
    expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining('--host') });
  });

  it('without mapping files, and says how to get them', async () => {
    const directory = directoryWith({});
    for (const path of [directory.path, join(directory.path, 'absent')]) {
      const ended = await cli(['serve', '--mappings', path], { environment: environment() });
      expect(ended.code).toBe(1);
      expect(ended.stderr).toContain('init "$UPSTREAM_URL" --out');
    }
    directory.remove();
  });

  it.each([
    ['--port', 'eighty'],
    ['--port', '70000'],
    ['--wrong', 'x'],
    ['--body-limit', '0'],
    ['--body-limit', '65'],
    ['--max-connections', 'many'],
  ])('with %s %s', async (option, value) => {
    const ended = await cli(['serve', option, value], { environment: environment() });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain(option);
  });

  it('on a port that is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const port = String((taken.address() as AddressInfo).port);
    const ended = await cli(['serve', '--host', '127.0.0.1'], {
      environment: { ...environment(), PORT: port },
    });
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining(`Port ${port} is in use`) });
    taken.close();
  });
});
