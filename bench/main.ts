/**
 * `npm run bench [-- --json FILE] [--quick] [--cli FILE] [--loads NAMES]`: the built service against a floor written by hand, both
 * before the same upstream. Reports, never judges. See docs/performance.md.
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  type Both,
  checkSameAnswers,
  type LoadOptions,
  measureBurst,
  measureFirst,
  measureLoads,
  measureScan,
  measureSites,
  measureUpstreamRequests,
  median,
  memoryAtRest,
  type Side,
} from './measure.js';
import { measureMoments } from './moments.js';
import { type Measured, memoryOf, type StartOptions, startMeasured, startWorker } from './processes.js';
import { productCount } from './products.js';
import { formatResults, type Results } from './report.js';
import {
  appId,
  countPath,
  createKeys,
  insertPath,
  queryPath,
  signEqual,
  signInserts,
  signQueries,
  signScan,
} from './requests.js';
import { collectionOf, groupsOf, workloads } from './workloads.js';

const { values: options } = parseArgs({
  options: {
    json: { type: 'string' },
    quick: { type: 'boolean' },
    cli: { type: 'string' },
    loads: { type: 'string' },
  },
});
const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const settings = { rounds: options.quick ? 3 : 7, connections: 16, seconds: options.quick ? 3 : 6 };
/** Names of loads, where not all are wanted: flat,nested */
const only = options.loads?.split(',');
const starts = options.quick ? 3 : 7;
const medians = (times: Record<Side, number[]>): Both<number> => ({
  floor: median(times.floor),
  service: median(times.service),
});

const { publicKey, signer } = await createKeys();
const elliptic = await createKeys('ES256');
const upstream = await startWorker('./upstream.ts', true);
const load = await startWorker('./load.ts', false);
const { port } = upstream.first as { port: number };
const environment = {
  UPSTREAM_URL: `http://127.0.0.1:${port}/graphql`,
  WIX_APP_ID: appId,
  WIX_PUBLIC_KEY: publicKey,
};
const startSide: Both<(more?: StartOptions) => Promise<Measured>> = {
  floor: (more) => startMeasured([file('./floor.mjs')], { path: '/', on: 'PORT' }, environment, more),
  service: (more) => {
    const cli = options.cli ?? file('../dist/cli.js');
    const ready = { path: '/readyz', on: 'ADMIN_PORT' } as const;
    return startMeasured([cli, 'serve', '--mappings', file('./mappings')], ready, environment, more);
  },
};

try {
  const times: Record<Side, number[]> = { floor: [], service: [] };
  const startProcessor: Record<Side, number[]> = { floor: [], service: [] };
  const firstProcessor: Record<Side, number[]> = { floor: [], service: [] };
  const early = await signQueries(signer, 50);
  for (let turn = 0; turn < starts; turn++) {
    for (const side of ['floor', 'service'] as const) {
      const started = await startSide[side]();
      times[side].push(started.startMs);
      startProcessor[side].push(started.startProcessorMs);
      firstProcessor[side].push(await measureFirst(started, load, early));
      await started.stop();
    }
  }

  const alone = await startSide.service();
  const scan = await measureScan(alone, upstream, await signScan(signer), productCount);
  await alone.stop();

  const targets = { floor: await startSide.floor(), service: await startSide.service() };
  try {
    const rest = { floor: await memoryAtRest(targets.floor), service: await memoryAtRest(targets.service) };
    const measured: Results['load'][number][] = [];
    const wanted = workloads.filter(({ what, named }) => (only ? only.includes(what) : !named));
    for (const group of groupsOf(wanted)) {
      const asked: LoadOptions[] = [];
      const counted: Both<number>[] = [];
      for (const workload of group) {
        const { rows, amount, what, include, inserts, ask, headers } = workload;
        const path = inserts ? insertPath : ask === 'count' ? countPath : queryPath;
        const collection = collectionOf(workload);
        const bodies = inserts
          ? await signInserts(signer, rows, what)
          : await signQueries(signer, rows, { collection, include, ask });
        await checkSameAnswers(targets, { path, bodies: bodies.slice(0, 3) });
        // Before the load: of a round that ends by time, some requests are still under way.
        const some = { path, bodies: bodies.slice(0, 20) };
        counted.push({
          floor: await measureUpstreamRequests(targets.floor, upstream, some),
          service: await measureUpstreamRequests(targets.service, upstream, some),
        });
        asked.push({ ...settings, path, bodies, amount, headers });
      }
      const figures = await measureLoads(targets, load, asked);
      for (const [index, { rows, what }] of group.entries())
        measured.push({ rows, what, figures: figures[index]!, upstreamRequests: counted[index]! });
    }
    const burst = await measureBurst(targets.service, upstream, await signEqual(signer, 100));
    const afterLoad = {
      floor: memoryOf(targets.floor.pid).resident,
      service: memoryOf(targets.service.pid).resident,
    };
    const results: Results = {
      machine: { processors: cpus().length, model: cpus()[0]?.model ?? 'unknown', node: process.version },
      settings,
      load: measured,
      memory: { rest, afterLoad },
      start: medians(times),
      startProcessor: medians(startProcessor),
      firstProcessor: medians(firstProcessor),
      scan,
      burst,
      sites: await measureSites(upstream, environment.UPSTREAM_URL),
    };
    console.log(formatResults(results));
    for (const line of await measureMoments({ only, startSide, load, upstream, signer, elliptic }))
      console.log(line);
    if (options.json) writeFileSync(options.json, `${JSON.stringify(results, null, 2)}\n`);
  } finally {
    await targets.floor.stop();
    await targets.service.stop();
  }
} finally {
  await load.stop();
  await upstream.stop();
}
