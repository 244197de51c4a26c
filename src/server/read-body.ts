/** The raw body of a request, whatever its content type says (protocol section 2.1). */
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { AdapterError, badRequest, payloadTooLarge } from '../wix/errors.js';

const unzip = promisify(gunzip);

/**
 * At most `limit` bytes, also after decompression. The body is a token, so one byte is one character.
 * @throws BAD_REQUEST with 413 beyond the limit, 415 for an encoding other than gzip, 400 for a broken body
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<string> {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (encoding !== 'identity' && encoding !== 'gzip' && encoding !== 'x-gzip')
    throw new AdapterError('BAD_REQUEST', 'The content encoding of the request is not supported; gzip is', {
      status: 415,
    });
  if (Number(request.headers['content-length'] ?? 0) > limit) throw payloadTooLarge(limit);
  const bytes = await collect(request, limit);
  if (encoding === 'identity') return bytes.toString('latin1');
  try {
    return (await unzip(bytes, { maxOutputLength: limit })).toString('latin1');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw payloadTooLarge(limit);
    throw badRequest('The request body is not valid gzip');
  }
}

/** Events, not async iteration: this runs for every request, and an iterator costs several times more. */
function collect(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const onEarly = (): void => reject(badRequest('The request body ended early'));
    const onData = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > limit) {
        // The rest is read and thrown away, so that the caller gets the answer instead of a reset connection.
        request.off('data', onData).resume();
        reject(payloadTooLarge(limit));
        return;
      }
      chunks.push(chunk);
    };
    request
      .on('data', onData)
      .on('end', () => {
        // Every request closes; only one that had no end is an error, and errors are dear to make.
        request.off('close', onEarly);
        resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, size));
      })
      .on('error', onEarly)
      .on('close', onEarly);
  });
}
