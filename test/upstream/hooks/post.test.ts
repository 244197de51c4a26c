import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { postMessage } from '../../../src/upstream/hooks/post.js';
import { systemWorld } from '../../../src/world/system-world.js';

const servers: Server[] = [];
afterEach(async () => {
  for (const each of servers.splice(0)) {
    each.closeAllConnections();
    each.close();
    await once(each, 'close');
  }
});

async function start(status: number | 'silent') {
  const got: { request: IncomingMessage; body: string }[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += String(piece);
    got.push({ request, body });
    if (status === 'silent') return;
    response.writeHead(status, { location: '/elsewhere' }).end('thanks');
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/_functions/invalidate?a=b`;
  const post = (milliseconds = 10_000) =>
    postMessage(systemWorld, {
      url,
      headers: { 'content-type': 'application/json', 'webhook-id': '1' },
      body: '{"ä":1}',
      deadline: systemWorld.now() + milliseconds,
    });
  return { got, post };
}

it('sends the body and the headers as they are, and tells the status', async () => {
  const { got, post } = await start(204);
  expect(await post()).toBe(204);
  const { request, body } = got[0]!;
  expect([request.method, request.url, body]).toEqual(['POST', '/_functions/invalidate?a=b', '{"ä":1}']);
  expect(request.headers).toMatchObject({ 'content-type': 'application/json', 'webhook-id': '1' });
});

it('follows no redirect', async () => {
  const { got, post } = await start(302);
  expect(await post()).toBe(302);
  expect(got).toHaveLength(1);
});

it('waits no longer than it may', async () => {
  const { post } = await start('silent');
  await expect(post(200)).rejects.toMatchObject({ kind: 'timeout' });
});
