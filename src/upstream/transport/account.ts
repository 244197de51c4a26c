/** One account for the memory of all answers that are being received in the process, whatever each of them may hold. */
import { createRoster } from '../../world/roster.js';

export interface AnswerAccount {
  /** Most bytes of all answers together. */
  readonly most: number;
  /** Begins an answer. @param refuse ends it; called at most once, from `add` of this or of another answer */
  open(refuse: () => void): HeldAnswer;
}

export interface HeldAnswer {
  /** So many bytes more are held. Where all together are too many, the largest answer is refused; of equal ones the newest. */
  add(bytes: number): void;
  /** Gives everything back. Can be called again. */
  close(): void;
}

/** 64 MiB: eight answers of the usual largest size at the same moment. */
const usualTotal = 64 * 2 ** 20;

export function createAnswerAccount(most: number = usualTotal): AnswerAccount {
  interface Entry {
    bytes: number;
    readonly refuse: () => void;
    leave: (() => void) | undefined;
  }
  /** The newest of equal answers comes last. */
  const entries = createRoster<Entry>();
  let total = 0;

  const close = (entry: Entry): void => {
    if (!entry.leave) return;
    entry.leave();
    entry.leave = undefined;
    total -= entry.bytes;
  };
  const largest = (): Entry | undefined => {
    let found: Entry | undefined;
    for (const each of entries) if (!found || each.bytes >= found.bytes) found = each;
    return found;
  };
  return {
    most,
    open(refuse) {
      const entry: Entry = { bytes: 0, refuse, leave: undefined };
      entry.leave = entries.add(entry);
      return {
        add(bytes) {
          if (!entry.leave) return;
          entry.bytes += bytes;
          total += bytes;
          while (total > most) {
            const victim = largest()!;
            close(victim);
            victim.refuse();
          }
        },
        close: () => close(entry),
      };
    },
  };
}
