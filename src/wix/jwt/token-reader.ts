/**
 * Reads a compact token (RFC 7515 section 7.1) while its bytes arrive. Whoever can reach the port may send anything, so
 * bytes that cannot become a token are refused at once, only the small header is parsed, and the payload is kept as it came.
 */
import { unauthorized } from '../errors.js';
import { isObject } from '../json.js';
import { decodeBase64url } from './base64url.js';
import type { HeldBlocks } from './blocks.js';

/** Bytes before the first dot. Real headers have fewer than 200. */
export const mostHeaderBytes = 4096;
/** Bytes behind the second dot: the signature, a quote, white space. The signature of a 16384-bit RSA key has 2731. */
const mostTailBytes = 4096;

/** Bytes of a token that are kept as they were received. */
const keptAsReceived = 64 * 2 ** 10;

export type TokenHeader = Readonly<Record<string, unknown>>;

export interface Token {
  /** `header.payload`, the bytes that are signed, in pieces. */
  readonly signed: readonly Buffer[];
  readonly signature: Buffer;
  /** Decodes and gives the payload's bytes; undefined where they are not base64url. For verified tokens only: it costs. */
  payload(turn: () => Promise<void>): Buffer | undefined | Promise<Buffer | undefined>;
}

export interface TokenReader {
  /** @throws UNAUTHORIZED as soon as the bytes cannot become a token */
  push(bytes: Buffer): void;
  /** @throws UNAUTHORIZED for a token that is not whole */
  end(): Token;
}

export interface TokenListener {
  /** Told once, before the payload; what it throws ends the reading. */
  header(header: TokenHeader): void;
  /** Told of the signed bytes as they arrive. */
  signed(bytes: Buffer): void;
}

const dot = 0x2e;
/** What a header begins with: its JSON does with a brace, and so its text with a letter; white space and quotes are none. */
const isLetter = (byte: number | undefined): boolean =>
  byte !== undefined && ((byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a));

const notThreeParts = 'the body is not a compact token of three parts';

/** White space and one pair of quotes may stand around the token. */
export function createTokenReader(listener: TokenListener, blocks: HeldBlocks): TokenReader {
  let part: 'header' | 'payload' | 'tail' = 'header';
  let quoted = false;
  let size = 0;
  let pieces: Buffer[] = [];
  const signed: Buffer[] = [];
  /** Where it came in one piece with the header. */
  let payload: Buffer | undefined;

  const gather = (bytes: Buffer, most: number, reason: string): void => {
    size += bytes.length;
    if (size > most) throw unauthorized(reason);
    if (bytes.length > 0) pieces.push(bytes);
  };
  const gathered = (): string => {
    const text = (pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces)).toString('latin1');
    pieces = [];
    size = 0;
    return text;
  };
  let kept = 0;
  const keep = (bytes: Buffer): void => {
    if (bytes.length === 0) return;
    kept += bytes.length;
    for (const piece of kept > keptAsReceived ? blocks.copy(bytes) : [bytes]) {
      signed.push(piece);
      listener.signed(piece);
    }
  };
  const endHeader = (): void => {
    const text = gathered().trimStart();
    quoted = text.startsWith('"');
    const encoded = quoted ? text.slice(1) : text;
    listener.header(readHeader(encoded));
    keep(Buffer.from(`${encoded}.`, 'latin1'));
  };

  /** A token that comes whole and bare, as almost all do: nothing of it is copied. false: it is another one. */
  const takeWhole = (bytes: Buffer): boolean => {
    if (bytes.length > keptAsReceived || !isLetter(bytes[0])) return false;
    const first = bytes.indexOf(dot);
    const second = first < 0 || first > mostHeaderBytes ? -1 : bytes.indexOf(dot, first + 1);
    if (second < 0) return false;
    listener.header(readHeader(bytes.toString('latin1', 0, first)));
    payload = bytes.subarray(first + 1, second);
    keep(bytes.subarray(0, second));
    part = 'tail';
    push(bytes.subarray(second + 1));
    return true;
  };
  const push = (bytes: Buffer): void => {
    if (part === 'header' && size === 0 && takeWhole(bytes)) return;
    const at = bytes.indexOf(dot);
    const before = at < 0 ? bytes : bytes.subarray(0, at);
    switch (part) {
      case 'header':
        gather(before, mostHeaderBytes, `${notThreeParts}: no dot in its first ${mostHeaderBytes} bytes`);
        if (at < 0) return;
        endHeader();
        part = 'payload';
        break;
      case 'payload':
        keep(before);
        if (at < 0) return;
        part = 'tail';
        break;
      case 'tail':
        if (at >= 0) throw unauthorized(notThreeParts);
        gather(bytes, mostTailBytes, 'the token signature is too long');
        return;
    }
    push(bytes.subarray(at + 1));
  };

  return {
    push,
    end() {
      if (part !== 'tail') throw unauthorized(notThreeParts);
      const tail = gathered().trimEnd();
      if (quoted && !tail.endsWith('"'))
        throw unauthorized('the token has a quote before it and none behind');
      const signature = decodeBase64url(quoted ? tail.slice(0, -1) : tail);
      if (!signature) throw unauthorized('the token signature is not base64url');
      return {
        signed,
        signature,
        payload: (turn) => decodePieces(payload ? [payload] : signed.slice(1), turn),
      };
    },
  };
}

/** Bytes that are decoded before others have their turn; a multiple of four letters. */
const decodedAtOnce = 512 * 2 ** 10;

function decodePieces(pieces: readonly Buffer[], turn: () => Promise<void>): ReturnType<Token['payload']> {
  const letters = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
  return letters.length <= decodedAtOnce
    ? decodeBase64url(letters.toString('latin1'))
    : decodeLong(letters, turn);
}

async function decodeLong(letters: Buffer, turn: () => Promise<void>): Promise<Buffer | undefined> {
  const decoded: Buffer[] = [];
  for (let start = 0; start < letters.length; start += decodedAtOnce) {
    if (start > 0) await turn();
    const bytes = decodeBase64url(letters.toString('latin1', start, start + decodedAtOnce));
    if (!bytes) return undefined;
    decoded.push(bytes);
  }
  return Buffer.concat(decoded);
}

/** The header that was read last: all tokens of an app have the same. */
let latest: { readonly encoded: string; readonly header: TokenHeader } | undefined;

function readHeader(encoded: string): TokenHeader {
  if (latest?.encoded !== encoded) latest = { encoded, header: Object.freeze(decodedHeader(encoded)) };
  return latest.header;
}

function decodedHeader(encoded: string): TokenHeader {
  const bytes = decodeBase64url(encoded);
  if (!bytes) throw unauthorized('the token header is not base64url');
  const header = parseJson(bytes.toString('utf8'));
  if (!isObject(header)) throw unauthorized('the token header is not a JSON object');
  if (header.crit !== undefined) throw unauthorized('the token header demands extensions');
  return header;
}

/** undefined: not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
