/** A caller who breaks the rules: sends raw bytes, and reads whatever comes back. */
import { connect, type Socket } from 'node:net';
import type { Garbage } from './garbage.js';

/** The status of the answer; 0: the connection was cut without one. */
export function send(url: string, garbage: Garbage): Promise<number> {
  const { hostname, port } = new URL(url);
  const { method = 'POST', path = '/v3/items/query', headers = {}, body, chunk } = garbage;
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    let text = '';
    const done = (): void => {
      socket.destroy();
      resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0));
    };
    socket.setEncoding('latin1').on('data', (part: string) => {
      text += part;
      if (/\r\n\r\n/.test(text)) done();
    });
    socket.on('error', done).on('close', done);
    const length =
      chunk === undefined ? { 'content-length': String(body.length) } : { 'transfer-encoding': 'chunked' };
    const lines = Object.entries({ host: 'x', ...length, ...headers }).map(
      ([name, value]) => `${name}: ${value}\r\n`,
    );
    socket.write(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
    socket.write(chunk === undefined ? body : inChunks(body, chunk));
  });
}

function inChunks(body: Buffer, size: number): string {
  const parts: string[] = [];
  for (let at = 0; at < body.length; at += size) {
    const part = body.subarray(at, at + size).toString('latin1');
    parts.push(`${part.length.toString(16)}\r\n${part}\r\n`);
  }
  return `${parts.join('')}0\r\n\r\n`;
}

/** Connections that say nothing, or only the beginning of a request. */
export async function silentSockets(url: string, count: number, beginning = ''): Promise<readonly Socket[]> {
  const { hostname, port } = new URL(url);
  const sockets = Array.from({ length: count }, () => {
    const socket = connect(Number(port), hostname).on('error', () => undefined);
    if (beginning !== '') socket.write(beginning);
    return socket;
  });
  await Promise.all(
    sockets.map((socket) => new Promise((resolve) => socket.once('connect', resolve).once('close', resolve))),
  );
  return sockets;
}
