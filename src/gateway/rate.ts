/**
 * What the upstream said that it still takes, shared by all requests: each one pays before it is sent, waits until there is enough, or
 * is refused when that would be after its deadline.
 */
import type { PreparedDocument } from '../upstream/transport/document.js';
import { UpstreamFailure } from '../upstream/transport/failure.js';
import type { RateReport } from '../upstream/transport/rate-report.js';
import type { Signal } from '../world/signal.js';
import type { Cancel, World } from '../world/world.js';

export interface RateBudget {
  /**
   * Waits until the request may be sent, where it may not be at once.
   * @param deadline epoch milliseconds
   * @throws {UpstreamFailure} rateLimited, where that is after the deadline; aborted. Nothing was sent then
   */
  admit(document: PreparedDocument, deadline: number, signal: Signal): Payment | Promise<Payment>;
}

/** What one request has taken out of the budget. */
export interface Payment {
  /** Milliseconds that it waited. */
  readonly waited: number;
  /** Told of its end, with what the answer says. @param pause milliseconds for which the upstream wants to be left alone */
  end(report: RateReport | undefined, pause?: number): void;
}

interface Bucket {
  available: number;
  /** Monotonic milliseconds of it. */
  at: number;
  readonly most: number;
  readonly perSecond: number;
}

interface Window {
  remaining: number;
  /** Monotonic milliseconds. */
  resetsAt: number;
  /** As it is told, or the most that was seen to remain. */
  readonly limit: number;
  /** Milliseconds: the longest time to its end that was seen. */
  readonly length: number;
}

interface Waiter {
  readonly points: number;
  readonly deadline: number;
  start(): void;
  refuse(failure: UpstreamFailure): void;
}

/** Moments of two answers are those of one window when they are no further apart: seconds are rounded. */
const sameWindow = 2000;

/** Nothing is known at first: until an answer tells of a limit, nothing waits. @param upstream its name, for messages */
export function createRateBudget(world: World, upstream: string): RateBudget {
  let bucket: Bucket | undefined;
  let window: Window | undefined;
  let pausedUntil = 0;
  /** Cost of each document as it was told last; of others, the highest that was told. */
  const costs = new WeakMap<PreparedDocument, number>();
  let highest = 0;
  /** Points, and requests, that were taken and of which no answer has told yet. */
  const open = { points: 0, requests: 0 };
  /** In the order of their coming. */
  const line: Waiter[] = [];
  let cancel: Cancel = () => undefined;
  /** Requests that were let in, and the last of them whose answer told of the bucket. */
  let admitted = 0;
  let told = 0;

  const refresh = (): void => {
    const now = world.monotonic();
    if (bucket) {
      const filled = bucket.available + ((now - bucket.at) / 1000) * bucket.perSecond;
      bucket = { ...bucket, available: Math.min(bucket.most, filled), at: now };
    }
    // Until it is told how the next window is, it is taken to be like this one.
    if (window && now >= window.resetsAt) {
      window.remaining = window.limit;
      window.resetsAt += (Math.floor((now - window.resetsAt) / window.length) + 1) * window.length;
    }
  };
  /** @param order of the request among all that were let in */
  const learn = (
    { bucket: filled, window: seen }: RateReport,
    document: PreparedDocument,
    order: number,
  ): void => {
    const now = world.monotonic();
    if (filled) {
      costs.set(document, filled.cost);
      highest = Math.min(filled.most, Math.max(highest, filled.cost));
      const { most, perSecond } = filled;
      const left = filled.available - open.points;
      refresh();
      // What was answered before may have been taken after this was told: then it can only say that there is less.
      const available = bucket && order < told ? Math.min(bucket.available, left) : left;
      told = Math.max(told, order);
      bucket = { available, at: now, most, perSecond };
    }
    if (!seen) return;
    const left = seen.remaining - open.requests;
    const resetsAt = now + seen.resetsIn;
    // Answers may come in another order than they were made: of one window the lowest counts, of an older one none.
    const later = window ? resetsAt - window.resetsAt : Number.POSITIVE_INFINITY;
    if (later < -sameWindow) return;
    window = {
      remaining: later <= sameWindow ? Math.min(window!.remaining, left) : left,
      resetsAt,
      limit: Math.max(1, seen.limit ?? Math.max(seen.remaining, window?.limit ?? 0)),
      length: Math.max(seen.resetsIn, window?.length ?? 0),
    };
  };
  /** Milliseconds until so much can be taken. */
  const timeUntil = (points: number, requests: number): number => {
    refresh();
    const now = world.monotonic();
    const lacking = bucket ? points - bucket.available : 0;
    const filling = lacking > 0 ? Math.ceil((lacking / bucket!.perSecond) * 1000) : 0;
    const further = window ? Math.ceil((requests - window.remaining) / window.limit) : 0;
    const opening = further > 0 ? window!.resetsAt - now + (further - 1) * window!.length : 0;
    return Math.max(filling, opening, pausedUntil - now, 0);
  };
  const take = (points: number, sign: 1 | -1): void => {
    open.points += sign * points;
    open.requests += sign;
    if (sign < 0) return;
    if (bucket) bucket.available -= points;
    if (window) window.remaining -= 1;
  };
  const tooLate = (wait: number): UpstreamFailure => {
    const message = `${upstream} takes the next request in ${Math.ceil(wait / 1000)} s, as it said`;
    return new UpstreamFailure('rateLimited', message, { retryAfterMs: wait });
  };
  /** Lets in whom it can, from the first on, and refuses whose turn would come too late by what is known now. */
  const serve = (): void => {
    cancel();
    const before = { points: 0, requests: 0 };
    let soonest: number | undefined;
    for (const each of [...line]) {
      const wait = timeUntil(before.points + each.points, before.requests + 1);
      const late = wait > 0 && world.now() + wait >= each.deadline;
      if (wait > 0 && !late) {
        soonest ??= wait;
        before.points += each.points;
        before.requests += 1;
        continue;
      }
      line.splice(line.indexOf(each), 1);
      if (late) each.refuse(tooLate(wait));
      else each.start();
    }
    if (soonest !== undefined) cancel = world.timer(soonest, serve);
  };
  const payment = (document: PreparedDocument, points: number, begin: number): Payment => {
    let over = false;
    admitted += 1;
    const order = admitted;
    return {
      waited: world.monotonic() - begin,
      end(report, pause = 0) {
        if (over) return;
        over = true;
        take(points, -1);
        if (report) learn(report, document, order);
        pausedUntil = Math.max(pausedUntil, world.monotonic() + pause);
        serve();
      },
    };
  };

  return {
    admit(document, deadline, signal) {
      refresh();
      const begin = world.monotonic();
      const points = bucket ? Math.min(bucket.most, costs.get(document) ?? highest) : 0;
      const pay = (): Payment => {
        take(points, 1);
        return payment(document, points, begin);
      };
      const before = line.reduce((sum, each) => sum + each.points, 0);
      const wait = timeUntil(before + points, line.length + 1);
      if (wait === 0) return pay();
      if (world.now() + wait >= deadline) throw tooLate(wait);
      return new Promise((resolve, reject) => {
        const onAbort = (): void => {
          line.splice(line.indexOf(waiter), 1);
          reject(new UpstreamFailure('aborted', 'the request was given up by its caller'));
          serve();
        };
        const waiter: Waiter = {
          points,
          deadline,
          start() {
            signal.removeEventListener('abort', onAbort);
            resolve(pay());
          },
          refuse(failure) {
            signal.removeEventListener('abort', onAbort);
            reject(failure);
          },
        };
        if (signal.aborted)
          return reject(new UpstreamFailure('aborted', 'the request was given up by its caller'));
        signal.addEventListener('abort', onAbort, { once: true });
        line.push(waiter);
        if (line.length === 1) serve();
      });
    },
  };
}
