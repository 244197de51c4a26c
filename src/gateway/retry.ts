/**
 * Reads are tried again while there is time: gateways restart, answers break off, limits pass. A mutation is
 * never sent twice (law 4).
 *
 * Attempts share a budget for each upstream, as in gRPC's retry throttling (proposal A6): when many of them fail, the upstream is
 * out of order, and repeating every read would be three times the load that it already cannot bear.
 */
import type { UpstreamClient } from '../upstream/transport/client.js';
import { UpstreamFailure } from '../upstream/transport/failure.js';
import type { World } from '../world/world.js';
import { failsUpstream } from './outage.js';

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

interface RetryBudget {
  succeeded(): void;
  failed(): void;
  /** Whether enough attempts succeeded lately. */
  allows(): boolean;
}

const most = 10;
/** So many attempts must succeed for one that failed: in the long run a sixth of all may fail before no more are repeated. */
const forSuccess = 0.2;

/** A failed attempt costs one token, a good one gives back a fifth; with half of ten tokens or less nothing is repeated. */
export function retryBudget(): RetryBudget {
  let tokens = most;
  return {
    succeeded() {
      tokens = Math.min(most, tokens + forSuccess);
    },
    failed() {
      tokens = Math.max(0, tokens - 1);
    },
    allows() {
      return tokens > most / 2;
    },
  };
}

/** @param upstream its name in the mapping, for those who observe */
export function withRetries(
  world: World,
  upstream: string,
  client: UpstreamClient,
  options: RetryOptions = usual,
): UpstreamClient {
  const budget = retryBudget();
  return {
    ...client,
    async request(document, variables, given) {
      const context = given.requestId === undefined ? { ...given, requestId: world.id() } : given;
      let atOnce = true;
      for (let attempt = 1; ; attempt++) {
        try {
          const result = await client.request(
            document,
            variables,
            attempt === 1 ? context : { ...context, attempt },
          );
          budget.succeeded();
          return result;
        } catch (error) {
          if (isOutage(error)) budget.failed();
          if (document.kind === 'mutation' || !(error instanceof UpstreamFailure)) throw error;
          if (attempt >= options.attempts) throw error;
          if (isOutage(error) && !budget.allows()) throw error;
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

/** The upstream is not to blame for a request that it refuses, nor for a token whose time was over. */
function isOutage(error: unknown): boolean {
  return error instanceof UpstreamFailure && (isPassing(error) || error.kind === 'timeout');
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

/** A new attempt may be answered. One that had no time left is not made again. */
function isPassing(failure: UpstreamFailure): boolean {
  return failure.kind === 'rateLimited' || (failure.kind !== 'timeout' && failsUpstream(failure));
}
