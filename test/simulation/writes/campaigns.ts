/** A campaign in several processes, each with its share of the seeds: their number changes no history. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { addTally, type Found, type Tally } from './campaign.js';

export interface Share {
  readonly first: number;
  readonly count: number;
}

export interface ShareResult {
  readonly tally: Tally;
  readonly found: Found | undefined;
}

const program = fileURLToPath(new URL('./campaign-process.ts', import.meta.url));

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
  const results = await Promise.all(shares.map(playShare));
  for (const each of results) addTally(tally, each.tally);
  return results.find(({ found }) => found !== undefined)?.found;
}

async function playShare(share: Share): Promise<ShareResult> {
  // Without the coverage of whoever asks: counting each block of the code takes longer than the histories.
  const { NODE_V8_COVERAGE: _coverage, NODE_OPTIONS: _options, ...env } = process.env;
  const child = fork(program, { execArgv: ['--import', 'tsx'], serialization: 'advanced', env });
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
