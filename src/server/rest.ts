/**
 * What is left of a request that was answered before its end, e.g. refused after the first bytes of its body. Receiving bytes costs
 * about as much as hashing them, so only a small rest is read; after a larger one the connection is cut.
 */
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { World } from '../world/world.js';

/** Bytes, and pieces, that are read and thrown away so that the connection can take the next request. */
const mostBytes = 256 * 2 ** 10;
const mostPieces = 64;
/** Milliseconds for the rest of a body to come, and those in which a caller can read its answer before the connection is cut. */
const reading = 1000;

/** Reads what is left of the body. false: it is much, or does not end within a second; then nothing more is read. */
export function readRest(world: World, request: IncomingMessage): Promise<boolean> {
  const { headers } = request;
  const hasBody = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
  if (!hasBody || request.complete || request.destroyed) return Promise.resolve(true);
  request.pause();
  return new Promise((resolve) => {
    let bytes = 0;
    let pieces = 0;
    const end = (whole: boolean): void => {
      cancel();
      request.off('data', onData).off('end', onEnd).off('close', onEnd);
      if (!whole) request.pause();
      resolve(whole);
    };
    const cancel = world.timer(reading, () => end(false));
    const onEnd = (): void => end(true);
    const onData = (chunk: Buffer): void => {
      bytes += chunk.length;
      pieces += 1;
      if (bytes > mostBytes || pieces > mostPieces) end(false);
    };
    request.on('data', onData).on('end', onEnd).on('close', onEnd).resume();
  });
}

/**
 * Sends the answer and reads nothing more. The connection is not closed at once: the network would tell a caller who still sends that
 * it was reset, and the answer might be lost.
 */
export function answerAndCut(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  headers: OutgoingHttpHeaders,
  body: string | Buffer,
): void {
  response.setHeader('connection', 'close');
  response.writeHead(response.statusCode, { ...headers, 'content-length': Buffer.byteLength(body) });
  const { socket } = request;
  const cancel = world.timer(reading, () => socket.destroy());
  socket.once('close', cancel);
  response.write(body);
}
