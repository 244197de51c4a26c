/** Starts the programs that are measured and reads what the operating system says of them (Linux only). */
import { type ChildProcess, execFileSync, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

export interface Measured {
  readonly url: string;
  readonly pid: number;
  /** Milliseconds from the start of the process to the first 200 of its readiness check. */
  readonly startMs: number;
  /** Milliseconds of processor time until then. */
  readonly startProcessorMs: number;
  stop(): Promise<void>;
}

export interface Worker {
  ask<Answer>(message: unknown): Promise<Answer>;
  /** What the worker said when it was ready; undefined for one that says nothing. */
  readonly first: unknown;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Milliseconds that a start may take. */
const startTime = 60_000;

/** A TypeScript program of this folder, spoken to over IPC. */
export async function startWorker(file: string, speaksFirst: boolean): Promise<Worker> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = fork(path, { execArgv: ['--import', 'tsx'], serialization: 'advanced' });
  const first: unknown = speaksFirst ? (await once(child, 'message'))[0] : undefined;
  return {
    first,
    pid: child.pid!,
    async ask<Answer>(message: unknown) {
      const answered = once(child, 'message');
      child.send(message as object);
      return (await answered)[0] as Answer;
    },
    stop: () => end(child),
  };
}

/** The port that answers the readiness check: that of the requests, or the one for operators. */
export type ReadyPort = 'PORT' | 'ADMIN_PORT';

export interface StartOptions {
  /** Number of the only processor that it may run on. */
  readonly processor?: number;
  readonly variables?: Readonly<Record<string, string>>;
}

/** A program that listens on the ports in PORT and ADMIN_PORT. Its output is thrown away by the system, as it is written. */
export async function startMeasured(
  args: readonly string[],
  ready: { readonly path: string; readonly on: ReadyPort },
  environment: Readonly<Record<string, string>>,
  { processor, variables }: StartOptions = {},
): Promise<Measured> {
  const ports = { PORT: await freePort(), ADMIN_PORT: await freePort() };
  const start = performance.now();
  const command = [process.execPath, ...args];
  const [program, ...rest] =
    processor === undefined ? command : ['taskset', '-c', String(processor), ...command];
  const child = spawn(program!, rest, {
    env: {
      PATH: process.env.PATH ?? '',
      ...environment,
      ...variables,
      PORT: String(ports.PORT),
      ADMIN_PORT: String(ports.ADMIN_PORT),
      HOST: '127.0.0.1',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  // Where a measurement fails, nobody stops it: it would live on, and hold the output of whoever waits for the end of the benchmark.
  const kill = (): boolean => child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  const url = `http://127.0.0.1:${ports.PORT}`;
  const readyUrl = `http://127.0.0.1:${ports[ready.on]}${ready.path}`;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${args.join(' ')} ended with ${child.exitCode}`);
    if (performance.now() - start > startTime) {
      child.kill('SIGKILL');
      throw new Error(`${args.join(' ')} does not get ready`);
    }
    const status = await fetch(readyUrl).then(
      (response) => response.status,
      () => 0,
    );
    if (status === 200) break;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  return {
    url,
    pid: child.pid!,
    startMs: performance.now() - start,
    startProcessorMs: processorTime(child.pid!) * 1000,
    stop: () => end(child),
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** MiB: resident now, and the most since the start or since resetPeak. */
export function memoryOf(pid: number): { readonly resident: number; readonly peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const mebibytes = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
  return { resident: mebibytes('VmRSS'), peak: mebibytes('VmHWM') };
}

export function resetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

/** From now on the process, with all its threads, runs on these processors only: numbers and ranges, as `taskset` takes them. */
export function runOn(processors: string, pid: number): void {
  execFileSync('taskset', ['-a', '-p', '-c', processors, String(pid)], { stdio: 'ignore' });
}

/** Seconds of processor time so far, user and system, of all threads. */
export function processorTime(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Sockets that the process has open. */
export function socketsOf(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).filter((each) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${each}`).startsWith('socket:');
    } catch {
      // Closed in the meantime.
      return false;
    }
  }).length;
}
