/** Checks signatures over bytes, with node:crypto alone: nothing of the token is decoded or parsed for it. */
import { constants, createVerify, publicDecrypt, type Verify, verify } from 'node:crypto';
import type { ImportedKey } from './keys.js';
import type { Token } from './token-reader.js';

/** JOSE's form of signatures by elliptic curves: two numbers of equal length, not DER (RFC 7518 section 3.4). */
const dsaEncoding = 'ieee-p1363';

export interface SignatureCheck {
  /** The next of the signed bytes. */
  update(bytes: Buffer): void;
  /** Whether the signature is by one of the keys, asked in order; ends at the first that `accepts` takes. */
  by(token: Token, accepts: (index: number) => boolean | Promise<boolean>): Promise<boolean>;
}

/** Bytes of a text that are hashed before the whole token is there. */
const hashedUnseen = 64 * 2 ** 10;
/** Bytes of a text that is hashed and checked in one call: making something that is fed in pieces takes a tenth of the whole. */
const hashedTogether = 8 * 2 ** 10;
/** Bytes that are hashed before others have their turn: about half a millisecond. */
const hashedAtOnce = 256 * 2 ** 10;

/**
 * The first key's hash goes along while bytes arrive. Of a long text only the beginning is hashed then: what never becomes a token,
 * and most forgeries of RSA, are seen without the rest, which is hashed in pieces at the end. The other
 * keys, and Ed25519, whose signatures need the whole text, are asked in the background. Each of those hashes the text again, so
 * keys of RSA, of which a site may have many, are asked only where the signature can be theirs at all.
 * @param keys no two of them the same
 * @param turn resolves when others have run
 * @param many whether others wait: a short text is then checked in Node's thread pool, by another processor. Handing it over takes
 * longer than waiting would where nobody does.
 */
export function createSignatureCheck(
  keys: readonly ImportedKey[],
  turn: () => Promise<void>,
  many: () => boolean,
): SignatureCheck {
  const first = keys[0];
  const hashes = first && first.algorithm !== 'EdDSA';
  /** What goes along: begun with the first piece that makes the text too long to be hashed in one call at the end. */
  let running: Verify | undefined;
  let hashed = 0;
  /** Of the signed pieces. */
  let pieces = 0;
  const waiting: Buffer[] = [];
  const hashWaiting = (): Verify => {
    running ??= createVerify('sha256');
    for (const piece of waiting.splice(0)) running.update(piece);
    return running;
  };
  const hashRest = async (signed: readonly Buffer[]): Promise<void> => {
    let unrested = 0;
    const along = hashWaiting();
    for (const piece of signed.slice(pieces)) {
      along.update(piece);
      unrested += piece.length;
      if (unrested < hashedAtOnce) continue;
      unrested = 0;
      await turn();
    }
  };
  return {
    update(bytes) {
      if (hashed + bytes.length > hashedUnseen) {
        hashed = hashedUnseen;
        return;
      }
      hashed += bytes.length;
      pieces += 1;
      if (!hashes) return;
      waiting.push(bytes);
      if (running || hashed > hashedTogether) hashWaiting();
    },
    async by(token, accepts) {
      let whole: Buffer | undefined;
      for (let index = 0; index < keys.length; index++) {
        const key = keys[index]!;
        let fits: boolean;
        if ((index > 0 || pieces < token.signed.length) && !mayBeBy(key, token.signature)) continue;
        if (hashes && index === 0) {
          if (running || pieces < token.signed.length) {
            await hashRest(token.signed);
            fits = judged(() => running!.verify({ key: key.key, dsaEncoding }, token.signature));
          } else {
            const signed = waiting.length === 1 ? waiting[0]! : Buffer.concat(waiting);
            fits = many()
              ? await verifyWhole(signed, key, token.signature)
              : judged(() => verify('sha256', signed, { key: key.key, dsaEncoding }, token.signature));
          }
        } else {
          whole ??= Buffer.concat(token.signed);
          fits = await verifyWhole(whole, key, token.signature);
        }
        if (!fits) continue;
        const accepted = accepts(index);
        if (typeof accepted === 'boolean' ? accepted : await accepted) return true;
      }
      return false;
    },
  };
}

/**
 * An RSA signature made by another key has no padding under this one, whatever was signed (RFC 8017 section 8.2.2): that is seen
 * without hashing anything. It only excludes keys; verifying is left to `verify`.
 */
function mayBeBy({ key, algorithm }: ImportedKey, signature: Buffer): boolean {
  if (algorithm !== 'RS256') return true;
  try {
    publicDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, signature);
    return true;
  } catch {
    return false;
  }
}

function judged(verdict: () => boolean): boolean {
  try {
    return verdict();
  } catch {
    // OpenSSL's way to say that the bytes are no signature at all.
    return false;
  }
}

function verifyWhole(bytes: Buffer, { key, algorithm }: ImportedKey, signature: Buffer): Promise<boolean> {
  const hash = algorithm === 'EdDSA' ? null : 'sha256';
  return new Promise((resolve) => {
    verify(hash, bytes, { key, dsaEncoding }, signature, (error, fits) => resolve(error === null && fits));
  });
}
