/** Memories that forget after a time do so by the World's clock: by that of their package nothing would be forgotten in virtual time. */
import type { World } from '../world/world.js';

/** Tells the time in milliseconds; goes on evenly. */
export type LifeClock = Pick<World, 'monotonic'>;

/** What an LRUCache is told of the life of its entries. @param life milliseconds */
export function forgottenAfter(life: number, clock: LifeClock) {
  return {
    ttl: life,
    // Without its own memory of the time, which lasts a real millisecond.
    ttlResolution: 0,
    // An entry of the moment 0 would live for ever.
    perf: { now: () => 1 + clock.monotonic() },
  };
}
