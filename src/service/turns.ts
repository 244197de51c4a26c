/** Work on things of which each can be worked on by one at a time; others wait for their turn. */
export interface Turns {
  /** Begins when no earlier work on one of these things is under way. */
  take<T>(things: readonly string[], work: () => Promise<T>): Promise<T>;
}

/** The last work on a thing, until it is over: what stands in the table of a Map may be kept for long (see world/roster.ts). */
interface LastTurn {
  under: Promise<unknown> | undefined;
}

export function createTurns(): Turns {
  const last = new Map<string, LastTurn>();
  return {
    async take(things, work) {
      const before = things.flatMap((each) => last.get(each)?.under ?? []);
      const under = Promise.allSettled(before).then(work);
      const turn: LastTurn = { under };
      for (const each of things) last.set(each, turn);
      try {
        return await under;
      } finally {
        turn.under = undefined;
        for (const each of things) if (last.get(each) === turn) last.delete(each);
      }
    },
  };
}
