/**
 * `npm run simulate:cache -- --count 100000 --seed 1 --processes 2`: histories of reads, writes, webhooks, reloads, faults and two services
 * over one store of answers, more than the tests play. One that fails is filed under test/simulation/seeds, where the tests play it first.
 */
import { parseArgs } from 'node:util';
import { type CacheTally, cacheCampaigns, fileCacheHistory, sumOf, withShop } from './cache-campaign.js';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    processes: { type: 'string', default: '1' },
  },
});
const begun = performance.now();
const [count, first, processes] = [Number(values.count), Number(values.seed), Number(values.processes)];
const piece = 5000 * processes;
let tally: CacheTally = sumOf([]);
for (let done = 0; done < count && tally.failed === undefined; done += piece) {
  tally = sumOf([tally, await cacheCampaigns(processes, first + done, Math.min(piece, count - done))]);
  const { histories, whole, steps, seen } = tally;
  const seconds = (performance.now() - begun) / 1000;
  const counts = JSON.stringify(Object.fromEntries([...seen].sort()));
  console.info(
    `${histories} histories (${whole} with whole apps), ${steps} steps in ${seconds.toFixed(0)} s: ${counts}`,
  );
}
const { failed } = tally;
if (failed !== undefined) {
  const { seed, steps, failure } = await withShop((shop) => fileCacheHistory(shop, failed));
  console.error(`seed ${seed}, ${steps} steps: ${failure}`);
  process.exitCode = 1;
}
