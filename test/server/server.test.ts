/** The HTTP server by itself, over a service that answers as told. */
import { Agent, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { logListener } from '../../src/app/listeners/log.js';
import { createMetrics } from '../../src/app/listeners/metrics.js';
import { createLines } from '../../src/cli/log-lines.js';
import { createBodyBudget } from '../../src/server/body-budget.js';
import { type RunningServer, type ServerOptions, startServer } from '../../src/server/server.js';
import { createWorkAllowance } from '../../src/server/work-allowance.js';
import type { Catalog } from '../../src/service/catalog.js';
import type { Service } from '../../src/service/service.js';
import { AdapterError, validationError } from '../../src/wix/errors.js';
import { createSigner, generateKeyPair, type Signer } from '../../src/wix/jwt/sign.js';
import { createVerifier, parseCredentials, type Verifier } from '../../src/wix/jwt/verify.js';
import { together } from '../../src/world/observation.js';
import type { Signal } from '../../src/world/signal.js';
import { systemWorld } from '../../src/world/system-world.js';
import { longestPiece } from '../../src/world/world.js';
import { readyCatalog } from '../ready-catalog.js';

const audience = 'app-1';
let signer: Signer;
let verifier: Verifier;
beforeAll(async () => {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  signer = createSigner({ world: systemWorld, privateKey, audience });
  verifier = await createVerifier(parseCredentials({ WIX_APP_ID: audience, WIX_PUBLIC_KEY: publicKey }), {
    world: systemWorld,
  });
});

const running: RunningServer[] = [];
afterEach(async () => {
  for (const each of running.splice(0)) await each.stop(0);
});

async function start(service: Service, options: Partial<ServerOptions> = {}) {
  const lines: Record<string, unknown>[] = [];
  const log = createLines(systemWorld, 'info', (line) => void lines.push(JSON.parse(line)));
  const catalog = readyCatalog();
  const metricsListener = createMetrics(() => catalog);
  const server = await startServer({
    world: systemWorld,
    catalog,
    service,
    verifier,
    observe: together(metricsListener.observe, logListener(log)),
    admin: { metrics: metricsListener },
    host: '127.0.0.1',
    port: 0,
    ...options,
  });
  running.push(server);
  const metrics = async () => (await fetch(`${server.url}/metrics`)).text();
  return {
    server,
    lines,
    metrics,
    url: `${server.url}/v3/items/query`,
    port: Number(new URL(server.url).port),
  };
}

const signed = () => signer.sign({ collectionId: 'things', query: {} });

it('lets health be told between requests that come in one moment, once they have worked for long', async () => {
  const order: string[] = [];
  let busy = 0;
  const world = {
    ...systemWorld,
    busy: () => busy,
    turn: async () => {
      order.push('others');
      await systemWorld.turn();
    },
  };
  const service: Service = async () => {
    order.push('answer');
    return { items: [] };
  };
  const { url } = await start(service, { world });
  const body = await signed();
  const asked = async () => (await fetch(url, { method: 'POST', body })).status;
  expect(await asked()).toBe(200);
  busy = longestPiece;
  expect(await asked()).toBe(200);
  expect(order).toEqual(['answer', 'others', 'answer']);
});

it('writes answers at the end of a turn, all of them together, and none for callers who have left by then', async () => {
  const held: (() => void)[] = [];
  const world = { ...systemWorld, endOfTurn: (write: () => void) => void held.push(write) };
  let left = 0;
  const service: Service = async (_name, _request, { signal }) => {
    signal.addEventListener('abort', () => {
      if (held.length === 3) left += 1;
    });
    return { items: [] };
  };
  const { url, lines } = await start(service, { world });
  const body = await signed();
  const leaving = new AbortController();
  const arrived: string[] = [];
  const ask = (name: string, signal?: AbortSignal): Promise<unknown> =>
    fetch(url, { method: 'POST', body, signal: signal ?? null }).then(
      ({ status }) => arrived.push(`${name} ${status}`),
      () => undefined,
    );
  const asked = [ask('first'), ask('leaving', leaving.signal), ask('last')];
  await expect.poll(() => held.length).toBe(3);
  expect(arrived).toEqual([]);
  leaving.abort();
  await asked[1];
  await expect.poll(() => left).toBe(1);
  for (const write of held) write();
  await Promise.all(asked);
  expect(arrived.sort()).toEqual(['first 200', 'last 200']);
  const ended = () => lines.filter(({ msg }) => msg === 'request');
  await expect.poll(() => ended().length).toBe(3);
  expect(ended().filter(({ gone }) => gone === true)).toHaveLength(1);
});

it('says when to come back, where a refusal knows', async () => {
  const refusal = new AdapterError('UNKNOWN_ERROR', 'Too many wait.', { status: 503, retryAfter: 7 });
  const { url } = await start(() => Promise.reject(refusal));
  const answer = await fetch(url, { method: 'POST', body: await signed() });
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '7']);
});

it('tells for each API how it is asked, in /readyz and in the metrics', async () => {
  const gateways = [{ upstream: 'shop', breaker: 'open' as const, underWay: 3, waiting: 2 }];
  const catalog: Catalog = { ...readyCatalog(), gateways };
  const metrics = createMetrics(() => catalog);
  const { server } = await start(async () => ({}), { catalog, admin: { metrics } });
  const ready = await fetch(`${server.url}/readyz`);
  expect(ready.status).toBe(200);
  expect(await ready.json()).toMatchObject({
    upstreams: { shop: { breaker: 'open', underWay: 3, waiting: 2 } },
  });
  metrics.observe({ kind: 'call refused', upstream: 'shop', requestId: 'r', outcome: 'queueFull' });
  const text = await (await fetch(`${server.url}/metrics`)).text();
  expect(text).toContain('upstream_requests{upstream="shop",state="under way"} 3');
  expect(text).toContain('upstream_requests{upstream="shop",state="waiting"} 2');
  expect(text).toContain('upstream_breaker_open{upstream="shop"} 1');
  expect(text).toContain('upstream_refused_total{upstream="shop",reason="queueFull"} 1');
});

it.each([
  [undefined, 'Too much.', false],
  ['short', 'Too much.', false],
  ['full', 'Too much. Raise limits.scan in things.yaml.', true],
] as const)('details %s: what a failure tells Wix, and the log', async (details, message, named) => {
  const long = 'Too much. Raise limits.scan in things.yaml.';
  const { url, lines } = await start(
    async () => {
      throw validationError(long, [{ message: 'too many; things.yaml:3:1' }], 'Too much.');
    },
    { details },
  );
  const response = await fetch(url, { method: 'POST', body: await signed() });
  expect(response.status).toBe(400);
  const body = (await response.json()) as { readonly errorMessage: string };
  expect(body.errorMessage).toBe(message);
  expect(JSON.stringify(body).includes('things.yaml')).toBe(named);
  expect(lines.find((line) => line.msg === 'request')).toMatchObject({ error: long });
});

/** Of a token, so that what follows is kept until its signature comes. */
const header = `${Buffer.from('{"alg":"ES256"}').toString('base64url')}.`;

describe('an answer that cannot be written', () => {
  it('is a failure like any other, in the log and the metrics too', async () => {
    let deep: unknown = 1;
    for (let depth = 0; depth < 20_000; depth += 1) deep = [deep];
    const { url, lines, metrics } = await start(async () => ({ items: [{ _id: 'a', deep }] }));
    const answer = await fetch(url, { method: 'POST', body: await signed() });
    expect([answer.status, ((await answer.json()) as { errorCode: string }).errorCode]).toEqual([
      502,
      'UNKNOWN_ERROR',
    ]);
    expect(lines.at(-1)).toMatchObject({ status: 502, reason: 'Maximum call stack size exceeded' });
    expect(await metrics()).toContain(
      'wix_requests_total{operation="QueryDataItems",collection="none",status="502",code="UNKNOWN_ERROR"} 1',
    );
  });
});

describe('the signal of a request', () => {
  it.each([
    ['its answer', async () => ({ items: [] })],
    [
      'its failure',
      async () => {
        throw new Error('broken');
      },
    ],
  ])('is aborted after %s', async (_name, work) => {
    let signal: Signal | undefined;
    const { url } = await start((_operation, _request, context) => {
      signal = context.signal;
      expect(signal.aborted).toBe(false);
      return work();
    });
    await (await fetch(url, { method: 'POST', body: await signed() })).text();
    expect(signal!.aborted).toBe(true);
  });
});

describe('a caller who hangs up', () => {
  it('is counted as 499, not as a failure', async () => {
    const leaving = new AbortController();
    let over: Promise<void> | undefined;
    const { url, metrics, lines } = await start((_operation, _request, { signal }) => {
      over = new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
      leaving.abort();
      return over.then(() => {
        throw new Error('given up');
      });
    });
    await expect(
      fetch(url, { method: 'POST', body: await signed(), signal: leaving.signal }),
    ).rejects.toThrow();
    await over;
    await expect
      .poll(metrics)
      .toContain(
        'wix_requests_total{operation="QueryDataItems",collection="none",status="499",code="GONE"} 1',
      );
    expect(lines.at(-1)).toMatchObject({ gone: true });
  });
});

describe('stopping', () => {
  it('lets a request end and tells its caller that the connection closes', async () => {
    let release: () => void = () => undefined;
    let arrived: () => void = () => undefined;
    const isThere = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const { url, server } = await start(async () => {
      const waiting = new Promise<void>((resolve) => {
        release = resolve;
      });
      arrived();
      await waiting;
      return { items: [] };
    });
    const agent = new Agent({ keepAlive: true });
    const token = await signed();
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      request(url, { method: 'POST', agent }, resolve).on('error', reject).end(token);
    });
    await isThere;
    const stopped = server.stop(60_000);
    release();
    const answer = await answered;
    expect([answer.statusCode, answer.headers.connection]).toEqual([200, 'close']);
    answer.resume();
    await stopped;
    agent.destroy();
  });
});

describe('the end of the grace', () => {
  it('is told to requests that are not done: 503 with a body, and their work is given up', async () => {
    let arrived: () => void = () => undefined;
    const isThere = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    let given: Signal | undefined;
    const { url, server, lines } = await start((_operation, _request, { signal }) => {
      given = signal;
      arrived();
      return new Promise(() => undefined);
    });
    const answered = fetch(url, { method: 'POST', body: await signed() });
    await isThere;
    const stopped = server.stop(50);
    const answer = await answered;
    expect([answer.status, answer.headers.get('retry-after'), answer.headers.get('connection')]).toEqual([
      503,
      '1',
      'close',
    ]);
    expect(await answer.json()).toMatchObject({
      errorCode: 'UNKNOWN_ERROR',
      errorMessage: 'The service is stopping; try again',
    });
    await stopped;
    expect(given!.aborted).toBe(true);
    expect(lines.at(-1)).toMatchObject({ status: 503 });
  });

  it('is told to those whose body never ends', async () => {
    const { port, server } = await start(async () => ({}));
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    let text = '';
    socket.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    const fields = 'host: x\r\ncontent-length: 5000\r\nexpect: 100-continue';
    socket.write(`POST /v3/items/query HTTP/1.1\r\n${fields}\r\n\r\n${header}x`);
    // The request has begun.
    await expect.poll(() => text, { timeout: 30_000 }).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    text = '';
    await server.stop(50);
    await expect.poll(() => text).toMatch(/^HTTP\/1\.1 503 /);
  });
});

describe('slow callers', () => {
  it.each([
    ['headers', 'POST /v3/items/query HTTP/1.1\r\nhost: x\r\nx-slow: '],
    ['a body', 'POST /v3/items/query HTTP/1.1\r\nhost: x\r\ncontent-length: 5000\r\n\r\n'],
  ])('are cut off while they drip %s', async (_name, beginning) => {
    const { port } = await start(async () => ({}), { patience: { headers: 100, request: 200, checks: 50 } });
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    let text = '';
    socket.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    socket.write(beginning);
    const drip = setInterval(() => socket.write('x'), 20);
    await new Promise((resolve) => socket.once('close', resolve));
    clearInterval(drip);
    expect(text).toMatch(/^HTTP\/1\.1 408 /);
  });
});

describe('bodies of callers who are not known', () => {
  it('hold a bounded memory together; small ones always pass', async () => {
    const service = async () => ({ items: [] });
    const { url, port } = await start(service, {
      bodies: createBodyBudget(createWorkAllowance(systemWorld, 128 * 2 ** 20), 500_000, 20_000),
    });
    const holding = connect(port, '127.0.0.1').on('error', () => undefined);
    const size = 515_000;
    holding.write(`POST /v3/items/query HTTP/1.1\r\nhost: x\r\ncontent-length: ${size + 1}\r\n\r\n`);
    await new Promise<void>((resolve) => holding.write(header.padEnd(size, 'x'), () => resolve()));
    const large = () => fetch(url, { method: 'POST', body: header.padEnd(100_000, 'y') });
    // The held bytes may still be on their way.
    await expect.poll(async () => (await large()).status).toBe(503);
    expect((await large()).headers.get('retry-after')).toBe('1');
    expect((await fetch(url, { method: 'POST', body: await signed() })).status).toBe(200);
    holding.destroy();
    await expect.poll(async () => (await large()).status).toBe(401);
  });
});

describe('a body that is refused before its end', () => {
  const megabytes = 64;
  /** Sends as fast as it is taken, and tells what came back and how much was taken. */
  async function pour(port: number, path: string, beginning: string) {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    let text = '';
    let pouring = true;
    socket.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    const length = megabytes * 2 ** 20 + beginning.length;
    socket.write(`POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: ${length}\r\n\r\n${beginning}`);
    let taken = 0;
    const piece = Buffer.alloc(2 ** 20, 'x');
    const next = (): void => {
      if (!pouring || taken === megabytes) return;
      socket.write(piece, (error) => {
        if (error) return;
        taken += 1;
        next();
      });
    };
    next();
    await new Promise((resolve) => socket.once('close', resolve));
    pouring = false;
    return { text, taken };
  }

  it.each([
    ['no token', '/v3/items/query', '', 413],
    ['more than a body may have', '/v3/items/query', header, 413],
    ['a path that is none', '/nothing', '', 404],
  ])('%s: is answered, not received, and the connection closed', async (_name, path, beginning, status) => {
    const { port } = await start(async () => ({}));
    const { text, taken } = await pour(port, path, beginning);
    expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} [^]*connection: close\r\n[^]*}$`, 'i'));
    // What was taken is in buffers of the network.
    expect(taken).toBeLessThan(megabytes / 2);
  });

  it('a small one costs nobody the connection', async () => {
    const { url } = await start(async () => ({}));
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const refused = () =>
      new Promise<IncomingMessage>((resolve, reject) => {
        request(url, { method: 'POST', agent }, resolve).on('error', reject).end('x'.repeat(100_000));
      });
    for (const reused of [false, true]) {
      const answer = await refused();
      expect([answer.statusCode, answer.headers.connection]).toEqual([401, 'keep-alive']);
      expect((answer as IncomingMessage & { req: { reusedSocket: boolean } }).req.reusedSocket).toBe(reused);
      answer.resume();
      await new Promise((resolve) => answer.once('close', resolve));
    }
    agent.destroy();
  });
});

describe('/readyz', () => {
  const catalog = (withdrawn: readonly string[]): Catalog => ({ ...readyCatalog(), withdrawn });
  const answerOf = async (withdrawn: readonly string[]) => {
    const { server } = await start(async () => ({}), { catalog: catalog(withdrawn) });
    const response = await fetch(`${server.url}/readyz`);
    return { status: response.status, body: await response.json() };
  };

  it('names claims that rows have contradicted, and stays ready', async () => {
    const message = 'products.yaml:4:3: rows in another order; write fields.price.sort: false';
    expect(await answerOf([message])).toEqual({
      status: 200,
      body: { ready: true, generation: 1, collections: [], problems: [], withdrawn: [message] },
    });
  });

  it('says nothing of them where there are none', async () => {
    expect((await answerOf([])).body).toEqual({ ready: true, generation: 1, collections: [], problems: [] });
  });
});
