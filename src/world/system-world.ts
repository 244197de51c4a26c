/** The real World. Only the composition root imports it; everything else is given it. */
import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { World } from './world.js';

/** Node takes a longer time for one millisecond. */
const longest = 2 ** 31 - 1;

/**
 * One in each turn of the event loop: many requests that work in pieces of some milliseconds would otherwise work one after another
 * in the same turn, and a new request would wait for all of them.
 */
function oneInATurn(): () => Promise<void> {
  const waiting: (() => void)[] = [];
  const next = (): void => {
    waiting.shift()?.();
    if (waiting.length > 0) setImmediate(next);
  };
  return () =>
    new Promise((resolve) => {
      if (waiting.push(resolve) === 1) setImmediate(next);
    });
}

export const systemWorld: World = Object.freeze({
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (milliseconds: number, signal?: AbortSignal) =>
    sleep(Math.min(milliseconds, longest), undefined, signal === undefined ? {} : { signal }),
  timer(milliseconds: number, callback: () => void) {
    const timer = setTimeout(callback, Math.min(milliseconds, longest));
    return () => clearTimeout(timer);
  },
  turn: oneInATurn(),
  random: () => Math.random(),
  id: () => randomUUID(),
  bytes: (count: number) => randomBytes(count),
});
