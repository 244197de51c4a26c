/**
 * Memory for bodies that are not verified yet, shared by all requests: whoever can reach the port can send them, and hold many
 * connections open.
 */
export interface BodyBudget {
  open(): BodyAccount;
}

/** What one request holds. */
export interface BodyAccount {
  /** false: there is no room for so many bytes more. */
  take(bytes: number): boolean;
  /** Whether bytes were refused. */
  readonly refused: boolean;
  /** Gives everything back. */
  close(): void;
}

const usualMost = 64 * 2 ** 20;
/** Bytes of each body that do not count, so that large bodies never keep ordinary ones out. */
const usualFree = 64 * 2 ** 10;

export function createBodyBudget(most = usualMost, free = usualFree): BodyBudget {
  let used = 0;
  return {
    open() {
      let held = 0;
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
        get refused() {
          return refused;
        },
        close() {
          used -= counted(held);
          held = 0;
        },
      };
    },
  };
}
