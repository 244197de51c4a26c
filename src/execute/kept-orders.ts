/** Orders that were worked out here, for a minute: the next page of the same query is then read by its ids. */
import { LRUCache } from 'lru-cache';
import { forgottenAfter, type LifeClock } from './life.js';

export interface KeptOrders {
  get(query: string): readonly string[] | undefined;
  set(query: string, ids: readonly string[]): void;
  delete(query: string): void;
}

/** Rows of one order at most, and bytes of all: two for each character, and what a text costs besides. */
export const mostKept = 10_000;
const mostBytes = 8 * 2 ** 20;
const textBytes = 32;
/** Milliseconds: rows come and go. */
const life = 60_000;

/** An empty memory of orders. It holds at most 8 MiB, and each order for a minute. */
export function createKeptOrders(clock: LifeClock): KeptOrders {
  // Made for the first order: there may be thousands of sites, and most APIs sort for themselves.
  let orders: LRUCache<string, readonly string[]> | undefined;
  const opened = () =>
    new LRUCache<string, readonly string[]>({
      maxSize: mostBytes,
      ...forgottenAfter(life, clock),
      sizeCalculation: (ids, key) =>
        2 * key.length + ids.reduce((sum, id) => sum + 2 * id.length + textBytes, 1),
    });
  return {
    get: (query) => orders?.get(query),
    set(query, ids) {
      if (ids.length > mostKept) return;
      orders ??= opened();
      orders.set(query, ids);
    },
    delete: (query) => void orders?.delete(query),
  };
}
