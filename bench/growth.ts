/**
 * `npm run bench:growth [-- NAME…]`: how the processor time of the service grows with rows, conditions, callers, fields, collections and types, all in this
 * process, with an API that costs nothing. The sizes take turns, of each the least of several rounds counts, and the exponent is fitted over them.
 */

import { type Curve, curves } from './growth/curves.js';
import { exponentOf } from './growth/fit.js';

const rounds = 5;
/** Milliseconds of work that one measurement is made of, so that a short work is done many times. */
const least = 60;

/** Milliseconds of processor time, of all threads, for the work done once. */
async function costOf(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  const before = process.cpuUsage();
  for (;;) {
    await work();
    turns += 1;
    const { user, system } = process.cpuUsage(before);
    const spent = (user + system) / 1000;
    if (spent >= least) return spent / turns;
  }
}

async function measure({ name, sizes, prepare }: Curve): Promise<string> {
  const prepared = await Promise.all(sizes.map(async (size) => ({ size, ...(await prepare(size)) })));
  for (const { work } of prepared) await work();
  const costs = sizes.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < rounds; round++)
    for (const [index, { work }] of prepared.entries())
      costs[index] = Math.min(costs[index]!, await costOf(work));
  for (const { close } of prepared) await close();
  const points = sizes.map((size, index) => ({ size, cost: costs[index]! }));
  const shown = points.map(({ size, cost }) => `${size}: ${cost.toFixed(cost < 10 ? 2 : 0)}`).join(', ');
  return `| ${name} | ${shown} | ${exponentOf(points).toFixed(2)} |`;
}

const wanted = process.argv.slice(2);
console.log(`Node ${process.version}, ${new Date().toISOString().slice(0, 10)}\n`);
console.log('| what grows | processor time by size, ms | exponent |\n|---|---|---:|');
for (const curve of curves)
  if (wanted.length === 0 || wanted.some((each) => curve.name.includes(each)))
    console.log(await measure(curve));
