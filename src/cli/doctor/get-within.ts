/** One small HTTP request that is given up after a while. */
import type { World } from '../../world/world.js';
import { givenUpAfter } from '../given-up.js';

/** undefined: nothing answers in time. Redirects are not followed. */
export function getWithin(
  world: World,
  milliseconds: number,
  url: string,
  method: 'GET' | 'HEAD',
): Promise<Response | undefined> {
  const ask = (signal: AbortSignal) => fetch(url, { method, redirect: 'manual', signal });
  return givenUpAfter(world, milliseconds, ask).catch(() => undefined);
}
