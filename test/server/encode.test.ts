import type { IncomingMessage } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { chooseEncoding, createPacker, encode } from '../../src/server/encode.js';

describe('chooseEncoding', () => {
  it.each([
    [undefined, undefined],
    ['', undefined],
    ['identity', undefined],
    ['gzip', 'gzip'],
    ['GZIP', 'gzip'],
    ['gzip, deflate, br', 'br'],
    ['gzip;q=1.0, br;q=0', 'gzip'],
    ['br;q=0.000, gzip;q=0', undefined],
    ['*', 'br'],
    ['*, br;q=0', 'gzip'],
    ['*;q=0', undefined],
    ['x-gzipped', undefined],
  ])('%s → %s', (accepted, expected) => {
    const request = { headers: accepted === undefined ? {} : { 'accept-encoding': accepted } };
    expect(chooseEncoding(request as IncomingMessage)).toBe(expected);
  });
});

describe('encode', () => {
  const body = Buffer.from('{"text":"ünïcödé"}'.repeat(500));

  it('can be undone', async () => {
    const [gzip, br] = [await encode(body, 'gzip'), await encode(body, 'br')];
    expect(gunzipSync(gzip).equals(body) && brotliDecompressSync(br).equals(body)).toBe(true);
    expect(Math.max(gzip.length, br.length)).toBeLessThan(body.length / 10);
  });
});

describe('a packer', () => {
  it('packs the same body once for each encoding, and equal bytes of another one anew', async () => {
    const pack = createPacker();
    const body = Buffer.from('a'.repeat(5000));
    const [once, again] = [await pack(body, 'br'), await pack(body, 'br')];
    expect(again).toBe(once);
    expect(brotliDecompressSync(once).equals(body)).toBe(true);
    expect(gunzipSync(await pack(body, 'gzip')).equals(body)).toBe(true);
    expect(await pack(Buffer.from(body), 'br')).not.toBe(once);
  });
});
