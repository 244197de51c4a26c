/**
 * So many requests to an upstream at once, and a line of bounded length for the others. Whose turn it is depends on who has few under
 * way: a slow collection, or a site that asks for much, waits for itself and not before the others.
 */
import { UpstreamFailure } from '../upstream/transport/failure.js';
import { createRoster } from '../world/roster.js';
import type { Signal } from '../world/signal.js';
import type { World } from '../world/world.js';

export interface QueueOptions {
  /** Requests under way at once. */
  readonly concurrency: number;
  /** Requests that wait at once; what comes beyond is refused. */
  readonly queue: number;
}

/** On whose behalf a request is sent. */
export interface Lane {
  /** The site: its instance id. */
  readonly caller: string;
  readonly collection: string;
}

export interface Waiting {
  readonly lane: Lane;
  /** Epoch milliseconds. */
  readonly deadline: number;
  readonly signal: Signal;
}

export interface Queue {
  /**
   * Waits for a place, where there is none.
   * @returns gives it back; further calls have no effect
   * @throws {UpstreamFailure} queueFull at once; timeout at the deadline, aborted when the caller leaves. Nothing was sent then
   */
  enter(wanted: Waiting): (() => void) | Promise<() => void>;
  underWay(): number;
  waiting(): number;
}

interface Waiter extends Waiting {
  start(): void;
}

/** The places for requests to one upstream. @param upstream its name in the mapping, for messages */
export function createQueue(world: World, upstream: string, options: QueueOptions): Queue {
  const waiting = createRoster<Waiter>();
  /** How many are under way for each caller, and for each of its collections. */
  const callers = new Map<string, number>();
  const lanes = new Map<string, number>();
  let underWay = 0;

  // The length says where the caller's name ends.
  const laneOf = ({ caller, collection }: Lane): string => `${caller.length} ${caller}${collection}`;
  const begin = (lane: Lane): (() => void) => {
    const name = laneOf(lane);
    underWay += 1;
    add(callers, lane.caller, 1);
    add(lanes, name, 1);
    let over = false;
    return () => {
      if (over) return;
      over = true;
      underWay -= 1;
      add(callers, lane.caller, -1);
      add(lanes, name, -1);
      next();
    };
  };
  /** Of the caller with the fewest under way, the collection with the fewest; of equal ones the request that came first. */
  const next = (): void => {
    let chosen: Waiter | undefined;
    let least: readonly [number, number] = [0, 0];
    for (const each of waiting) {
      const has = [callers.get(each.lane.caller) ?? 0, lanes.get(laneOf(each.lane)) ?? 0] as const;
      if (chosen && (has[0] > least[0] || (has[0] === least[0] && has[1] >= least[1]))) continue;
      chosen = each;
      least = has;
    }
    chosen?.start();
  };

  return {
    underWay: () => underWay,
    waiting: waiting.size,
    enter({ lane, deadline, signal }) {
      if (signal.aborted) throw new UpstreamFailure('aborted', 'the request was given up by its caller');
      if (underWay < options.concurrency) return begin(lane);
      if (waiting.size() >= options.queue) {
        const message = `${options.concurrency} requests to ${upstream} are under way, and ${options.queue} wait`;
        throw new UpstreamFailure('queueFull', message, { retryAfterMs: 1000 });
      }
      return new Promise((resolve, reject) => {
        const leave = (): void => {
          outOfLine();
          cancel();
          signal.removeEventListener('abort', onAbort);
        };
        const refuse = (kind: 'aborted' | 'timeout', message: string): void => {
          leave();
          reject(new UpstreamFailure(kind, message));
        };
        const onAbort = (): void => refuse('aborted', 'the request was given up by its caller');
        const cancel = world.timer(Math.max(0, deadline - world.now()), () =>
          refuse('timeout', `no place among the requests to ${upstream} before the deadline`),
        );
        const waiter: Waiter = {
          lane,
          deadline,
          signal,
          start() {
            leave();
            resolve(begin(lane));
          },
        };
        const outOfLine = waiting.add(waiter);
        signal.addEventListener('abort', onAbort, { once: true });
      });
    },
  };
}

function add(counts: Map<string, number>, key: string, change: number): void {
  const count = (counts.get(key) ?? 0) + change;
  if (count > 0) counts.set(key, count);
  else counts.delete(key);
}
