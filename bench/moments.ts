/**
 * Moments that are no load of their own: other tokens, one processor that is half busy, one request a second, a page while everything is read, distinct values and a sorted page
 * of all rows, callers who leave an API that hangs.
 */
import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Round } from './load.js';
import {
  type Both,
  measureRound,
  median,
  memoryAtRest,
  post,
  type RoundFigures,
  type Side,
  sides,
} from './measure.js';
import {
  type Measured,
  memoryOf,
  processorTime,
  resetPeak,
  runOn,
  type StartOptions,
  socketsOf,
  type Worker,
} from './processes.js';
import { productCount } from './products.js';
import {
  aggregatePath,
  distinctPath,
  type Keys,
  queryPath,
  signDistinct,
  signQueries,
  signScan,
  signSorted,
} from './requests.js';

export interface MomentOptions {
  /** Names of those that are wanted; undefined: none. */
  readonly only: readonly string[] | undefined;
  readonly startSide: Both<(options?: StartOptions) => Promise<Measured>>;
  readonly load: Worker;
  readonly upstream: Worker;
  readonly signer: Keys['signer'];
  readonly elliptic: Keys;
}

type Figures = Readonly<Record<string, number>>;
type Moment = (target: Measured, options: MomentOptions) => Promise<Figures>;

const turns = 3;

/** A round of one of these moments. */
function measured(
  target: Measured,
  load: Worker,
  round: Pick<Round, 'bodies' | 'amount'> & Partial<Round>,
): Promise<RoundFigures> {
  const whole = { url: target.url, path: queryPath, connections: 16, seconds: 30, ...round };
  return measureRound(target, load, whole, 'measured side');
}

/** 50 rows, with tokens of elliptic curves. */
const es256: Moment = async (target, { load, elliptic }) => {
  const bodies = await signQueries(elliptic.signer, 50);
  await measured(target, load, { bodies, amount: 300 });
  const { processorMs, requestsPerSecond } = await measured(target, load, { bodies, amount: 1000 });
  return { 'requests per second': requestsPerSecond, 'processor time, ms': processorMs };
};

/** 50 rows at half of the requests that the side can do, for each side its own. */
const half: Moment = async (target, { load, signer }) => {
  const bodies = await signQueries(signer, 50);
  // On one processor V8 compiles at the cost of requests, until most is compiled.
  await measured(target, load, { bodies, amount: 6000 });
  const { requestsPerSecond } = await measured(target, load, { bodies, amount: 2000 });
  const rate = Math.max(16, Math.floor(requestsPerSecond / 2));
  const { p50, p99 } = await measured(target, load, { bodies, amount: rate * 4, rate });
  return {
    'requests per second': rate,
    'latency p50, ms': p50,
    'latency p99, ms': p99,
  };
};

/** 50 rows, one request after a second of nothing, after the first ones. */
const slow: Moment = async (target, { load, signer }) => {
  const bodies = await signQueries(signer, 50);
  await measured(target, load, { bodies: bodies.slice(0, 20), amount: 20 });
  const round = { bodies, amount: 15, connections: 1, rate: 1 };
  const { processorMs, p50 } = await measured(target, load, round);
  return { 'processor time, ms': processorMs, 'latency p50, ms': p50 };
};

/** 10 rows while all rows are read for another caller. */
const scanning: Moment = async (target, { load, signer }) => {
  const bodies = await signQueries(signer, 10);
  await measured(target, load, { bodies, amount: 300 });
  const alone = await measured(target, load, { bodies, amount: 200, connections: 1 });
  let under = true;
  const scan = await signScan(signer);
  const scans = (async () => {
    while (under) await post(target, aggregatePath, scan);
  })();
  const beside = await measured(target, load, { bodies, amount: 200, connections: 1 });
  under = false;
  await scans;
  return {
    'latency p50 alone, ms': alone.p50,
    'latency p50 beside it, ms': beside.p50,
    'latency p99 beside it, ms': beside.p99,
  };
};

/** One request that reads all rows and finds those with the rare word, of a process that did nothing else. */
const whole =
  (path: string, sign: (signer: Keys['signer']) => Promise<string>): Moment =>
  async (target, { signer }) => {
    const body = await sign(signer);
    const rest = await memoryAtRest(target);
    resetPeak(target.pid);
    const before = processorTime(target.pid);
    const start = performance.now();
    const { pagingMetadata } = (await post(target, path, body)) as { pagingMetadata: { total?: number } };
    if (pagingMetadata.total !== productCount / 8) throw new Error(`it found ${pagingMetadata.total} rows`);
    return {
      seconds: (performance.now() - start) / 1000,
      'processor time, s': processorTime(target.pid) - before,
      'MiB above rest': memoryOf(target.pid).peak - rest,
    };
  };

const leavers = 200;
const waves = 10;
/** Milliseconds that a caller waits. */
const patience = 200;

/** Waves of callers who ask for 50 rows and leave, while the API answers nothing. Afterwards it does, and so must the service. */
const leaving: Moment = async (target, { load, upstream, signer }) => {
  const bodies = await signQueries(signer, 50);
  await measured(target, load, { bodies, amount: 300 });
  const rest = await memoryAtRest(target);
  const sockets = socketsOf(target.pid);
  resetPeak(target.pid);
  const before = processorTime(target.pid);
  await upstream.ask('hang');
  for (let wave = 0; wave < waves; wave++)
    await Promise.all(
      Array.from({ length: leavers }, (_, index) =>
        fetch(target.url + queryPath, {
          method: 'POST',
          body: bodies[index % bodies.length]!,
          signal: AbortSignal.timeout(patience),
        }).then(
          (response) => response.text(),
          () => undefined,
        ),
      ),
    );
  await upstream.ask('answer');
  const processor = (processorTime(target.pid) - before) * 1000;
  const most = memoryOf(target.pid).peak - rest;
  // Node's fetch connects anew for those who left, and keeps these connections for some seconds.
  await sleep(8000);
  const left = socketsOf(target.pid) - sockets;
  await post(target, queryPath, bodies[0]!);
  return {
    'processor time of a caller, ms': processor / (waves * leavers),
    'MiB above rest': most,
    'sockets left open': left,
  };
};

const moments: Readonly<
  Record<string, { readonly moment: Moment; readonly start?: StartOptions; readonly alone?: true }>
> = {
  es256: { moment: es256 },
  half: { moment: half, start: { processor: 0 } },
  slow: { moment: slow },
  // The floor cannot do it.
  scanning: { moment: scanning, alone: true },
  distinct: { moment: whole(distinctPath, signDistinct), alone: true },
  sorted: { moment: whole(queryPath, signSorted), alone: true },
  leaving: { moment: leaving, alone: true },
};

const everywhere = `0-${cpus().length - 1}`;

function everywhereBut(processor: number): string {
  return cpus()
    .flatMap((_, index) => (index === processor ? [] : [index]))
    .join();
}

/** Lines of the report: medians of several starts of each side, in turns. */
export async function measureMoments(options: MomentOptions): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const [name, { moment, start, alone }] of Object.entries(moments)) {
    if (!options.only?.includes(name)) continue;
    const found: Record<Side, Figures[]> = { floor: [], service: [] };
    const variables = name === 'es256' ? { WIX_PUBLIC_KEY: options.elliptic.publicKey } : {};
    const own = start?.processor;
    // What is measured on one processor has it for itself, where there are others.
    for (const { pid } of [options.load, options.upstream])
      runOn(own === undefined || cpus().length === 1 ? everywhere : everywhereBut(own), pid);
    for (let turn = 0; turn < turns; turn++)
      for (const side of sides) {
        if (alone && side === 'floor') continue;
        const target = await options.startSide[side]({ ...start, variables });
        found[side].push(await moment(target, options));
        await target.stop();
      }
    for (const figure of Object.keys(found.service[0]!)) {
      const of = (side: Side): string =>
        found[side].length === 0
          ? ''
          : `${side} ${median(found[side].map((each) => each[figure]!)).toFixed(2)}`;
      lines.push(`${name}, ${figure}: ${sides.map(of).filter(Boolean).join(', ')}`);
    }
  }
  return lines;
}
