/**
 * Rest for an upstream that fails: after many failures in a row nothing is sent to it for a while, then one request that tries. Its
 * answer lets all others through again, its failure makes the rest twice as long.
 */
import { UpstreamFailure } from '../upstream/transport/failure.js';
import type { World } from '../world/world.js';
import { failsUpstream } from './outage.js';

export interface BreakerOptions {
  /** Failures without an answer between them, after which nothing is sent. */
  readonly failures: number;
  /** Milliseconds until one request tries. Doubled each time when that fails. */
  readonly rest: number;
  /** Milliseconds up to which it is doubled. Default: a minute. */
  readonly longestRest?: number;
}

export type BreakerState = 'closed' | 'open' | 'trying';

/** What came of a request, as far as it tells of the upstream. */
export type CallVerdict = 'answer' | 'failure' | 'timeout' | 'nothing';

/** One request that may be sent: to be ended once, by what came of it. */
export interface PermittedCall {
  end(came: CallVerdict): void;
}

export interface Breaker {
  state(): BreakerState;
  /** @throws {UpstreamFailure} circuitOpen: nothing is sent now */
  check(): void;
  /**
   * The request is about to be sent; after the rest it is the one that tries.
   * @throws {UpstreamFailure} circuitOpen
   */
  begin(): PermittedCall;
}

const usualLongestRest = 60_000;

/** @param changed told of each change of the state */
export function createBreaker(
  world: World,
  upstream: string,
  options: BreakerOptions,
  changed: (state: BreakerState) => void = () => undefined,
): Breaker {
  const longestRest = Math.max(options.longestRest ?? usualLongestRest, options.rest);
  let state: BreakerState = 'closed';
  let failures = 0;
  let rest = options.rest;
  /** Monotonic milliseconds from which one may try. */
  let until = 0;
  /** Of requests that were sent before it opened, nothing is concluded. */
  let round = 0;
  /** Milliseconds that the last answer took. */
  let usual = 0;

  const become = (next: BreakerState): void => {
    state = next;
    round += 1;
    changed(next);
  };
  const open = (): void => {
    until = world.monotonic() + rest;
    rest = Math.min(2 * rest, longestRest);
    become('open');
  };
  const close = (): void => {
    failures = 0;
    rest = options.rest;
    become('closed');
  };
  const refusal = (): UpstreamFailure => {
    // While one tries, the others come back as soon as they like.
    const left = state === 'open' ? Math.max(1, until - world.monotonic()) : 1000;
    const message = `${upstream} failed ${options.failures} times in a row, and is not asked now`;
    return new UpstreamFailure('circuitOpen', message, { retryAfterMs: left });
  };
  const resting = (): boolean => state === 'trying' || (state === 'open' && world.monotonic() < until);
  return {
    state: () => state,
    check() {
      if (resting()) throw refusal();
    },
    begin() {
      if (resting()) throw refusal();
      if (state === 'open') become('trying');
      const own = round;
      const begin = world.monotonic();
      let over = false;
      return {
        end(verdict) {
          if (over) return;
          over = true;
          const took = world.monotonic() - begin;
          if (verdict === 'answer') usual = took;
          if (own !== round) return;
          // Who had less time than an answer takes, because he waited for his place, says nothing of the upstream.
          const came = verdict !== 'timeout' ? verdict : took >= usual ? 'failure' : 'nothing';
          if (state === 'trying') {
            if (came === 'answer') close();
            else if (came === 'failure') open();
            else {
              // Who tried has left: the next one tries.
              until = world.monotonic();
              become('open');
            }
            return;
          }
          if (came === 'answer') failures = 0;
          if (came === 'failure' && ++failures >= options.failures) open();
        },
      };
    },
  };
}

/** What the end of a request says of the upstream. */
export function verdictOn(error: unknown): CallVerdict {
  if (!(error instanceof UpstreamFailure)) return 'answer';
  if (error.kind === 'timeout') return 'timeout';
  if (failsUpstream(error)) return 'failure';
  return error.delivered === 'yes' || error.kind === 'tooLarge' ? 'answer' : 'nothing';
}
