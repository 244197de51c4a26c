/** The load, a process of its own: takes a Round on its IPC channel, runs it with autocannon, or one by one where it has a rate, and sends a RoundResult. */
import autocannon from 'autocannon';
import { runPaced } from './paced.js';

export interface Round {
  readonly url: string;
  readonly path: string;
  /** Bodies of the requests, sent in turn. */
  readonly bodies: readonly string[];
  readonly connections: number;
  /** Ends after this many requests or seconds, whichever comes first. */
  readonly amount: number;
  readonly seconds: number;
  /** Further headers of each request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Requests a second, at moments that have nothing to do with one another, as visitors of a site come; default: as many as go. */
  readonly rate?: number | undefined;
}

export interface RoundResult {
  readonly requests: number;
  /** Requests that were not answered with 200. */
  readonly failures: number;
  readonly seconds: number;
  /** Milliseconds of each request. */
  readonly latencies: readonly number[];
}

async function run(round: Round): Promise<RoundResult> {
  const latencies: number[] = [];
  let failures = 0;
  const start = performance.now();
  let end = start;
  await new Promise<void>((resolve, reject) => {
    const instance = autocannon(
      {
        url: round.url,
        connections: round.connections,
        amount: round.amount,
        requests: round.bodies.map((body) => ({
          method: 'POST',
          path: round.path,
          headers: { 'content-type': 'text/plain', ...round.headers },
          body,
        })),
      },
      (error) => {
        clearTimeout(timer);
        if (error) reject(error);
        else resolve();
      },
    );
    const timer = setTimeout(() => instance.stop?.(), round.seconds * 1000);
    instance.on('response', (_client, status, _bytes, milliseconds) => {
      end = performance.now();
      latencies.push(milliseconds);
      if (status !== 200) failures += 1;
    });
    instance.on('reqError', () => {
      failures += 1;
    });
  });
  return { requests: latencies.length, failures, seconds: (end - start) / 1000, latencies };
}

process.on('message', (round: Round) => {
  void (round.rate === undefined ? run(round) : runPaced(round, round.rate)).then((result) =>
    process.send?.(result),
  );
});
process.on('disconnect', () => process.exit());
