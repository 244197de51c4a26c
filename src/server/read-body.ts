/** The raw body of a request, whatever its content type says (protocol section 2.1). */
import type { IncomingMessage } from 'node:http';
import { createGunzip } from 'node:zlib';
import { AdapterError, badRequest, payloadTooLarge } from '../wix/errors.js';
import type { BodyAccount } from './body-budget.js';

/**
 * At most `limit` bytes, also after decompression. The body is a token, so one byte is one character.
 * @throws BAD_REQUEST with 413 beyond the limit, 415 for an encoding other than gzip, 400 for a broken body; UNKNOWN_ERROR
 * with 503 when other bodies hold the memory for bodies
 */
export async function readBody(
  request: IncomingMessage,
  limit: number,
  account: BodyAccount,
): Promise<string> {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (encoding !== 'identity' && encoding !== 'gzip' && encoding !== 'x-gzip')
    throw new AdapterError('BAD_REQUEST', 'The content encoding of the request is not supported; gzip is', {
      status: 415,
    });
  if (Number(request.headers['content-length'] ?? 0) > limit) throw payloadTooLarge(limit);
  const bytes = await collect(request, limit, account);
  return (encoding === 'identity' ? bytes : await unpack(bytes, limit, account)).toString('latin1');
}

/** Events, not async iteration: this runs for every request, and an iterator costs several times more. */
function collect(request: IncomingMessage, limit: number, account: BodyAccount): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const onEarly = (): void => reject(badRequest('The request body ended early'));
    const refuse = (error: AdapterError): void => {
      // The rest is read and thrown away, so that the caller gets the answer instead of a reset connection.
      request.off('data', onData).resume();
      chunks.length = 0;
      reject(error);
    };
    const onData = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > limit) refuse(payloadTooLarge(limit));
      else if (!account.take(chunk.length)) refuse(tooManyBodies());
      else chunks.push(chunk);
    };
    request
      .on('data', onData)
      .on('end', () => {
        // Every request closes; only one that had no end is an error, and errors are dear to make.
        request.off('close', onEarly);
        resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks));
      })
      .on('error', onEarly)
      .on('close', onEarly);
  });
}

function unpack(bytes: Buffer, limit: number, account: BodyAccount): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const decoder = createGunzip();
    const refuse = (error: AdapterError): void => {
      decoder.destroy();
      reject(error);
    };
    decoder
      .on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > limit) refuse(payloadTooLarge(limit));
        else if (!account.take(chunk.length)) refuse(tooManyBodies());
        else chunks.push(chunk);
      })
      .on('end', () => resolve(Buffer.concat(chunks, size)))
      .on('error', () => reject(badRequest('The request body is not valid gzip')))
      .end(bytes);
  });
}

function tooManyBodies(): AdapterError {
  return new AdapterError('UNKNOWN_ERROR', 'Too many large requests are under way; try again', {
    status: 503,
  });
}
