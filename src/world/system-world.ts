/** The real World. Only the composition root imports it; everything else is given it. */
import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { World } from './world.js';

/** Node takes a longer time for one millisecond. */
const longest = 2 ** 31 - 1;

export const systemWorld: World = Object.freeze({
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (milliseconds: number, signal?: AbortSignal) =>
    sleep(Math.min(milliseconds, longest), undefined, signal === undefined ? {} : { signal }),
  timer(milliseconds: number, callback: () => void) {
    const timer = setTimeout(callback, Math.min(milliseconds, longest));
    return () => clearTimeout(timer);
  },
  turn: () => new Promise<void>((resolve) => setImmediate(resolve)),
  random: () => Math.random(),
  id: () => randomUUID(),
  bytes: (count: number) => randomBytes(count),
});
