/** Moments that are no load of their own: other tokens, one processor that is half busy, one request a second, a page while everything is read. */
import type { Round } from './load.js';
import { type Both, measureRound, median, post, type RoundFigures, type Side, sides } from './measure.js';
import type { Measured, StartOptions, Worker } from './processes.js';
import { aggregatePath, type Keys, queryPath, signQueries, signScan } from './requests.js';

export interface MomentOptions {
  /** Names of those that are wanted; undefined: none. */
  readonly only: readonly string[] | undefined;
  readonly startSide: Both<(options?: StartOptions) => Promise<Measured>>;
  readonly load: Worker;
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
  await measured(target, load, { bodies, amount: 600 });
  const { requestsPerSecond } = await measured(target, load, { bodies, amount: 600 });
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

const moments: Readonly<
  Record<string, { readonly moment: Moment; readonly start?: StartOptions; readonly alone?: true }>
> = {
  es256: { moment: es256 },
  half: { moment: half, start: { processor: 0 } },
  slow: { moment: slow },
  // The floor cannot do it.
  scanning: { moment: scanning, alone: true },
};

/** Lines of the report: medians of several starts of each side, in turns. */
export async function measureMoments(options: MomentOptions): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const [name, { moment, start, alone }] of Object.entries(moments)) {
    if (!options.only?.includes(name)) continue;
    const found: Record<Side, Figures[]> = { floor: [], service: [] };
    const variables = name === 'es256' ? { WIX_PUBLIC_KEY: options.elliptic.publicKey } : {};
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
