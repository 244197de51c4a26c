/** Work on things of which each can be worked on by one at a time; others wait for their turn. */
export interface Turns {
  /** Begins when no earlier work on one of these things is under way. */
  take<T>(things: readonly string[], work: () => Promise<T>): Promise<T>;
}

export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return {
    async take(things, work) {
      const before = things.map((each) => last.get(each));
      const turn = Promise.allSettled(before).then(work);
      for (const each of things) last.set(each, turn);
      try {
        return await turn;
      } finally {
        for (const each of things) if (last.get(each) === turn) last.delete(each);
      }
    },
  };
}
