/**
 * What a further site costs where a thousand share one mapping folder: its memory when it is known, and at rest after its first
 * request; and how long a first request takes. Run by main.ts with --expose-gc and the address of the upstream; prints one line of JSON.
 */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTenancy } from '../src/app/tenants/tenancy.js';
import { unobserved } from '../src/world/observation.js';
import { systemWorld } from '../src/world/system-world.js';

const sites = 1000;
const [upstream = ''] = process.argv.slice(2);
const directory = mkdtempSync(join(tmpdir(), 'wix-bench-'));
cpSync(fileURLToPath(new URL('mappings', import.meta.url)), join(directory, 'mappings'), { recursive: true });

const idOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const fileOf = (n: number): string =>
  `version: 1\ninstance: ${idOf(n)}\nurl: ${upstream}?site=${n}\nheaders: { authorization: Bearer key-of-site-${n} }\n`;
const tenants = join(directory, 'tenants');
cpSync(join(directory, 'mappings'), tenants, {
  recursive: true,
  filter: (path) => path.endsWith('mappings'),
});
const write = (from: number, to: number): void => {
  for (let n = from; n < to; n++) writeFileSync(join(tenants, `site-${n}.yaml`), fileOf(n));
};
write(0, 1);

const app = createTenancy({
  world: systemWorld,
  mappingsDirectory: join(directory, 'mappings'),
  environment: { UPSTREAM_URL: upstream },
  tenants,
  observe: unobserved,
  idle: 20_000,
});
await app.started;
const service = app.service(undefined);
const ask = (n: number): Promise<object> =>
  service(
    'QueryDataItems',
    { collectionId: 'products', query: { paging: { limit: 50 } }, returnTotalCount: true },
    {
      world: systemWorld,
      requestId: undefined,
      scope: { instanceId: idOf(n) },
      signal: new AbortController().signal,
      observe: unobserved,
      arrived: Date.now(),
    },
  );

/** KiB that are reachable. */
async function memory(): Promise<number> {
  const least: number[] = [];
  for (let turn = 0; turn < 4; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    (globalThis as { gc?: () => void }).gc!();
    const { heapUsed, external } = process.memoryUsage();
    least.push((heapUsed + external) / 1024);
  }
  return Math.min(...least);
}

const warmUp = 20;
for (let turn = 0; turn < warmUp; turn++) await ask(0);
const before = await memory();
write(1, sites + 1);
await app.reload();
const known = await memory();
const times: number[] = [];
for (let n = 1; n <= sites; n++) {
  const start = performance.now();
  await ask(n);
  times.push(performance.now() - start);
}
const inUse = await memory();
const { open } = app.tenants!;
while (app.tenants!.open > 0) await new Promise((resolve) => setTimeout(resolve, 500));
const rest = await memory();
times.sort((a, b) => a - b);
console.log(
  JSON.stringify({
    sites,
    knownKiB: (known - before) / sites,
    inUseKiB: (inUse - before) / Math.min(sites, open),
    restKiB: (rest - before) / sites,
    firstMs: times[sites / 2],
    warmUp,
  }),
);
await app.close();
rmSync(directory, { recursive: true, force: true });
process.exit(0);
