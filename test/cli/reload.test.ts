/** The running program and mapping files that change. */
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DemoUpstream, startDemoUpstream } from '../../src/demo/upstream.js';
import { ask, cli, createCaller, directoryWith, ensureBuilt, root, serve, start, until } from './harness.js';

let upstream: DemoUpstream;
beforeAll(async () => {
  await ensureBuilt();
  upstream = await startDemoUpstream();
});
afterAll(() => upstream?.close());

const demo = (name: string): string => readFileSync(join(root, 'mappings/demo', name), 'utf8');

it('reads the mapping files again; a line says the new generation and what is broken', async () => {
  const caller = await createCaller();
  const directory = directoryWith({
    'upstream.yaml': demo('upstream.yaml'),
    'brands.yaml': demo('brands.yaml'),
  });
  const service = await serve({ ...caller.environment, UPSTREAM_URL: upstream.url }, [
    '--mappings',
    directory.path,
    '--no-watch',
  ]);
  const count = (collectionId: string) => ask(service, caller, '/v3/items/count', { collectionId });
  const reloaded = (generation: number) =>
    until(() => service.lines().find((line) => line.msg === 'reloaded' && line.generation === generation));
  expect((await count('brands')).body).toEqual({ totalCount: 10 });

  writeFileSync(join(directory.path, 'categories.yaml'), demo('categories.yaml'));
  service.child.kill('SIGHUP');
  expect(await reloaded(2)).toMatchObject({ level: 30, collections: 2, kept: [], broken: [] });
  expect((await count('categories')).body).toEqual({ totalCount: 8 });

  writeFileSync(join(directory.path, 'brands.yaml'), 'version: 1\ncollection: [');
  service.child.kill('SIGHUP');
  expect(await reloaded(3)).toMatchObject({
    level: 40,
    collections: 2,
    kept: ['brands'],
    broken: [expect.stringContaining('brands.yaml')],
  });
  expect((await count('brands')).body).toEqual({ totalCount: 10 });
  const ready = await fetch(`${service.url}/readyz`);
  expect([ready.status, await ready.json()]).toMatchObject([
    200,
    { ready: true, generation: 3, kept: ['brands'], problems: [expect.stringContaining('brands.yaml')] },
  ]);
  const metrics = await (await fetch(`${service.admin}/metrics`)).text();
  for (const line of [
    'generation 3',
    'collections{state="kept"} 1',
    'mapping_problems{severity="error"} 1',
    'reloads_total{outcome="done"} 2',
  ])
    expect(metrics).toContain(`${line}\n`);
  expect(await service.stop()).toBe(0);
  directory.remove();
});

it('a changed file is read again by itself', async () => {
  const caller = await createCaller();
  const directory = directoryWith({
    'upstream.yaml': demo('upstream.yaml'),
    'brands.yaml': demo('brands.yaml'),
  });
  const environment = { ...caller.environment, UPSTREAM_URL: upstream.url };
  const service = await serve(environment, ['--mappings', directory.path]);
  writeFileSync(join(directory.path, 'categories.yaml'), demo('categories.yaml'));
  await until(() => service.lines().find((line) => line.msg === 'reloaded' && line.collections === 2));
  expect((await ask(service, caller, '/v3/items/count', { collectionId: 'categories' })).body).toEqual({
    totalCount: 8,
  });
  expect(service.lines().map((line) => line.msg)).toContain(
    'mapping files have changed: they are read again',
  );
  expect(await service.stop()).toBe(0);
  directory.remove();
});

it('many signals at once: every request is answered, and what was written last serves', async () => {
  const caller = await createCaller();
  const directory = directoryWith({
    'upstream.yaml': demo('upstream.yaml'),
    'brands.yaml': demo('brands.yaml'),
  });
  const environment = { ...caller.environment, UPSTREAM_URL: upstream.url };
  const service = await serve(environment, ['--mappings', directory.path, '--no-watch']);
  const count = (collectionId: string) => ask(service, caller, '/v3/items/count', { collectionId });
  const answers: Promise<Awaited<ReturnType<typeof count>>>[] = [];
  for (let storm = 0; storm < 100; storm++) {
    service.child.kill('SIGHUP');
    if (storm % 5 === 0) answers.push(count('brands'));
    if (storm === 90) writeFileSync(join(directory.path, 'categories.yaml'), demo('categories.yaml'));
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  service.child.kill('SIGHUP');
  for (const { status, body } of await Promise.all(answers))
    expect([status, body]).toEqual([200, { totalCount: 10 }]);
  await until(() => service.lines().find((line) => line.msg === 'reloaded' && line.collections === 2));
  expect((await count('categories')).body).toEqual({ totalCount: 8 });
  expect(await service.stop()).toBe(0);
  directory.remove();
});

it('a signal that comes while it starts is not forgotten', async () => {
  const caller = await createCaller();
  const directory = directoryWith({
    'upstream.yaml': demo('upstream.yaml'),
    'brands.yaml': demo('brands.yaml'),
  });
  let asked = 0;
  let answer: () => void = () => undefined;
  const wanted = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const slow = createServer(async (request, response) => {
    asked += 1;
    const body = await new Response(Readable.toWeb(request) as ReadableStream).text();
    await wanted;
    const answered = await fetch(upstream.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    response.setHeader('content-type', 'application/json').end(await answered.text());
  }).listen(0, '127.0.0.1');
  await once(slow, 'listening');
  const url = `http://127.0.0.1:${(slow.address() as AddressInfo).port}`;
  const environment = { ...caller.environment, UPSTREAM_URL: url, ADMIN_PORT: '0' };
  const args = ['serve', '--port', '0', '--host', '127.0.0.1', '--strict', '--no-watch'];
  const service = start([...args, '--mappings', directory.path], { environment });
  try {
    await until(() => (asked > 0 ? true : undefined));
    writeFileSync(join(directory.path, 'categories.yaml'), demo('categories.yaml'));
    service.tell('SIGHUP');
    answer();
    const line = await until(() => service.stdout().match(/^.*"msg":"reloaded".*$/m)?.[0]);
    expect(JSON.parse(line)).toMatchObject({ generation: 2, collections: 2 });
  } finally {
    answer();
    expect(await service.stop('SIGTERM')).toBe(0);
    slow.close();
    directory.remove();
  }
});

it('serve --strict starts without problems, and not with one', async () => {
  const caller = await createCaller();
  const directory = directoryWith({
    'upstream.yaml': demo('upstream.yaml'),
    'brands.yaml': demo('brands.yaml'),
    'categories.yaml': demo('categories.yaml').replace('title: name', 'title: nmae'),
  });
  const environment = { ...caller.environment, UPSTREAM_URL: upstream.url };
  const args = ['serve', '--strict', '--port', '0', '--mappings', directory.path];
  const ended = await cli(args, { environment });
  expect(ended.code).toBe(1);
  expect(ended.stderr).toMatch(
    /categories\.yaml:\d+:\d+.*nmae.*\nserve --strict does not start with problems\.\n$/s,
  );
  writeFileSync(join(directory.path, 'categories.yaml'), demo('categories.yaml'));
  const service = await serve(environment, args.slice(1));
  expect((await fetch(`${service.url}/readyz`)).status).toBe(200);
  expect(await service.stop()).toBe(0);
  directory.remove();
});

/**
 * Loaded before the program: signals at the given times that flags of V8 are set, which is done before and after parts of the program are loaded and once the
 * service begins. Without the program's own listener the process ends then.
 */
const signalling = `
const v8 = require('node:v8');
const { setFlagsFromString } = v8;
const wanted = process.env.SIGNAL_AT.split(',').map(Number);
let times = 0;
v8.setFlagsFromString = (flag) => {
  setFlagsFromString(flag);
  if (wanted.includes(++times)) process.kill(process.pid, 'SIGHUP');
};
`;

it.each(['1', '2', '3', '4', '5', '6', '8', '1,2,3,4,5,6,7,8'])(
  'a signal before its code is loaded ends nothing, and the files are read again (at %s)',
  async (moments) => {
    const caller = await createCaller();
    const directory = directoryWith({
      'upstream.yaml': demo('upstream.yaml'),
      'brands.yaml': demo('brands.yaml'),
      'signalling.cjs': signalling,
    });
    const service = await serve(
      {
        ...caller.environment,
        UPSTREAM_URL: upstream.url,
        NODE_OPTIONS: `--require=${join(directory.path, 'signalling.cjs')}`,
        SIGNAL_AT: moments,
      },
      ['--mappings', directory.path, '--no-watch'],
    );
    try {
      await until(() => service.lines().find((line) => line.msg === 'reloaded'));
      expect((await ask(service, caller, '/v3/items/count', { collectionId: 'brands' })).body).toEqual({
        totalCount: 10,
      });
    } finally {
      expect(await service.stop()).toBe(0);
      directory.remove();
    }
  },
);

it('a signal ends other commands, as a terminal that is closed wants it', async () => {
  const service = start(['demo']);
  await until(() => service.stdout() || undefined);
  expect(await service.stop('SIGHUP')).not.toBe(0);
});
