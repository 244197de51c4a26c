/** The supervisor in virtual time: files that change by themselves, what comes first and what later, and a strict service. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { type App, type AppOptions, createApp } from '../../src/app/app.js';
import type { ServiceContext } from '../../src/service/handler.js';
import { saidBy } from '../../src/service/written-answer.js';
import { UpstreamFailure } from '../../src/upstream/transport/failure.js';
import type { AdapterError } from '../../src/wix/errors.js';
import type { Observation } from '../../src/world/observation.js';
import { directoryWith } from '../cli/harness.js';
import { shopFiles, simulateShop } from '../simulation/simulated-shop.js';
import { simulateWorld } from '../world/simulated-world.js';

const directories: { remove(): void }[] = [];
afterEach(() => {
  for (const each of directories.splice(0)) each.remove();
});

const savedSchema = `type Query { brands(limit: Int, offset: Int, where: BrandFilter): Brands! }
type Brands { items: [Brand!]! totalCount: Int! }
type Brand { id: ID! name: String! }
input Ids { in: [ID!], eq: ID }
input BrandFilter { id: Ids }
input BrandPatch { name: String }
type Mutation { updateBrand(id: ID!, patch: BrandPatch!): Brand }
`;

const broken = 'version: 1\ncollection: [';
const brands = shopFiles['brands.yaml']!;
const misspelt = brands.replace('{ name: name }', '{ name: nmae }');

async function start(files: Readonly<Record<string, string>>, options: Partial<AppOptions> = {}) {
  const world = simulateWorld(1);
  const shop = simulateShop(world);
  const directory = directoryWith({ 'upstream.yaml': shopFiles['upstream.yaml']!, ...files });
  directories.push(directory);
  const told: Observation[] = [];
  const app: App = createApp({
    world,
    mappingsDirectory: directory.path,
    environment: {},
    observe: (each) => told.push(each),
    connect: () => shop.client,
    ...options,
  });
  let started = false;
  void app.started.then(() => {
    started = true;
  });
  /** Lets time pass until it is so; files are read and looked at in a time that no clock of ours counts. */
  const until = async (condition: () => boolean): Promise<void> => {
    for (let second = 0; !condition(); second += 1) {
      if (second > 1000) throw new Error('waited in vain');
      await world.pass(1000);
      await sleep(1);
    }
  };
  await until(() => started);
  return {
    world,
    shop,
    app,
    kinds: () => told.map((each) => each.kind),
    told,
    write: (name: string, text: string | undefined) =>
      text === undefined
        ? rmSync(join(directory.path, name))
        : writeFileSync(join(directory.path, name), text),
    until,
  };
}

const watch = { every: 1000 };

describe('a watching service', () => {
  it('takes a changed file in, and one reload is enough for files that change together', async () => {
    const { app, write, until, kinds } = await start({ 'brands.yaml': brands }, { watch });
    write('brands.yaml', brands.replace('name: name', 'title: name'));
    write('shelf.yaml', shopFiles['shelf.yaml']!);
    await until(() => app.generation.number === 2);
    expect([...app.collections.keys()]).toEqual(['brands', 'shelf']);
    expect(app.collections.get('brands')?.fields.has('title')).toBe(true);
    expect(kinds().filter((each) => each === 'files changed')).toHaveLength(1);
    await app.close();
  });

  it('keeps what serves when a file is broken, and goes on when it is mended', async () => {
    const { app, write, until } = await start({ 'brands.yaml': brands }, { watch });
    const model = app.collections.get('brands');
    write('brands.yaml', broken);
    await until(() => app.kept.has('brands'));
    expect([app.ready, app.collections.get('brands') === model]).toEqual([true, true]);
    write('brands.yaml', brands);
    await until(() => app.kept.size === 0);
    expect([app.generation.number, app.problems]).toEqual([3, []]);
    await app.close();
  });

  it('ends watching with its end', async () => {
    const { app, world } = await start({ 'brands.yaml': brands }, { watch });
    await app.close();
    expect(world.waiting()).toBe(0);
  });
});

it('without watching only a reload brings changes in', async () => {
  const { app, write, world } = await start({ 'brands.yaml': brands });
  write('brands.yaml', broken);
  await world.pass(100_000);
  expect([app.generation.number, app.kept.size]).toEqual([1, 0]);
  await world.run(app.reload());
  expect(app.kept.size).toBe(1);
  await app.close();
});

it('after a reload cursors of a changed collection are refused with a sentence, and others lead on', async () => {
  const files = { 'brands.yaml': brands, 'shelf.yaml': shopFiles['shelf.yaml']!.replace(/^cache:.*$/m, '') };
  const { app, world, write } = await start(files);
  const ask = (collectionId: string, cursorPaging: object): Promise<Record<string, unknown>> => {
    const context: ServiceContext = {
      world,
      requestId: 'r',
      scope: {},
      signal: new AbortController().signal,
      observe: () => undefined,
      arrived: world.now(),
    };
    const answer = app.service(undefined)(
      'QueryDataItems',
      { collectionId, query: { cursorPaging } },
      context,
    );
    return world.run(
      answer.then(
        (each) => saidBy(each) as Record<string, unknown>,
        ({ code, message }: AdapterError) => ({ code, message }),
      ),
    );
  };
  const next = async (collectionId: string): Promise<string> => {
    const { pagingMetadata } = await ask(collectionId, { limit: 1 });
    return (pagingMetadata as { cursors: { next: string } }).cursors.next;
  };
  const [shelf, brand] = [await next('shelf'), await next('brands')];
  write('brands.yaml', brands.replace('name: name', 'title: name'));
  expect(await world.run(app.reload())).toMatchObject({ reloaded: true });
  expect(await ask('shelf', { limit: 1, cursor: shelf })).toMatchObject({ items: [{ _id: 'p2' }] });
  expect(await ask('brands', { limit: 1, cursor: brand })).toEqual({
    code: 'VALIDATION_ERROR',
    message: 'The cursor was made before the collection was set up anew. Ask for the first page again.',
  });
  await app.close();
});

describe('what comes first:', () => {
  const saved = `${shopFiles['upstream.yaml']}schema: shop.graphql\nintrospection: { enabled: false }\n`;

  it('the schema, and the mapping later', async () => {
    const files = { 'upstream.yaml': saved, 'shop.graphql': savedSchema };
    const { app, write, until } = await start(files, { watch });
    expect([app.ready, app.reasons]).toEqual([false, ['no collection could be bound; see problems']]);
    write('brands.yaml', brands);
    await until(() => app.ready);
    expect([app.generation.number, [...app.collections.keys()], app.problems]).toEqual([2, ['brands'], []]);
    await app.close();
  });

  it('the mapping, and the schema later', async () => {
    const files = { 'upstream.yaml': saved, 'brands.yaml': brands };
    const { app, write, until } = await start(files, { watch });
    expect([app.ready, [...app.pending], app.reasons.join()]).toEqual([
      false,
      ['brands'],
      expect.stringContaining('shop.graphql'),
    ]);
    write('shop.graphql', savedSchema);
    await until(() => app.ready);
    expect([[...app.collections.keys()], app.problems]).toEqual([['brands'], []]);
    await app.close();
  });
});

describe('an API that is out of reach at the start', () => {
  const lost = new UpstreamFailure('unreachable', 'no connection');
  async function startDown(seed: number, changes: Readonly<Record<string, string>>) {
    const world = simulateWorld(seed);
    const { client } = simulateShop(world);
    const state = { down: true };
    const directory = directoryWith({
      'upstream.yaml': shopFiles['upstream.yaml']!,
      'brands.yaml': brands,
      ...changes,
    });
    directories.push(directory);
    const told: Observation[] = [];
    const app = createApp({
      world,
      mappingsDirectory: directory.path,
      environment: {},
      observe: (each) => told.push(each),
      connect: () => ({
        ...client,
        request: (...all) => (state.down ? Promise.reject(lost) : client.request(...all)),
      }),
    });
    const bound = () => told.flatMap((each) => (each.kind === 'upstream bound' ? [each.schema] : []));
    return { app, world, state, told, bound };
  }

  it('is replaced by its saved schema, and its own is taken soon after it is back', async () => {
    const { app, world, state, bound } = await startDown(1, {
      'upstream.yaml': `${shopFiles['upstream.yaml']}schema: shop.graphql\n`,
      'shop.graphql': savedSchema,
    });
    let started = false;
    void app.started.then(() => {
      started = true;
    });
    while (!started) {
      await world.pass(1000);
      await sleep(1);
    }
    expect([app.ready, bound()]).toEqual([true, ['saved']]);
    await world.pass(5 * 60_000);
    expect(bound()).toEqual(['saved']);
    state.down = false;
    await world.pass(70_000);
    expect([app.ready, bound()]).toEqual([true, ['saved', 'live']]);
    await app.close();
  });

  it('without one is waited for, each replica in its own rhythm', async () => {
    const waits = await Promise.all(
      [1, 2].map(async (seed) => {
        const { app, world, state, told } = await startDown(seed, {});
        await world.run(app.started);
        expect([app.ready, [...app.pending], app.reasons]).toEqual([
          false,
          ['brands'],
          ['upstream default: no connection'],
        ]);
        await world.pass(10_000);
        state.down = false;
        await world.pass(40_000);
        expect(app.ready).toBe(true);
        await app.close();
        return told.flatMap((each) => (each.kind === 'upstream unreachable' ? [each.retryMilliseconds] : []));
      }),
    );
    expect(waits[0]).not.toEqual(waits[1]);
    for (const each of waits)
      each.slice(0, 4).forEach((wait, place) => {
        expect(wait).toBeGreaterThanOrEqual(0.75 * 500 * 2 ** place - 1);
        expect(wait).toBeLessThanOrEqual(1.25 * 500 * 2 ** place + 1);
      });
  });
});

describe('a strict service', () => {
  const strict = { strict: true };

  it('is not ready with a problem, though other collections could be served; a reload mends it', async () => {
    const files = { 'brands.yaml': misspelt, 'shelf.yaml': shopFiles['shelf.yaml']! };
    const { app, write, world } = await start(files, strict);
    expect([app.ready, [...app.collections.keys()], app.reasons]).toEqual([
      false,
      ['shelf'],
      ['there are problems, and a strict service takes none; see problems'],
    ]);
    write('brands.yaml', brands);
    expect(await world.run(app.reload())).toEqual({ generation: 2, reloaded: true });
    expect([app.ready, app.reasons]).toEqual([true, []]);
    await app.close();
  });

  it('does not become ready when an API comes up that a file does not fit', async () => {
    const world = simulateWorld(1);
    const { client } = simulateShop(world);
    const state = { down: true };
    const lost = new UpstreamFailure('unreachable', 'no connection');
    const directory = directoryWith({
      'upstream.yaml': shopFiles['upstream.yaml']!,
      'brands.yaml': misspelt,
      'shelf.yaml': shopFiles['shelf.yaml']!,
    });
    directories.push(directory);
    const app = createApp({
      world,
      mappingsDirectory: directory.path,
      environment: {},
      observe: () => undefined,
      connect: () => ({
        ...client,
        request: (...all) => (state.down ? Promise.reject(lost) : client.request(...all)),
      }),
      strict: true,
    });
    await world.run(app.started);
    expect([app.ready, [...app.pending]]).toEqual([false, ['brands', 'shelf']]);
    state.down = false;
    await world.pass(60_000);
    expect([app.ready, [...app.collections.keys()]]).toEqual([false, ['shelf']]);
    await app.close();
  });

  it.each([
    ['a broken file', broken],
    ['one that does not fit the API', misspelt],
  ])('takes no reload that brings %s: all that served before serves on', async (_name, text) => {
    const { app, write, world, told } = await start({ 'brands.yaml': brands }, strict);
    const before = app.generation;
    write('brands.yaml', text);
    write('shelf.yaml', shopFiles['shelf.yaml']!);
    const result = await world.run(app.reload());
    expect(result).toMatchObject({ generation: 1, reloaded: false });
    expect(result.reason).toMatch(/^a strict service takes no problems: .*brands\.yaml:\d+:\d+/s);
    expect([app.generation === before, app.ready, app.problems]).toEqual([true, true, []]);
    expect(told.at(-1)).toMatchObject({ kind: 'reload failed' });
    await app.close();
  });
});
