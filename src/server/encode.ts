/** Compression of answers. Small ones go plain: packing them costs more than it saves. */
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Context } from 'koa';

const packGzip = promisify(gzip);
const packBrotli = promisify(brotliCompress);

/** Answers of up to this many bytes are sent as they are. */
export const smallAnswer = 1024;

export type Encoding = 'br' | 'gzip';

/** The encodings that are offered, the one that packs better first. */
const offered = ['br', 'gzip'] as const;

/** The encoding to use: the best one that the caller accepts; undefined: none is wanted. */
export function chooseEncoding(context: Pick<Context, 'acceptsEncodings'>): Encoding | undefined {
  return offered.find((each) => context.acceptsEncodings(each) === each);
}

/** Quick levels: these answers are made anew each time, so the packing is part of the waiting. */
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
