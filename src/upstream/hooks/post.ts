/** Posts one small message. Redirects are not followed, and the answer is thrown away. */
import { Pool } from 'undici';
import { neverAborted } from '../../world/signal.js';
import type { World } from '../../world/world.js';
import { smallAnswer } from '../transport/allowance.js';
import { exchange } from '../transport/exchange.js';
import { closePool } from '../transport/pool.js';

export interface Message {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Epoch milliseconds. */
  readonly deadline: number;
}

/** A connection for each message: they are rare. @throws UpstreamFailure where no answer came */
export async function postMessage(world: World, { url, headers, body, deadline }: Message): Promise<number> {
  const { origin, pathname, search } = new URL(url);
  const pool = new Pool(origin, {
    connections: 1,
    connect: { timeout: 5000 },
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  try {
    const request = { origin, path: pathname + search, method: 'POST', headers, body } as const;
    const signal = neverAborted;
    return (await exchange(pool, request, { world, signal, deadline, most: smallAnswer })).status;
  } finally {
    await closePool(world, pool);
  }
}
