/**
 * How much work large bodies may cause before it is known who sent them. The work of a body that turns out to be Wix's is given
 * back; that of garbage comes back with time only, so that garbage can never take more than a small part of the processor.
 */
import type { World } from '../world/world.js';

export interface WorkAllowance {
  /** false: there is none left for so many units. One unit is the work of receiving and hashing one byte, about a nanosecond. */
  take(units: number): boolean;
  giveBack(units: number): void;
}

const mebibyte = 2 ** 20;
/** About four hundredths of a processor. */
const usualPerSecond = 32 * mebibyte;

export function createWorkAllowance(
  world: Pick<World, 'monotonic'>,
  most: number,
  perSecond = usualPerSecond,
): WorkAllowance {
  let left = most;
  let at = world.monotonic();
  return {
    take(units) {
      const now = world.monotonic();
      left = Math.min(most, left + ((now - at) / 1000) * perSecond);
      at = now;
      if (left < units) return false;
      left -= units;
      return true;
    },
    giveBack(units) {
      left = Math.min(most, left + units);
    },
  };
}
