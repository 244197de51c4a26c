/** How long a writing request sends: the rest of its time is for looking where an answer is lost. */
import type { Execution } from '../execution.js';

/** Share of the time that is left, and milliseconds at most. */
const reserve = { share: 3, most: 4000 };

/** @returns epoch milliseconds after which nothing more is sent */
export function sendUntil({ world, deadline }: Pick<Execution, 'world' | 'deadline'>): number {
  return deadline - Math.min(reserve.most, (deadline - world.now()) / reserve.share);
}
