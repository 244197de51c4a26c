/** The rest of a request that was answered before its end, e.g. refused after the first bytes of its body. */
import type { IncomingMessage } from 'node:http';

/** Bytes, and pieces, that are read and thrown away; a caller who sends more is cut off. */
const mostBytes = 16 * 2 ** 20;
const mostPieces = 2048;

/** Reads what is left of the body. false: it does not end, and reading it would cost more than it is worth. */
export function drain(request: IncomingMessage): Promise<boolean> {
  const { headers } = request;
  const hasBody = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
  if (!hasBody || request.complete || request.destroyed) return Promise.resolve(true);
  if (Number(headers['content-length'] ?? 0) > 2 * mostBytes) return Promise.resolve(false);
  return new Promise((resolve) => {
    let bytes = 0;
    let pieces = 0;
    const end = (whole: boolean): void => {
      request.off('data', onData).off('end', onEnd).off('close', onEnd);
      if (!whole) request.pause();
      resolve(whole);
    };
    const onEnd = (): void => end(true);
    const onData = (chunk: Buffer): void => {
      bytes += chunk.length;
      pieces += 1;
      if (bytes > mostBytes || pieces > mostPieces) end(false);
    };
    request.on('data', onData).on('end', onEnd).on('close', onEnd).resume();
  });
}
