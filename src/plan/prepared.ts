/**
 * Plans of requests that were asked before. Sites ask the same few questions again and again, and a plan is data that depends on nothing but
 * the request and what was read while it was made: so it is made once, and what it read is held against what is known now.
 */
import { LRUCache } from 'lru-cache';
import type { ListQuery } from '../calls/list.js';
import type { CollectionModel } from '../model/model.js';
import type { RequestScope } from '../upstream/transport/context.js';
import type { Paging } from '../wix/paging.js';
import type { Bookmark, Knowledge, OrderedQuery, Planning } from './planning.js';

export interface PreparedPlans {
  /**
   * The plan that `make` gives, or gave before.
   * @param asked the request as text: the same text is the same question
   * @throws as `make`; what throws is not kept
   */
  of<P extends object>(asked: string, planning: Planning, make: (planning: Planning) => P): P;
  /** Forgets them all. */
  drop(): void;
}

/** One memory for the plans of many engines, bounded in bytes; what was not asked for longest goes first. */
export interface PlanMemory {
  /** A part of it. No plan is shared beyond: the cursors of each engine are its own. */
  part(): PreparedPlans;
}

/** Whether what a plan was made of is the same now. It holds nothing of the planning that it was made with. */
type Check = (now: Planning) => boolean;
/** From the planning of a request to what was read of it, or of another collection. */
type Place = (now: Planning) => Planning | undefined;

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

/** An empty memory of at most about 8 MiB. */
export function createPlanMemory(): PlanMemory {
  const known = new LRUCache<string, readonly Prepared[]>({
    maxSize: mostBytes,
    sizeCalculation: (variants, { length }) => variants.length * (planBytes + characterBytes * length),
  });
  const numbers = new WeakMap<CollectionModel, number>();
  let parts = 0;
  let models = 0;
  const numberOf = (model: CollectionModel): number => {
    const number = numbers.get(model) ?? ++models;
    numbers.set(model, number);
    return number;
  };
  return {
    part() {
      const begin = `${++parts} `;
      return {
        of<P extends object>(asked: string, planning: Planning, make: (planning: Planning) => P): P {
          // Without the claims that were withdrawn a collection is another model.
          const key = `${begin}${numberOf(planning.model)} ${asked}`;
          const variants = known.get(key) ?? [];
          const found = variants.find(({ checks }) => checks.every((holds) => holds(planning)));
          if (found) return found.planned as P;
          const checks: Check[] = [];
          const planned = make(recording(planning, checks, itself));
          known.set(key, [{ planned, checks }, ...variants].slice(0, mostVariants));
          return planned;
        },
        drop() {
          for (const key of [...known.keys()]) if (key.startsWith(begin)) known.delete(key);
        },
      };
    },
  };
}

const itself: Place = (now) => now;

/** The planning, with an ear for everything that is read of it. @param at where it is found in a later one */
function recording(planning: Planning, checks: Check[], at: Place): Planning {
  const { facts, knowledge, other } = planning;
  return {
    ...planning,
    facts: recordedFacts(facts, (read) => void checks.push(sameFact(at, read, read(facts)))),
    knowledge: {
      // Made of the collection alone.
      reader: knowledge.reader,
      trustedSize(query) {
        const size = knowledge.trustedSize(query);
        checks.push(sameSize(at, query, size));
        return size;
      },
      keptOrder(query) {
        const order = knowledge.keptOrder(query, facts);
        checks.push(sameOrder(at, query, order));
        return order;
      },
      bookmark(query, _facts, offset) {
        const bookmark = knowledge.bookmark(query, facts, offset);
        checks.push(sameBookmark(at, query, offset, bookmark));
        return bookmark;
      },
    },
    other(id) {
      const found = other(id);
      checks.push(sameModel(at, id, found?.model));
      return found && recording(found, checks, otherAt(at, id));
    },
  };
}

/*
 * Functions of their own, each with just what it compares: closures inside `recording` would all hold its planning, and with it the engine of a site
 * that was closed long ago.
 */
type Fact = string | boolean | undefined;
type ReadFact = (from: RequestScope) => Fact;

function sameFact(at: Place, read: ReadFact, value: Fact): Check {
  return (now) => {
    const there = at(now);
    return there !== undefined && read(there.facts) === value;
  };
}

type Sized = Parameters<Knowledge['trustedSize']>[0];

function sameSize(at: Place, query: Sized, size: number): Check {
  return (now) => at(now)?.knowledge.trustedSize(query) === size;
}

/** An order has thousands of ids, which are no part of what a plan is counted for: once it is forgotten, no plan may keep it. */
function sameOrder(at: Place, query: OrderedQuery, order: readonly string[] | undefined): Check {
  const known = order && new WeakRef(order);
  return (now) => {
    const there = at(now);
    if (there === undefined) return false;
    const found = there.knowledge.keptOrder(query, there.facts);
    return known === undefined || found === undefined ? known === found : found === known.deref();
  };
}

function sameBookmark(at: Place, query: ListQuery, offset: number, bookmark: Bookmark | undefined): Check {
  return (now) => {
    const there = at(now);
    if (there === undefined) return false;
    const found = there.knowledge.bookmark(query, there.facts, offset);
    return found?.position === bookmark?.position && found?.cursor === bookmark?.cursor;
  };
}

function sameModel(at: Place, id: string, model: CollectionModel | undefined): Check {
  return (now) => {
    const there = at(now);
    return there !== undefined && there.other(id)?.model === model;
  };
}

function otherAt(at: Place, id: string): Place {
  return (now) => at(now)?.other(id);
}

type FactReaders = Readonly<Record<string, ReadFact>>;

const factReaders: FactReaders = {
  language: (from) => from.language,
  instanceId: (from) => from.instanceId,
  /** Whether there is an identity at all. */
  identity: (from) => from.identity !== undefined,
};

const identityReaders: FactReaders = {
  type: (from) => from.identity?.type,
  memberId: (from) => from.identity?.memberId,
  wixUserId: (from) => from.identity?.wixUserId,
  anonymousVisitorId: (from) => from.identity?.anonymousVisitorId,
  appId: (from) => from.identity?.appId,
};

/** Facts that tell which of them are read. */
function recordedFacts(facts: RequestScope, told: (read: ReadFact) => void): RequestScope {
  const { identity } = facts;
  return hearing(facts, factReaders, told, identity && hearing(identity, identityReaders, told));
}

/** A proxy: an object literal with getters costs V8 a hidden class for each one that is made. @param identity stands for the member of this name */
function hearing<T extends object>(
  facts: T,
  readers: FactReaders,
  told: (read: ReadFact) => void,
  identity?: object,
): T {
  return new Proxy(facts, {
    get(own, name) {
      const read = typeof name === 'string' && Object.hasOwn(readers, name) ? readers[name] : undefined;
      if (read) told(read);
      else if (Object.hasOwn(own, name))
        throw new TypeError(`No check is known for the fact ${String(name)}`);
      return name === 'identity' ? identity : own[name as keyof T];
    },
  });
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
