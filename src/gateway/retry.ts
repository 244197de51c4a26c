/**
 * Reads are tried again while there is time: gateways restart, answers break off, limits pass. A mutation is
 * never sent twice (law 4).
 */
import type { UpstreamClient } from '../upstream/transport/client.js';
import { UpstreamFailure } from '../upstream/transport/failure.js';
import type { World } from '../world/world.js';

export interface RetryOptions {
  /** How often one request is sent at most. */
  readonly attempts: number;
  /**
   * Milliseconds before the second attempt; doubled for each further one, and varied by half. A connection that the upstream
   * just closed, or a token that it just refused, is replaced at once, the first time.
   */
  readonly firstWait: number;
}

const usual: RetryOptions = { attempts: 3, firstWait: 150 };

/** @param upstream its name in the mapping, for those who observe */
export function withRetries(
  world: World,
  upstream: string,
  client: UpstreamClient,
  options: RetryOptions = usual,
): UpstreamClient {
  return {
    ...client,
    async request(document, variables, given) {
      const context = { ...given, requestId: given.requestId ?? world.id() };
      let atOnce = true;
      for (let attempt = 1; ; attempt++) {
        try {
          return await client.request(document, variables, { ...context, attempt });
        } catch (error) {
          if (document.kind === 'mutation' || !(error instanceof UpstreamFailure)) throw error;
          if (attempt >= options.attempts) throw error;
          const wait = atOnce && error.sendAgain ? 0 : growingWait(world, error, attempt, options);
          if (error.sendAgain) atOnce = false;
          // An answer after the wait needs time of its own.
          if (wait === undefined || world.now() + 2 * wait >= context.deadline) throw error;
          context.observe?.({
            kind: 'call retried',
            upstream,
            requestId: context.requestId,
            attempt,
            outcome: error.kind,
            waitMilliseconds: wait,
          });
          try {
            await world.sleep(wait, context.signal);
          } catch {
            throw error;
          }
        }
      }
    },
  };
}

/** undefined: no further attempt. */
function growingWait(
  world: World,
  failure: UpstreamFailure,
  attempt: number,
  options: RetryOptions,
): number | undefined {
  if (!isPassing(failure)) return undefined;
  return failure.retryAfterMs ?? options.firstWait * 2 ** (attempt - 1) * (0.5 + world.random('retry wait'));
}

function isPassing(failure: UpstreamFailure): boolean {
  switch (failure.kind) {
    case 'unreachable':
    case 'rateLimited':
    case 'notGraphql':
      return true;
    case 'http':
      return failure.status !== undefined && failure.status >= 500;
    default:
      return false;
  }
}
