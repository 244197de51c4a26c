/** Many histories of two services over one API; a seed that fails is written down with the fewest steps that still do. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { directoryWith } from '../cli/harness.js';
import { isWhole, playCacheHistory, stepsOf } from './cache-history.js';
import { bindShop, type ReplicaShop } from './cache-replica.js';
import { inProcesses, withoutStacks } from './in-processes.js';
import { shopFiles, shopHooks } from './simulated-shop.js';

/** A history that failed once; it is played first in every later run. */
export interface FiledCacheHistory {
  readonly seed: number;
  readonly steps: number;
  readonly failure: string;
}

export interface CacheTally {
  readonly histories: number;
  /** Of these, with whole apps. */
  readonly whole: number;
  readonly steps: number;
  /** How often each thing happened. */
  readonly seen: ReadonlyMap<string, number>;
  /** The first that fails. */
  readonly failed: number | undefined;
}

export const seedsFolder = join(import.meta.dirname, 'seeds');
const source = fileURLToPath(new URL('./cache-campaign-process.ts', import.meta.url));

/** Mapping files of the shop that tells of changes. */
export function shopDirectory(): ReturnType<typeof directoryWith> {
  return directoryWith({ ...shopFiles, 'upstream.yaml': shopFiles['upstream.yaml'] + shopHooks });
}

/** With those files, for the time of the work. */
export async function withShop<Result>(work: (shop: ReplicaShop) => Promise<Result>): Promise<Result> {
  const directory = shopDirectory();
  try {
    return await work(await bindShop(directory.path));
  } finally {
    directory.remove();
  }
}

/** What is wrong with a history; undefined: nothing. */
export async function failureOf(
  shop: ReplicaShop,
  seed: number,
  steps?: number,
): Promise<string | undefined> {
  const { wrong, waiting } = await playCacheHistory({ seed, steps: steps ?? stepsOf(seed), shop });
  return wrong[0] ?? (waiting > 0 ? `${waiting} timers are left` : undefined);
}

/** Plays the histories of these seeds, until one fails. */
export function cacheCampaign(shop: ReplicaShop, first: number, count: number): Promise<CacheTally> {
  return withoutStacks(() => playAll(shop, first, count));
}

async function playAll(shop: ReplicaShop, first: number, count: number): Promise<CacheTally> {
  const seen = new Map<string, number>();
  let [steps, whole] = [0, 0];
  for (let seed = first; seed < first + count; seed++) {
    const history = await playCacheHistory({ seed, shop });
    steps += stepsOf(seed);
    whole += Number(isWhole(seed));
    for (const [what, times] of history.seen) seen.set(what, (seen.get(what) ?? 0) + times);
    if (history.wrong.length > 0 || history.waiting > 0)
      return { histories: seed - first + 1, whole, steps, seen, failed: seed };
  }
  return { histories: count, whole, steps, seen, failed: undefined };
}

/** The same in several processes. */
export async function cacheCampaigns(processes: number, first: number, count: number): Promise<CacheTally> {
  return sumOf(await inProcesses<CacheTally>(source, processes, first, count));
}

export function sumOf(tallies: readonly CacheTally[]): CacheTally {
  const seen = new Map<string, number>();
  for (const each of tallies)
    for (const [what, times] of each.seen) seen.set(what, (seen.get(what) ?? 0) + times);
  const sum = (of: 'histories' | 'whole' | 'steps'): number =>
    tallies.reduce((total, each) => total + each[of], 0);
  const failed = tallies.find((each) => each.failed !== undefined)?.failed;
  return { histories: sum('histories'), whole: sum('whole'), steps: sum('steps'), seen, failed };
}

/** Plays a history that failed with fewer steps, and writes down the shortest that still fails. */
export async function fileCacheHistory(shop: ReplicaShop, seed: number): Promise<FiledCacheHistory> {
  const most = stepsOf(seed);
  for (let steps = 1; ; steps++) {
    const found = await failureOf(shop, seed, steps);
    if (found === undefined && steps < most) continue;
    const filed = { seed, steps, failure: found ?? 'passes when it is played again' };
    writeFileSync(join(seedsFolder, `cache-${seed}.json`), `${JSON.stringify(filed, null, 2)}\n`);
    return filed;
  }
}
