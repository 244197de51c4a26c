/** The measurements; each gives plain numbers. */
import { deepStrictEqual } from 'node:assert';
import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Round, RoundResult } from './load.js';
import { type Measured, memoryOf, processorTime, resetPeak, type Worker } from './processes.js';
import type { SiteFigures } from './report.js';
import { aggregatePath, queryPath } from './requests.js';

export type Side = 'floor' | 'service';
export type Both<T> = Readonly<Record<Side, T>>;

export interface LoadFigures {
  readonly requestsPerSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Milliseconds of processor time of the measured process per request. */
  readonly processorMs: number;
  /** The same of each round. */
  readonly processorRounds: readonly number[];
}

export type RoundFigures = Omit<LoadFigures, 'processorRounds'>;

/** Signed requests, and where they go. */
export interface Requests extends Pick<Round, 'headers'> {
  readonly path: string;
  readonly bodies: readonly string[];
}

export interface LoadOptions extends Requests {
  readonly rounds: number;
  readonly amount: number;
  readonly seconds: number;
  readonly connections: number;
}

/** Requests after a start that are measured by themselves. */
export const firstRequests = 500;

export const sides: readonly Side[] = ['floor', 'service'];

/**
 * Medians over the rounds, for each load. The two sides take turns, and so do the loads, so that a slow minute of the machine meets
 * all that are compared.
 */
export async function measureLoads(
  targets: Both<Measured>,
  load: Worker,
  loads: readonly LoadOptions[],
): Promise<readonly Both<LoadFigures>[]> {
  const measured = loads.map((options) => ({ options, figures: { floor: [], service: [] } as Rounds }));
  for (const { options } of measured) await warmUp(targets, load, options);
  const rounds = Math.max(...loads.map((each) => each.rounds));
  for (let turn = 0; turn < rounds; turn++)
    for (const { options, figures } of turn % 2 === 0 ? measured : [...measured].reverse())
      for (const side of turn % 2 === 0 ? sides : [...sides].reverse())
        figures[side].push(await measureRound(targets[side], load, roundOf(targets[side], options), side));
  return measured.map(({ figures: { floor, service } }) => ({
    floor: medians(floor),
    service: medians(service),
  }));
}

type Rounds = Record<Side, RoundFigures[]>;

function roundOf(
  target: Measured,
  { rounds: _rounds, ...options }: Omit<LoadOptions, 'rounds'> & { readonly rounds?: number },
): Round {
  return { url: target.url, ...options };
}

async function warmUp(targets: Both<Measured>, load: Worker, options: LoadOptions): Promise<void> {
  const amount = Math.max(options.bodies.length * 2, options.amount / 3);
  for (const side of sides) await load.ask({ ...roundOf(targets[side], options), amount });
}

/** @throws when a request failed */
export async function measureRound(
  target: Measured,
  load: Worker,
  round: Round,
  side: string,
): Promise<RoundFigures> {
  const before = processorTime(target.pid);
  const result = await load.ask<RoundResult>(round);
  const processor = processorTime(target.pid) - before;
  if (result.failures > 0 || result.requests === 0)
    throw new Error(`${result.failures} of ${result.requests} requests to the ${side} failed`);
  const sorted = [...result.latencies].sort((a, b) => a - b);
  return {
    requestsPerSecond: result.requests / result.seconds,
    p50: quantile(sorted, 0.5),
    p99: quantile(sorted, 0.99),
    processorMs: (processor * 1000) / result.requests,
  };
}

function medians(rounds: readonly RoundFigures[]): LoadFigures {
  const of = (name: keyof RoundFigures): number => median(rounds.map((each) => each[name]));
  return {
    requestsPerSecond: of('requestsPerSecond'),
    p50: of('p50'),
    p99: of('p99'),
    processorMs: of('processorMs'),
    processorRounds: rounds.map((each) => each.processorMs),
  };
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}

export function median(values: readonly number[]): number {
  return quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  );
}

export async function post(target: Measured, path: string, body: string): Promise<unknown> {
  const response = await fetch(target.url + path, { method: 'POST', body });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${path} answered ${response.status}: ${text}`);
  return JSON.parse(text);
}

/** A floor that did less than the service would be no floor. @throws when an answer differs */
export async function checkSameAnswers(targets: Both<Measured>, { path, bodies }: Requests): Promise<void> {
  for (const body of bodies) {
    deepStrictEqual(
      await post(targets.service, path, body),
      await post(targets.floor, path, body),
      'the floor and the service give different answers',
    );
  }
}

/** Upstream requests that each request causes, as the upstream counts them. */
export async function measureUpstreamRequests(
  target: Measured,
  upstream: Worker,
  { path, bodies }: Requests,
): Promise<number> {
  await upstream.ask('requests');
  for (const body of bodies) await post(target, path, body);
  const { requests } = await upstream.ask<{ requests: number }>('requests');
  return requests / bodies.length;
}

export interface BurstFigures {
  readonly requests: number;
  readonly upstreamRequests: number;
}

/** Equal requests at the same moment. */
export async function measureBurst(
  target: Measured,
  upstream: Worker,
  bodies: readonly string[],
): Promise<BurstFigures> {
  await upstream.ask('requests');
  await Promise.all(bodies.map((body) => post(target, queryPath, body)));
  const { requests } = await upstream.ask<{ requests: number }>('requests');
  return { requests: bodies.length, upstreamRequests: requests };
}

/** Milliseconds of processor time for each of the first requests of a process that did nothing before. */
export async function measureFirst(
  target: Measured,
  load: Worker,
  bodies: readonly string[],
): Promise<number> {
  const asked = { path: queryPath, bodies, connections: 16, amount: firstRequests, seconds: 60 };
  return (await measureRound(target, load, roundOf(target, asked), 'program that just started')).processorMs;
}

/** MiB resident a while after the start, when nothing is under way. */
export async function memoryAtRest(target: Measured): Promise<number> {
  await sleep(2000);
  return memoryOf(target.pid).resident;
}

export interface ScanFigures {
  readonly rows: number;
  readonly seconds: number;
  readonly upstreamRequests: number;
  /** MiB at rest before, and the most above it while scanning. */
  readonly rest: number;
  readonly increase: number;
}

export async function measureScan(
  service: Measured,
  upstream: Worker,
  body: string,
  rows: number,
): Promise<ScanFigures> {
  const rest = await memoryAtRest(service);
  await upstream.ask('requests');
  resetPeak(service.pid);
  const start = performance.now();
  const { items } = (await post(service, aggregatePath, body)) as { items: readonly { number: number }[] };
  const seconds = (performance.now() - start) / 1000;
  const found = items.reduce((sum, each) => sum + each.number, 0);
  if (found !== rows / 8) throw new Error(`the scan found ${found} rows instead of ${rows / 8}`);
  const { requests } = await upstream.ask<{ requests: number }>('requests');
  return { rows, seconds, upstreamRequests: requests, rest, increase: memoryOf(service.pid).peak - rest };
}

/** A process of its own: what it holds is all that is measured. */
export async function measureSites(upstream: Worker, url: string): Promise<SiteFigures> {
  await upstream.ask('requests');
  const path = fileURLToPath(new URL('tenants.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--expose-gc',
    '--import',
    'tsx',
    path,
    url,
  ]);
  const { requests } = await upstream.ask<{ requests: number }>('requests');
  const { warmUp, ...figures } = JSON.parse(stdout) as Omit<SiteFigures, 'upstreamRequests'> & {
    warmUp: number;
  };
  return { ...figures, upstreamRequests: requests - warmUp };
}
