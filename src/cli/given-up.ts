/** Work that is given up after a while. */
import type { World } from '../world/world.js';

/**
 * @param milliseconds after which the signal is aborted
 * @param reason what the signal is aborted with; default: an AbortError
 */
export async function givenUpAfter<T>(
  world: Pick<World, 'timer'>,
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<T>,
  reason?: Error,
): Promise<T> {
  const late = new AbortController();
  const cancel = world.timer(milliseconds, () => late.abort(reason));
  try {
    return await work(late.signal);
  } finally {
    cancel();
  }
}
