/** Generations: what a reload changes, what it leaves, and which one a request belongs to. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type App, type AppOptions, createApp } from '../../src/app/app.js';
import { type DemoUpstream, startDemoUpstream } from '../../src/demo/upstream.js';
import type { ServiceContext } from '../../src/service/handler.js';
import type { Observation } from '../../src/world/observation.js';
import { systemWorld } from '../../src/world/system-world.js';
import { directoryWith, root, until } from '../cli/harness.js';

const demo = (name: string): string => readFileSync(join(root, 'mappings/demo', name), 'utf8');
const broken = 'version: 1\ncollection: [';

let api: DemoUpstream;
/** Passes on to the demo; while it holds, answers to all but introspection wait. */
const gate = { url: '', holding: false, waiting: [] as (() => void)[], down: false };
let server: ReturnType<typeof createServer>;
beforeAll(async () => {
  api = await startDemoUpstream();
  server = createServer((incoming, outgoing: ServerResponse) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', async () => {
      const body = Buffer.concat(chunks).toString();
      if (gate.down) return void outgoing.destroy();
      const answer = await (await fetch(api.url, { method: 'POST', body })).text();
      if (gate.holding && !body.includes('__'))
        await new Promise<void>((resolve) => gate.waiting.push(resolve));
      outgoing.setHeader('content-type', 'application/json').end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  gate.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await api.close();
});

const opened: { close(): Promise<void> | void }[] = [];
afterEach(async () => {
  gate.holding = false;
  gate.down = false;
  for (const release of gate.waiting.splice(0)) release();
  for (const each of opened.splice(0).reverse()) await each.close();
});

interface Started {
  readonly app: App;
  readonly told: Observation[];
  write(name: string, text: string | undefined): void;
  count(collectionId: string): Promise<object>;
}

function start(files: Readonly<Record<string, string>>, changes: Partial<AppOptions> = {}): Started {
  const directory = directoryWith({ 'upstream.yaml': demo('upstream.yaml'), ...files });
  const told: Observation[] = [];
  const app = createApp({
    world: systemWorld,
    mappingsDirectory: directory.path,
    environment: { UPSTREAM_URL: gate.url },
    observe: (each) => told.push(each),
    retry: { first: 20, most: 40 },
    ...changes,
  });
  opened.push({ close: directory.remove }, app);
  const service = app.service(undefined);
  const context = (): ServiceContext => ({
    world: systemWorld,
    requestId: 'r',
    scope: {},
    signal: new AbortController().signal,
    observe: (each) => told.push(each),
    arrived: systemWorld.now(),
  });
  return {
    app,
    told,
    write: (name, text) => {
      const path = join(directory.path, name);
      if (text === undefined) rmSync(path);
      else writeFileSync(path, text);
    },
    count: (collectionId) => service('CountDataItems', { collectionId }, context()),
  };
}

const kinds = (told: readonly Observation[], kind: Observation['kind']) =>
  told.filter((each) => each.kind === kind);

describe('a reload', () => {
  it('brings a new file in and takes a removed one out', async () => {
    const { app, told, write, count } = start({ 'brands.yaml': demo('brands.yaml') });
    await app.started;
    const first = app.generation;
    write('brands.yaml', undefined);
    write('categories.yaml', demo('categories.yaml'));
    expect(await app.reload()).toEqual({ generation: 2, reloaded: true });
    expect([...app.collections.keys()]).toEqual(['categories']);
    expect(await count('categories')).toEqual({ totalCount: 8 });
    await expect(count('brands')).rejects.toMatchObject({ code: 'COLLECTION_NOT_FOUND' });
    expect(kinds(told, 'generation swapped')).toMatchObject([{ generation: 2, kept: [], broken: [] }]);
    expect(first.collections.has('brands')).toBe(true);
    expect(app.generation.fingerprint).not.toBe(first.fingerprint);
  });

  it('of unchanged files gives the same fingerprint and a new store of knowledge', async () => {
    const { app } = start({ 'brands.yaml': demo('brands.yaml') });
    await app.started;
    const first = app.generation;
    await app.reload();
    expect(app.generation).toMatchObject({ number: 2, fingerprint: first.fingerprint });
    expect(app.generation.engine).not.toBe(first.engine);
  });

  it.each([
    ['its file is broken', 'brands.yaml', broken],
    [
      'its file does not fit the API',
      'brands.yaml',
      demo('brands.yaml').replace('title: name', 'title: nmae'),
    ],
    ['the file of its upstream is broken', 'upstream.yaml', broken],
    [
      'its upstream has an unknown dialect',
      'upstream.yaml',
      demo('upstream.yaml').replace(/dialect: .*\n|defaults:/, 'dialect: nothing\n$&'),
    ],
  ])('keeps the last good model of a collection when %s', async (_name, file, text) => {
    const { app, told, write, count } = start({
      'brands.yaml': demo('brands.yaml'),
      'categories.yaml': demo('categories.yaml'),
    });
    await app.started;
    const model = app.collections.get('brands');
    write(file, text);
    expect((await app.reload()).reloaded).toBe(true);
    expect(app.collections.get('brands') === model).toBe(true);
    expect([...app.collections.keys()]).toEqual(['brands', 'categories']);
    expect([app.ready, app.generation.kept.has('brands')]).toEqual([true, true]);
    expect(app.problems.some((each) => each.file.endsWith(file))).toBe(true);
    expect(await count('brands')).toEqual({ totalCount: 10 });
    expect(kinds(told, 'problem found').length).toBeGreaterThan(0);
    expect(kinds(told, 'generation swapped')).toMatchObject([
      { generation: 2, kept: expect.arrayContaining(['brands']), broken: [expect.stringContaining(file)] },
    ]);

    write(file, demo(file));
    await app.reload();
    expect([app.generation.kept.size, app.problems, await count('brands')]).toEqual([
      0,
      [],
      { totalCount: 10 },
    ]);
    expect(app.collections.get('brands') === model).toBe(false);
    expect(kinds(told, 'problem resolved')).toHaveLength(kinds(told, 'problem found').length);
  });

  it('keeps serving while its upstream is out of reach, and binds anew when it comes back', async () => {
    const { app, count } = start({ 'brands.yaml': demo('brands.yaml') });
    await app.started;
    const model = app.collections.get('brands');
    gate.down = true;
    expect((await app.reload()).reloaded).toBe(true);
    expect([app.ready, app.collections.get('brands') === model, [...app.pending]]).toEqual([true, true, []]);
    gate.down = false;
    await until(() => (app.collections.get('brands') === model ? undefined : true));
    expect([app.generation.number, app.generation.kept.size]).toEqual([2, 0]);
    expect(await count('brands')).toEqual({ totalCount: 10 });
  });

  it('that leaves nothing to serve fails and keeps the old generation', async () => {
    const { app, told, write, count } = start({ 'brands.yaml': demo('brands.yaml') });
    await app.started;
    const before = app.generation;
    write('brands.yaml', undefined);
    expect(await app.reload()).toEqual({
      generation: 1,
      reloaded: false,
      reason: 'there are no collections to serve',
    });
    expect(app.generation).toBe(before);
    expect(await count('brands')).toEqual({ totalCount: 10 });
    expect(kinds(told, 'reload failed')).toMatchObject([{ generation: 1 }]);
  });

  it('after a failed one works', async () => {
    const { app, write, count } = start({ 'brands.yaml': demo('brands.yaml') });
    await app.started;
    write('brands.yaml', undefined);
    await app.reload();
    write('categories.yaml', demo('categories.yaml'));
    expect(await app.reload()).toEqual({ generation: 2, reloaded: true });
    expect(await count('categories')).toEqual({ totalCount: 8 });
  });

  it('mends a start with a broken file', async () => {
    const { app, write, count } = start({ 'brands.yaml': broken });
    await app.started;
    expect([app.ready, app.collections.size]).toEqual([false, 0]);
    write('brands.yaml', demo('brands.yaml'));
    await app.reload();
    expect([app.ready, app.problems, await count('brands')]).toEqual([true, [], { totalCount: 10 }]);
  });
});

it('two reloads at once: the second reads the files again after the first, a third joins it', async () => {
  const { app, told } = start({ 'brands.yaml': demo('brands.yaml') });
  await app.started;
  const results = await Promise.all([app.reload(), app.reload(), app.reload()]);
  expect(results.map((each) => each.generation)).toEqual([2, 3, 3]);
  expect(kinds(told, 'generation swapped')).toHaveLength(2);
});

describe('a stop', () => {
  it('while starting ends the start, and nothing is tried any more', async () => {
    gate.down = true;
    const { app, told } = start({ 'brands.yaml': demo('brands.yaml') });
    await app.close();
    await app.started;
    const count = told.length;
    await systemWorld.sleep(100);
    expect(told.slice(count)).toEqual([]);
    expect([...app.pending]).toEqual(['brands']);
  });

  it('while reloading discards what was built', async () => {
    const { app, told } = start({ 'brands.yaml': demo('brands.yaml') });
    await app.started;
    const reload = app.reload();
    await app.close();
    expect(await reload).toEqual({ generation: 1, reloaded: false, reason: 'the service is stopping' });
    expect(kinds(told, 'generation swapped')).toEqual([]);
    expect(await app.reload()).toMatchObject({ reloaded: false });
  });
});

describe('a request', () => {
  it('under way during a reload ends by the generation that it began with; then its gateway is closed', async () => {
    const { app, write, count } = start({ 'brands.yaml': demo('brands.yaml') });
    await app.started;
    const [gateway] = app.upstreams;
    let closed = false;
    const close = gateway!.close;
    Object.assign(gateway!, {
      close: () => {
        closed = true;
        return close();
      },
    });
    gate.holding = true;
    const running = count('brands');
    await until(() => (gate.waiting.length > 0 ? true : undefined));
    write('categories.yaml', demo('categories.yaml'));
    write('brands.yaml', undefined);
    await app.reload();
    await expect(count('brands')).rejects.toMatchObject({ code: 'COLLECTION_NOT_FOUND' });
    expect(closed).toBe(false);
    gate.holding = false;
    for (const release of gate.waiting.splice(0)) release();
    expect(await running).toEqual({ totalCount: 10 });
    expect(closed).toBe(true);
  });

  it('that waited for the start goes on with what is there then', async () => {
    const { app, count } = start({ 'brands.yaml': demo('brands.yaml') });
    expect([...app.pending]).toEqual(['brands']);
    expect(await count('brands')).toEqual({ totalCount: 10 });
    expect([...app.pending]).toEqual([]);
  });
});
