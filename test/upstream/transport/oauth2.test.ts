import { afterEach, describe, expect, test } from 'vitest';
import { withRetries } from '../../../src/gateway/retry.js';
import { createClient } from '../../../src/upstream/transport/client.js';
import { prepareDocument } from '../../../src/upstream/transport/document.js';
import { compileHeaders } from '../../../src/upstream/transport/headers.js';
import { type OAuth2Options, withOAuth2 } from '../../../src/upstream/transport/oauth2.js';
import { systemWorld } from '../../../src/world/system-world.js';
import { type Behaviour, context, json, loopback } from './loopback.js';

const opened: { close?(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close?.();
});

async function start(behave: Behaviour, changes: Partial<OAuth2Options> = {}) {
  const server = await loopback(behave);
  let clock = 1_000_000;
  const source = withOAuth2(
    {
      tokenUrl: `${server.origin}/token`,
      clientId: 'id:1',
      clientSecret: 'hush&2',
      world: { ...systemWorld, now: () => clock },
      ...changes,
    },
    compileHeaders({ 'x-a': '$instance' }),
  );
  opened.push(server, source);
  const pass = (milliseconds: number) => {
    clock += milliseconds;
  };
  return { server, source, pass };
}

const token: Behaviour = (_, response, count) =>
  json(response, { access_token: `t${count}`, token_type: 'Bearer', expires_in: 600 });

describe('the token request', () => {
  test('basic style', async () => {
    const { server, source } = await start(token, { scope: 'read write', audience: 'https://api' });
    expect(await source.headers({ instanceId: 's' })).toEqual({ 'x-a': 's', authorization: 'Bearer t1' });
    const [request] = server.requests;
    expect(Object.fromEntries(new URLSearchParams(request!.body))).toEqual({
      grant_type: 'client_credentials',
      scope: 'read write',
      audience: 'https://api',
    });
    expect(request!.headers.authorization).toBe(`Basic ${Buffer.from('id%3A1:hush%262').toString('base64')}`);
  });

  test('body style', async () => {
    const { server, source } = await start(token, { style: 'body' });
    await source.headers({});
    expect(Object.fromEntries(new URLSearchParams(server.requests[0]!.body))).toEqual({
      grant_type: 'client_credentials',
      client_id: 'id:1',
      client_secret: 'hush&2',
    });
    expect(server.requests[0]!.headers).not.toHaveProperty('authorization');
  });

  test('an id and a secret of letters, digits, hyphens, dots and underscores go as they are', async () => {
    // Many servers do not decode the form encoding that RFC 6749 wants: what need not be encoded is not.
    const { server, source } = await start(token, { clientId: '3f0c-a_b.c', clientSecret: 'x-y_z.0' });
    await source.headers({});
    const plain = Buffer.from('3f0c-a_b.c:x-y_z.0').toString('base64');
    expect(server.requests[0]!.headers.authorization).toBe(`Basic ${plain}`);
  });

  test('many callers share one; it is kept until a minute before its end', async () => {
    const { server, source, pass } = await start(token);
    await Promise.all(Array.from({ length: 20 }, () => source.headers({})));
    pass(539_000);
    expect(source.headers({})).toEqual({ authorization: 'Bearer t1' });
    expect(server.requests).toHaveLength(1);
    pass(2_000);
    expect(await source.headers({})).toEqual({ authorization: 'Bearer t2' });
  });

  test('a short-lived token is kept for half of its life', async () => {
    const { source, pass } = await start((_, response, count) =>
      json(response, { access_token: `t${count}`, expires_in: 30 }),
    );
    await source.headers({});
    pass(14_000);
    expect(source.headers({})).not.toBeInstanceOf(Promise);
    pass(2_000);
    expect(await source.headers({})).toMatchObject({ authorization: 'Bearer t2' });
  });
});

test.each<[number, unknown, string, RegExp]>([
  [
    401,
    { error: 'invalid_client', error_description: 'hush&2 is wrong' },
    'unauthorized',
    /status 401 \(invalid_client\)/,
  ],
  [400, { error: 'invalid_scope' }, 'unauthorized', /invalid_scope/],
  [500, 'hush&2', 'http', /status 500 \(no details\)/],
  [200, { token: 'x' }, 'http', /no access token/],
  [200, { access_token: 'a\nb' }, 'unauthorized', /no header can carry/],
  [200, { access_token: 'a'.repeat(16_385) }, 'unauthorized', /no header can carry/],
])('status %s %j: %s; the next call tries again', async (status, body, kind, message) => {
  const { server, source } = await start((_, response) => json(response, body, status));
  for (let call = 1; call <= 2; call++) {
    const error: unknown = await Promise.resolve(source.headers({})).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      name: 'UpstreamFailure',
      kind,
      delivered: 'no',
      message: expect.stringMatching(message),
    });
    expect(String((error as Error).message)).not.toContain('hush');
    expect(server.requests).toHaveLength(call);
  }
});

test('a 401 with a challenge, as RFC 6749 wants it, tells the error code of its body', async () => {
  const { source } = await start((_, response) =>
    json(response, { error: 'invalid_client' }, 401, { 'www-authenticate': 'Basic realm="token"' }),
  );
  await expect(source.headers({})).rejects.toThrow(/status 401 \(invalid_client\)/);
});

test.each([
  { access_token: 'a' },
  { access_token: 'a', token_type: 'JWT' },
  { access_token: 'a', expires_in: null },
])('an answer that is careless about the form, %j, gives its token', async (body) => {
  const { source } = await start((_, response) => json(response, body));
  expect(await source.headers({})).toEqual({ authorization: 'Bearer a' });
});

describe('with a client', () => {
  async function withUpstream(accepts: (header: string | undefined) => boolean) {
    const { server: tokens, source } = await start(token);
    const upstream = await loopback((request, response) =>
      accepts(request.headers.authorization)
        ? json(response, { data: { ok: true } })
        : json(response, { errors: [{ message: `bad ${request.headers.authorization}` }] }, 401),
    );
    const client = withRetries(
      systemWorld,
      'shop',
      createClient({ world: systemWorld, url: upstream.url, headers: source, timeoutMs: 1000 }),
    );
    opened.push(upstream, client);
    return { tokens, upstream, client };
  }
  const query = prepareDocument('{ ok }');
  const mutation = prepareDocument('mutation { ok }');

  test('a refused token is renewed once and the query sent again', async () => {
    const { tokens, upstream, client } = await withUpstream((header) => header === 'Bearer t2');
    expect((await client.request(query, {}, context())).data).toEqual({ ok: true });
    expect([tokens.requests.length, upstream.requests.length]).toEqual([2, 2]);
  });

  test('a second refusal is final, and the token is masked', async () => {
    const { upstream, client } = await withUpstream(() => false);
    const error = await client.request(query, {}, context()).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ kind: 'unauthorized', status: 401 });
    expect(upstream.requests).toHaveLength(2);
  });

  test('a token that was dropped meanwhile is masked in the answers that are still under way', async () => {
    const { source } = await start((_, response) => json(response, { access_token: 'token-12345678' }));
    const held: (() => void)[] = [];
    const upstream = await loopback((request, response) => {
      held.push(() => json(response, { errors: [{ message: `bad ${request.headers.authorization}` }] }, 401));
      if (held.length === 2) for (const each of held) each();
    });
    const client = createClient({ world: systemWorld, url: upstream.url, headers: source, timeoutMs: 5000 });
    opened.push(upstream, client);
    const errors = await Promise.all(
      [1, 2].map(() => client.request(query, {}, context()).catch((reason: unknown) => reason)),
    );
    for (const error of errors) expect(String(error)).toContain('bad Bearer [hidden]');
  });

  test('a mutation is not sent again, but the next request has a new token', async () => {
    const { upstream, client } = await withUpstream((header) => header === 'Bearer t2');
    await expect(client.request(mutation, {}, context())).rejects.toMatchObject({ kind: 'unauthorized' });
    expect(upstream.requests).toHaveLength(1);
    expect((await client.request(mutation, {}, context())).data).toEqual({ ok: true });
  });

  test('a token endpoint that hangs costs no more than the deadline of the caller', async () => {
    const { source } = await start(() => undefined);
    const upstream = await loopback((_, response) => json(response, { data: {} }));
    const client = createClient({ world: systemWorld, url: upstream.url, headers: source, timeoutMs: 5000 });
    opened.push(upstream, client);
    await expect(client.request(query, {}, context({ deadline: Date.now() + 100 }))).rejects.toMatchObject({
      kind: 'timeout',
      delivered: 'no',
    });
  });

  describe.each<[string, number, unknown]>([
    [
      '200 without data',
      200,
      { errors: [{ message: 'Could not verify JWT: JWTExpired', extensions: { code: 'invalid-jwt' } }] },
    ],
    [
      '200 with null as data',
      200,
      { data: { ok: null }, errors: [{ message: 'no', extensions: { code: 'UNAUTHENTICATED' } }] },
    ],
    [
      '200 and words only',
      200,
      { data: null, errors: [{ message: 'jwt expired', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] },
    ],
    ['400', 400, { errors: [{ message: 'no', extensions: { code: 'UNAUTHENTICATED' } }] }],
    ['403', 403, { message: 'Forbidden' }],
    ['500 with a code', 500, { errors: [{ message: 'x', extensions: { code: 'UNAUTHENTICATED' } }] }],
  ])('a session that ends with %s', (_, status, body) => {
    const sessions = async (valid: () => string) => {
      const { server, source, pass } = await start(token);
      const upstream = await loopback((request, response) =>
        request.headers.authorization === valid()
          ? json(response, { data: { ok: true } })
          : json(response, body, status),
      );
      const plain = createClient({ world: systemWorld, url: upstream.url, headers: source, timeoutMs: 5000 });
      opened.push(upstream, plain);
      return { server, upstream, pass, client: withRetries(systemWorld, 'default', plain) };
    };

    test('is renewed once, and the read is sent again', async () => {
      let valid = 'Bearer t1';
      const { server, upstream, client } = await sessions(() => valid);
      await client.request(query, {}, context());
      valid = 'Bearer t2';
      expect((await client.request(query, {}, context())).data).toEqual({ ok: true });
      expect([server.requests.length, upstream.requests.length]).toEqual([2, 3]);
    });

    test('and is refused in any case does not fetch tokens for ever', async () => {
      const { server, upstream, client, pass } = await sessions(() => 'nothing');
      for (let count = 0; count < 5; count++)
        await expect(client.request(query, {}, context())).rejects.toMatchObject({ kind: 'unauthorized' });
      expect([server.requests.length, upstream.requests.length]).toEqual([2, 6]);
      pass(10_001);
      await expect(client.request(query, {}, context())).rejects.toMatchObject({ kind: 'unauthorized' });
      expect(server.requests).toHaveLength(3);
    });
  });
});
