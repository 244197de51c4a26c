import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readRest } from '../../src/server/rest.js';
import { systemWorld } from '../../src/world/system-world.js';
import { simulateWorld } from '../world/simulated-world.js';

function incoming(headers: Record<string, string>, complete = false) {
  const stream = new PassThrough({ highWaterMark: 2 ** 26 });
  return { stream, request: Object.assign(stream, { headers, complete }) as unknown as IncomingMessage };
}

const chunked = { 'transfer-encoding': 'chunked' };

describe('the rest of a request', () => {
  it.each<[string, Record<string, string>, boolean]>([
    ['there is none', {}, false],
    ['it was read', { 'content-length': '5' }, true],
  ])('needs no reading: %s', async (_name, headers, complete) => {
    const { request, stream } = incoming(headers, complete);
    expect(await readRest(systemWorld, request)).toBe(true);
    expect(stream.listenerCount('data')).toBe(0);
  });

  it('is read to its end where it is small, although nothing was read before', async () => {
    const { request, stream } = incoming(chunked);
    stream.pause();
    for (let times = 0; times < 4; times += 1) stream.write(Buffer.alloc(2 ** 16));
    stream.end();
    expect(await readRest(systemWorld, request)).toBe(true);
    expect(stream.listenerCount('data')).toBe(0);
  });

  it('is waited for no longer than a second, however little of it is missing', async () => {
    const { request, stream } = incoming({ 'content-length': '5' });
    const world = simulateWorld(1);
    const start = world.now();
    stream.write('1234');
    expect(await world.run(readRest(world, request))).toBe(false);
    expect(world.now() - start).toBe(1000);
    expect(stream.isPaused()).toBe(true);
  });

  it('may be cut off by its sender', async () => {
    const { request, stream } = incoming(chunked);
    const rest = readRest(systemWorld, request);
    stream.destroy();
    expect(await rest).toBe(true);
  });

  it.each<[string, Record<string, string>, number, number]>([
    ['it is too long', { 'content-length': '100000000' }, 17, 2 ** 16],
    ['it is too long and unannounced', chunked, 17, 2 ** 16],
    ['it comes in tiny pieces', chunked, 3000, 1],
  ])('is given up: %s', async (_name, headers, pieces, size) => {
    const { request, stream } = incoming(headers);
    for (let times = 0; times < pieces; times += 1) stream.write(Buffer.alloc(size));
    expect(await readRest(systemWorld, request)).toBe(false);
    expect(stream.isPaused()).toBe(true);
    // Most of it is still there.
    expect(stream.readableLength).toBeGreaterThan((pieces * size) / 2);
  });
});
