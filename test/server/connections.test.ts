/** More connections than there may be, and connections that say nothing when the service stops. */
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { watchConnections } from '../../src/server/connections.js';
import type { Observation } from '../../src/world/observation.js';
import { systemWorld } from '../../src/world/system-world.js';

const ending: (() => unknown)[] = [];
afterEach(() => {
  for (const each of ending.splice(0)) each();
});

async function start(most: number) {
  const seen: Observation[] = [];
  const held: (() => void)[] = [];
  const server: Server = createServer((request, response) => {
    request.resume();
    if (request.url === '/hold') held.push(() => response.end('held'));
    else request.on('end', () => response.end('ok'));
  });
  const connections = watchConnections(server, {
    world: systemWorld,
    observe: (each) => seen.push(each),
    most,
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ending.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  const open = async (text = ''): Promise<{ socket: Socket; text: () => string; gone: () => boolean }> => {
    let [answer, gone] = ['', false];
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    socket.setEncoding('latin1').on('data', (part: string) => {
      answer += part;
    });
    socket.on('close', () => {
      gone = true;
    });
    ending.push(() => socket.destroy());
    await new Promise((resolve) => socket.once('connect', resolve));
    if (text !== '') socket.write(text);
    return { socket, text: () => answer, gone: () => gone };
  };
  return { server, connections, seen, held, open };
}

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`;

describe('when there are too many', () => {
  it('the oldest silent ones go, and a request is answered', async () => {
    const { open, seen } = await start(3);
    const first = await open();
    const second = await open('GET / HT');
    const third = await open();
    const good = await open(get('/'));
    await expect.poll(good.text).toContain('200 OK');
    await expect.poll(first.gone).toBe(true);
    expect([second.gone(), third.gone()]).toEqual([false, false]);
    expect(seen).toEqual([{ kind: 'connections closed', closed: 1, most: 3 }]);
  });

  it('those between two requests go before those that still send, and a waiting request stays', async () => {
    const { open, held } = await start(3);
    const waiting = await open(get('/hold'));
    await expect.poll(() => held.length).toBe(1);
    const sending = await open('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nx');
    const idle = await open(get('/'));
    await expect.poll(idle.text).toContain('200 OK');
    await open();
    await expect.poll(idle.gone).toBe(true);
    const next = await open(get('/hold'));
    await expect.poll(() => held.length).toBe(2);
    await open(get('/hold'));
    await expect.poll(sending.gone).toBe(true);
    await expect.poll(() => held.length).toBe(3);
    const late = await open();
    await expect.poll(late.gone).toBe(true);
    for (const release of held) release();
    await expect.poll(waiting.text).toContain('held');
    await expect.poll(next.text).toContain('held');
  });

  it('is told at once, and then in one report for many', async () => {
    const { open, seen } = await start(2);
    for (let times = 0; times < 20; times += 1) await open();
    await expect.poll(() => seen.length).toBe(1);
  });
});

it('a stop ends silent connections, and tells those with half a request', async () => {
  const { open, connections, server, held } = await start(10);
  const silent = await open();
  const half = await open('GET / HTTP/1.1\r\nhost');
  const waiting = await open(get('/hold'));
  const idle = await open(get('/'));
  await expect.poll(idle.text).toContain('200 OK');
  await expect.poll(() => held.length).toBe(1);
  await expect.poll(() => half.socket.bytesWritten).toBeGreaterThan(0);
  connections.closeQuiet();
  for (const each of [silent, half, idle]) await expect.poll(each.gone).toBe(true);
  expect(half.text()).toMatch(/^HTTP\/1\.1 503 /);
  server.close();
  held[0]!();
  await expect.poll(waiting.text).toContain('held');
});
