/** Compression of answers. Small ones go plain: packing them costs more than it saves. */
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import accepts from 'accepts';

const packGzip = promisify(gzip);
const packBrotli = promisify(brotliCompress);

/** Answers of up to this many bytes are sent as they are. */
export const smallAnswer = 1024;

export type Encoding = 'br' | 'gzip';

/** The encodings that are offered, the one that packs better first. */
const offered = ['br', 'gzip'] as const;

/** The encoding to use: the best one that the caller accepts; undefined: none is wanted. */
export function chooseEncoding(request: IncomingMessage): Encoding | undefined {
  if (request.headers['accept-encoding'] === undefined) return undefined;
  const accepted = accepts(request);
  return offered.find((each) => accepted.encodings(each) === each);
}

export type Pack = (body: Buffer, encoding: Encoding) => Promise<Buffer>;

/** Packs a body once for each encoding: kept answers are the same object each time. What was packed goes when the body does. */
export function createPacker(): Pack {
  const known = new WeakMap<Buffer, Map<Encoding, Promise<Buffer>>>();
  return (body, encoding) => {
    const own = known.get(body) ?? new Map<Encoding, Promise<Buffer>>();
    known.set(body, own);
    const packed = own.get(encoding) ?? encode(body, encoding);
    own.set(encoding, packed);
    // Where it failed, the next one tries.
    packed.catch(() => own.delete(encoding));
    return packed;
  };
}

/** Quick levels: most answers are made anew each time, so the packing is part of the waiting. */
export function encode(body: Buffer, encoding: Encoding): Promise<Buffer> {
  return encoding === 'gzip'
    ? packGzip(body, { level: 4 })
    : packBrotli(body, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: 4,
          [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
        },
      });
}
