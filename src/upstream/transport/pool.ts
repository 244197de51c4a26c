import type { Pool } from 'undici';
import type { Cancel, World } from '../../world/world.js';

/** Milliseconds that running requests get when a pool is closed. */
const longestClose = 1000;

/** Lets running requests end for a while, then breaks them off: closing must not take as long as an upstream that hangs. */
export async function closePool(world: World, pool: Pool, longest = longestClose): Promise<void> {
  let cancel: Cancel | undefined;
  const broken = new Promise<void>((resolve) => {
    cancel = world.timer(longest, () => resolve(pool.destroy()));
  });
  await Promise.race([pool.close(), broken]);
  cancel?.();
}
