/**
 * undici's Pool by itself. Importing undici as a whole also loads its fetch, WebSocket, cache and mocks, none of which is
 * used here: about 8 MiB of memory for as long as the process lives.
 */
import { createRequire } from 'node:module';
import type { Pool as UndiciPool } from 'undici';

type PoolConstructor = new (...parameters: ConstructorParameters<typeof UndiciPool>) => UndiciPool;

export const Pool = createRequire(import.meta.url)('undici/lib/dispatcher/pool.js') as PoolConstructor;
