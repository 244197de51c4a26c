/**
 * Requests at moments that have nothing to do with one another, as visitors of a site come. They are sent with as little work as can be: a client
 * that stops for its own garbage makes all that are under way look late.
 */
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Round, RoundResult } from './load.js';

/** Seconds of requests that are sent before those that are measured: until then the client itself is compiled. */
const lead = 1;

interface Connection {
  /** Sends one request. The callback gets the status. */
  send(request: Buffer, answered: (status: number) => void): void;
  end(): void;
}

/**
 * Sends whatever is due, whether what was sent before is answered or not; what finds no connection waits for one.
 * @throws when a connection ends, an answer is not as Node writes it, or it all takes much longer than the round's seconds
 */
export async function runPaced(round: Round, rate: number): Promise<RoundResult> {
  const early = Math.floor(rate * lead);
  const total = early + round.amount;
  const begun = new Float64Array(total);
  const latencies = new Float64Array(total);
  let failures = 0;
  let left = total;
  const waiting: number[] = [];
  const { promise: finished, resolve, reject } = deferred();
  const late = setTimeout(() => reject(new Error('the round does not end')), (round.seconds + 30) * 1000);
  const all = Array.from({ length: round.connections }, () => connection(round.url, reject));
  const free = [...all];
  const requests = round.bodies.map((body) => bytesOf(round, body));
  const sendOn = (connection: Connection, index: number): void =>
    connection.send(requests[index % requests.length]!, (status) => {
      latencies[index] = performance.now() - begun[index]!;
      if (status !== 200) failures += 1;
      const next = waiting.shift();
      if (next === undefined) free.push(connection);
      else sendOn(connection, next);
      left -= 1;
      if (left === 0) resolve();
    });
  const send = async (): Promise<void> => {
    let due = performance.now();
    let random = 1;
    for (let index = 0; index < total; index += 1) {
      while (due > performance.now()) await sleep(Math.max(0, Math.floor(due - performance.now())));
      begun[index] = performance.now();
      const connection = free.pop();
      if (connection) sendOn(connection, index);
      else waiting.push(index);
      // Times between arrivals that are independent: exponential, from a fixed seed (Park and Miller).
      random = (random * 48_271) % 2_147_483_647;
      due += (-Math.log(random / 2_147_483_647) * 1000) / rate;
    }
  };
  try {
    await Promise.all([send(), finished]);
    const seconds = (performance.now() - begun[early]!) / 1000;
    return { requests: round.amount, failures, seconds, latencies: [...latencies.subarray(early)] };
  } finally {
    clearTimeout(late);
    for (const each of all) each.end();
  }
}

function deferred() {
  let resolve = (): void => undefined;
  let reject = (_error: Error): void => undefined;
  const promise = new Promise<void>((onTime, onError) => {
    resolve = onTime;
    reject = onError;
  });
  return { promise, resolve, reject };
}

function bytesOf({ url, path, headers }: Round, body: string): Buffer {
  const all = {
    host: new URL(url).host,
    'content-type': 'text/plain',
    'content-length': Buffer.byteLength(body),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
}

/**
 * One connection, made when it is first used, and anew where it was closed between two requests. It reads answers as Node's server writes them:
 * a whole head in one piece, and a body of a length that is told.
 */
function connection(url: string, failed: (error: Error) => void): Connection {
  const { hostname: host, port } = new URL(url);
  const buffer = Buffer.allocUnsafeSlow(64 * 1024);
  let socket: Socket | undefined;
  let answered: ((status: number) => void) | undefined;
  let status = 0;
  /** Bytes of the body that are to come. */
  let rest = 0;
  const read = (bytes: Buffer): void => {
    if (rest === 0) {
      const end = bytes.indexOf('\r\n\r\n');
      const head = bytes.toString('latin1', 0, Math.max(0, end));
      const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
      if (length === undefined) {
        failed(new Error('an answer whose length is not told at once'));
        return;
      }
      status = Number(head.slice(9, 12));
      rest = Number(length) - (bytes.length - end - 4);
    } else rest -= bytes.length;
    if (rest > 0) return;
    const told = answered;
    answered = undefined;
    told?.(status);
  };
  const callback = (count: number, bytes: Uint8Array): true => {
    read((bytes as Buffer).subarray(0, count));
    return true;
  };
  const open = (): Socket =>
    connect({ host, port: Number(port), noDelay: true, onread: { buffer, callback } })
      .on('error', failed)
      .on('close', () => {
        socket = undefined;
        if (answered) failed(new Error('a connection was closed before its answer'));
      });
  return {
    send(request, told) {
      answered = told;
      socket ??= open();
      socket.write(request);
    },
    end: () => socket?.destroy(),
  };
}
