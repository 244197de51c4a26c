/** Many histories of two services over one API; a seed that fails is written down with the fewest steps that still do. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { directoryWith } from '../cli/harness.js';
import { playCacheHistory, stepsOf } from './cache-history.js';
import { shopFiles, shopHooks } from './simulated-shop.js';

/** A history that failed once; it is played first in every later run. */
export interface FiledCacheHistory {
  readonly seed: number;
  readonly steps: number;
  readonly failure: string;
}

export interface CacheCampaign {
  readonly histories: number;
  readonly steps: number;
  /** How often each thing happened. */
  readonly seen: ReadonlyMap<string, number>;
  readonly failed: FiledCacheHistory | undefined;
}

export const seedsFolder = join(import.meta.dirname, 'seeds');

/** Mapping files of the shop that tells of changes. */
export function shopDirectory(): ReturnType<typeof directoryWith> {
  return directoryWith({ ...shopFiles, 'upstream.yaml': shopFiles['upstream.yaml'] + shopHooks });
}

/** What is wrong with a history; undefined: nothing. */
export async function failureOf(
  directory: string,
  seed: number,
  steps?: number,
): Promise<string | undefined> {
  const { wrong, waiting } = await playCacheHistory({ seed, steps: steps ?? stepsOf(seed), directory });
  return wrong[0] ?? (waiting > 0 ? `${waiting} timers are left` : undefined);
}

/** @param progress told after each thousand */
export async function cacheCampaign(
  directory: string,
  first: number,
  count: number,
  progress: (so: CacheCampaign) => void = () => undefined,
): Promise<CacheCampaign> {
  const seen = new Map<string, number>();
  let steps = 0;
  for (let played = 0; played < count; played++) {
    const seed = first + played;
    const history = await playCacheHistory({ seed, directory });
    steps += stepsOf(seed);
    for (const [what, times] of history.seen) seen.set(what, (seen.get(what) ?? 0) + times);
    if (history.wrong.length > 0 || history.waiting > 0)
      return { histories: played + 1, steps, seen, failed: await file(directory, seed) };
    if ((played + 1) % 1000 === 0) progress({ histories: played + 1, steps, seen, failed: undefined });
  }
  return { histories: count, steps, seen, failed: undefined };
}

async function file(directory: string, seed: number): Promise<FiledCacheHistory> {
  const most = stepsOf(seed);
  for (let steps = 1; ; steps++) {
    const found = await failureOf(directory, seed, steps);
    if (found === undefined && steps < most) continue;
    const filed = { seed, steps, failure: found ?? 'passes when it is played again' };
    writeFileSync(join(seedsFolder, `cache-${seed}.json`), `${JSON.stringify(filed, null, 2)}\n`);
    return filed;
  }
}
