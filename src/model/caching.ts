/** What is known of a collection for keeping its answers: how long, and what they depend on. */

/** Milliseconds; `stale` and `onError` count from the end of `fresh`. */
export interface CacheTimes {
  readonly fresh: number;
  readonly stale: number;
  readonly onError: number;
}

export interface CachingModel {
  /** undefined: answers are not kept. */
  readonly times: CacheTimes | undefined;
  /** Share of the answers that are given from memory, 0 to 1, of which it is looked whether they are still right. */
  readonly check: number;
  /** GraphQL types of the items: a write changes items of these. */
  readonly writes: readonly string[];
  /** GraphQL types of everything that is read of a row; a change of one of them may change the answer. */
  readonly reads: readonly string[];
  /** Facts of the request that headers and arguments use, as mappings write them. */
  readonly facts: readonly string[];
}

interface Read {
  readonly upstream: string;
  readonly caching: CachingModel;
}

/** Names of the types, each once, in order: those of two upstreams are not the same. */
export function namesOf(models: readonly Read[], what: 'reads' | 'writes'): readonly string[] {
  return [
    ...new Set(models.flatMap((each) => each.caching[what].map((type) => `${each.upstream}/${type}`))),
  ].sort();
}
