/**
 * `npm run simulate -- --count 1000000 --seed 1`: histories of writes, more than the tests play. A history that breaks an invariant
 * is shrunk and filed under test/simulation/seeds, where the tests play it first.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { campaign, newTally } from './writes/campaign.js';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    /** Only says what fails. */
    quiet: { type: 'boolean', default: false },
  },
});
const [count, first] = [Number(values.count), Number(values.seed)];
const tally = newTally();
const begun = performance.now();
const piece = 10_000;

for (let done = 0; done < count; done += piece) {
  const found = await campaign(first + done, Math.min(piece, count - done), tally);
  if (found) {
    const { seed, filed } = found;
    console.error(`seed ${seed}: ${filed.failure}`);
    if (!values.quiet) {
      const path = join(import.meta.dirname, 'seeds', `writes-${seed}.json`);
      writeFileSync(path, `${JSON.stringify(filed, null, 2)}\n`);
      console.error(`filed as ${path}`);
    }
    process.exit(1);
  }
  if (!values.quiet) report();
}

function report(): void {
  const seconds = (performance.now() - begun) / 1000;
  const { histories, operations, sent, outcomes, causes, faults } = tally;
  console.info(
    `${histories} histories in ${seconds.toFixed(0)} s (${(histories / seconds).toFixed(0)} a second): ` +
      `${operations} operations, ${sent} requests upstream; ` +
      `${outcomes.done} done, ${outcomes.refused} refused, ${outcomes.unknown} unknown ` +
      `(${JSON.stringify(Object.fromEntries(causes))}); faults of mutations ${JSON.stringify(Object.fromEntries(faults))}`,
  );
}
