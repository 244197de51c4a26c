/**
 * A store that is a server, and may take requests without ever answering them. Nobody waits long for it, and after several that waited
 * in vain it is left alone for a while, as an upstream is. Calls fail at once then, as they do where it is out of reach: reads go past
 * it, and writes are refused, since other replicas may still give what they find in it.
 */
import type { Observe } from '../world/observation.js';
import type { World } from '../world/world.js';
import { createBreaker } from './breaker.js';
import { aroundCalls, type CacheStore } from './cache-store.js';

/** Milliseconds that a read or a write waits for one answer. */
const longest = 500;

/** Short rests: until one is over, writes are refused. Each costs one caller who tries half a second. */
const breaking = Object.freeze({ failures: 3, rest: 1000, longestRest: 5000 });

/** @param store what it does after its time is up has its effect and no reader, as with any answer that is lost */
export function createRestingStore(world: World, store: CacheStore, observe: Observe): CacheStore {
  const breaker = createBreaker(world, 'the store of answers', breaking, (state) =>
    observe({ kind: 'store breaker changed', state }),
  );
  const within = <Answer>(work: () => Promise<Answer>): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const trial = breaker.begin();
      const cancel = world.timer(longest, () => {
        trial.end('failure');
        reject(new Error(`it has not answered within ${longest} ms`));
      });
      // Whatever fails sooner costs nobody time: it need not be left alone for that.
      const answered = (): void => {
        cancel();
        trial.end('answer');
      };
      work().then(
        (answer) => {
          answered();
          resolve(answer);
        },
        (error: unknown) => {
          answered();
          reject(error);
        },
      );
    });
  return aroundCalls(store, within);
}
