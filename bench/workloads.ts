/** What is asked of both sides, load by load. */
import type { Round } from './load.js';
import type { Ask } from './requests.js';

/**
 * Rows of a page, requests of a round, and what is asked for: the answers that the service keeps (the floor asks each time), or
 * the maker of each product, as own fields (flat), as an item out of the same rows (nested), or as one that is read by id (batched).
 * Or the number of products, one product by its id, or a page of those on the shelf by a filter that the upstream cannot do.
 * Inserts of so many items go to an API that takes them as a list (inserted), or as mutations under aliases (aliased).
 */
export interface Workload extends Pick<Round, 'headers'> {
  readonly rows: number;
  readonly amount: number;
  readonly what: string;
  readonly ask?: Ask;
  readonly include?: string;
  readonly inserts?: true;
  /** It is compared with the other loads that have this. */
  readonly besides?: boolean;
  /** Measured only where it is named. */
  readonly named?: true;
}

/** See docs/performance.md. */
export const workloads: readonly Workload[] = [
  { rows: 10, amount: 6000, what: 'products' },
  { rows: 50, amount: 4000, what: 'products' },
  { rows: 1000, amount: 400, what: 'products' },
  { rows: 0, amount: 6000, what: 'count', ask: 'count' },
  { rows: 1, amount: 6000, what: 'by id', ask: 'id' },
  { rows: 50, amount: 400, what: 'shelf', ask: 'contains' },
  { rows: 10, amount: 12_000, what: 'kept' },
  { rows: 50, amount: 12_000, what: 'kept' },
  { rows: 50, amount: 4000, what: 'flat', besides: true },
  { rows: 50, amount: 4000, what: 'nested', include: 'maker', besides: true },
  { rows: 50, amount: 4000, what: 'batched', include: 'maker', besides: true },
  { rows: 50, amount: 3000, what: 'inserted', inserts: true },
  { rows: 50, amount: 3000, what: 'aliased', inserts: true },
  { rows: 50, amount: 4000, what: 'varied', ask: 'varied', named: true },
  { rows: 50, amount: 4000, what: 'words', named: true },
  { rows: 50, amount: 4000, what: 'broken', named: true },
  { rows: 50, amount: 4000, what: 'gzip', headers: { 'accept-encoding': 'gzip' }, named: true },
  { rows: 50, amount: 2000, what: 'closing', headers: { connection: 'close' }, named: true },
];

/** The collection that is asked. */
export function collectionOf({ what, ask }: Workload): string {
  return ask === 'count' || ask === 'id' || ['varied', 'gzip', 'closing'].includes(what) ? 'products' : what;
}

/** Loads that are compared with one another are measured beside each other; every other one by itself. */
export function groupsOf(wanted: readonly Workload[]): readonly (readonly Workload[])[] {
  const together = wanted.filter(({ besides }) => besides !== undefined);
  const alone = wanted.filter(({ besides }) => besides === undefined).map((each) => [each]);
  return together.length > 0 ? [...alone, together] : alone;
}
