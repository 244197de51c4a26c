/**
 * undici's Pool by itself. Importing undici as a whole also loads its fetch, WebSocket, cache and mocks, none of which is
 * used here: about 8 MiB of memory for as long as the process lives.
 */
import { createRequire } from 'node:module';
import type { Pool as UndiciPool } from 'undici';

type PoolConstructor = new (...parameters: ConstructorParameters<typeof UndiciPool>) => UndiciPool;

export const Pool = createRequire(import.meta.url)('undici/lib/dispatcher/pool.js') as PoolConstructor;

/** Milliseconds that running requests get when a pool is closed. */
const longestClose = 1000;

/** Lets running requests end for a while, then breaks them off: closing must not take as long as an upstream that hangs. */
export async function closePool(pool: UndiciPool, longest = longestClose): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const broken = new Promise<void>((resolve) => {
    timer = setTimeout(() => resolve(pool.destroy()), longest);
  });
  await Promise.race([pool.close(), broken]);
  clearTimeout(timer);
}
