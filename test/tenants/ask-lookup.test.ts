/** What is asked of a lookup of sites, and what its answers mean. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createAskLookup, LookupFailure } from '../../src/app/tenants/ask-lookup.js';
import type { LocatedLookup } from '../../src/mapping/read-tenants.js';
import { systemWorld } from '../../src/world/system-world.js';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Seen {
  readonly body: unknown;
  readonly authorization: string | undefined;
}

async function start(status: number, said: string, query?: string) {
  const seen: Seen[] = [];
  const text = async (request: IncomingMessage): Promise<string> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    return String(Buffer.concat(chunks));
  };
  const server = createServer(async (request, response) => {
    const { authorization } = request.headers;
    seen.push({ body: JSON.parse(await text(request)), authorization });
    if (said === 'nothing') return;
    response.writeHead(status, { 'content-type': 'application/json' }).end(said);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/sites`;
  const value = {
    url,
    headers: { Authorization: 'Bearer lookup' },
    hosts: ['*'],
    ...(query ? { query } : {}),
  };
  const asking = createAskLookup(systemWorld, { value } as unknown as LocatedLookup);
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }, asking.close);
  return { seen, ask: () => asking.ask('id-1', new AbortController().signal, Date.now() + 300) };
}

test('an endpoint gets the instance id, and gives the site', async () => {
  const { seen, ask } = await start(200, '{"url":"https://a.example/"}');
  expect(await ask()).toEqual({ url: 'https://a.example/' });
  expect(seen).toEqual([{ body: { instance: 'id-1' }, authorization: 'Bearer lookup' }]);
});

test('a GraphQL endpoint gets the query, and its one root field is the site', async () => {
  const query = 'query($instance: ID!) { site(id: $instance) { url } }';
  const { seen, ask } = await start(200, '{"data":{"site":{"url":"https://a.example/"}}}', query);
  expect(await ask()).toEqual({ url: 'https://a.example/' });
  expect(seen[0]!.body).toEqual({ query, variables: { instance: 'id-1' } });
});

test.each([
  [404, '', undefined],
  [410, '{}', undefined],
  [200, 'null', undefined],
  [200, '{"data":{"site":null}}', 'query'],
] as const)('status %i with %j: there is no such site', async (status, said, query) => {
  expect(await (await start(status, said, query)).ask()).toBeNull();
});

test.each([
  [500, '{"url":"https://secret.example/"}', undefined, 'the lookup of sites answered with status 500'],
  [200, '<html>secret</html>', undefined, 'the lookup of sites answered with something that is no JSON'],
  [
    200,
    '{"errors":[{"message":"secret"}],"data":{"site":null}}',
    'query',
    'the lookup of sites answered with errors',
  ],
  [200, '{"data":null}', 'query', 'the lookup of sites answered without data'],
  [404, '{"data":{"site":null}}', 'query', 'the lookup of sites answered with status 404'],
  [200, 'nothing', undefined, 'the lookup of sites cannot be reached, or gave no answer in time'],
] as const)(
  'status %i with %j is a failure, which repeats nothing of it',
  async (status, said, query, message) => {
    await expect((await start(status, said, query)).ask()).rejects.toThrow(new LookupFailure(message));
  },
);
