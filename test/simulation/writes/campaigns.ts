/** A campaign in several processes, each with its share of the seeds: their number changes no history. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { addTally, type Found, type Tally } from './campaign.js';

export interface Share {
  readonly first: number;
  readonly count: number;
}

export interface ShareResult {
  readonly tally: Tally;
  readonly found: Found | undefined;
}

const source = fileURLToPath(new URL('./campaign-process.ts', import.meta.url));
/** Where packages are found from. */
const caches = fileURLToPath(new URL('../../../node_modules/.cache/', import.meta.url));

/** @returns the first history that breaks an invariant; undefined: there is none */
export async function campaigns(
  processes: number,
  first: number,
  count: number,
  tally: Tally,
): Promise<Found | undefined> {
  const size = Math.ceil(count / processes);
  const shares = Array.from({ length: processes }, (_, index) => ({
    first: first + index * size,
    count: Math.max(0, Math.min(size, count - index * size)),
  }));
  mkdirSync(caches, { recursive: true });
  const folder = mkdtempSync(join(caches, 'campaign-'));
  try {
    return await playShares(await compile(folder), shares, tally);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A loader of TypeScript names each closure whenever it is made, which is a sixth of the work of a history. */
async function compile(folder: string): Promise<string> {
  const outfile = join(folder, 'campaign.mjs');
  const options = { bundle: true, platform: 'node', format: 'esm', packages: 'external' } as const;
  await build({ ...options, entryPoints: [source], outfile, logLevel: 'error' });
  return outfile;
}

async function playShares(
  program: string,
  shares: readonly Share[],
  tally: Tally,
): Promise<Found | undefined> {
  const results = await Promise.all(shares.map((share) => playShare(program, share)));
  for (const each of results) addTally(tally, each.tally);
  return results.find(({ found }) => found !== undefined)?.found;
}

async function playShare(program: string, share: Share): Promise<ShareResult> {
  // Without the coverage of whoever asks: counting each block of the code takes longer than the histories.
  const { NODE_V8_COVERAGE: _coverage, NODE_OPTIONS: _options, ...env } = process.env;
  const child = fork(program, { execArgv: [], serialization: 'advanced', env });
  const stop = (): void => void child.kill();
  process.once('exit', stop);
  try {
    child.send(share);
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`the process of the seeds from ${share.first} ended with ${String(code)}`);
    });
    // It ends after its result too.
    ended.catch(() => undefined);
    const [result] = (await Promise.race([once(child, 'message'), ended])) as [ShareResult];
    return result;
  } finally {
    process.off('exit', stop);
  }
}
