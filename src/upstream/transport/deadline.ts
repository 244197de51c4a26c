import type { Signal } from '../../world/signal.js';
import type { World } from '../../world/world.js';
import { UpstreamFailure } from './failure.js';

/**
 * The promise's result, unless the caller gives up or the deadline (epoch milliseconds) passes first. The
 * work itself goes on: others may wait for the same token.
 * @throws {UpstreamFailure} aborted, timeout
 */
export function before<T>(world: World, promise: Promise<T>, signal: Signal, deadline: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const done = () => {
      cancel();
      signal.removeEventListener('abort', onAbort);
    };
    const onAbort = () => {
      done();
      reject(new UpstreamFailure('aborted', 'the request was given up by its caller'));
    };
    const cancel = world.timer(Math.max(0, deadline - world.now()), () => {
      done();
      reject(new UpstreamFailure('timeout', 'the request could not be prepared before the deadline'));
    });
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    promise.then(resolve, reject).finally(done);
  });
}
