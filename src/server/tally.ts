/** Counts the upstream requests that each Wix request causes, told apart by its abort signal. */
export interface Tally {
  begin(signal: AbortSignal): void;
  count(signal: AbortSignal): void;
  of(signal: AbortSignal): number;
}

export function createTally(): Tally {
  const counts = new WeakMap<AbortSignal, number>();
  return {
    begin(signal) {
      counts.set(signal, 0);
    },
    count(signal) {
      const before = counts.get(signal);
      if (before !== undefined) counts.set(signal, before + 1);
    },
    of: (signal) => counts.get(signal) ?? 0,
  };
}
