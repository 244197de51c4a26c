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

type What = 'reads' | 'writes';

/** Of one collection they are always the same, and every write asks those of all. */
const known = new WeakMap<CachingModel, Map<string, readonly string[]>>();

function ownNames({ upstream, caching }: Read, what: What): readonly string[] {
  const own = known.get(caching) ?? new Map<string, readonly string[]>();
  known.set(caching, own);
  const key = `${what} ${upstream}`;
  const names = own.get(key) ?? [...new Set(caching[what].map((type) => `${upstream}/${type}`))].sort();
  own.set(key, names);
  return names;
}

/** Names of the types, each once, in order: those of two upstreams are not the same. */
export function namesOf(models: readonly Read[], what: What): readonly string[] {
  const [first, ...more] = models;
  if (first && more.length === 0) return ownNames(first, what);
  return [...new Set(models.flatMap((each) => ownNames(each, what)))].sort();
}
