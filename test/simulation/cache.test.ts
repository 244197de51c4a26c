/** Two services, one API, one store of answers, everything of which can fail: what was written is read. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CacheStore, KeptAnswer } from '../../src/gateway/cache-store.js';
import {
  cacheCampaign,
  cacheCampaigns,
  type FiledCacheHistory,
  failureOf,
  fileCacheHistory,
  seedsFolder,
  shopDirectory,
  sumOf,
} from './cache-campaign.js';
import { numberedAfterFetch, playCacheHistory } from './cache-history.js';
import { bindShop, type ReplicaShop } from './cache-replica.js';

const first = Number(process.env.CACHE_SEED ?? 1);
/** Of these the first are played here, so that the coverage of the code counts them; the others by processes of their own. */
const playedHere = 100;
const processes = 2;
const count = Number(process.env.CACHE_SEEDS ?? (process.env.LAW_RUNS === undefined ? 5_000 : 20));
const long = 150;

let directory: ReturnType<typeof shopDirectory>;
let shop: ReplicaShop;
beforeAll(async () => {
  directory = shopDirectory();
  shop = await bindShop(directory.path);
});
afterAll(() => directory.remove());

const filed = readdirSync(seedsFolder)
  .filter((name) => /^cache-.*\.json$/.test(name))
  .map((name) => JSON.parse(readFileSync(join(seedsFolder, name), 'utf8')) as FiledCacheHistory);

describe.runIf(filed.length > 0)('a history that failed once', () => {
  it.each(filed)('seed $seed: $failure', async ({ seed, steps }) => {
    expect(await failureOf(shop, seed, steps)).toBeUndefined();
  });
});

it(`no read is older than a write that was answered before it, nor than the mapping allows (seeds ${first} to ${first + count - 1})`, async () => {
  const here = Math.min(count, playedHere);
  const parts = [await cacheCampaign(shop, first, here)];
  if (count > here) parts.push(await cacheCampaigns(processes, first + here, count - here));
  const { failed, histories, whole, steps, seen } = sumOf(parts);
  if (failed !== undefined) expect(await fileCacheHistory(shop, failed)).toBeUndefined();
  console.info(
    `${histories} histories, ${whole} of them with whole apps, ${steps} steps: ${JSON.stringify(Object.fromEntries([...seen].sort()))}`,
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
    'store hangs',
    'store open',
    'store trying',
    'store closed',
    'breaker open',
    'breaker closed',
    'not sent: queueFull',
    'not sent: circuitOpen',
    'reload',
    'told',
    'told again',
  ];
  if (count < 1000) return;
  expect([...wanted, ...others].filter((each) => !seen.has(each))).toEqual([]);
  expect(whole).toBeGreaterThan(count / 200);
}, 1_200_000);

it.each([true, false])('one seed gives one log, twice (whole apps: %s)', async (whole) => {
  const play = () => playCacheHistory({ seed: first, steps: long, shop, whole });
  const [once, again] = [await play(), await play()];
  expect(again.log()).toEqual(once.log());
  expect(once.log().length).toBeGreaterThan(long / 2);
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

/** Wrong ways to do without it, in one replica. */
const wrongRests: Readonly<Record<string, (store: CacheStore) => CacheStore>> = {
  'a write goes on where the store could not be told before it': (store) => ({
    ...store,
    begin: (names, write, milliseconds) => store.begin(names, write, milliseconds).catch(() => undefined),
  }),
  'a webhook is taken where the store could not be told': (store) => ({
    ...store,
    invalidate: (names) => store.invalidate(names).catch(() => undefined),
  }),
  'a read goes by the numbers of before where the store does not tell them': (store) => {
    const last = new Map<string, Awaited<ReturnType<CacheStore['numbers']>>>();
    const kept = new Map<string, KeptAnswer>();
    return {
      ...store,
      async numbers(names) {
        const found = await store.numbers(names).catch(() => last.get(names.join()));
        if (!found) throw new Error('it was never told');
        last.set(names.join(), found);
        return found;
      },
      async get(key, numbers) {
        const found = await store.get(key, numbers).catch(() => kept.get(numbers + key));
        if (found) kept.set(numbers + key, found);
        return found;
      },
    };
  },
};

const wrongOnes = [
  ...Object.entries(mutants).map(([what, store]) => ({ what, options: { store }, seeds: 100 })),
  // They are wrong only while the store hangs for one replica and not for the other.
  ...Object.entries(wrongRests).map(([what, resting]) => ({ what, options: { resting }, seeds: 2000 })),
];

it.each(wrongOnes)('$what: noticed within $seeds seeds', async ({ options, seeds }) => {
  for (let seed = 1; seed <= seeds; seed++) {
    const { wrong } = await playCacheHistory({ seed, shop, ...options });
    if (wrong.length === 0) continue;
    console.info(`seed ${seed}: ${wrong[0]}`);
    return;
  }
  expect.fail('nobody noticed');
});
