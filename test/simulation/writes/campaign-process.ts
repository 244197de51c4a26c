/** A process that plays the histories which it is told of, and says what happened in them. */
import { campaign, newTally } from './campaign.js';
import type { Share, ShareResult } from './campaigns.js';

process.on('message', ({ first, count }: Share) => {
  const tally = newTally();
  void campaign(first, count, tally).then((found) => {
    process.send?.({ tally, found } satisfies ShareResult);
    process.disconnect();
  });
});
