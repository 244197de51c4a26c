import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { retryBudget, withRetries } from '../../src/gateway/retry.js';
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

describe('the budget of retries', () => {
  const outage: Behaviour = (_, response) => json(response, {}, 503);
  const ask = (client: UpstreamClient) => client.request(query, {}, context()).catch(() => undefined);

  test('in an outage each read is soon sent once; when the upstream is well again, reads are repeated as before', async () => {
    let down = true;
    const { server, client } = await start((request, response, count) =>
      down ? outage(request, response, count) : json(response, good),
    );
    for (let count = 0; count < 20; count++) await ask(client);
    // The first reads are repeated until the budget is half spent.
    expect(server.requests.length).toBeLessThanOrEqual(25);
    const before = server.requests.length;
    for (let count = 0; count < 10; count++) await ask(client);
    expect(server.requests).toHaveLength(before + 10);
    down = false;
    for (let count = 0; count < 60; count++) await ask(client);
    down = true;
    const well = server.requests.length;
    await ask(client);
    expect(server.requests).toHaveLength(well + 3);
  });

  test('one failure in ten is always repeated', async () => {
    const { server, client } = await start((request, response, count) =>
      count % 10 === 0 ? outage(request, response, count) : json(response, good),
    );
    for (let count = 0; count < 100; count++)
      expect((await client.request(query, {}, context())).data).toEqual(good.data);
    expect(server.requests).toHaveLength(111);
  });

  test('property: retries are at most five and a fifth of the attempts that succeeded', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 500 }), (outcomes) => {
        const budget = retryBudget();
        let retries = 0;
        let successes = 0;
        for (const works of outcomes) {
          if (works) budget.succeeded();
          else budget.failed();
          if (works) successes++;
          else if (budget.allows()) retries++;
        }
        expect(retries).toBeLessThanOrEqual(5 + successes / 5);
      }),
    );
  });

  test('refusals of the request itself cost nothing', async () => {
    let refuse = true;
    const { server, client } = await start((request, response, count) =>
      refuse ? json(response, {}, 400) : outage(request, response, count),
    );
    for (let count = 0; count < 30; count++) await ask(client);
    refuse = false;
    await ask(client);
    expect(server.requests).toHaveLength(33);
  });
});
