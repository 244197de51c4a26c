import { isAscii } from 'node:buffer';
import type { Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import type { JsonText } from '../../parse-in-pieces.js';

/** Sent as accept-encoding. */
export const acceptedEncodings = 'gzip, deflate, br';

export type ContentCoding = 'identity' | 'gzip' | 'deflate' | 'br';

/** The coding that a content-encoding header names; undefined: unknown, or several on top of each other. */
export function contentCoding(header: string | string[] | undefined): ContentCoding | undefined {
  const name = String(header ?? 'identity')
    .trim()
    .toLowerCase();
  if (name === '' || name === 'identity') return 'identity';
  if (name === 'gzip' || name === 'x-gzip') return 'gzip';
  return name === 'deflate' || name === 'br' ? name : undefined;
}

/** A stream that undoes the coding. The first byte of a body tells the two things that servers call "deflate" apart. */
export function createDecoder(coding: Exclude<ContentCoding, 'identity'>, firstByte: number): Transform {
  if (coding === 'gzip') return createGunzip();
  if (coding === 'br') return createBrotliDecompress();
  return (firstByte & 0x0f) === 8 ? createInflate() : createInflateRaw();
}

/** Bytes of ASCII from which on they stay as they are: they are parsed in pieces. */
const longText = 64 * 1024;

/** Text of a UTF-8 body, without a byte order mark. */
export function decodeText(whole: Buffer): JsonText {
  // The same text, ten times as fast: most answers hold nothing else.
  if (isAscii(whole)) return whole.length > longText ? whole : whole.toString('latin1');
  const marked = whole[0] === 0xef && whole[1] === 0xbb && whole[2] === 0xbf;
  return whole.toString('utf8', marked ? 3 : 0);
}
