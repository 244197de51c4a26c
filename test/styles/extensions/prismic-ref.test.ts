import { afterEach, expect, test } from 'vitest';
import { prismicRef } from '../../../src/styles/extensions/request-hooks/prismic-ref.js';
import { createClient } from '../../../src/upstream/transport/client.js';
import { prepareDocument } from '../../../src/upstream/transport/document.js';
import { compileHeaders } from '../../../src/upstream/transport/headers.js';
import { systemWorld } from '../../../src/world/system-world.js';
import { context, json, loopback } from '../../upstream/transport/loopback.js';

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close();
});

async function start(refs: (count: number) => unknown) {
  let clock = 0;
  const server = await loopback((request, response, count) =>
    request.url.startsWith('/api/v2') ? json(response, refs(count)) : json(response, { data: { ok: true } }),
  );
  const client = createClient({
    world: systemWorld,
    url: server.url,
    headers: compileHeaders({ authorization: 'Token hush/1' }),
    timeoutMs: 2000,
    requestHook: prismicRef({ environment: {}, world: { ...systemWorld, now: () => clock } }),
  });
  opened.push(server, client);
  const pass = (milliseconds: number) => {
    clock += milliseconds;
  };
  return { server, client, pass };
}

const query = prepareDocument('query Q($a: String) { ok(a: $a) }');

test('queries go by GET with the master ref, which is kept for some seconds', async () => {
  const { server, client, pass } = await start((count) => ({
    refs: [
      { ref: 'preview', isMasterRef: false },
      { ref: `master-${count}`, isMasterRef: true },
    ],
  }));
  await Promise.all([1, 2, 3].map(() => client.request(query, { a: 'ü&' }, context())));
  pass(5_001);
  await client.request(query, {}, context());
  const seen = server.requests.map((each) => [
    each.method,
    each.url.split('?')[0],
    each.headers['prismic-ref'],
  ]);
  expect(seen).toEqual([
    ['GET', '/api/v2', undefined],
    ...[1, 2, 3].map(() => ['GET', '/graphql', 'master-1']),
    ['GET', '/api/v2', undefined],
    ['GET', '/graphql', 'master-5'],
  ]);
  expect(server.requests[0]!.url).toBe('/api/v2?access_token=hush%2F1');
  const sent = new URL(server.requests[1]!.url, server.origin).searchParams;
  expect(Object.fromEntries(sent)).toEqual({ query: query.text, variables: '{"a":"ü&"}' });
});

test('a mutation goes by POST all the same', async () => {
  const { server, client } = await start(() => ({ refs: [{ ref: 'm', isMasterRef: true }] }));
  await client.request(prepareDocument('mutation { ok }'), {}, context());
  expect(server.requests.at(-1)).toMatchObject({ method: 'POST', body: expect.stringContaining('mutation') });
});

test.each([
  [{}],
  [{ refs: [] }],
  ['<html>'],
  [{ refs: [{ ref: 'a'.repeat(5000), isMasterRef: true }] }],
  [{ refs: [{ ref: 'a\nb', isMasterRef: true }] }],
])('%j: the request fails without being sent', async (answer) => {
  const { server, client } = await start(() => answer);
  await expect(client.request(query, {}, context())).rejects.toMatchObject({
    kind: 'http',
    delivered: 'no',
    message: expect.stringMatching(/no master ref/),
  });
  expect(server.requests).toHaveLength(1);
});
