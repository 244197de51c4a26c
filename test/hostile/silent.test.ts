/** Callers who connect and say nothing, against the running program. */
import { spawn } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DemoUpstream, startDemoUpstream } from '../../src/demo/upstream.js';
import {
  ask,
  type Caller,
  createCaller,
  ensureBuilt,
  program,
  root,
  serve,
  until,
  type Variables,
} from '../cli/harness.js';
import { silentSockets } from './caller.js';

let upstream: DemoUpstream;
let caller: Caller;
beforeAll(async () => {
  await ensureBuilt();
  upstream = await startDemoUpstream();
  caller = await createCaller();
});
afterAll(() => upstream?.close());

const count = (url: string) => ask({ url }, caller, '/v3/items/count', { collectionId: 'brands' });

it.skipIf(process.platform !== 'linux')(
  '600 silent connections at a limit of 400 descriptors keep nobody out',
  async () => {
    const script = 'ulimit -n 400; exec "$0" "$1" serve --port 0 --host 127.0.0.1 --mappings mappings/demo';
    const child = spawn('sh', ['-c', script, process.execPath, program], {
      cwd: root,
      env: { PATH: process.env.PATH, ...caller.environment, UPSTREAM_URL: upstream.url },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    const [admin, url] = await until(() => {
      const [, ...urls] = /"admin":"(http:[^"]+)","url":"(http:[^"]+)","msg":"listening"/.exec(output) ?? [];
      return urls.length > 0 ? (urls as [string, string]) : undefined;
    });
    const sockets = await silentSockets(url, 600);
    let open = sockets.length;
    for (const socket of sockets) socket.on('close', () => (open -= 1)).resume();
    for (let times = 0; times < 5; times += 1) {
      expect((await count(url)).body).toEqual({ totalCount: 10 });
      expect((await fetch(`${url}/healthz`)).status).toBe(200);
    }
    // The others are still there: the good requests did not have to wait until they were timed out.
    expect(open).toBeGreaterThan(100);
    await until(() => (/"limit":300,"msg":"too many connections/.test(output) ? true : undefined));
    const metrics = await (await fetch(`${admin}/metrics`)).text();
    expect(metrics).toMatch(/^wix_connections_closed_total [1-9]/m);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    for (const socket of sockets) socket.destroy();
  },
);

it.each<[string, Variables, readonly string[]]>([
  ['the variable', { MAX_CONNECTIONS: '5' }, []],
  ['the option, which wins', { MAX_CONNECTIONS: '500' }, ['--max-connections', '5']],
])('the limit of connections is a setting: %s', async (_name, environment, options) => {
  const service = await serve({ ...caller.environment, ...environment, UPSTREAM_URL: upstream.url }, options);
  const sockets = await silentSockets(service.url, 20);
  expect((await count(service.url)).body).toEqual({ totalCount: 10 });
  const line = await until(() => service.lines().find(({ limit }) => limit !== undefined));
  expect(line).toMatchObject({ level: 40, limit: 5, msg: expect.stringMatching(/MAX_CONNECTIONS/) });
  await service.stop();
  for (const socket of sockets) socket.destroy();
});

it('silent connections do not delay a stop', async () => {
  const service = await serve({ ...caller.environment, UPSTREAM_URL: upstream.url });
  const sockets = [
    ...(await silentSockets(service.url, 3)),
    ...(await silentSockets(service.url, 3, 'POST /v3/items/query HTTP/1.1\r\nhost: x\r\n')),
  ];
  expect((await count(service.url)).status).toBe(200);
  const start = performance.now();
  expect(await service.stop()).toBe(0);
  // The grace is 10 s, and was not needed.
  expect(performance.now() - start).toBeLessThan(9000);
  for (const socket of sockets) socket.destroy();
});
