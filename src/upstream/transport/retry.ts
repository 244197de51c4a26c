/**
 * Reads are tried again while there is time: gateways restart, answers break off, limits pass. A mutation is
 * never sent twice (law 4).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { UpstreamClient } from './client.js';
import type { CallContext } from './context.js';
import { UpstreamFailure } from './failure.js';

export interface RetryOptions {
  /** How often one request is sent at most. */
  readonly attempts: number;
  /** Milliseconds before the second attempt; doubled for each further one, and varied by half. */
  readonly firstWait: number;
}

const usual: RetryOptions = { attempts: 3, firstWait: 150 };

export function withRetries(client: UpstreamClient, options: RetryOptions = usual): UpstreamClient {
  return {
    ...client,
    async request(document, variables, context) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await client.request(document, variables, context);
        } catch (error) {
          const wait = waitBefore(error, attempt, options, context);
          if (document.kind === 'mutation' || wait === undefined) throw error;
          context.log?.debug(
            { upstream: client.shown, attempt, waitMs: Math.round(wait) },
            'upstream request is tried again',
          );
          try {
            await sleep(wait, undefined, { signal: context.signal });
          } catch {
            throw error;
          }
        }
      }
    },
  };
}

/** undefined: no further attempt. */
function waitBefore(
  error: unknown,
  attempt: number,
  options: RetryOptions,
  context: CallContext,
): number | undefined {
  if (!(error instanceof UpstreamFailure) || attempt >= options.attempts || !isPassing(error))
    return undefined;
  const growing = options.firstWait * 2 ** (attempt - 1) * (0.5 + Math.random());
  const wait = error.retryAfterMs ?? growing;
  // An answer after the wait needs time of its own.
  return Date.now() + 2 * wait < context.deadline && !context.signal.aborted ? wait : undefined;
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
