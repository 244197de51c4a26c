/** What callers without a key may send: shapes of garbage for the endpoints of the protocol, all harmless to a sound service. */
import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';

export interface Garbage {
  readonly name: string;
  readonly body: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent in chunks of so many bytes instead of at once. */
  readonly chunk?: number;
  readonly method?: string;
  readonly path?: string;
  /** What the caller is told; 0: the connection may also be cut. */
  readonly status: readonly number[];
  /** Whether all of it must be received and hashed before it can be refused. */
  readonly large?: boolean;
}

const mebibyte = 2 ** 20;
const encode = (text: string): string => Buffer.from(text).toString('base64url');
const header = (algorithm: string): string => encode(JSON.stringify({ alg: algorithm, typ: 'JWT' }));
const gzip = { 'content-encoding': 'gzip' };
/** Text in the alphabet of base64url that hardly shrinks. */
const noise = (length: number): string =>
  randomBytes(Math.ceil((length / 4) * 3))
    .toString('base64url')
    .slice(0, length);
const signature = 'A'.repeat(86);

/** A body of the largest size that looks like a token by an algorithm until its signature is checked. */
const forged = (algorithm: string, size: number): string =>
  `${header(algorithm)}.${noise(size - 200 - signature.length)}.${signature}`;

/** @param algorithm of the service's key, so that forged tokens get as far as they can */
export function garbage(algorithm: 'ES256' | 'RS256'): readonly Garbage[] {
  const refused = [401];
  const text = (name: string, body: string, more: Partial<Garbage> = {}): Garbage => ({
    name,
    body: Buffer.from(body, 'latin1'),
    status: refused,
    ...more,
  });
  const packed = (name: string, body: string | Buffer, more: Partial<Garbage> = {}): Garbage => ({
    name,
    body: gzipSync(body),
    headers: gzip,
    status: refused,
    ...more,
  });
  const start = `${header(algorithm)}.`;
  const deepHeader = encode(`{"alg":${'[],'.repeat(3.6 * mebibyte)}1}`).slice(0, 11 * mebibyte);
  const longHeader = encode(`{"alg":"${'x'.repeat(6 * mebibyte)}"}`);
  return [
    text('nothing', ''),
    text('JSON instead of a token', JSON.stringify({ collectionId: 'products', query: {} })),
    text('64 KiB of letters', 'x'.repeat(65_536)),
    text('6 MiB of letters', 'x'.repeat(6 * mebibyte)),
    text('6 MiB of white space', ' '.repeat(6 * mebibyte)),
    text('6 MiB of dots', '.'.repeat(6 * mebibyte)),
    text('6 MiB of zero bytes', '\0'.repeat(6 * mebibyte)),
    text('a header of 11 MB of lists', `${deepHeader}.e30.${signature}`, { status: [413] }),
    text('a header of 1 MB of lists', deepHeader.slice(0, mebibyte)),
    packed('a header of 11 MB of lists, packed', `${deepHeader}.e30.${signature}`),
    text('a header of one long text', `${longHeader}.e30.${signature}`, { status: [413] }),
    packed('a header of one long text, packed', `${longHeader}.e30.${signature}`),
    text('a header of 3 KB of brackets', `${encode(`{"alg":${'['.repeat(2900)}`)}.e30.${signature}`),
    text('no algorithm', `${encode('{}')}.e30.${signature}`),
    text('algorithm none', `${header('none')}.${noise(mebibyte)}.`),
    text('another algorithm, 6 MiB', forged('HS512', 6 * mebibyte)),
    text('a forged token of 1 KiB', forged(algorithm, 1024)),
    text('a forged token of 64 KiB', forged(algorithm, 65_536)),
    text('a forged token of 1 MiB', forged(algorithm, mebibyte)),
    text('a forged token of 6 MiB', forged(algorithm, 6 * mebibyte), { large: true, status: [401, 503] }),
    packed('a forged token of 1 MiB, packed', forged(algorithm, mebibyte - 8192)),
    packed('a forged token of 1.5 MiB, packed', forged(algorithm, 1.5 * mebibyte), { status: [413, 503] }),
    packed('a forged token of 6 MiB, packed', forged(algorithm, 6 * mebibyte), { status: [413, 503] }),
    packed('a payload of 15 MiB of one letter, packed', `${start}${'A'.repeat(15 * mebibyte)}.${signature}`, {
      status: [413, 503],
    }),
    text('more than is allowed, announced', `${start}${noise(16 * mebibyte)}`, { status: [413] }),
    text('more than is allowed, in chunks', `${start}${noise(16 * mebibyte)}`, {
      chunk: 65_536,
      status: [413, 503],
    }),
    text('no second dot, 6 MiB', `${start}${noise(6 * mebibyte - 100)}`, {
      large: true,
      status: [401, 503],
    }),
    text('a signature of 1 MiB', `${start}e30.${noise(mebibyte)}`),
    text('a thousand parts', `${start}${'e30.'.repeat(1000)}`),
    text('a payload outside the alphabet', `${start}${'\x00\xff!'.repeat(100_000)}.${signature}`),
    packed('64 MiB of zeros, packed', Buffer.alloc(64 * mebibyte)),
    text('a mebibyte of empty gzip members', '', {
      body: Buffer.concat(Array.from({ length: Math.floor(mebibyte / 20) }, () => gzipSync(''))),
      headers: gzip,
      status: [400],
    }),
    text('text that says it is gzip', 'x'.repeat(mebibyte), { headers: gzip, status: [400] }),
    text('an unknown encoding', 'x'.repeat(mebibyte), {
      headers: { 'content-encoding': 'br' },
      status: [415],
    }),
    text('one byte for each chunk', `${start}${noise(65_536)}.${signature}`, { chunk: 1, status: [400, 0] }),
    text('a body for a path that is none', 'x'.repeat(6 * mebibyte), { path: '/nothing', status: [404] }),
    text('a path of 15 KB', 'x', { path: `/${'p'.repeat(15_000)}`, status: [404] }),
    text('another method', 'x'.repeat(mebibyte), { method: 'PUT', status: [405] }),
  ];
}
