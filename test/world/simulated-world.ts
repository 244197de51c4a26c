/** A World in virtual time: nothing waits, and one seed decides every draw and which of two timers of one moment is first. */
import type { World } from '../../src/world/world.js';

export interface SimulatedWorld extends World {
  /** Timers that have not fired. */
  waiting(): number;
  /**
   * Fires timers in the order of their times until the promise settles, and gives what it gives.
   * @throws Error when nothing is left to fire: then the promise would never settle
   */
  run<T>(promise: Promise<T>): Promise<T>;
  /** Lets so much time pass. */
  pass(milliseconds: number): Promise<void>;
}

interface Timer {
  readonly at: number;
  readonly tie: number;
  readonly callback: () => void;
  /** Where it stands among those that wait; -1: it does not wait any more. */
  place: number;
}

/** Turns of the event loop after each timer: promises, and streams of Node's own, come to rest within them. */
const usualTurns = 3;

const resolved = Promise.resolve();

/**
 * @param start epoch milliseconds
 * @param turns of the event loop after each timer; none where nothing but promises is waited for: those all come to rest before
 * the next tick of Node
 */
export function simulateWorld(
  seed: number,
  start = Date.UTC(2026, 0, 1),
  turns = usualTurns,
): SimulatedWorld {
  const draw = generator(seed);
  const ties = generator(seed ^ 0x5bd1e995);
  /** A Set would make its table anew again and again. */
  const timers: Timer[] = [];
  let now = start;

  const takeOut = (timer: Timer): void => {
    if (timer.place < 0) return;
    const last = timers.pop()!;
    if (last !== timer) {
      timers[timer.place] = last;
      last.place = timer.place;
    }
    timer.place = -1;
  };
  const timer = (milliseconds: number, callback: () => void): (() => void) => {
    const own = { at: now + Math.max(0, milliseconds), tie: ties(), callback, place: timers.length };
    timers.push(own);
    return () => takeOut(own);
  };
  const tick = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve));
  /** Goes on when everything has come to rest that can without a timer. */
  const rest = (next: () => void): void => {
    if (turns === 0) {
      // Node drains its ticks before it turns to promises, so the tick is asked for behind those that wait now.
      void resolved.then(() => process.nextTick(next));
      return;
    }
    let left = turns;
    const turn = (): void => void (--left === 0 ? setImmediate(next) : setImmediate(turn));
    turn();
  };
  /** Fires the next timer that is due by then. @returns whether there was one */
  const fire = (until: number): boolean => {
    let next: Timer | undefined;
    for (const each of timers)
      if (!next || each.at < next.at || (each.at === next.at && each.tie < next.tie)) next = each;
    if (!next || next.at > until) return false;
    takeOut(next);
    now = Math.max(now, next.at);
    next.callback();
    return true;
  };
  /** Fires timers, one after another, until there is none that is due by then, or it is over. */
  const drive = (until: number, isOver: () => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const step = (): void => {
        try {
          if (isOver() || !fire(until)) resolve();
          else rest(step);
        } catch (error) {
          reject(error);
        }
      };
      rest(step);
    });

  return {
    now: () => now,
    monotonic: () => now - start,
    busy: () => 0,
    timer,
    sleep: sleepBy(timer),
    turn: () => (turns === 0 ? tick() : new Promise<void>((resolve) => setImmediate(resolve))),
    endOfTurn: (callback) => (turns === 0 ? process.nextTick(callback) : void setImmediate(callback)),
    random: () => draw(),
    id: () => {
      const hex = Array.from({ length: 32 }, () => Math.floor(draw() * 16).toString(16)).join('');
      return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5');
    },
    bytes: (count) => Uint8Array.from({ length: count }, () => Math.floor(draw() * 256)),
    waiting: () => timers.length,
    async run(promise) {
      let settled = false;
      const done = promise.finally(() => {
        settled = true;
      });
      // Until it is awaited below its failure must not count as unhandled.
      done.catch(() => undefined);
      await drive(Number.POSITIVE_INFINITY, () => settled);
      if (!settled) throw new Error('nothing is left to happen, and it has not ended');
      return done;
    },
    async pass(milliseconds) {
      const until = now + milliseconds;
      await drive(until, () => false);
      now = until;
    },
  };
}

/** Numbers from 0 up to 1 (mulberry32). */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Sleeping, by a timer that is given up with the signal. */
export function sleepBy(timer: World['timer']): World['sleep'] {
  return (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const onAbort = (): void => {
        cancel();
        reject(signal!.reason);
      };
      const cancel = timer(milliseconds, () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      });
      signal?.addEventListener('abort', onAbort, { once: true });
    });
}
