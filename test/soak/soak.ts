/** Mixed load on the built program for as long as you like: reads, kept reads, writes, faults of the API, and reloads; each answer is held against a model. */
import { type AddressInfo, createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import {
  ask,
  createCaller,
  directoryWith,
  ensureBuilt,
  start,
  until,
  type Variables,
} from '../cli/harness.js';
import { generator } from '../world/simulated-world.js';
import { shelfFiles, startShelf } from './shelf.js';
import { work } from './worker.js';

export interface SoakOptions {
  readonly seconds: number;
  readonly callers: number;
  readonly seed: number;
  /** Share of the API's answers with a fault. */
  readonly faults: number;
  /** Seconds between two reloads. */
  readonly reloadEvery: number;
  /** Told of each look at the process. */
  readonly onProbe?: (probe: Probe, seconds: number) => void;
  /** Seconds between two looks. */
  readonly probeEvery: number;
}

/** What is left after all garbage was collected. */
export interface Probe {
  /** Bytes. */
  readonly heapUsed: number;
  readonly rss: number;
  readonly sockets: number;
  readonly timers: number;
  readonly listeners: number;
}

export interface SoakReport {
  readonly requests: number;
  /** 5xx and unknown outcomes. */
  readonly failed: number;
  readonly wrong: readonly string[];
  readonly upstream: { readonly asked: number; readonly failed: number };
  readonly reloads: number;
  /** Kept answers that were asked for once more (`cacheCheck`): `different` ones are contradictions, since nobody else writes. */
  readonly checks: Readonly<Record<'same' | 'different' | 'failed', number>>;
  /** In the order of time, at rest: nobody asked while they were taken. */
  readonly probes: readonly Probe[];
}

const probeFile = fileURLToPath(new URL('probe.mjs', import.meta.url));

export async function soak(options: SoakOptions): Promise<SoakReport> {
  await ensureBuilt();
  const draw = generator(options.seed);
  const shelf = await startShelf(draw);
  const directory = directoryWith(shelfFiles);
  const caller = await createCaller();
  const service = await startService(caller.environment, shelf.url, directory.path);
  const probes: Probe[] = [];
  const total = { requests: 0, failed: 0, wrong: [] as string[], reloads: 0 };
  try {
    const begin = Date.now();
    const passed = (): number => (Date.now() - begin) / 1000;
    for (let round = 0; passed() < options.seconds; round += 1) {
      const end = Math.min(passed() + options.probeEvery, options.seconds);
      shelf.faults = options.faults;
      const reloading = reloads(service, options.reloadEvery, () => passed() < end);
      const reports = await Promise.all(
        Array.from({ length: options.callers }, (_, index) =>
          work({
            owner: `o${round}x${index}`,
            draw,
            ask: (path, request) => ask(service, caller, path, request),
            more: () => passed() < end,
          }),
        ),
      );
      total.reloads += await reloading;
      for (const each of reports) {
        total.requests += each.requests;
        total.failed += each.failed;
        total.wrong.push(...each.wrong);
      }
      shelf.faults = 0;
      const probe = await look(service);
      probes.push(probe);
      options.onProbe?.(probe, passed());
    }
    const checks = await checksOf(service);
    return { ...total, upstream: { asked: shelf.asked, failed: shelf.failed }, checks, probes };
  } finally {
    await service.stop('SIGTERM');
    await shelf.close();
    directory.remove();
  }
}

async function reloads(service: Service, every: number, more: () => boolean): Promise<number> {
  let count = 0;
  let last = Date.now();
  while (more()) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    if (Date.now() - last < every * 1000) continue;
    last = Date.now();
    service.tell('SIGHUP');
    count += 1;
  }
  return count;
}

/** After a second without requests, so that connections of both sides are at rest. */
async function look(service: Service): Promise<Probe> {
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const found = (): string[] => [...service.stderr().matchAll(/^probe (.*)$/gm)].map(([, text]) => text!);
  const before = found().length;
  service.tell('SIGUSR2');
  await until(() => found().length > before || undefined);
  return JSON.parse(found().at(-1)!) as Probe;
}

async function checksOf({ admin }: Service): Promise<SoakReport['checks']> {
  const metrics = await (await fetch(`${admin}/metrics`)).text();
  const of = (outcome: string): number =>
    Number(
      new RegExp(`^wix_cache_checks_total\\{.*outcome="${outcome}"\\} (\\d+)`, 'm').exec(metrics)?.[1] ?? 0,
    );
  return { same: of('same'), different: of('different'), failed: of('failed') };
}

type Service = Awaited<ReturnType<typeof startService>>;

/** Without a log line for each request, whose texts would fill this process; so its ports are chosen here. */
async function startService(environment: Variables, upstream: string, mappings: string) {
  const [port, admin] = [await freePort(), await freePort()];
  const ports = ['--port', String(port), '--admin-port', String(admin)];
  const service = start(['serve', '--mappings', mappings, '--host', '127.0.0.1', ...ports], {
    environment: {
      ...environment,
      UPSTREAM_URL: upstream,
      NODE_OPTIONS: `--import ${probeFile}`,
      LOG_LEVEL: 'fatal',
    },
  });
  const url = `http://127.0.0.1:${port}`;
  await until(async () => ((await fetch(`${url}/readyz`).catch(() => undefined))?.ok ? true : undefined));
  return { ...service, url, admin: `http://127.0.0.1:${admin}` };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
