/**
 * Memory and work for bodies that are not verified yet, shared by all requests: whoever can reach the port can send them, and
 * hold many connections open.
 */
import type { WorkAllowance } from './work-allowance.js';

export interface BodyBudget {
  open(): BodyAccount;
}

/** What one request holds. */
export interface BodyAccount {
  /** false: there is no room for so many bytes more. */
  take(bytes: number): boolean;
  /** false: too much work was done lately for bodies that nobody signed. Unit: see WorkAllowance. */
  work(units: number): boolean;
  /** Whether bytes or work were refused. */
  refused(): boolean;
  /** Wix signed it: its work counts no longer. */
  vouch(): void;
  /** Gives the memory back. */
  close(): void;
}

/** Bytes of each body that do not count, so that large bodies never keep ordinary ones out. */
const usualFree = 64 * 2 ** 10;
/** Work on each body that does not count, for the same reason. */
const freeWork = 2 ** 20;

export function createBodyBudget(
  allowance: WorkAllowance,
  most: number,
  free = usualFree,
  unpaid = freeWork,
): BodyBudget {
  let used = 0;
  return {
    open() {
      let held = 0;
      let worked = 0;
      let paid = 0;
      let refused = false;
      const counted = (bytes: number): number => Math.max(0, bytes - free);
      return {
        take(bytes) {
          const more = counted(held + bytes) - counted(held);
          if (used + more > most) {
            refused = true;
            return false;
          }
          used += more;
          held += bytes;
          return true;
        },
        work(units) {
          worked += units;
          const due = Math.max(0, worked - unpaid) - paid;
          if (due > 0 && !allowance.take(due)) {
            refused = true;
            return false;
          }
          paid += Math.max(0, due);
          return true;
        },
        refused: () => refused,
        vouch() {
          allowance.giveBack(paid);
          paid = 0;
        },
        close() {
          used -= counted(held);
          held = 0;
        },
      };
    },
  };
}
