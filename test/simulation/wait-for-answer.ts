/** An answer of a simulated API that comes after some time. */
import type { CallContext } from '../../src/upstream/transport/context.js';
import { UpstreamFailure } from '../../src/upstream/transport/failure.js';
import type { World } from '../../src/world/world.js';

/**
 * The request has been sent by then, so that nobody knows whether it had an effect where no answer comes.
 * @throws UpstreamFailure when the deadline passes or the caller leaves before
 */
export async function waitForAnswer(
  world: World,
  milliseconds: number,
  { deadline, signal }: Pick<CallContext, 'deadline' | 'signal'>,
): Promise<void> {
  const left = Math.max(0, deadline - world.now());
  try {
    await world.sleep(Math.min(milliseconds, left), signal);
  } catch {
    throw new UpstreamFailure('aborted', 'given up', { delivered: 'unknown' });
  }
  if (milliseconds > left)
    throw new UpstreamFailure('timeout', 'no answer before the deadline', { delivered: 'unknown' });
}
