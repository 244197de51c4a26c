/** A campaign in several processes. */
import { fileURLToPath } from 'node:url';
import { inProcesses } from '../in-processes.js';
import { addTally, type Found, type Tally } from './campaign.js';

export interface ShareResult {
  readonly tally: Tally;
  readonly found: Found | undefined;
}

const source = fileURLToPath(new URL('./campaign-process.ts', import.meta.url));

/** @returns the first history that breaks an invariant; undefined: there is none */
export async function campaigns(
  processes: number,
  first: number,
  count: number,
  tally: Tally,
): Promise<Found | undefined> {
  const results = await inProcesses<ShareResult>(source, processes, first, count);
  for (const each of results) addTally(tally, each.tally);
  return results.find(({ found }) => found !== undefined)?.found;
}
