/**
 * Answers that are given again. In their keys stand the numbers of the types that they were read from, taken before the upstream was
 * asked: whatever changes a type makes its number one more, so that an answer of before, or one that comes late, lies where nobody looks.
 * While a type is written to, reads go past. One request fills a key, and the others wait for it.
 */

import type { Signal } from '../world/signal.js';
import { createSignal, neverAborted } from '../world/signal.js';
import type { World } from '../world/world.js';
import type { CacheStore, KeptAnswer } from './cache-store.js';

/** How an answer came about. */
export type CacheUse = 'hit' | 'stale' | 'on error' | 'miss' | 'joined' | 'past' | 'asked anew';

/** `failed`: it could not be asked. */
export type CheckOutcome = 'same' | 'different' | 'failed';

export interface WantedAnswer {
  /** Everything that the answer depends on, but the numbers. */
  readonly key: string;
  /** Types that it is read from. */
  readonly names: readonly string[];
  /** Milliseconds; `stale` and `onError` count from the end of `fresh`. */
  readonly times: { readonly fresh: number; readonly stale: number; readonly onError: number };
  /** Of the caller: epoch milliseconds, and aborted when he leaves. */
  readonly deadline: number;
  readonly signal: Signal;
  /** Milliseconds that one who fills has. */
  readonly patience: number;
  /** The caller wants what is there now. */
  readonly anew: boolean;
  /** Share of the fresh answers, 0 to 1, that are asked for once more in the background. */
  readonly check: number;
  /** Told what came of it, where no change was heard of meanwhile. */
  checked(outcome: CheckOutcome): void;
  /** Asks the upstream. @param deadline epoch milliseconds */
  fill(signal: Signal, deadline: number): Promise<Buffer>;
  /** Told of work that goes on when the caller has his answer. */
  background(work: Promise<unknown>): void;
}

export interface GivenAnswer {
  /** The same object for everybody who is given this answer. */
  readonly json: Buffer;
  readonly use: CacheUse;
  /** Milliseconds for which it is fresh; negative: so long it is not any more. */
  readonly left: number;
}

export interface AnswerCache {
  /** @throws what `fill` throws; {CallerGone} where the caller leaves, {CallerLate} where his deadline passes, while another one fills */
  answer(wanted: WantedAnswer): Promise<GivenAnswer>;
  /** Answers that were read from these types are not given any more. */
  invalidate(names: readonly string[]): Promise<void>;
  /**
   * Carries out a write to items of these types: while it is under way, and before its answer, no older one is given.
   * @param longest milliseconds after which it has its effect, or will never have
   * @param lag of its answer: milliseconds until readers see it, or `unknown` where nobody knows whether it was done
   * @throws {StoreFailure} before anything is written, where the store cannot be told
   */
  write<Answer>(
    names: readonly string[],
    longest: number,
    work: () => Promise<Answer>,
    lag: (answer: Answer) => number | 'unknown',
  ): Promise<Answer>;
  close(): Promise<void>;
}

/** The store of answers cannot be reached. Reads do without; a write must not. */
export class StoreFailure extends Error {
  override readonly name = 'StoreFailure';
}

export class CallerGone extends Error {
  override readonly name = 'CallerGone';
}

export class CallerLate extends Error {
  override readonly name = 'CallerLate';
}

interface Filler {
  readonly work: Promise<KeptAnswer>;
  /** Callers who wait for it; without any it is given up, if it is no renewal. */
  waiting: number;
  renewal: boolean;
  /** Nobody waits any more, and none may join. */
  abandoned: boolean;
  abandon(): void;
}

/** Milliseconds beyond the deadline of a write after which its mark ends by itself. */
const margin = 5_000;

/**
 * @param isOutage whether a failure is one that old answers stand in for
 * @param isTimeout whether it is one of the time that the one who filled had
 * @param failed told of each failure of the store
 */
export function createAnswerCache(
  world: World,
  store: CacheStore,
  isOutage: (error: unknown) => boolean,
  isTimeout: (error: unknown) => boolean,
  failed: (error: unknown) => void = () => undefined,
): AnswerCache {
  // Emptied when they are over: what stands in the table of a Map may be kept for long (see world/roster.ts).
  const fillers = new Map<string, { filler: Filler | undefined }>();

  const begin = (wanted: WantedAnswer, numbers: string): Filler => {
    const giveUp = createSignal();
    const whole = `${numbers} ${wanted.key}`;
    const at = world.now();
    const { fresh, stale, onError } = wanted.times;
    const work = wanted.fill(giveUp.signal, at + wanted.patience).then(async (json) => {
      const answer = { json, at };
      await store.set(wanted.key, numbers, answer, fresh + Math.max(stale, onError)).catch(failed);
      return answer;
    });
    const over = (): void => {
      if (fillers.get(whole) === place) fillers.delete(whole);
      place.filler = undefined;
    };
    const filler: Filler = {
      work,
      waiting: 0,
      renewal: false,
      abandoned: false,
      abandon() {
        filler.abandoned = true;
        over();
        giveUp.abort(new CallerGone('nobody waits for it'));
      },
    };
    const place: { filler: Filler | undefined } = { filler };
    fillers.set(whole, place);
    wanted.background(work.then(over, over));
    return filler;
  };
  /** Waits as long as the caller may. */
  const waitFor = (filler: Filler, { deadline, signal }: WantedAnswer): Promise<KeptAnswer> =>
    new Promise((resolve, reject) => {
      filler.waiting += 1;
      const leave = (gone: boolean): void => {
        cancel();
        signal.removeEventListener('abort', onAbort);
        filler.waiting -= 1;
        if (gone && filler.waiting === 0 && !filler.renewal) filler.abandon();
      };
      const onAbort = (): void => {
        leave(true);
        reject(new CallerGone('the caller has left'));
      };
      const cancel = world.timer(Math.max(0, deadline - world.now()), () => {
        leave(true);
        reject(new CallerLate('the deadline has passed'));
      });
      if (signal.aborted) return onAbort();
      signal.addEventListener('abort', onAbort, { once: true });
      filler.work.then(
        (answer) => {
          leave(false);
          resolve(answer);
        },
        (error: unknown) => {
          leave(false);
          reject(error);
        },
      );
    });
  const past = async (wanted: WantedAnswer): Promise<GivenAnswer> => ({
    json: await wanted.fill(wanted.signal, wanted.deadline),
    use: 'past',
    left: 0,
  });
  /** Whoever gave the answer does not wait for this. */
  const check = async (wanted: WantedAnswer, numbers: string, kept: KeptAnswer): Promise<void> => {
    try {
      const json = await wanted.fill(neverAborted, world.now() + wanted.patience);
      const after = await store.numbers(wanted.names);
      if (after.text === numbers && !after.writing)
        wanted.checked(json.equals(kept.json) ? 'same' : 'different');
    } catch {
      wanted.checked('failed');
    }
  };
  const leftOf = ({ at }: KeptAnswer, { times }: WantedAnswer): number => at + times.fresh - world.now();
  /** undefined: the one who filled had no time left, and this caller has. */
  const join = async (
    wanted: WantedAnswer,
    numbers: string,
    kept: KeptAnswer | undefined,
    seen: Filler | undefined,
  ): Promise<GivenAnswer | undefined> => {
    const others = seen?.abandoned === false ? seen : fillers.get(`${numbers} ${wanted.key}`)?.filler;
    const filler = others ?? begin(wanted, numbers);
    try {
      const answer = await waitFor(filler, wanted);
      return { json: answer.json, use: others ? 'joined' : 'miss', left: leftOf(answer, wanted) };
    } catch (error) {
      if (kept && isOutage(error) && leftOf(kept, wanted) + wanted.times.onError >= 0)
        return { json: kept.json, use: 'on error', left: leftOf(kept, wanted) };
      if (others && isTimeout(error) && world.now() < wanted.deadline) return undefined;
      throw error;
    }
  };
  const look = async (wanted: WantedAnswer): Promise<GivenAnswer | undefined> => {
    let now: Awaited<ReturnType<CacheStore['numbers']>>;
    let kept: KeptAnswer | undefined;
    let filler: Filler | undefined;
    try {
      now = await store.numbers(wanted.names);
      // It may end between the look into the store and the next step.
      filler = fillers.size === 0 ? undefined : fillers.get(`${now.text} ${wanted.key}`)?.filler;
      if (!now.writing && !wanted.anew) kept = await store.get(wanted.key, now.text);
    } catch (error) {
      failed(error);
      return past(wanted);
    }
    if (now.writing) return past(wanted);
    if (wanted.anew) {
      // Nobody joins it, and it joins nobody: what others ask for was perhaps asked before.
      const at = world.now();
      const json = await wanted.fill(wanted.signal, wanted.deadline);
      const { fresh, stale, onError } = wanted.times;
      await store.set(wanted.key, now.text, { json, at }, fresh + Math.max(stale, onError)).catch(failed);
      return { json, use: 'asked anew', left: fresh };
    }
    const left = kept === undefined ? undefined : leftOf(kept, wanted);
    // An answer of the future: the clock was set back, and its age is not known.
    if (kept === undefined || left === undefined || left > wanted.times.fresh)
      return join(wanted, now.text, undefined, filler);
    if (left >= 0) {
      if (wanted.check > 0 && world.random('cache check') < wanted.check)
        wanted.background(check(wanted, now.text, kept));
      return { json: kept.json, use: 'hit', left };
    }
    if (left + wanted.times.stale < 0) return join(wanted, now.text, kept, filler);
    if (!filler && !fillers.has(`${now.text} ${wanted.key}`)) begin(wanted, now.text).renewal = true;
    return { json: kept.json, use: 'stale', left };
  };

  return {
    async answer(wanted) {
      for (;;) {
        const given = await look(wanted);
        if (given) return given;
      }
    },
    invalidate: (names) => store.invalidate(names),
    async write(names, longest, work, lag) {
      const write = world.id();
      try {
        await store.begin(names, write, longest + margin);
      } catch (error) {
        failed(error);
        throw new StoreFailure('the store of answers cannot be told of the write', { cause: error });
      }
      let left: number | 'unknown' = 'unknown';
      try {
        const answer = await work();
        left = lag(answer);
        return answer;
      } finally {
        // Where this fails, the mark stays until it ends by itself, and reads go past until then.
        await store.end(names, write, left === 'unknown' ? longest + margin : left).catch(failed);
      }
    },
    close: () => store.close(),
  };
}
