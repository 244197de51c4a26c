/**
 * The writes whose outcome nobody knows, until somebody has looked and says which it was. They are kept in memory only: after a restart
 * there are none, and nothing is ever sent again because of them. The log has them all.
 */
import type { UnknownWrite, UnknownWrites } from '../../server/unknown-routes.js';
import { cut } from '../../wix/json.js';
import type { Observe } from '../../world/observation.js';

export interface UnknownWriteLedger extends UnknownWrites {
  readonly observe: Observe;
}

/** Most entries; the oldest make room for newer ones. */
export const mostUnknown = 1000;
/** Most characters of the longest members. */
const longest = 300;

/** @param told of each that is settled */
export function createUnknownWrites(told: Observe): UnknownWriteLedger {
  const entries = new Map<number, UnknownWrite>();
  let last = 0;
  let forgotten = 0;
  return {
    observe(each) {
      if (each.kind !== 'write unknown') return;
      last += 1;
      entries.set(last, {
        number: last,
        at: new Date(each.at).toISOString(),
        requestId: shortened(each.requestId),
        collection: each.collection,
        operation: each.operation,
        item: shortened(each.item),
        why: cut(each.why, longest),
      });
      const [oldest] = entries.keys();
      if (entries.size <= mostUnknown || oldest === undefined) return;
      entries.delete(oldest);
      forgotten += 1;
    },
    list: () => [...entries.values()],
    get forgotten() {
      return forgotten;
    },
    settle(number, outcome) {
      const entry = entries.get(number);
      if (!entry) return undefined;
      entries.delete(number);
      const { requestId, collection, operation, item } = entry;
      told({ kind: 'unknown settled', requestId, collection, operation, item, outcome });
      return entry;
    },
  };
}

function shortened(text: string | undefined): string | undefined {
  return text === undefined ? undefined : cut(text, longest);
}
