/** Two services, one API, one store of answers, everything of which can fail: what was written is read. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CacheStore } from '../../src/gateway/cache-store.js';
import {
  cacheCampaign,
  type FiledCacheHistory,
  failureOf,
  seedsFolder,
  shopDirectory,
} from './cache-campaign.js';
import { numberedAfterFetch, playCacheHistory } from './cache-history.js';

const first = Number(process.env.CACHE_SEED ?? 1);
const count = Number(process.env.CACHE_SEEDS ?? (process.env.LAW_RUNS === undefined ? 400 : 10));
const long = 150;

let directory: ReturnType<typeof shopDirectory>;
beforeAll(() => {
  directory = shopDirectory();
});
afterAll(() => directory.remove());

const play = (seed: number, store?: (store: CacheStore) => CacheStore) =>
  playCacheHistory({ seed, steps: long, directory: directory.path, ...(store ? { store } : {}) });

const filed = readdirSync(seedsFolder)
  .filter((name) => /^cache-.*\.json$/.test(name))
  .map((name) => JSON.parse(readFileSync(join(seedsFolder, name), 'utf8')) as FiledCacheHistory);

describe.runIf(filed.length > 0)('a history that failed once', () => {
  it.each(filed)('seed $seed: $failure', async ({ seed, steps }) => {
    expect(await failureOf(directory.path, seed, steps)).toBeUndefined();
  });
});

it(`no read is older than a write that was answered before it, nor than the mapping allows (seeds ${first} to ${first + count - 1})`, async () => {
  const { failed, histories, steps, seen } = await cacheCampaign(directory.path, first, count);
  expect(failed).toBeUndefined();
  console.info(
    `${histories} histories, ${steps} steps: ${JSON.stringify(Object.fromEntries([...seen].sort()))}`,
  );
  // What never happens is not shown to be right.
  const wanted = [
    'hit',
    'stale',
    'on error',
    'miss',
    'joined',
    'past',
    'asked anew',
    'written',
    'not written',
  ];
  const others = [
    'store failed',
    'breaker open',
    'breaker closed',
    'not sent: queueFull',
    'not sent: circuitOpen',
    'reload',
    'told',
    'told again',
  ];
  if (count >= 100) expect([...wanted, ...others].filter((each) => !seen.has(each))).toEqual([]);
});

it('one seed gives one log, twice', async () => {
  const [once, again] = [await play(first), await play(first)];
  expect(again.log).toEqual(once.log);
  expect(once.log.length).toBeGreaterThan(long / 2);
});

/** Wrong versions of the store; each is noticed within a hundred seeds. */
const mutants: Readonly<Record<string, (store: CacheStore) => CacheStore>> = {
  'the numbers are taken after the fetch': numberedAfterFetch,
  'a write changes no number': (store) => ({
    ...store,
    begin: async () => undefined,
    end: async () => undefined,
  }),
  'numbers change before a write only, and reads do not go past it': (store) => ({
    ...store,
    begin: (names) => store.invalidate(names),
    end: async () => undefined,
  }),
  'a webhook changes no number': (store) => ({ ...store, invalidate: async () => undefined }),
  'an answer is older than it says': (store) => ({
    ...store,
    get: async (key, numbers) => {
      const found = await store.get(key, numbers);
      return found && { ...found, at: found.at + 6000 };
    },
  }),
};

it.each(Object.entries(mutants))('%s: noticed within 100 seeds', async (_, mutant) => {
  for (let seed = 1; seed <= 100; seed++) {
    const { wrong } = await play(seed, mutant);
    if (wrong.length === 0) continue;
    console.info(`seed ${seed}: ${wrong[0]}`);
    return;
  }
  expect.fail('nobody noticed');
});
