/**
 * Plans of requests that were asked before. Sites ask the same few questions again and again, and a plan is data that depends on nothing but
 * the request and what was read while it was made: so it is made once, and what it read is held against what is known now.
 */
import { LRUCache } from 'lru-cache';
import type { RequestScope } from '../upstream/transport/context.js';
import type { Paging } from '../wix/paging.js';
import type { Bookmark, Planning } from './planning.js';

export interface PreparedPlans {
  /**
   * The plan that `make` gives, or gave before.
   * @param asked the request as text: the same text from the same `owner` is the same question
   * @param owner what plans are never shared beyond: the engine of one site, whose cursors are its own
   * @throws as `make`; what throws is not kept
   */
  of<P extends object>(asked: string, owner: object, planning: Planning, make: (planning: Planning) => P): P;
}

/** Whether what planning has read is the same now. */
type Check = (now: Planning) => boolean;

interface Prepared {
  readonly planned: object;
  readonly checks: readonly Check[];
}

/** Bytes of all plans, by a rough count: a plan takes some thousands, and each character of a request comes to stand in several nodes. */
const mostBytes = 8 * 2 ** 20;
const planBytes = 8000;
const characterBytes = 20;
/** Plans of one question, e.g. for languages or members. */
const mostVariants = 4;

/** Longer requests are planned anew each time, in characters: it would be mostly them that fill the memory. */
export const longestPrepared = 4096;

/** One memory for all owners, bounded in bytes; what was not asked for longest goes first. */
export function createPreparedPlans(): PreparedPlans {
  const known = new LRUCache<string, readonly Prepared[]>({
    maxSize: mostBytes,
    sizeCalculation: (variants, { length }) => variants.length * (planBytes + characterBytes * length),
  });
  const numbers = new WeakMap<object, number>();
  let last = 0;
  const numberOf = (each: object): number => {
    const number = numbers.get(each) ?? ++last;
    numbers.set(each, number);
    return number;
  };
  return {
    of<P extends object>(
      asked: string,
      owner: object,
      planning: Planning,
      make: (planning: Planning) => P,
    ): P {
      // Without the claims that were withdrawn a collection is another model.
      const key = `${numberOf(owner)} ${numberOf(planning.model)} ${asked}`;
      const variants = known.get(key) ?? [];
      const found = variants.find(({ checks }) => checks.every((holds) => holds(planning)));
      if (found) return found.planned as P;
      const checks: Check[] = [];
      const planned = make(recording(planning, checks, (now) => now));
      known.set(key, [{ planned, checks }, ...variants].slice(0, mostVariants));
      return planned;
    },
  };
}

/**
 * The planning, with an ear for everything that is read of it.
 * @param at leads from the planning of a later request to the one that is read here
 */
function recording(
  planning: Planning,
  checks: Check[],
  at: (now: Planning) => Planning | undefined,
): Planning {
  const { facts, knowledge, other } = planning;
  const note = <T>(
    value: T,
    again: (now: Planning) => T,
    same: (one: T, other: T) => boolean = Object.is,
  ): T => {
    checks.push((now) => {
      const there = at(now);
      return there !== undefined && same(again(there), value);
    });
    return value;
  };
  return {
    ...planning,
    facts: recordedFacts(facts, (read) => note(read(facts), (now) => read(now.facts))),
    knowledge: {
      // Made of the collection alone.
      reader: knowledge.reader,
      trustedSize: (query) => note(knowledge.trustedSize(query), (now) => now.knowledge.trustedSize(query)),
      keptOrder: (query) =>
        note(knowledge.keptOrder(query, facts), (now) => now.knowledge.keptOrder(query, now.facts)),
      bookmark: (query, _facts, offset) =>
        note(
          knowledge.bookmark(query, facts, offset),
          (now) => now.knowledge.bookmark(query, now.facts, offset),
          isSameBookmark,
        ),
    },
    other(id) {
      const found = other(id);
      note(found?.model, (now) => now.other(id)?.model);
      return found && recording(found, checks, (now) => at(now)?.other(id));
    },
  };
}

function isSameBookmark(one: Bookmark | undefined, other: Bookmark | undefined): boolean {
  return one?.position === other?.position && one?.cursor === other?.cursor;
}

type Fact = string | boolean | undefined;

/** Facts that tell which of them are read, and whether there is an identity at all. */
function recordedFacts(
  facts: RequestScope,
  told: <T extends Fact>(read: (from: RequestScope) => T) => T,
): RequestScope {
  const identity = facts.identity && {
    get type() {
      return told((from) => from.identity?.type);
    },
    get memberId() {
      return told((from) => from.identity?.memberId);
    },
    get wixUserId() {
      return told((from) => from.identity?.wixUserId);
    },
    get anonymousVisitorId() {
      return told((from) => from.identity?.anonymousVisitorId);
    },
    get appId() {
      return told((from) => from.identity?.appId);
    },
  };
  return {
    get language() {
      return told((from) => from.language);
    },
    get instanceId() {
      return told((from) => from.instanceId);
    },
    get identity() {
      told((from) => from.identity !== undefined);
      return identity;
    },
  };
}

/**
 * The text under which the plan of a request is kept; undefined: it is made each time. A cursor says more than the request that it stands
 * in, so it is opened each time.
 * @param text the request as it came, where it is short
 */
export function keptAs(
  kind: string,
  text: string | undefined,
  request?: { readonly paging: Paging },
): string | undefined {
  const paging = request?.paging;
  const opened = paging !== undefined && paging.kind !== 'offset' && paging.cursor !== undefined;
  return text === undefined || opened ? undefined : `${kind} ${text}`;
}
