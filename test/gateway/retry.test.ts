import { afterEach, describe, expect, test } from 'vitest';
import { withRetries } from '../../src/gateway/retry.js';
import { createClient, type UpstreamClient } from '../../src/upstream/transport/client.js';
import { prepareDocument } from '../../src/upstream/transport/document.js';
import { UpstreamFailure } from '../../src/upstream/transport/failure.js';
import { compileHeaders } from '../../src/upstream/transport/headers.js';
import { systemWorld } from '../../src/world/system-world.js';
import { type Behaviour, context, json, type Loopback, loopback } from '../upstream/transport/loopback.js';

const query = prepareDocument('query Things { things { id } }');
const mutation = prepareDocument('mutation Add { add { id } }');
const good = { data: { things: [{ id: '1' }] } };

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close();
});

async function start(behave: Behaviour): Promise<{ server: Loopback; client: UpstreamClient }> {
  const server = await loopback(behave);
  const plain = createClient({
    world: systemWorld,
    url: server.url,
    headers: compileHeaders({}),
    timeoutMs: 2000,
  });
  opened.push(server, plain);
  return { server, client: withRetries(systemWorld, 'shop', plain, { attempts: 3, firstWait: 5 }) };
}

/** Fails `times` times, then answers. */
const failing =
  (times: number, fail: Behaviour): Behaviour =>
  (request, response, count) =>
    count <= times ? fail(request, response, count) : json(response, good);

const failures: readonly (readonly [string, Behaviour])[] = [
  ['502', (_, response) => json(response, {}, 502)],
  ['503', (_, response) => json(response, {}, 503)],
  ['429', (_, response) => json(response, {}, 429)],
  ['an answer that breaks off', (_, response) => json(response, '{"data": {"thi')],
  ['a lost connection', (_, response) => void response.destroy()],
];

describe('a read is tried again', () => {
  test.each(failures)('after %s', async (_, fail) => {
    const { server, client } = await start(failing(2, fail));
    const { data } = await client.request(query, {}, context());
    expect(data).toEqual(good.data);
    expect(server.requests).toHaveLength(3);
    const ids = server.requests.map((each) => each.headers['x-request-id']);
    expect(new Set(ids).size).toBe(1);
  });

  test.each(failures)('three times at most: %s', async (_, fail) => {
    const { server, client } = await start(fail);
    await expect(client.request(query, {}, context())).rejects.toBeInstanceOf(UpstreamFailure);
    expect(server.requests).toHaveLength(3);
  });
});

describe('it is sent once', () => {
  test.each([400, 401, 404])('when the answer is %i', async (status) => {
    const { server, client } = await start((_, response) => json(response, {}, status));
    await expect(client.request(query, {}, context())).rejects.toMatchObject({ status });
    expect(server.requests).toHaveLength(1);
  });

  test('when GraphQL says what is wrong', async () => {
    const { server, client } = await start((_, response) => json(response, { errors: [{ message: 'no' }] }));
    await expect(client.request(query, {}, context())).rejects.toMatchObject({ kind: 'graphqlErrors' });
    expect(server.requests).toHaveLength(1);
  });

  test.each(failures)('when it is a mutation, whatever happens: %s', async (_, fail) => {
    const { server, client } = await start(failing(1, fail));
    await expect(client.request(mutation, {}, context())).rejects.toBeDefined();
    expect(server.requests).toHaveLength(1);
  });

  test('when the deadline is too near', async () => {
    const { server, client } = await start((_, response) => {
      response.setHeader('retry-after', '30');
      json(response, {}, 429);
    });
    await expect(client.request(query, {}, context())).rejects.toMatchObject({ kind: 'rateLimited' });
    expect(server.requests).toHaveLength(1);
  });

  test('when the caller leaves', async () => {
    const leaving = new AbortController();
    const { server, client } = await start((_, response) => {
      json(response, {}, 503);
      leaving.abort();
    });
    await expect(client.request(query, {}, { ...context(), signal: leaving.signal })).rejects.toBeDefined();
    expect(server.requests).toHaveLength(1);
  });
});
