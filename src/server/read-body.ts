/**
 * The raw body of a request, whatever its content type says (protocol section 2.1). It is handed on while it arrives, so that
 * what cannot be a request is refused after its first bytes; every limit here is one that no honest request comes near.
 */
import type { IncomingMessage } from 'node:http';
import { createGunzip, type Gunzip } from 'node:zlib';
import { AdapterError, badRequest, payloadTooLarge } from '../wix/errors.js';
import type { World } from '../world/world.js';
import type { BodyAccount } from './body-budget.js';

export interface BodyLimits {
  /** Most bytes as they are received; of a packed body a sixth of them, also after decompression. */
  readonly limit: number;
  readonly account: BodyAccount;
  readonly world: Pick<World, 'turn'>;
}

/** Takes the next bytes; what it throws ends the reading. */
export type BodySink = (bytes: Buffer) => void;

/** Units of work for each byte that comes out of a packed body: unpacking costs several times what hashing does. */
const unpacking = 4;
/** Bytes that a packed body may grow by without a look at the ratio, and bytes that it may hold back. */
const freeGrowth = 2 ** 20;
const mostHeldBack = 256 * 2 ** 10;
/** Text in base64url of items that are all alike grows about 140 times. */
const mostGrowth = 250;
/** Pieces that a body may come in: each costs about as much as hashing a thousand bytes. */
const freePieces = 256;
const smallestPiece = 128;

/** Unpacking costs several times what receiving does, and nobody is known to pack requests: this part of the limit is enough. */
const packedShare = 6;

/** Bytes that are received before others have their turn: about half a millisecond. */
const atOnce = 256 * 2 ** 10;

/**
 * Hands the body on as it arrives.
 * @throws what the sink throws; BAD_REQUEST with 413 beyond the limit, 415 for an encoding other than gzip, 400 for a broken
 * body; UNKNOWN_ERROR with 503 when other bodies hold the memory for bodies, or made too much work
 */
export function readBody(
  request: IncomingMessage,
  { limit, account, world }: BodyLimits,
  sink: BodySink,
): Promise<void> {
  // Some clients send the header without a value.
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() || 'identity';
  const packed = encoding === 'gzip' || encoding === 'x-gzip';
  if (!packed && encoding !== 'identity')
    return Promise.reject(
      new AdapterError('BAD_REQUEST', 'The content encoding of the request is not supported; gzip is', {
        status: 415,
      }),
    );
  const most = packed ? limit / packedShare : limit;
  if (Number(request.headers['content-length'] ?? 0) > most) return Promise.reject(payloadTooLarge(most));
  let size = 0;
  const keep = (bytes: Buffer, weight: number): void => {
    size += bytes.length;
    if (size > most) throw payloadTooLarge(most);
    if (!account.take(bytes.length) || !account.work(bytes.length * weight)) throw tooManyBodies();
    sink(bytes);
  };
  const read = readBefore(request);
  if (read) return Promise.resolve().then(() => keep(read, 1));
  if (!packed) return receive(request, (bytes) => keep(bytes, 1), world);
  return unpack(
    request,
    most,
    account,
    () => size,
    (bytes) => keep(bytes, unpacking),
  );
}

/** Some platforms have read the body, unpacked it, and left its bytes here (`rawBody` of @google-cloud/functions-framework, seen in 3.5.1 and 4.0.1). */
function readBefore(request: IncomingMessage): Buffer | undefined {
  const { rawBody } = request as { readonly rawBody?: unknown };
  return Buffer.isBuffer(rawBody) ? rawBody : undefined;
}

/** Events, not async iteration: this runs for every request, and an iterator costs several times more. */
function receive(
  request: IncomingMessage,
  take: BodySink,
  world?: BodyLimits['world'],
  decoder?: Gunzip,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let size = 0;
    let pieces = 0;
    let unrested = 0;
    let over = false;
    const leave = (): void => {
      over = true;
      request.off('data', onData).off('end', onEnd).off('close', onEarly);
      decoder?.destroy();
    };
    const fail = (error: unknown): void => {
      leave();
      // Otherwise the rest would be received for nobody.
      request.pause();
      reject(error);
    };
    const onEarly = (): void => fail(badRequest('The request body ended early'));
    const onData = (bytes: Buffer): void => {
      size += bytes.length;
      pieces += 1;
      try {
        if (pieces > freePieces + size / smallestPiece) {
          // Cut off, not answered: thousands of pieces may have come already, and each would still be handed on.
          request.destroy();
          throw badRequest('The request body comes in too many small pieces');
        }
        take(bytes);
        if (world) rest(world, bytes.length);
      } catch (error) {
        fail(error);
      }
    };
    /** One caller who sends quickly would otherwise be read for as long as more is there. */
    const rest = ({ turn }: BodyLimits['world'], bytes: number): void => {
      unrested += bytes;
      if (unrested < atOnce) return;
      unrested = 0;
      request.pause();
      void turn().then(() => {
        if (!over) request.resume();
      });
    };
    const onEnd = (): void => {
      over = true;
      // Every request closes. Only one that had no end needs an error, and making an error takes long.
      request.off('close', onEarly);
      if (decoder) decoder.end();
      else resolve();
    };
    request.on('data', onData).on('end', onEnd).on('error', onEarly).on('close', onEarly);
    decoder?.once('end', resolve).once('error', fail);
  });
}

function unpack(
  request: IncomingMessage,
  limit: number,
  account: BodyAccount,
  size: () => number,
  keep: BodySink,
): Promise<void> {
  const decoder = createGunzip({ chunkSize: 64 * 2 ** 10 });
  let received = 0;
  decoder.on('data', (bytes: Buffer) => {
    try {
      keep(bytes);
      if (size() > freeGrowth + received * mostGrowth)
        throw new AdapterError('BAD_REQUEST', 'The packed request body grows too much', { status: 413 });
    } catch (error) {
      decoder.destroy(error as Error);
    }
  });
  const take: BodySink = (bytes) => {
    received += bytes.length;
    if (received > limit) throw payloadTooLarge(limit);
    if (!account.work(bytes.length)) throw tooManyBodies();
    // Text shrinks when it is packed: what does not is no text, or nothing at all.
    if (received > size() + mostHeldBack) throw badRequest('The request body is not valid gzip');
    if (decoder.write(bytes)) return;
    request.pause();
    decoder.once('drain', () => request.resume());
  };
  return receive(request, take, undefined, decoder).catch((error: unknown) => {
    throw error instanceof AdapterError ? error : badRequest('The request body is not valid gzip');
  });
}

function tooManyBodies(): AdapterError {
  return new AdapterError('UNKNOWN_ERROR', 'Too many large requests are under way; try again', {
    status: 503,
  });
}
