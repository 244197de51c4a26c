/** The store of answers that replicas share: a Valkey or Redis server, by a client that is installed beside this package. */
import type { CacheStore } from '../gateway/cache-store.js';
import { createRedisStore, type RedisClient } from '../gateway/redis-store.js';
import { createRestingStore } from '../gateway/resting-store.js';
import type { Environment } from '../mapping/environment.js';
import type { Observe } from '../world/observation.js';
import type { World } from '../world/world.js';
import { CliError } from './cli-error.js';

/** Either has what is needed; both are optional. */
const clients = ['iovalkey', 'ioredis'];

const options = {
  connectTimeout: 2000,
  // Nobody waits so long for an answer (see resting-store.ts). These end what the client asks for itself when it connects, and a
  // connection over which nothing comes any more, though nobody has closed it: a new one may lead further.
  commandTimeout: 2000,
  socketTimeout: 2000,
  maxRetriesPerRequest: 0,
  enableOfflineQueue: false,
  // Commands that were not answered are not sent again.
  autoResendUnfulfilledCommands: false,
};

type ClientClass = new (url: string, options: object) => RedisClient;

/** The one that the environment names. @throws CliError as below, or where replicas would not take each other's cursors */
export async function sharedStoreOf(
  world: World,
  environment: Environment,
  observe: Observe,
): Promise<CacheStore | undefined> {
  const store = await openSharedStore(world, environment.CACHE_URL || undefined, observe);
  if (!store || environment.CURSOR_SECRET) return store;
  await store.close();
  throw new CliError(
    2,
    'CACHE_URL needs CURSOR_SECRET, the same for all replicas: kept answers hold cursors',
  );
}

/**
 * @param url redis:, rediss:, valkey: or valkeys:
 * @throws CliError where it is no such address, or no client is installed
 */
export async function openSharedStore(
  world: World,
  url: string | undefined,
  observe: Observe,
): Promise<CacheStore | undefined> {
  if (url === undefined) return undefined;
  const address = url.replace(/^valkey(s?):/, 'redis$1:');
  if (!URL.canParse(address) || !/^rediss?:\/\//.test(address))
    throw new CliError(
      2,
      'CACHE_URL must be the address of a Valkey or Redis server, e.g. redis://cache:6379',
    );
  for (const name of clients) {
    const Client = await load(name);
    if (!Client) continue;
    const client = new Client(address, options);
    // Each command that fails is told by the cache; without a listener the client would write to the console.
    client.on('error', () => undefined);
    return createRestingStore(world, createRedisStore(client), observe);
  }
  throw new CliError(2, `CACHE_URL needs a client: npm install ${clients.join(', or npm install ')}`);
}

async function load(name: string): Promise<ClientClass | undefined> {
  try {
    const loaded = (await import(name)) as {
      readonly default: ClientClass & { readonly default?: ClientClass };
    };
    return loaded.default.default ?? loaded.default;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}
