/** Histories in several processes, each with its share of the seeds: their number changes no history. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Seeds, one after another. */
export interface Share {
  readonly first: number;
  readonly count: number;
}

/** What histories leave behind is garbage soon: with more room for what is young it is collected more seldom, and less of it is moved. */
const execArgv = ['--max-semi-space-size=64'];

/** Where packages are found from. */
const caches = fileURLToPath(new URL('../../node_modules/.cache/', import.meta.url));

/**
 * @param source path of a TypeScript file: a program that is sent a share, sends back what came of it, and ends
 * @returns what came of each share, in the order of the seeds
 */
export async function inProcesses<Result>(
  source: string,
  processes: number,
  first: number,
  count: number,
): Promise<readonly Result[]> {
  const size = Math.ceil(count / processes);
  const shares = Array.from({ length: processes }, (_, index) => ({
    first: first + index * size,
    count: Math.max(0, Math.min(size, count - index * size)),
  }));
  mkdirSync(caches, { recursive: true });
  const folder = mkdtempSync(join(caches, 'campaign-'));
  try {
    const program = await compile(source, folder);
    return await Promise.all(shares.map((share) => playShare<Result>(program, share)));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A loader of TypeScript names each closure whenever it is made, which is a sixth of the work of a history. */
async function compile(source: string, folder: string): Promise<string> {
  const outfile = join(folder, 'campaign.mjs');
  const options = { bundle: true, platform: 'node', format: 'esm', packages: 'external' } as const;
  await build({ ...options, entryPoints: [source], outfile, logLevel: 'error' });
  return outfile;
}

async function playShare<Result>(program: string, share: Share): Promise<Result> {
  // Without the coverage of whoever asks: counting each block of the code takes longer than the histories.
  const { NODE_V8_COVERAGE: _coverage, NODE_OPTIONS: _options, ...inherited } = process.env;
  // In production graphql asks for the class of a value without looking for a second copy of itself.
  const env = { ...inherited, NODE_ENV: 'production' };
  const child = fork(program, { execArgv, serialization: 'advanced', env });
  const stop = (): void => void child.kill();
  process.once('exit', stop);
  try {
    child.send(share);
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`the process of the seeds from ${share.first} ended with ${String(code)}`);
    });
    // It ends after its result too.
    ended.catch(() => undefined);
    const [result] = (await Promise.race([once(child, 'message'), ended])) as [Result];
    return result;
  } finally {
    process.off('exit', stop);
  }
}

/** What such a program does: plays the share that it is sent, and sends back what came of it. */
export function playGivenShare(play: (share: Share) => Promise<unknown>): void {
  process.on('message', (share: Share) => {
    void play(share).then((result) => {
      process.send?.(result);
      process.disconnect();
    });
  });
}

/** Most histories hold several failures, and nobody reads where those were made. */
export async function withoutStacks<Result>(work: () => Promise<Result>): Promise<Result> {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return await work();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
