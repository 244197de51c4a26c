/** A process that plays the histories which it is told of, and says what happened in them. */
import { playGivenShare } from '../in-processes.js';
import { campaign, newTally } from './campaign.js';
import type { ShareResult } from './campaigns.js';

playGivenShare(async ({ first, count }): Promise<ShareResult> => {
  const tally = newTally();
  return { found: await campaign(first, count, tally), tally };
});
