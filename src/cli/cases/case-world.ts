/** A world in which the same request always goes the same way: time stands still, and nothing is drawn. */
import type { World } from '../../world/world.js';

/** @param at epoch milliseconds */
export function caseWorld(world: World, at: number): World {
  let ids = 0;
  return {
    ...world,
    now: () => at,
    random: () => 0.5,
    id() {
      ids += 1;
      return `00000000-0000-4000-8000-${String(ids).padStart(12, '0')}`;
    },
    // They sign the cursors of this one request.
    bytes: (count) => new Uint8Array(count).fill(7),
  };
}
