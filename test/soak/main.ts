/** `npm run soak -- --minutes 10`: the program under mixed load. Exit code 1: an answer was wrong, or something grows. */
import { parseArgs } from 'node:util';
import { type Probe, soak } from './soak.js';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    callers: { type: 'string', default: '16' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
  },
});
const seconds = Number(values.minutes) * 60;
const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);
const row = (probe: Probe, at: number): string =>
  [
    at.toFixed(0),
    megabytes(probe.heapUsed),
    megabytes(probe.rss),
    probe.sockets,
    probe.timers,
    probe.listeners,
  ]
    .map((each) => String(each).padStart(10))
    .join('');

console.log(`seed ${values.seed}, ${values.callers} callers`);
console.log(
  ['second', 'heap MiB', 'rss MiB', 'sockets', 'timers', 'listeners']
    .map((each) => each.padStart(10))
    .join(''),
);
const report = await soak({
  seconds,
  callers: Number(values.callers),
  seed: Number(values.seed),
  faults: 0.05,
  reloadEvery: 5,
  probeEvery: Math.max(5, seconds / 15),
  onProbe: (probe, at) => console.log(row(probe, at)),
});
const { requests, failed, upstream, reloads, wrong, checks, probes } = report;
console.log(
  `${requests} requests, ${failed} failed; ${upstream.asked} asked of the API, ${upstream.failed} with a fault; ${reloads} reloads`,
);
console.log(
  `kept answers that were asked for once more: ${checks.same} the same, ${checks.different} different, ${checks.failed} failed`,
);

const problems = [...wrong];
if (checks.different > 0) problems.push(`${checks.different} kept answers contradict the API`);
// What is loaded and compiled at first belongs to the program.
const warm = probes.slice(Math.floor(probes.length / 3));
const median = (of: readonly Probe[], name: keyof Probe): number =>
  of.map((each) => each[name]).sort((a, b) => a - b)[Math.floor(of.length / 2)]!;
const half = Math.floor(warm.length / 2);
const [early, late] = [warm.slice(0, half), warm.slice(half)];
if (half === 0) console.log('too short to tell whether anything grows');
else {
  const growth = median(late, 'heapUsed') / median(early, 'heapUsed') - 1;
  console.log(`heap: ${(growth * 100).toFixed(1)} % more in the last third than in the second`);
  if (growth > 0.1) problems.push(`the heap grows: ${(growth * 100).toFixed(1)} %`);
  for (const name of ['sockets', 'timers', 'listeners'] as const)
    if (median(late, name) > median(early, name) + 5) problems.push(`${name} grow`);
}
for (const each of problems) console.log(`WRONG ${each}`);
process.exitCode = problems.length > 0 ? 1 : 0;
