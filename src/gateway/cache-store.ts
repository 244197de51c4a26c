/** Where kept answers and the numbers of their types are: in the memory of the process, or shared by several. */
import { LRUCache } from 'lru-cache';
import type { World } from '../world/world.js';

export interface KeptAnswer {
  /** The body, UTF-8: it is sent as it is. Made by bytesToKeep, it holds nothing else. */
  readonly json: Buffer;
  /** Epoch milliseconds before it was asked for: it is at least as new as that. */
  readonly at: number;
}

/** What the numbers of several types are at one moment. */
export interface NumbersNow {
  /** Part of the keys under which answers are kept. */
  readonly text: string;
  /** Something writes items of one of them, or may do so still. */
  readonly writing: boolean;
}

/** Each call may fail where the store is a server. Names are those of types, with their upstream. */
export interface CacheStore {
  numbers(names: readonly string[]): Promise<NumbersNow>;
  get(key: string, numbers: string): Promise<KeptAnswer | undefined>;
  /** @param life milliseconds after which nobody wants it any more */
  set(key: string, numbers: string, answer: KeptAnswer, life: number): Promise<void>;
  /** All numbers one more. */
  invalidate(names: readonly string[]): Promise<void>;
  /** All numbers one more, and a mark for so many milliseconds that a write is under way. */
  begin(names: readonly string[], write: string, milliseconds: number): Promise<void>;
  /** All numbers one more; the mark goes, after so many milliseconds. */
  end(names: readonly string[], write: string, milliseconds: number): Promise<void>;
  close(): Promise<void>;
}

/** Bytes of a text, in memory of their own: Node cuts short buffers out of 8 KiB that they share with others, and all of it would be kept with one of them. */
export function bytesToKeep(text: string, encoding: 'utf8' | 'latin1'): Buffer {
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text, encoding));
  bytes.write(text, encoding);
  return bytes;
}

/** Bytes of all kept answers, each counted twice: whoever sends it may keep a packed form of it as well. */
const usualBytes = 64 * 2 ** 20;
/** An answer larger than this part of them is not kept: it would push out too many others. */
const largestPart = 8;

/** In the memory of the process. As many numbers and marks as there are types and writes under way. */
export function createMemoryStore(world: World, most = usualBytes): CacheStore {
  const answers = new LRUCache<string, KeptAnswer>({
    maxSize: most,
    maxEntrySize: Math.floor(most / largestPart),
    sizeCalculation: ({ json }, key) => 2 * (json.length + key.length) + 300,
  });
  const counts = new Map<string, number>();
  const marks = new Map<string, Map<string, number>>();
  const isMarked = (name: string): boolean => {
    const own = marks.get(name);
    if (!own) return false;
    for (const [write, until] of own) if (until <= world.monotonic()) own.delete(write);
    if (own.size === 0) marks.delete(name);
    return own.size > 0;
  };
  const invalidate = async (names: readonly string[]): Promise<void> => {
    for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  };
  const mark = (names: readonly string[], write: string, milliseconds: number): void => {
    for (const name of names) {
      // Also forgets those that are over, where items are written and nobody reads.
      const own = (isMarked(name) && marks.get(name)) || new Map<string, number>();
      if (milliseconds > 0) own.set(write, world.monotonic() + milliseconds);
      else own.delete(write);
      if (own.size > 0) marks.set(name, own);
      else marks.delete(name);
    }
  };
  return {
    numbers: async (names) => ({
      text: names.map((name) => counts.get(name) ?? 0).join('.'),
      writing: names.some(isMarked),
    }),
    get: async (key, numbers) => answers.get(`${numbers} ${key}`),
    async set(key, numbers, answer) {
      const whole = `${numbers} ${key}`;
      const before = answers.peek(whole);
      if (before === undefined || before.at <= answer.at) answers.set(whole, answer);
    },
    invalidate,
    async begin(names, write, milliseconds) {
      await invalidate(names);
      mark(names, write, milliseconds);
    },
    async end(names, write, milliseconds) {
      await invalidate(names);
      mark(names, write, milliseconds);
    },
    close: async () => answers.clear(),
  };
}

/** The store, with something around each of its calls but `close`. @param around carries the call out, or fails in its place */
export function aroundCalls(
  store: CacheStore,
  around: <Answer>(call: () => Promise<Answer>) => Promise<Answer>,
): CacheStore {
  return {
    numbers: (names) => around(() => store.numbers(names)),
    get: (key, numbers) => around(() => store.get(key, numbers)),
    set: (key, numbers, answer, life) => around(() => store.set(key, numbers, answer, life)),
    invalidate: (names) => around(() => store.invalidate(names)),
    begin: (names, write, milliseconds) => around(() => store.begin(names, write, milliseconds)),
    end: (names, write, milliseconds) => around(() => store.end(names, write, milliseconds)),
    close: () => store.close(),
  };
}
