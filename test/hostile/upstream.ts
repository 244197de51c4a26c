/** An upstream that answers as no honest one does: raw bytes on a socket of the loopback, so that no library mends them. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON body; undefined where there is none. */
  readonly body: { readonly query?: string; readonly variables?: unknown } | undefined;
}

/** Writes an answer. A connection that it leaves open serves the next request. */
export type Attack = (socket: Socket) => void | Promise<void>;

export interface HostileUpstream {
  readonly url: string;
  readonly asked: readonly Asked[];
  /** Connections that have been closed. */
  closed(): number;
  close(): Promise<void>;
}

/** @param choose the answer to a request; `count` is 1 for the first */
export async function hostileUpstream(
  choose: (asked: Asked, count: number) => Attack,
): Promise<HostileUpstream> {
  const asked: Asked[] = [];
  const sockets = new Set<Socket>();
  let closed = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      closed += 1;
      sockets.delete(socket);
    });
    let received = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      const request = readRequest(received);
      if (!request) return;
      received = Buffer.alloc(0);
      asked.push(request);
      void choose(request, asked.length)(socket);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    asked,
    closed: () => closed,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function readRequest(bytes: Buffer): Asked | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const [first = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const body = bytes.subarray(end + 4);
  if (body.length < Number(headers['content-length'] ?? 0)) return undefined;
  const [method = '', path = ''] = first.split(' ');
  return { method, path, headers, body: body.length === 0 ? undefined : JSON.parse(body.toString()) };
}

/** What an honest upstream says. */
export function honest(value: unknown, status = 200): Attack {
  const text = JSON.stringify(value);
  const head = `HTTP/1.1 ${status} OK\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n`;
  return raw(head + text);
}

/** These bytes, and nothing more; the connection stays open. */
export function raw(text: string | Buffer): Attack {
  return (socket) => void socket.write(text);
}

/** These bytes, and the end of the connection. */
export function rawThenEnd(text: string): Attack {
  return (socket) => void socket.end(text);
}

const chunkedHead = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n';

/** A body without an end, as fast as it is taken. */
export function endless(piece = Buffer.alloc(64 * 1024, 0x20)): Attack {
  return (socket) => stream(socket, always(piece));
}

/** `{"data": {…, "unasked": [[],[],…]}}` of about so many MiB: small as bytes, vast as values. */
export function emptyLists(mebibytes: number, before = '{"data":{"unasked":['): Attack {
  const piece = Buffer.from('[],'.repeat(20_000));
  return (socket) => stream(socket, within(before, piece, '0]}}', mebibytes * 2 ** 20));
}

/** The same as `emptyLists`, each byte in a chunk of its own: six bytes on the wire for one of the body. */
export function tinyChunks(mebibytes: number): Attack {
  return async (socket) => {
    socket.write(chunkedHead);
    const piece = Buffer.from('1\r\n \r\n'.repeat(10_000));
    for (let sent = 0; sent < mebibytes * 2 ** 20; sent += 10_000) if (!(await write(socket, piece))) return;
    socket.write('0\r\n\r\n');
  };
}

/** A byte for each interval (milliseconds), for ever. */
export function drip(interval: number): Attack {
  return (socket) => {
    socket.write(`${chunkedHead}1\r\n{\r\n`);
    const timer = setInterval(() => socket.write('1\r\n \r\n'), interval);
    socket.on('close', () => clearInterval(timer));
  };
}

function* always(piece: Buffer): Generator<Buffer> {
  for (;;) yield piece;
}

function* within(before: string, piece: Buffer, after: string, bytes: number): Generator<Buffer> {
  yield Buffer.from(before);
  for (let sent = 0; sent < bytes; sent += piece.length) yield piece;
  yield Buffer.from(after);
}

async function stream(socket: Socket, pieces: Iterable<Buffer>): Promise<void> {
  socket.write(chunkedHead);
  for (const piece of pieces) {
    socket.write(`${piece.length.toString(16)}\r\n`);
    if (!(await write(socket, piece))) return;
    socket.write('\r\n');
  }
  socket.write('0\r\n\r\n');
}

/** @returns false when the other side has left */
function write(socket: Socket, piece: Buffer): Promise<boolean> {
  return new Promise((resolve) => {
    if (socket.destroyed) return resolve(false);
    const done = (): void => {
      socket.off('drain', done).off('close', done);
      resolve(!socket.destroyed);
    };
    if (socket.write(piece)) return resolve(true);
    socket.once('drain', done).once('close', done);
  });
}
