/** Logs that cannot be written, or that nobody reads: the service goes on and can be stopped. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoUpstream, startDemoUpstream } from '../../src/demo/upstream.js';
import { ask, type Caller, createCaller, ensureBuilt, inherited, program, root, until } from './harness.js';

let upstream: DemoUpstream;
let caller: Caller;

beforeAll(async () => {
  await ensureBuilt();
  upstream = await startDemoUpstream();
  caller = await createCaller();
});
afterAll(() => upstream?.close());

describe('a log that cannot be written', () => {
  it.skipIf(!existsSync('/dev/full'))('is said once, and the service goes on and stops', async () => {
    const own = await serveInto(openSync('/dev/full', 'w'));
    for (let times = 0; times < 3; times += 1) {
      const answer = await ask(own, caller, '/v3/items/count', { collectionId: 'brands' });
      expect(answer.body).toEqual({ totalCount: 10 });
    }
    const said = await until(() => own.stderr() || undefined);
    expect(said).toBe('The log cannot be written (ENOSPC); the service goes on without it.\n');
    expect(await own.stop('SIGTERM')).toEqual([0, null]);
    expect(own.stderr()).toBe(said);
  });
});

describe('a log that nobody reads', () => {
  it('does not keep the service from stopping', async () => {
    const own = await serveInto('pipe');
    await askMany(own.url, linesOfPipe);
    expect(await own.stop('SIGTERM')).toEqual([null, 'SIGTERM']);
  });

  it('does not keep a second signal from ending it at once', async () => {
    const own = await serveInto('pipe');
    await askMany(own.url, linesOfPipe);
    const first = own.stop('SIGTERM');
    // The first signal is being worked on when nothing more is accepted.
    await until(() =>
      fetch(`${own.url}/healthz`).then(
        () => undefined,
        () => true,
      ),
    );
    own.child.kill('SIGINT');
    const [code, signal] = await first;
    expect(code).toBeNull();
    expect(['SIGINT', 'SIGTERM']).toContain(signal);
  });

  it('says how many lines were dropped when it is read again', async () => {
    const own = await serveInto('pipe');
    // Lines are short, whatever is asked for: this many are more than may wait.
    const asked = 14_000;
    await askMany(own.url, asked);
    const chunks: string[] = [];
    own.child.stdout!.setEncoding('utf8').on('data', (text: string) => chunks.push(text));
    const lines = () => chunks.join('').split('\n').slice(0, -1);
    const line = await until(() => lines().find((each) => each.includes('log lines were dropped')));
    const { lines: dropped } = JSON.parse(line) as { lines: number };
    expect(dropped).toBeGreaterThan(0);
    expect(await own.stop('SIGTERM')).toEqual([0, null]);
    const requests = lines().filter((each) => (JSON.parse(each) as { msg: string }).msg === 'request');
    expect(requests.length + dropped).toBe(asked);
  });
});

/** More lines than a pipe and its reader's buffer hold. */
const linesOfPipe = 1500;

/** Requests for a long path, each of which makes a line. They go one behind another on one connection: many are needed, and `fetch` takes its time. */
async function askMany(url: string, count: number): Promise<void> {
  const { hostname, port } = new URL(url);
  const request = `GET /${'x'.repeat(300)} HTTP/1.1\r\nhost: ${hostname}\r\n\r\n`;
  const socket = connect(Number(port), hostname).setEncoding('latin1');
  let rest = '';
  for (let sent = 0; sent < count; ) {
    const now = Math.min(40, count - sent);
    sent += now;
    socket.write(request.repeat(now));
    for (let answered = 0; answered < now; ) {
      const [text] = (await once(socket, 'data')) as [string];
      // The beginning of an answer may be cut in two.
      const parts = (rest + text).split('HTTP/1.1 404 ');
      answered += parts.length - 1;
      rest = parts.at(-1)!.slice(-20);
    }
  }
  socket.destroy();
}

/** The service with its log in a file, or in a pipe that nobody reads. Its port is known beforehand, since no line tells it. */
async function serveInto(stdout: number | 'pipe') {
  const port = await freePort();
  const args = ['serve', '--port', String(port), '--host', '127.0.0.1'];
  const child: ChildProcess = spawn(process.execPath, [program, ...args], {
    cwd: root,
    env: {
      ...inherited(),
      MAPPINGS_DIR: 'mappings/demo',
      ...caller.environment,
      UPSTREAM_URL: upstream.url,
    },
    stdio: ['ignore', stdout, 'pipe'],
  });
  const errors: string[] = [];
  child.stderr!.setEncoding('utf8').on('data', (text: string) => errors.push(text));
  const ended = new Promise<readonly [number | null, string | null]>((resolve) =>
    child.once('exit', (code, signal) => resolve([code, signal])),
  );
  const url = `http://127.0.0.1:${port}`;
  await until(() =>
    fetch(`${url}/healthz`).then(
      () => true,
      () => undefined,
    ),
  );
  return {
    url,
    child,
    stderr: () => errors.join(''),
    stop(signal: NodeJS.Signals) {
      child.kill(signal);
      return ended;
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
