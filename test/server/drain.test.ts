import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { drain } from '../../src/server/drain.js';

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
    expect(await drain(request)).toBe(true);
    expect(stream.listenerCount('data')).toBe(0);
  });

  it('is read to its end', async () => {
    const { request, stream } = incoming(chunked);
    for (let times = 0; times < 16; times += 1) stream.write(Buffer.alloc(2 ** 20));
    stream.end();
    expect(await drain(request)).toBe(true);
    expect(stream.listenerCount('data')).toBe(0);
  });

  it('may be cut off by its sender', async () => {
    const { request, stream } = incoming(chunked);
    const drained = drain(request);
    stream.destroy();
    expect(await drained).toBe(true);
  });

  it.each<[string, Record<string, string>, number, number]>([
    ['it is announced to be too long', { 'content-length': '100000000' }, 0, 0],
    ['it is too long', chunked, 17, 2 ** 20],
    ['it comes in tiny pieces', chunked, 3000, 1],
  ])('is given up: %s', async (_name, headers, pieces, size) => {
    const { request, stream } = incoming(headers);
    for (let times = 0; times < pieces; times += 1) stream.write(Buffer.alloc(size));
    expect(await drain(request)).toBe(false);
    expect(stream.isPaused() || pieces === 0).toBe(true);
  });
});
