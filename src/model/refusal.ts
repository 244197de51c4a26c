/** Why something is not left to the upstream. */
import type { Refusal } from './model.js';

/** The remedy where no line of the mapping changes anything. */
export const nothingHelps = 'nothing; it is done here';

/** @param remedy the line of the mapping that would change it, or `nothingHelps` */
export function refused(reason: string, remedy: string): Refusal {
  return Object.freeze({ kind: 'refused', reason, remedy });
}
