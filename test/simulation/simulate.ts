/**
 * `npm run simulate -- --count 1000000 --seed 1 --processes 2`: histories of writes, more than the tests play. A history that breaks an invariant
 * is shrunk and filed under test/simulation/seeds, where the tests play it first. `--bytes`: instead, one write of each kind with a
 * connection that breaks at every byte of its request and its answer.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { breakEverywhere, verbs } from './writes/bytes.js';
import { campaign, newTally, type Tally } from './writes/campaign.js';
import { campaigns } from './writes/campaigns.js';
import { shrink } from './writes/shrink.js';
import { identities, styleCount, subjectOf } from './writes/subjects.js';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    /** 1: in this one. */
    processes: { type: 'string', default: '1' },
    bytes: { type: 'boolean', default: false },
    /** Says only what fails, and files nothing. */
    quiet: { type: 'boolean', default: false },
  },
});
const begun = performance.now();
const seconds = (): number => (performance.now() - begun) / 1000;
process.exitCode = (await (values.bytes ? everyByte() : histories())) ? 0 : 1;

async function histories(): Promise<boolean> {
  const [count, first] = [Number(values.count), Number(values.seed)];
  const tally = newTally();
  const processes = Number(values.processes);
  const piece = 10_000 * processes;
  for (let done = 0; done < count; done += piece) {
    const [seed, some] = [first + done, Math.min(piece, count - done)];
    const found = await (processes === 1
      ? campaign(seed, some, tally)
      : campaigns(processes, seed, some, tally));
    if (found) {
      const { seed, failure, scenario } = found;
      console.error(`seed ${seed}: ${failure}`);
      if (values.quiet) return false;
      const path = join(import.meta.dirname, 'seeds', `writes-${seed}.json`);
      const filed = (await shrink(scenario)) ?? { failure: 'passes when it is played again', scenario };
      writeFileSync(path, `${JSON.stringify(filed, null, 2)}\n`);
      console.error(`made smaller and filed as ${path}: ${filed.failure}`);
      return false;
    }
    if (!values.quiet) report(tally);
  }
  return true;
}

function report({ histories: played, operations, sent, outcomes, causes, faults }: Tally): void {
  console.info(
    `${played} histories in ${seconds().toFixed(0)} s (${(played / seconds()).toFixed(0)} a second): ` +
      `${operations} operations, ${sent} requests upstream; ` +
      `${outcomes.done} done, ${outcomes.refused} refused, ${outcomes.unknown} unknown ` +
      `(${JSON.stringify(Object.fromEntries(causes))}); faults of mutations ${JSON.stringify(Object.fromEntries(faults))}`,
  );
}

async function everyByte(): Promise<boolean> {
  let [broken, unknown, wrong] = [0, 0, 0];
  for (let style = 0; style < styleCount; style++) {
    for (const identity of identities)
      for (const verb of verbs) {
        const found = await breakEverywhere(subjectOf(style, identity, style % 2 === 1), verb, 1, 0);
        broken += found.broken;
        unknown += found.unknown;
        wrong += found.faults.length;
        for (const fault of found.faults.slice(0, 3)) console.error(fault);
      }
    if (!values.quiet)
      console.info(
        `style ${style}: ${broken} connections broken so far, ${unknown} unknown, ${seconds().toFixed(0)} s`,
      );
  }
  return wrong === 0;
}
