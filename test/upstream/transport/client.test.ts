import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { awsSigV4 } from '../../../src/styles/extensions/request-hooks/aws-sigv4.js';
import { allowance } from '../../../src/upstream/transport/allowance.js';
import {
  type ClientOptions,
  createClient,
  type UpstreamClient,
} from '../../../src/upstream/transport/client.js';
import { prepareDocument } from '../../../src/upstream/transport/document.js';
import { UpstreamFailure } from '../../../src/upstream/transport/failure.js';
import { compileHeaders } from '../../../src/upstream/transport/headers.js';
import { systemWorld } from '../../../src/world/system-world.js';
import { type Behaviour, context, json, type Loopback, loopback } from './loopback.js';

const query = prepareDocument('query Things($a: String) { things(a: $a) { id } }');
const mutation = prepareDocument('mutation Add { add { id } }');
const good = { data: { things: [{ id: '1' }] } };

const opened: { close(): Promise<void> }[] = [];
const unhandled: unknown[] = [];
process.on('unhandledRejection', (error) => unhandled.push(error));
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close();
  expect(unhandled).toEqual([]);
});

async function start(
  behave: Behaviour,
  options: Partial<ClientOptions> = {},
): Promise<{ server: Loopback; client: UpstreamClient }> {
  const server = await loopback(behave);
  const client = createClient({
    world: systemWorld,
    url: server.url,
    headers: compileHeaders({}),
    timeoutMs: 2000,
    ...options,
  });
  opened.push(server, client);
  return { server, client };
}

async function failure(promise: Promise<unknown>): Promise<UpstreamFailure> {
  const error = await promise.then(
    (value) => expect.fail(`succeeded: ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UpstreamFailure);
  return error as UpstreamFailure;
}

describe('a good answer', () => {
  test('the request is one POST with text, name and variables; the result has data, bytes and extensions', async () => {
    const body = JSON.stringify({ ...good, extensions: { cost: 1 } });
    const { server, client } = await start((_, response) => json(response, body), {
      headers: compileHeaders({
        Authorization: 'Bearer abcdef',
        'x-site': '$instance',
        'x-lang': '$language',
      }),
    });
    const result = await client.request(
      query,
      { a: 'ü\u{1F600}' },
      context({ requestId: 'req-1', scope: { instanceId: 'site-1' } }),
    );
    expect(result).toEqual({ ...good, errors: [], bytes: body.length, extensions: { cost: 1 } });
    const [request] = server.requests;
    expect(JSON.parse(request!.body)).toEqual({
      query: query.text,
      operationName: 'Things',
      variables: { a: 'ü\u{1F600}' },
    });
    expect(request).toMatchObject({
      method: 'POST',
      url: '/graphql',
      headers: {
        authorization: 'Bearer abcdef',
        'x-site': 'site-1',
        'x-request-id': 'req-1',
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json',
      },
    });
    expect(request!.headers).not.toHaveProperty('x-lang');
  });

  test('text with multi-byte characters cut anywhere by chunks, a byte order mark, and no content-type', async () => {
    const text = '\uFEFF' + JSON.stringify({ data: { t: 'grün € \u{1F600} 漢字'.repeat(20) } });
    const bytes = Buffer.from(text);
    const { client } = await start((_, response) => {
      let at = 0;
      const next = (): void => {
        if (at >= bytes.length) return void response.end();
        at += 7;
        response.write(bytes.subarray(at - 7, at), () => setImmediate(next));
      };
      next();
    });
    const { data } = await client.request(query, {}, context());
    expect(data).toEqual(JSON.parse(text.slice(1)).data);
  });

  test.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
  ] as const)('%s is decoded; the budget counts decoded bytes', async (coding, encode) => {
    const body = JSON.stringify({ data: { text: 'abc'.repeat(100_000) } });
    const { server, client } = await start((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': coding });
      response.end(encode(body));
    });
    let counted = 0;
    const result = await client.request(
      query,
      {},
      context({ budget: { bytes: (count) => (counted += count) } }),
    );
    expect([result.bytes, counted]).toEqual([body.length, body.length]);
    expect(server.requests[0]!.headers['accept-encoding']).toMatch(/gzip.*br/);
  });

  test('connections are kept and limited; the rest wait in line', async () => {
    const { server, client } = await start((_, response) => setTimeout(() => json(response, good), 5), {
      maxConnections: 3,
    });
    const { signal } = new AbortController();
    await Promise.all(Array.from({ length: 30 }, () => client.request(query, {}, context({ signal }))));
    expect(server.requests).toHaveLength(30);
    expect(server.connections()).toBe(3);
  });

  test('user-info of the URL becomes a Basic header, which a configured one replaces', async () => {
    const { server } = await start((_, response) => json(response, good));
    const url = server.url.replace('http://', 'http://m%C3%BC:p%40ss@');
    for (const headers of [{}, { authorization: 'Bearer x' }]) {
      const client = createClient({
        world: systemWorld,
        url,
        headers: compileHeaders(headers),
        timeoutMs: 1000,
      });
      opened.push(client);
      expect(client.shown).toBe(server.url);
      await client.request(query, {}, context());
    }
    expect(server.requests.map((each) => each.headers.authorization)).toEqual([
      `Basic ${Buffer.from('mü:p@ss').toString('base64')}`,
      'Bearer x',
    ]);
  });

  test('partial data is kept with its errors', async () => {
    const { client } = await start((_, response) =>
      json(response, {
        ...good,
        errors: [{ message: 'no price', path: ['things', 0, 'price'], extensions: { code: 'X' } }],
      }),
    );
    const result = await client.request(query, {}, context());
    expect(result.data).toEqual(good.data);
    expect(result.errors).toEqual([{ message: 'no price', path: ['things', 0, 'price'], code: 'X' }]);
  });
});

describe('answers that are failures', () => {
  const errors = [{ message: 'bad', extensions: { code: 'BAD' } }];
  const html = '<!doctype html><html><head><title>Sign in</title></head></html>';
  test.each<[string, number, Record<string, string>, unknown, Partial<UpstreamFailure>, RegExp]>([
    [
      'errors without data',
      200,
      {},
      { errors },
      { kind: 'graphqlErrors', errors: [{ message: 'bad', code: 'BAD' }] },
      /: bad/,
    ],
    ['errors with null data', 200, {}, { data: null, errors }, { kind: 'graphqlErrors' }, /bad/],
    ['errors with status 400', 400, {}, { errors }, { kind: 'graphqlErrors', status: 400 }, /bad/],
    ['errors with status 500', 500, {}, { errors }, { kind: 'graphqlErrors', status: 500 }, /bad/],
    [
      'errors as one text',
      200,
      {},
      { errors: 'bad key' },
      { kind: 'graphqlErrors', errors: [{ message: 'bad key' }] },
      /bad key/,
    ],
    ['data with status 500', 500, {}, good, { kind: 'http', status: 500 }, /500/],
    [
      'code UNAUTHENTICATED',
      200,
      {},
      { errors: [{ message: 'log in', extensions: { code: 'UNAUTHENTICATED' } }] },
      { kind: 'unauthorized' },
      /log in/,
    ],
    ['401', 401, {}, { error: 'expired' }, { kind: 'unauthorized', status: 401 }, /expired/],
    ['403 page', 403, { 'content-type': 'text/html' }, html, { kind: 'unauthorized', status: 403 }, /403/],
    ['404', 404, {}, 'nope', { kind: 'http', status: 404 }, /path of the URL/],
    ['405', 405, {}, '', { kind: 'http', status: 405 }, /405/],
    [
      '429',
      429,
      { 'retry-after': '7' },
      '',
      { kind: 'rateLimited', retryAfterMs: 7000, status: 429 },
      /rate/,
    ],
    ['429 unsaid', 429, {}, '', { kind: 'rateLimited', retryAfterMs: undefined }, /rate/],
    ['403 of a used up quota', 403, { 'x-ratelimit-remaining': '0' }, {}, { kind: 'rateLimited' }, /rate/],
    [
      'Shopify THROTTLED',
      200,
      {},
      {
        errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }],
        extensions: {
          cost: { requestedQueryCost: 150, throttleStatus: { currentlyAvailable: 50, restoreRate: 50 } },
        },
      },
      { kind: 'rateLimited', retryAfterMs: 2000 },
      /rate/,
    ],
    ['502 page', 502, { 'content-type': 'text/html' }, html, { kind: 'http', status: 502 }, /502/],
    [
      '503 with Retry-After',
      503,
      { 'retry-after': '3' },
      '',
      { kind: 'http', status: 503, retryAfterMs: 3000 },
      /503/,
    ],
    [
      'HTML',
      200,
      { 'content-type': 'text/html' },
      html,
      { kind: 'notGraphql', status: 200 },
      /HTML page titled "Sign in"/,
    ],
    ['broken JSON', 200, {}, '{"data":', { kind: 'notGraphql' }, /broken JSON/],
    ['a list', 200, {}, [good], { kind: 'notGraphql' }, /not an object/],
    ['nothing', 200, {}, '', { kind: 'notGraphql' }, /nothing/],
    ['neither data nor errors', 200, {}, { ok: true }, { kind: 'notGraphql' }, /neither/],
    ['null data alone', 200, {}, { data: null }, { kind: 'notGraphql' }, /neither/],
    ['data that is a list', 200, {}, { data: [] }, { kind: 'notGraphql' }, /neither/],
    ['invalid UTF-8', 200, {}, Buffer.from([0x7b, 0xff, 0x7d]), { kind: 'notGraphql' }, /UTF-8/],
    [
      'unknown coding',
      200,
      { 'content-encoding': 'gzip, br' },
      'x',
      { kind: 'notGraphql' },
      /content-encoding/,
    ],
    ['broken gzip', 200, { 'content-encoding': 'gzip' }, 'not gzip at all', { kind: 'notGraphql' }, /gzip/],
    [
      'cut gzip',
      200,
      { 'content-encoding': 'gzip' },
      gzipSync(JSON.stringify(good)).subarray(0, 20),
      { kind: 'notGraphql' },
      /gzip/,
    ],
    [
      'redirect',
      302,
      { location: 'https://login.example.com/x?token=hush' },
      '',
      { kind: 'http', status: 302 },
      /redirects to https:\/\/login\.example\.com \(/,
    ],
    ['304', 304, {}, '', { kind: 'http', status: 304 }, /answered with status 304$/],
  ])('%s', async (_, status, headers, body, expected, message) => {
    const { server, client } = await start((__, response) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body));
    });
    const error = await failure(client.request(query, {}, context()));
    expect(error).toMatchObject({ delivered: 'yes', ...expected });
    expect(error.message).toMatch(message);
    expect(error.message).not.toMatch(/hush/);
    expect(server.requests).toHaveLength(1);
  });

  test('secrets that the upstream repeats are masked, also where the text is cut, and lists are cut', async () => {
    const secrets = ['tok-12345678', 'pass@word', 'query-key-1'];
    const { server } = await start((_, response) =>
      json(response, {
        errors: Array.from({ length: 30 }, (__, index) => ({
          message: `${'x'.repeat(index * 20)} tok-12345678 pass@word query-key-1 ${'y'.repeat(1000)}`,
        })),
      }),
    );
    const client = createClient({
      world: systemWorld,
      url: server.url.replace('http://', 'http://user:pass%40word@') + '?key=query-key-1',
      headers: compileHeaders({ authorization: 'Bearer tok-12345678' }),
      timeoutMs: 1000,
    });
    opened.push(client);
    const error = await failure(client.request(query, {}, context()));
    expect(error.errors).toHaveLength(10);
    const all = JSON.stringify([error.message, error.errors]);
    for (const secret of secrets) expect(all).not.toContain(secret.slice(0, 5));
    for (const each of error.errors) expect(each.message.length).toBeLessThanOrEqual(500);
  });
});

describe('secrets', () => {
  const refusing: Behaviour = (request, response) =>
    json(response, { errors: [{ message: `no: ${JSON.stringify([request.url, request.headers])}` }] });

  test('keys in the path are neither shown nor repeated', async () => {
    const server = await loopback(refusing);
    const key = 'PATHKEY_0123456789abcdef';
    const client = createClient({
      world: systemWorld,
      url: `${server.origin}/api/${key}/store-products-graphql/v3`,
      headers: compileHeaders({}),
      timeoutMs: 1000,
    });
    opened.push(server, client);
    expect(client.shown).toBe(`${server.origin}/api/[hidden]/store-products-graphql/v3`);
    const error = await failure(client.request(query, {}, context()));
    expect(error.message).toContain('/api/[hidden]/store');
    expect(JSON.stringify([error.message, error.errors])).not.toContain(key);
  });

  test('what a request hook adds is masked', async () => {
    const environment = {
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE12345',
      AWS_SECRET_ACCESS_KEY: 'awssecretkey0123456789',
      AWS_SESSION_TOKEN: 'IQoJsessiontoken0123456789',
      AWS_REGION: 'eu-west-1',
    };
    const { server, client } = await start(refusing, {
      requestHook: awsSigV4({ world: systemWorld, environment }),
    });
    const error = await failure(client.request(query, {}, context()));
    const said = JSON.stringify([error.message, error.errors]);
    const signature = /Signature=(\w+)/.exec(String(server.requests[0]!.headers.authorization))![1]!;
    for (const secret of [...Object.values(environment).slice(0, 3), signature])
      expect(said).not.toContain(secret);
    expect(said).toContain('Credential=[hidden]/');
  });

  test('texts of the mapping are masked', async () => {
    const { client } = await start(
      (request, response) => json(response, { errors: [{ message: request.body }] }),
      { secrets: ['argument-key-1'] },
    );
    const error = await failure(client.request(query, { a: 'argument-key-1' }, context()));
    expect(error.message).toContain('[hidden]');
    expect(error.message).not.toContain('argument-key');
  });

  test('titles and types are masked before they are cut', async () => {
    const headers = compileHeaders({ authorization: 'Bearer Tok-12345678-tail' });
    const pages: Behaviour = (_, response, count) => {
      const text = `${'x'.repeat(70)} Tok-12345678-tail`;
      const page = `<!doctype html><title>${text}</title>`;
      if (count === 1) response.writeHead(200, { 'content-type': 'text/html' }).end(page);
      else response.writeHead(200, { 'content-type': text }).end('text');
    };
    const { client } = await start(pages, { headers });
    for (const _ of [1, 2]) {
      const error = await failure(client.request(query, {}, context()));
      expect(error.message).toContain('x [hidden]'.slice(0, 6));
      expect(error.message).not.toMatch(/tok-/i);
    }
  });
});

describe('time and size', () => {
  test('headers that never come: timeout at the deadline, and the upstream sees the connection close', async () => {
    const { server, client } = await start(() => undefined);
    const error = await failure(client.request(query, {}, context({ deadline: Date.now() + 150 })));
    expect(error).toMatchObject({ kind: 'timeout', delivered: 'unknown' });
    expect(await server.requests[0]!.left).toBe(true);
  });

  test("the client's own limit of time holds where the caller's is later", async () => {
    const { client } = await start(() => undefined, { timeoutMs: 100 });
    expect(
      await failure(client.request(query, {}, context({ deadline: Date.now() + 60_000 }))),
    ).toMatchObject({
      kind: 'timeout',
    });
  });

  test('a body that drips for ever: timeout', async () => {
    const { server, client } = await start((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const drip = setInterval(() => response.write(' '), 10);
      response.on('close', () => clearInterval(drip));
    });
    const error = await failure(client.request(query, {}, context({ deadline: Date.now() + 150 })));
    expect(error).toMatchObject({ kind: 'timeout', delivered: 'yes', status: 200 });
    expect(await server.requests[0]!.left).toBe(true);
  });

  test('a caller that gives up: aborted at once, the upstream sees it, and the connection is free again', async () => {
    const { server, client } = await start(
      (request, response) => (request.body.includes('"wait"') ? undefined : json(response, good)),
      { maxConnections: 1 },
    );
    const controller = new AbortController();
    const waiting = failure(client.request(query, { a: 'wait' }, context({ signal: controller.signal })));
    const queued = failure(client.request(query, { a: 'queued' }, context({ signal: controller.signal })));
    while (server.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    controller.abort(new Error('secret reason'));
    expect(await waiting).toMatchObject({ kind: 'aborted', delivered: 'unknown' });
    expect(await queued).toMatchObject({ kind: 'aborted', delivered: 'no' });
    expect(await server.requests[0]!.left).toBe(true);
    expect((await client.request(query, {}, context())).data).toEqual(good.data);
    expect(server.requests.map((each) => JSON.parse(each.body).variables)).toEqual([{ a: 'wait' }, {}]);
  });

  test('nothing is sent for a caller that gave up before, or whose deadline has passed', async () => {
    const { server, client } = await start((_, response) => json(response, good));
    const dead = AbortSignal.abort();
    expect(await failure(client.request(query, {}, context({ signal: dead })))).toMatchObject({
      kind: 'aborted',
    });
    expect(await failure(client.request(query, {}, context({ deadline: Date.now() - 1 })))).toMatchObject({
      kind: 'timeout',
      delivered: 'no',
    });
    expect(server.requests).toHaveLength(0);
  });

  test.each([
    ['declared', true],
    ['streamed', false],
  ])('a huge answer, %s: tooLarge, without reading it all', async (_, declared) => {
    const { server, client } = await start((__, response) => {
      response.writeHead(200, {
        'content-type': 'application/json',
        ...(declared ? { 'content-length': '900000000' } : {}),
      });
      const chunk = Buffer.alloc(65536, 32);
      const more = (): void => {
        while (!response.destroyed && response.write(chunk));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    const most = allowance(1_000_000, undefined, 'raise limits.answer');
    const error = await failure(client.request(query, {}, context({ most })));
    expect(error).toMatchObject({ kind: 'tooLarge', delivered: 'yes', remedy: 'raise limits.answer' });
    expect(error.message).toContain('1000000 bytes');
    expect(await server.requests[0]!.left).toBe(true);
  });

  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
  ] as const)('a %s bomb: tooLarge, bounded memory', async (coding, encode) => {
    const bomb = encode(Buffer.alloc(80_000_000, 32));
    const { client } = await start((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': coding });
      response.end(bomb);
    });
    const most = allowance(4_000_000);
    const before = process.memoryUsage().rss;
    const error = await failure(client.request(query, {}, context({ deadline: Date.now() + 10_000, most })));
    expect(error.kind).toBe('tooLarge');
    expect(process.memoryUsage().rss - before).toBeLessThan(60_000_000);
  });

  test("what the caller's budget throws ends the request and is thrown on", async () => {
    const { server, client } = await start((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"data":');
    });
    const spent = new RangeError('budget spent');
    const bytes = () => {
      throw spent;
    };
    await expect(client.request(query, {}, context({ budget: { bytes } }))).rejects.toBe(spent);
    expect(await server.requests[0]!.left).toBe(true);
  });
});

describe('broken connections', () => {
  const reset: Behaviour = (_, response) => response.socket?.resetAndDestroy();

  test('a mutation is never sent twice, and its failure says that the outcome is unknown', async () => {
    const { server, client } = await start(reset);
    expect(await failure(client.request(mutation, {}, context()))).toMatchObject({
      kind: 'unreachable',
      delivered: 'unknown',
    });
    expect(server.requests).toHaveLength(1);
  });

  test('something that is not HTTP', async () => {
    const { client } = await start((_, response) => void response.socket?.end('SSH-2.0-OpenSSH_9.6\r\n'));
    const error = await failure(client.request(query, {}, context()));
    expect(error).toMatchObject({ kind: 'notGraphql', sendAgain: false });
    expect(error.message).toMatch(/does not speak HTTP$/);
  });

  test('an answer that stops being HTTP in its middle', async () => {
    const { client } = await start((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'transfer-encoding': 'chunked' });
      response.write('{"data":', () => response.socket?.end('no chunk\r\n'));
    });
    const error = await failure(client.request(query, {}, context()));
    expect(error).toMatchObject({ kind: 'notGraphql', delivered: 'yes' });
    expect(error.message).toMatch(/breaks the chunked encoding of its answer, in the middle of the answer$/);
  });

  test('half an answer is not sent again', async () => {
    const { server, client } = await start((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"data":', () => setTimeout(() => response.destroy(), 10));
    });
    const error = await failure(client.request(query, {}, context()));
    expect(error).toMatchObject({ kind: 'unreachable', delivered: 'yes' });
    expect(error.message).toMatch(/middle of the answer/);
    expect(server.requests).toHaveLength(1);
  });

  test('a kept connection that the upstream closed meanwhile is replaced', async () => {
    const { server, client } = await start((_, response, count) => {
      json(response, good);
      if (count === 1) response.on('finish', () => setTimeout(() => response.socket?.destroy(), 20));
    });
    await client.request(query, {}, context());
    await new Promise((resolve) => setTimeout(resolve, 60));
    await client.request(mutation, {}, context());
    expect(server.requests).toHaveLength(2);
  });

  test('nobody listens', async () => {
    const { server, client } = await start(() => undefined);
    await server.close();
    const error = await failure(client.request(query, {}, context()));
    expect(error).toMatchObject({ kind: 'unreachable', delivered: 'no' });
    expect(error.message).toMatch(/refuses connections/);
  });

  test('a host name without an address', async () => {
    const { client } = await start(() => undefined, { url: 'http://nowhere.invalid/graphql' });
    const error = await failure(client.request(query, {}, context()));
    expect(error).toMatchObject({ kind: expect.stringMatching(/unreachable|timeout/), delivered: 'no' });
  });

  test('TLS to a server without TLS', async () => {
    const { server } = await start((_, response) => json(response, good));
    const client = createClient({
      world: systemWorld,
      url: server.url.replace('http:', 'https:'),
      headers: compileHeaders({}),
      timeoutMs: 1000,
    });
    opened.push(client);
    expect(await failure(client.request(query, {}, context()))).toMatchObject({
      kind: 'unreachable',
      delivered: 'no',
    });
  });

  test('close waits for what is running, refuses what comes after, and may be called twice', async () => {
    const { client } = await start((_, response) => setTimeout(() => json(response, good), 60));
    const running = client.request(query, {}, context());
    await new Promise((resolve) => setTimeout(resolve, 20));
    const closing = Promise.all([client.close(), client.close()]);
    expect((await running).data).toEqual(good.data);
    await closing;
    expect(await failure(client.request(query, {}, context()))).toMatchObject({
      kind: 'unreachable',
      delivered: 'no',
    });
  });
});

test.each(['ftp://x/y', 'file:///etc/passwd', '/graphql', 'not a url with hunter2'])(
  'URL %s is refused without repeating it',
  (url) => {
    const create = () => createClient({ world: systemWorld, url, headers: compileHeaders({}), timeoutMs: 1 });
    expect(create).toThrow(/upstream URL/);
    expect(create).not.toThrow(/hunter2|passwd/);
  },
);
