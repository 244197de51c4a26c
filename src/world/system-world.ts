/** The real World. Only the composition root imports it; everything else is given it. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Signal } from './signal.js';
import type { World } from './world.js';

/** Milliseconds of work in a turn after which nothing is held until its end. */
const longestHeld = 4;

/** Node takes a longer time for one millisecond. */
const longest = 2 ** 31 - 1;

/**
 * One in each turn of the event loop: many requests that work in pieces of some milliseconds would otherwise work one after another
 * in the same turn, and a new request would wait for all of them.
 */
function oneInATurn(): Pick<World, 'turn' | 'busy' | 'endOfTurn'> {
  const waiting: (() => void)[] = [];
  let atEnd: (() => void)[] = [];
  let since: number | undefined;
  const forget = (): void => {
    since = undefined;
  };
  const next = (): void => {
    forget();
    waiting.shift()?.();
    if (waiting.length > 0) setImmediate(next);
  };
  const end = (): void => {
    const all = atEnd;
    atEnd = [];
    for (const each of all) each();
  };
  const busy = (): number => {
    const now = performance.now();
    if (since === undefined) {
      since = now;
      setImmediate(forget);
    }
    return now - since;
  };
  return {
    turn: () =>
      new Promise((resolve) => {
        if (waiting.push(resolve) === 1) setImmediate(next);
      }),
    busy,
    endOfTurn(callback) {
      if (atEnd.push(callback) === 1) setImmediate(end);
      if (busy() >= longestHeld) end();
    },
  };
}

export const systemWorld: World = Object.freeze({
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (milliseconds: number, signal?: Signal) =>
    new Promise<void>((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
      };
      const onAbort = (): void => {
        end();
        reject(signal?.reason);
      };
      const onTime = (): void => {
        end();
        resolve();
      };
      const timer = setTimeout(onTime, Math.min(milliseconds, longest));
      if (signal?.aborted) onAbort();
      else signal?.addEventListener('abort', onAbort);
    }),
  timer(milliseconds: number, callback: () => void) {
    const timer = setTimeout(callback, Math.min(milliseconds, longest));
    return () => clearTimeout(timer);
  },
  ...oneInATurn(),
  random: () => Math.random(),
  id: () => randomUUID(),
  bytes: (count: number) => randomBytes(count),
});
