/** One history as data: what is asked when, and what befalls the requests upstream. Drawn from a seed, or read from a file. */
import { generator } from '../../world/simulated-world.js';
import { type Identity, identities, styleCount, within } from './subjects.js';

/** What befalls a request upstream; `done` says whether what it asks for has its effect. */
export const faults = {
  none: { done: true, answered: true },
  slow: { done: true, answered: true },
  'not connected': { done: false, turnedAway: true },
  'request lost': { done: false },
  'request broken': { done: false },
  'answer lost': { done: true },
  'answer broken': { done: true },
  'answer cut': { done: true },
  'effect late': { done: 'late' },
  'gateway before': { done: false },
  'gateway after': { done: true },
  'status 408': { done: true },
  'not GraphQL': { done: true },
  'too large': { done: true },
  unauthorized: { done: false, turnedAway: true },
  'rate limited': { done: false, turnedAway: true },
  'status 413': { done: false, turnedAway: true },
  'document refused': { done: false, turnedAway: true },
} as const satisfies Record<string, { done: boolean | 'late'; answered?: true; turnedAway?: true }>;
export type FaultKind = keyof typeof faults;
export const faultKinds = Object.keys(faults) as readonly FaultKind[];
/** Those that show most are drawn more often. */
const drawnKinds: readonly FaultKind[] = [
  ...faultKinds,
  'effect late',
  'effect late',
  'effect late',
  'effect late',
  'answer broken',
  'request broken',
];

export interface Fault {
  readonly kind: FaultKind;
  /** Milliseconds on the way there, and on the way back (or until a late effect). */
  readonly there: number;
  readonly back: number;
}

export interface GivenBook {
  readonly _id?: string;
  readonly title?: string;
  readonly isbn?: string;
  readonly price?: number;
  readonly stock?: number;
  /** Made of title and isbn, so it is read-only. */
  readonly label?: string;
}

/** `at` in milliseconds since the one before; `leaves`: the caller goes away after so many. */
interface Asked {
  readonly at: number;
  readonly replica: number;
  readonly leaves?: number;
}

export type Operation =
  | (Asked & { readonly kind: 'insert' | 'update'; readonly items: readonly GivenBook[] })
  | (Asked & { readonly kind: 'remove'; readonly ids: readonly string[] })
  | (Asked & { readonly kind: 'truncate' })
  | (Asked & { readonly kind: 'query' | 'count' | 'get'; readonly ids: readonly string[] })
  /** Somebody else writes in the API itself. */
  | (Asked & { readonly kind: 'outside'; readonly does: 'insert' | 'update' | 'remove'; readonly id: string })
  /** The replica dies with all that is under way in it, and begins anew. */
  | (Asked & { readonly kind: 'crash' });

export interface Scenario {
  readonly seed: number;
  readonly style: number;
  readonly identity: Identity;
  readonly resolves: boolean;
  /** Milliseconds by which reads of the API are behind its writes. */
  readonly lag: number;
  /** Ids that are there at the beginning. */
  readonly stored: readonly string[];
  readonly operations: readonly Operation[];
  /** Of the requests upstream, in the order in which they are sent; later ones have none. */
  readonly faults: readonly Fault[];
}

const pool = ['b1', 'b2', 'b3', 'b4', 'book1', 'book2'];

export function drawScenario(seed: number): Scenario {
  const draw = generator(seed);
  const below = (count: number): number => Math.floor(draw() * count);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)]!;
  const chance = (share: number): boolean => draw() < share;
  let number = 0;
  const book = (id: string | undefined): GivenBook => {
    number += 1;
    return {
      ...(id === undefined ? {} : { _id: id }),
      // No two writes have the same title, so each effect tells whose it is.
      title: chance(0.08) ? `t${number}!` : `t${number}`,
      ...(chance(0.8) ? { isbn: chance(0.15) ? `i${below(3)}` : `n${number}` } : {}),
      ...(chance(0.4) ? { stock: below(3) } : {}),
      ...(chance(0.3) ? { price: below(100) / 4 } : {}),
    };
  };
  const many = (): number => (chance(0.5) ? 1 : chance(0.8) ? 2 + below(3) : 5 + below(4));
  const asked = (): Asked => ({
    at: chance(0.3) ? 0 : below(chance(0.3) ? 4000 : 300),
    replica: chance(0.25) ? 1 : 0,
    ...(chance(0.1) ? { leaves: below(1000) } : {}),
  });
  const list = <T>(make: () => T): T[] => Array.from({ length: many() }, make);
  const operation = (): Operation => {
    const kind = draw();
    if (kind < 0.3)
      return { ...asked(), kind: 'insert', items: list(() => book(chance(0.7) ? pick(pool) : undefined)) };
    if (kind < 0.55) {
      // Often the same item again in one request.
      let id = pick(pool);
      const labelled = (given: string): GivenBook => ({
        ...book(given),
        ...(chance(0.3) ? { label: `old ${given} (old ${given})` } : {}),
      });
      const next = (): string => {
        if (chance(0.4)) id = pick(pool);
        return id;
      };
      return { ...asked(), kind: 'update', items: list(() => labelled(next())) };
    }
    if (kind < 0.7) return { ...asked(), kind: 'remove', ids: list(() => pick(pool)) };
    if (kind < 0.74) return { ...asked(), kind: 'truncate' };
    if (kind < 0.87)
      return { ...asked(), kind: pick(['query', 'count', 'get'] as const), ids: [pick(pool), pick(pool)] };
    if (kind < 0.96)
      return {
        ...asked(),
        kind: 'outside',
        does: pick(['insert', 'update', 'remove'] as const),
        id: pick(pool),
      };
    return { ...asked(), kind: 'crash' };
  };
  const rate = pick([0.1, 0.3, 0.6]);
  const fault = (): Fault => ({
    kind: chance(rate) ? pick(drawnKinds) : 'none',
    there: below(60),
    back: below(chance(0.3) ? 500 : 60),
  });
  const resolves = chance(0.5);
  return {
    seed,
    style: below(styleCount),
    identity: pick(identities),
    resolves,
    // What the mapping says of the API's lag is true; without it the API has none.
    lag: resolves && chance(0.5) ? 1 + below(within - 100) : 0,
    stored: pool.filter(() => chance(0.6)),
    // Most histories are short, so that there are more of them; what needs many operations is found by the others.
    operations: Array.from({ length: chance(0.85) ? 1 + below(4) : 5 + below(3) }, operation),
    faults: Array.from({ length: 16 }, fault),
  };
}
