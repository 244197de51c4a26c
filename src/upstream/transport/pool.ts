/**
 * undici's Pool by itself. Importing undici as a whole also loads its fetch, WebSocket, cache and mocks, none of which is
 * used here: about 8 MiB of memory for as long as the process lives.
 */
import { createRequire } from 'node:module';
import type { Pool as UndiciPool } from 'undici';
import type { Cancel, World } from '../../world/world.js';

type PoolConstructor = new (...parameters: ConstructorParameters<typeof UndiciPool>) => UndiciPool;

export const Pool = createRequire(import.meta.url)('undici/lib/dispatcher/pool.js') as PoolConstructor;

/** Milliseconds that running requests get when a pool is closed. */
const longestClose = 1000;

/** Lets running requests end for a while, then breaks them off: closing must not take as long as an upstream that hangs. */
export async function closePool(world: World, pool: UndiciPool, longest = longestClose): Promise<void> {
  let cancel: Cancel | undefined;
  const broken = new Promise<void>((resolve) => {
    cancel = world.timer(longest, () => resolve(pool.destroy()));
  });
  await Promise.race([pool.close(), broken]);
  cancel?.();
}
