/** What requests cost a running service, by its own metrics. */
import { spawn } from 'node:child_process';
import { type RunningService, until } from '../cli/harness.js';

export interface Usage {
  /** Seconds of processor time since the start, of all threads. */
  readonly processor: number;
  /** Bytes. */
  readonly resident: number;
  /** Bytes of objects and buffers, dead ones included. */
  readonly heap: number;
}

/** @param url of the admin port */
export async function usage(url: string): Promise<Usage> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const value = (name: string): number => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
  return {
    processor: value('process_cpu_seconds_total'),
    resident: value('process_resident_memory_bytes'),
    heap: value('nodejs_heap_size_used_bytes') + value('nodejs_external_memory_bytes'),
  };
}

/** Milliseconds of processor time for each of `times` runs, less what looking at the clock costs. */
export async function cost(url: string, times: number, work: () => Promise<unknown>): Promise<number> {
  const looks = await usage(url);
  const before = await usage(url);
  for (let each = 0; each < times; each += 1) await work();
  const after = await usage(url);
  const looking = before.processor - looks.processor;
  return (Math.max(0, after.processor - before.processor - looking) * 1000) / times;
}

/** Asks for the health until its input ends, in a process of its own: whoever attacks is busy with sending. */
const watcher = `
let over = false;
process.stdin.resume().on('end', () => { over = true; });
let slowest = 0;
do {
  const start = performance.now();
  await (await fetch(process.argv[1] + '/healthz')).text();
  const time = performance.now() - start;
  if (slowest === 0) process.stdout.write('ready ');
  slowest = Math.max(slowest === 0 ? 0.001 : slowest, slowest === 0 ? 0 : time);
  await new Promise((resolve) => setTimeout(resolve, 2));
} while (!over);
process.stdout.write(String(slowest));
`;

/** The slowest of many health checks, in milliseconds, while ten of the same come at once. */
export async function slowestHealth(url: string, attack: () => Promise<unknown>): Promise<number> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', watcher, url], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let text = '';
  const ended = new Promise((resolve) => child.once('close', resolve));
  await new Promise<void>((resolve) =>
    child.stdout.on('data', (part: Buffer) => {
      text += part.toString();
      resolve();
    }),
  );
  await Promise.allSettled(Array.from({ length: 10 }, attack));
  child.stdin.end();
  await ended;
  return Number(text.split(' ')[1]);
}

/**
 * The longest time that the program kept its loop from others while this was done, in milliseconds of its main thread's processor time.
 * @param service started with `--import stretch.mjs`
 */
export async function longestStretch(
  { child, output, url }: RunningService,
  work: () => Promise<unknown>,
): Promise<number> {
  const found = (): string[] => [...output().matchAll(/^stretch (\S+)$/gm)].map(([, text]) => text!);
  const before = found().length;
  child.kill('SIGUSR2');
  // The signal has come when the next answer is there.
  await fetch(`${url}/healthz`);
  await work();
  child.kill('SIGUSR2');
  await until(() => found().length > before || undefined);
  return Number(found().at(-1));
}
