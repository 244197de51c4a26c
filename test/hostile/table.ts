/** Prints what each shape of garbage costs, and the slowest health check while ten come at once: `npx tsx test/hostile/table.ts`, over the built program. */
import { startDemoUpstream } from '../../src/demo/upstream.js';
import { ask, createCaller, ensureBuilt, serve } from '../cli/harness.js';
import { send } from './caller.js';
import { garbage } from './garbage.js';
import { cost, slowestHealth, usage } from './measure.js';

await ensureBuilt();
const upstream = await startDemoUpstream();
const caller = await createCaller();
const service = await serve({
  ...caller.environment,
  UPSTREAM_URL: upstream.url,
  LOG_LEVEL: 'silent' === process.env.LOG_LEVEL ? 'silent' : 'info',
});
const good = () =>
  ask(service, caller, '/v3/items/query', { collectionId: 'products', query: { paging: { limit: 50 } } });
for (let times = 0; times < 200; times += 1) await good();
const row = (name: string, ms: number, more = '') =>
  console.log(`${name.padEnd(50)} ${ms.toFixed(2).padStart(8)} ms ${more}`);
row('a good request, 50 items', await cost(service.admin, 50, good));
const base = (await usage(service.admin)).resident;
for (const each of garbage('ES256')) {
  const statuses: number[] = [];
  const ms = await cost(service.admin, 5, async () => statuses.push(await send(service.url, each)));
  const health = await slowestHealth(service.url, () => send(service.url, each));
  row(each.name, ms, `health ${health.toFixed(0).padStart(4)} ms  ${statuses.join(' ')}`);
  await new Promise((resolve) => setTimeout(resolve, 1500));
}
await new Promise((resolve) => setTimeout(resolve, 2000));
const end = (await usage(service.admin)).resident;
console.log(
  `resident memory: ${(base / 2 ** 20).toFixed(0)} MiB before, ${(end / 2 ** 20).toFixed(0)} MiB after`,
);
await service.stop();
await upstream.close();
