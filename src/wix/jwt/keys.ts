/** Public keys in every form in which they are handed around (protocol section 2.5). */
import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { isObject, member } from '../json.js';

export type SignatureAlgorithm = 'RS256' | 'ES256' | 'EdDSA';

export interface ImportedKey {
  readonly key: KeyObject;
  /** The only algorithm that a signature by this key may use. */
  readonly algorithm: SignatureAlgorithm;
  /** Key id, where the form carries one (JWK). */
  readonly kid?: string;
}

const smallestRsaKey = 2048;
const expected = 'expected a PEM public key, its base64 form, a JWK, or an X.509 certificate';

/**
 * All public keys of the text, at least one. Forms: PEM (SPKI or PKCS#1), with newlines, with `\n` written
 * out, or squeezed into one line; several PEM blocks one after another; the base64 of any of these; bare
 * base64 DER; a JWK or JWK set; one X.509 certificate. RSA from 2048 bits means RS256, P-256 ES256, Ed25519
 * EdDSA; other keys are refused.
 */
export function importPublicKeys(text: string): readonly ImportedKey[] {
  return readText(text, true);
}

function readText(text: string, mayBeEncoded: boolean): readonly ImportedKey[] {
  const plain = unquote(text.replace(/^\uFEFF/, '').trim())
    .replace(/\\r/g, '')
    .replace(/\\n/g, '\n')
    .trim();
  if (plain === '') throw new Error('Public key: it is empty');
  if (plain.startsWith('{')) return readJwk(plain);
  if (plain.includes('-----BEGIN')) return readPem(plain);
  const compact = plain.replace(/\s+/g, '');
  if (!mayBeEncoded || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(compact)) throw new Error(`Public key: ${expected}`);
  const bytes = Buffer.from(compact.replace(/-/g, '+').replace(/_/g, '/'), 'base64');
  const decoded = bytes.toString('latin1');
  if (decoded.includes('-----BEGIN') || decoded.trimStart().startsWith('{')) return readText(decoded, false);
  return [describe(readDer(bytes))];
}

function unquote(text: string): string {
  return /^(["']).*\1$/s.test(text) ? text.slice(1, -1).trim() : text;
}

function readPem(text: string): readonly ImportedKey[] {
  const blocks = [...text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END ([A-Z0-9 ]+)-----/gs)];
  if (blocks.length === 0) throw new Error('Public key: the PEM block has no END line');
  if (blocks.filter(([, label]) => label === 'CERTIFICATE').length > 1)
    throw new Error("Public key: give only the signer's certificate, not a chain");
  return blocks.map(([, label, body = '']) => {
    const der = Buffer.from(body.replace(/\s+/g, ''), 'base64');
    switch (label) {
      case 'PUBLIC KEY':
        return describe(attempt(() => createPublicKey({ key: der, format: 'der', type: 'spki' })));
      case 'RSA PUBLIC KEY':
        return describe(attempt(() => createPublicKey({ key: der, format: 'der', type: 'pkcs1' })));
      case 'CERTIFICATE':
        return describe(attempt(() => new X509Certificate(der).publicKey));
      default:
        throw new Error(
          label?.endsWith('PRIVATE KEY')
            ? 'Public key: this is a private key; keep it secret and configure the public one'
            : `Public key: PEM blocks of kind ${label} are not public keys`,
        );
    }
  });
}

function readJwk(text: string): readonly ImportedKey[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new Error('Public key: the JWK is not valid JSON');
  }
  const set = isObject(parsed) ? member(parsed, 'keys') : undefined;
  const keys: readonly unknown[] = Array.isArray(set) ? set : [parsed];
  if (keys.length === 0) throw new Error('Public key: the JWK set is empty');
  return keys.map((jwk) => {
    if (!isObject(jwk) || typeof jwk.kty !== 'string') throw new Error('Public key: the JWK has no kty');
    if (jwk.kty === 'oct') throw new Error('Public key: a shared secret (kty oct) is not a public key');
    if (jwk.d !== undefined)
      throw new Error('Public key: this JWK is a private key; keep it secret and configure the public one');
    const imported = describe(attempt(() => createPublicKey({ key: jwk, format: 'jwk' })));
    return typeof jwk.kid === 'string' ? Object.freeze({ ...imported, kid: jwk.kid }) : imported;
  });
}

function readDer(bytes: Buffer): KeyObject {
  const forms: readonly (() => KeyObject)[] = [
    () => createPublicKey({ key: bytes, format: 'der', type: 'spki' }),
    () => createPublicKey({ key: bytes, format: 'der', type: 'pkcs1' }),
    () => new X509Certificate(bytes).publicKey,
  ];
  for (const form of forms) {
    try {
      return form();
    } catch {
      // Not this form; the next one is tried.
    }
  }
  throw new Error(`Public key: ${expected}`);
}

function attempt(read: () => KeyObject): KeyObject {
  try {
    return read();
  } catch (cause) {
    throw new Error('Public key: it is damaged or incomplete', { cause });
  }
}

function describe(key: KeyObject): ImportedKey {
  const details = key.asymmetricKeyDetails;
  switch (key.asymmetricKeyType) {
    case 'rsa': {
      const bits = details?.modulusLength ?? 0;
      if (bits < smallestRsaKey)
        throw new Error(`Public key: RSA keys need at least ${smallestRsaKey} bits, this one has ${bits}`);
      return Object.freeze({ key, algorithm: 'RS256' });
    }
    case 'ec':
      if (details?.namedCurve !== 'prime256v1')
        throw new Error(`Public key: of elliptic curves only P-256 is supported, not ${details?.namedCurve}`);
      return Object.freeze({ key, algorithm: 'ES256' });
    case 'ed25519':
      return Object.freeze({ key, algorithm: 'EdDSA' });
    default:
      throw new Error(`Public key: keys of type ${key.asymmetricKeyType} are not supported`);
  }
}
