/**
 * `npm run simulate:cache -- --count 100000 --seed 1`: histories of reads, writes, webhooks, reloads, faults and two services over one
 * store of answers, more than the tests play. One that fails is filed under test/simulation/seeds, where the tests play it first.
 */
import { parseArgs } from 'node:util';
import { cacheCampaign, shopDirectory } from './cache-campaign.js';

const { values } = parseArgs({
  options: { count: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } },
});
const begun = performance.now();
const directory = shopDirectory();
const told = ({ histories, steps, seen }: Awaited<ReturnType<typeof cacheCampaign>>): string => {
  const seconds = (performance.now() - begun) / 1000;
  const speed = `${histories} histories, ${steps} steps in ${seconds.toFixed(0)} s (${(histories / seconds).toFixed(1)} a second)`;
  return `${speed}: ${JSON.stringify(Object.fromEntries([...seen].sort()))}`;
};
try {
  const campaign = await cacheCampaign(directory.path, Number(values.seed), Number(values.count), (so) =>
    console.info(told(so)),
  );
  console.info(told(campaign));
  if (campaign.failed) {
    console.error(`seed ${campaign.failed.seed}, ${campaign.failed.steps} steps: ${campaign.failed.failure}`);
    process.exitCode = 1;
  }
} finally {
  directory.remove();
}
