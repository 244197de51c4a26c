/**
 * What is learned while serving: where cursors stand, and how large a page the upstream is known to give whole. It belongs to one
 * generation, and in it to one bound collection.
 */
import { createHash } from 'node:crypto';
import type { ListQuery } from '../calls/list.js';
import type { CollectionModel } from '../model/model.js';
import { onceForEach } from '../once-for-each.js';
import { type Claim, claimId, claimMend, claimPosition, withoutClaim } from '../plan/claims/claims.js';
import type { Bookmark, Knowledge, OrderedQuery } from '../plan/planning.js';
import type { RequestScope } from '../upstream/transport/context.js';
import { type BookmarkMemory, createBookmarks } from './bookmarks.js';
import { createKeptOrders, type KeptOrders } from './kept-orders.js';
import type { LifeClock } from './life.js';
import { createReaders, type Readers } from './readers.js';
import { createRefusals, type Refusals } from './refusals.js';
import { createSeenPages, type SeenPage, type SeenPages } from './seen-pages.js';

type Filtered = Pick<ListQuery, 'condition'>;

export interface CollectionKnowledge extends Knowledge {
  /** Told of every page: so many rows can come at once. */
  received(query: Filtered, rows: number): void;
  /** Told of a page of `rows` rows that proved to be the last although more were asked for. */
  lastPage(query: Filtered, rows: number): void;
  /** Told of a page that was cut to `rows` rows: fewer than asked for, and more to come. */
  cutPage(query: Filtered, rows: number): void;
  /** Whether a page that was cut had so many rows. */
  isCut(query: Filtered, rows: number): boolean;
  /** Whether this was never asked before: what is to be said once. */
  firstTime(what: string): boolean;
  /** Told of writes, before they are sent and after: positions and pages of before are not those of after. */
  wrote(): void;
  /**
   * Told where a cursor of the query's list stands. What a request finds that began before the last write is passed over.
   * @param begun see Execution
   */
  remember(query: ListQuery, facts: RequestScope, begun: number, bookmark: Bookmark): void;
  /** Told of an order that was worked out here, and that it is not true any more. */
  keepOrder(query: OrderedQuery, facts: RequestScope, begun: number, ids: readonly string[]): void;
  forgetOrder(query: OrderedQuery, facts: RequestScope): void;
  /** Pages of the query that were given lately. @param except where one begins that is not wanted */
  seenPages(query: ListQuery, facts: RequestScope, except?: number): readonly SeenPage[];
  sawPage(query: ListQuery, facts: RequestScope, begun: number, page: SeenPage): void;
}

/** A claim that rows have shown to be false, and what is to be done about it. */
export interface Withdrawal {
  readonly collection: string;
  readonly claim: Claim;
  /** What came. */
  readonly reason: string;
  /** The line of the mapping that takes the claim back. */
  readonly mend: string;
  /** Place, reason and mend in one. */
  readonly message: string;
  /** `products.yaml:12:3`. */
  readonly position: string;
}

export interface KnowledgeStore {
  /** The collection without the claims that were withdrawn. */
  current(model: CollectionModel): CollectionModel;
  /** The collection that was bound, of one that `current` gave. */
  bound(model: CollectionModel): CollectionModel;
  /**
   * For the rest of the generation the claims are not believed any more.
   * @returns those that were believed until now; none: nothing is left to withdraw
   */
  withdraw(model: CollectionModel, claims: readonly Claim[], reason: string): readonly Withdrawal[];
  /** Operands that the upstream refused. */
  readonly refusals: Refusals;
  /** All of them, the first one first. */
  withdrawals(): readonly Withdrawal[];
  /** Number of the writes that were told of until now, to whatever collection. */
  writes(): number;
  /** Of one model: another model of the same collection begins with nothing. */
  of(model: CollectionModel): CollectionKnowledge;
}

/** Longer keys are remembered by a digest; making one takes longer than comparing some hundred characters. */
const longestKey = 1000;

interface Trust {
  size: number;
  /** Rows that pages are cut to. Cut to different numbers they have no fixed cap, and nothing can be concluded. */
  cut: number | undefined;
  erratic: boolean;
}

/**
 * Knowledge of one generation, which is empty at first. What it keeps of pages and cursors is bounded in bytes and
 * is forgotten after a minute.
 * @param readers what is compiled anyhow, perhaps for other engines too
 */
export function createKnowledge(clock: LifeClock, readers: Readers = createReaders()): KnowledgeStore {
  const bookmarks = createBookmarks(clock);
  const seen = createSeenPages(clock);
  const orders = createKeptOrders(clock);
  const known = new WeakMap<CollectionModel, CollectionKnowledge>();
  const lesser = new Map<CollectionModel, CollectionModel>();
  const originals = new WeakMap<CollectionModel, CollectionModel>();
  const withdrawals = new Map<string, Withdrawal>();
  const told = { writes: 0 };
  const current = (model: CollectionModel): CollectionModel => lesser.get(model) ?? model;
  const bound = (model: CollectionModel): CollectionModel => originals.get(model) ?? model;
  return {
    current,
    bound,
    refusals: createRefusals(),
    withdraw(given, claims, reason) {
      const model = bound(given);
      const fresh: Withdrawal[] = [];
      for (const claim of claims) {
        const id = `${model.id} ${claimId(claim)}`;
        if (withdrawals.has(id)) continue;
        const position = claimPosition(claim, model);
        const mend = claimMend(claim);
        const message = `${position}: ${reason}. It is worked out here from now on; write ${mend}`;
        const withdrawal = { collection: model.id, claim, reason, mend, message, position };
        withdrawals.set(id, withdrawal);
        fresh.push(withdrawal);
        const left = withoutClaim(current(model), claim);
        lesser.set(model, left);
        originals.set(left, model);
      }
      return fresh;
    },
    withdrawals: () => [...withdrawals.values()],
    writes: () => told.writes,
    of(model) {
      let found = known.get(model);
      if (!found) {
        found = collectionKnowledge(model, readers, bookmarks, seen, orders, told);
        known.set(model, found);
      }
      return found;
    },
  };
}

function collectionKnowledge(
  model: CollectionModel,
  readers: Readers,
  bookmarks: BookmarkMemory,
  seen: SeenPages,
  orders: KeptOrders,
  told: { writes: number },
): CollectionKnowledge {
  // Names of fields and claims, so there are few.
  const said = new Set<string>();
  // With a filter an API may give smaller pages than without.
  const trusts = { plain: newTrust(), filtered: newTrust() };
  const trustOf = ({ condition }: Filtered): Trust =>
    condition === undefined ? trusts.plain : trusts.filtered;
  /** Number of the last write to what it is read from. */
  let last = 0;
  const received = (query: Filtered, rows: number): void => {
    const trust = trustOf(query);
    trust.size = Math.max(trust.size, rows);
  };
  const keyFrom = (...parts: readonly string[]): string =>
    shortened(JSON.stringify([model.id, model.fingerprint, last]) + parts.join(''));
  /** The key that was asked for last: a page is looked for, and then remembered, under the same one. */
  let latest: { query: ListQuery; facts: RequestScope; last: number; key: string } | undefined;
  const keyOf = (query: ListQuery, facts: RequestScope): string => {
    if (latest?.query === query && latest.facts === facts && latest.last === last) return latest.key;
    const key = keyFrom(textOf(query), JSON.stringify(facts));
    latest = { query, facts, last, key };
    return key;
  };
  const orderKey = ({ filter, sort }: OrderedQuery, facts: RequestScope): string =>
    keyFrom(JSON.stringify([filter, sort]), JSON.stringify(facts));
  return {
    reader: (keys, nested = []) => readers.of(model, keys, nested),
    trustedSize(query) {
      const trust = trustOf(query);
      return trust.erratic ? 0 : trust.size;
    },
    received,
    wrote() {
      told.writes += 1;
      last = told.writes;
    },
    firstTime(what) {
      const first = !said.has(what);
      said.add(what);
      return first;
    },
    lastPage(query, rows) {
      // A list that happens to end where an API may cut is looked at again each time.
      const { cut } = trustOf(query);
      // So is one that ends where pages of it were cut.
      received(query, mayBeCap(rows) || rows === cut ? rows : rows + 1);
    },
    cutPage(query, rows) {
      const trust = trustOf(query);
      if (trust.cut !== undefined && trust.cut !== rows) trust.erratic = true;
      trust.cut = rows;
    },
    isCut: (query, rows) => trustOf(query).cut === rows,
    bookmark(query, facts, offset) {
      return bookmarks.none() ? undefined : bookmarks.nearest(keyOf(query, facts), offset);
    },
    remember(query, facts, begun, { position, cursor }) {
      if (begun < last) return;
      bookmarks.add(keyOf(query, facts), { position, cursor });
    },
    keptOrder: (query, facts) => orders.get(orderKey(query, facts)),
    keepOrder(query, facts, begun, ids) {
      if (begun >= last) orders.set(orderKey(query, facts), ids);
    },
    forgetOrder: (query, facts) => orders.delete(orderKey(query, facts)),
    seenPages: (query, facts, except) => seen.of(keyOf(query, facts), except),
    sawPage(query, facts, begun, page) {
      if (begun >= last) seen.add(keyOf(query, facts), page);
    },
  };
}

/** Condition and order: the same for two queries that give the same list. The plan of a question is kept, and its query with it. */
const textOf = onceForEach(({ condition, sort }: ListQuery) =>
  shortened(JSON.stringify([condition ?? null, sort])),
);

function shortened(text: string): string {
  return text.length <= longestKey ? text : createHash('sha256').update(text).digest('base64');
}

function newTrust(): Trust {
  return { size: 0, cut: undefined, erratic: false };
}

/** Sizes that APIs cut pages to: fives and tens, dozens (rows of a grid), powers of two. */
function mayBeCap(rows: number): boolean {
  return rows % 5 === 0 || rows % 12 === 0 || (rows >= 8 && Number.isInteger(Math.log2(rows)));
}
