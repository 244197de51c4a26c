/** One small HTTP request that is given up after a while. */
import type { World } from '../../world/world.js';

/** undefined: nothing answers in time. Redirects are not followed. */
export async function getWithin(
  world: World,
  milliseconds: number,
  url: string,
  method: 'GET' | 'HEAD',
): Promise<Response | undefined> {
  const abort = new AbortController();
  const cancel = world.timer(milliseconds, () => abort.abort());
  try {
    return await fetch(url, { method, redirect: 'manual', signal: abort.signal });
  } catch {
    return undefined;
  } finally {
    cancel();
  }
}
