/** Compression of answers. Small ones go plain: packing them costs more than it saves. */
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const packGzip = promisify(gzip);
const packBrotli = promisify(brotliCompress);

/** Answers of up to this many bytes are sent as they are. */
export const smallAnswer = 1024;

export type Encoding = 'br' | 'gzip';

/** The encoding to use, from an Accept-Encoding header; undefined: none is wanted. */
export function chooseEncoding(accepted: string | undefined): Encoding | undefined {
  if (accepted === undefined) return undefined;
  const refused = new Set<string>();
  const named = new Set<string>();
  for (const part of accepted.toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((each) => each.trim());
    const zero = parameters.some((each) => /^q=0(\.0*)?$/.test(each));
    (zero ? refused : named).add(name);
  }
  for (const each of ['br', 'gzip'] as const)
    if (named.has(each) || (named.has('*') && !refused.has(each))) return each;
  return undefined;
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
