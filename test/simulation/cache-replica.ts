/**
 * A replica of the service over the shop: a whole app that reads and binds the files of the mapping, or its parts over collections that were
 * bound once. Binding costs as much as the requests of a whole history; what it does with a reload is shown by the histories with whole apps.
 */
import { type App, createApp } from '../../src/app/app.js';
import { originOf } from '../../src/app/draft.js';
import { hookNamed } from '../../src/app/hooks.js';
import type { OpenUpstream } from '../../src/app/open-upstream.js';
import { createReaders, type Readers } from '../../src/execute/readers.js';
import { createAnswerCache } from '../../src/gateway/cache.js';
import type { CacheStore } from '../../src/gateway/cache-store.js';
import { createGateway } from '../../src/gateway/gateway.js';
import type { CollectionModel } from '../../src/model/model.js';
import { createBases } from '../../src/service/answer-basis.js';
import { createEngine } from '../../src/service/engine.js';
import { createHooks, type Hooks } from '../../src/service/hooks.js';
import { releasedAfter } from '../../src/service/keeping.js';
import { isOutage, isTimeout } from '../../src/service/kept.js';
import { createService, type Service } from '../../src/service/service.js';
import type { UpstreamClient } from '../../src/upstream/transport/client.js';
import type { Observe } from '../../src/world/observation.js';
import type { World } from '../../src/world/world.js';
import { readyCatalog } from '../ready-catalog.js';
import { simulateWorld } from '../world/simulated-world.js';
import { shopGateway, simulateShop } from './simulated-shop.js';

export interface CacheReplica {
  readonly service: Service;
  readonly hooks: Pick<Hooks, 'receive'>;
  readonly started: Promise<void>;
  /** Requests that are under way go on with what they have. */
  reload(): Promise<unknown>;
  close(): Promise<void>;
}

export interface ReplicaOptions {
  readonly world: World;
  readonly observe: Observe;
  readonly client: UpstreamClient;
  readonly store: CacheStore;
}

const cursorSecret = 'one secret for both';

export function wholeReplica(directory: string, { client, ...options }: ReplicaOptions): CacheReplica {
  const app = createApp({
    ...options,
    mappingsDirectory: directory,
    environment: {},
    cursorSecret,
    connect: () => client,
  });
  return {
    service: app.service(undefined),
    hooks: app.hooks,
    started: app.started,
    reload: () => app.reload(),
    close: () => app.close(),
  };
}

/** Mapping files of the shop, and the collections that were bound of them, with their upstream. */
export interface ReplicaShop {
  readonly directory: string;
  readonly collections: ReadonlyMap<string, CollectionModel>;
  readonly upstream: OpenUpstream;
  readonly origin: string;
  readonly readers: Readers;
}

/** Reads and binds the files of the shop once. */
export async function bindShop(directory: string): Promise<ReplicaShop> {
  const world = simulateWorld(1);
  const { client } = simulateShop(world);
  const observe = (): void => undefined;
  const app: App = createApp({
    world,
    observe,
    mappingsDirectory: directory,
    environment: {},
    connect: () => client,
  });
  await world.run(app.started);
  const [upstream] = app.upstreams;
  const { collections } = app;
  await world.run(app.close());
  const origin = originOf(upstream!, cursorSecret);
  return { directory, collections, upstream: upstream!, origin, readers: createReaders() };
}

export function lightReplica(
  { collections, upstream, origin, readers }: ReplicaShop,
  { world, observe, client, store }: ReplicaOptions,
): CacheReplica {
  const failed = (error: unknown): void =>
    observe({ kind: 'store failed', reason: (error as Error).message });
  const cache = createAnswerCache(world, store, isOutage, isTimeout, failed);
  const keeping = { cache, basis: createBases(() => origin), changed: () => undefined };
  const catalog = readyCatalog(collections);
  /** What each generation has of its own: what it learned, and its way to the API. */
  const generation = () => {
    const gateway = createGateway(world, upstream.name, client, shopGateway, observe);
    const access = { client: gateway.client, operations: upstream.operations };
    return createEngine({
      world,
      cursorSecret,
      upstream: () => access,
      collection: (id) => collections.get(id),
      collections: () => collections.values(),
      readers,
    });
  };
  let engine = generation();
  return {
    service: (operation, request, context) => {
      const own = engine;
      return releasedAfter(
        () => undefined,
        (background) =>
          createService({ catalog, keeping: { ...keeping, background }, engine: () => own })(
            operation,
            request,
            context,
          ),
      );
    },
    hooks: createHooks({
      world,
      catalog,
      keeping,
      engine: () => engine,
      hook: (name) => hookNamed([upstream], name),
      observe,
    }),
    started: Promise.resolve(),
    async reload() {
      engine = generation();
    },
    close: () => cache.close(),
  };
}
