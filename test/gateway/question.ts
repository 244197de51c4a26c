/** What a cache of answers is asked in tests of its store. */
import type { WantedAnswer } from '../../src/gateway/cache.js';
import { neverAborted } from '../../src/world/signal.js';

const patience = 10_000;

/** A question whose answer is fresh for ten minutes, and that waits ten seconds for it. @param now epoch milliseconds */
export function question(
  key: string,
  names: readonly string[],
  now: number,
  fill: () => Promise<Buffer>,
): WantedAnswer {
  return {
    key,
    names,
    times: { fresh: 600_000, stale: 0, onError: 0 },
    deadline: now + patience,
    signal: neverAborted,
    patience,
    anew: false,
    check: 0,
    checked: () => undefined,
    fill,
    background: () => undefined,
  };
}
