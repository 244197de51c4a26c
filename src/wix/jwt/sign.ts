/** Signs requests as Wix does, for development and tests. */
import { createPrivateKey, generateKeyPair as generate, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { CompactSign } from 'jose';
import type { Clock } from '../../world/world.js';
import type { Metadata } from '../protocol.js';

export interface SignerOptions {
  readonly world: Clock;
  /** PKCS#8 PEM. */
  readonly privateKey: string;
  readonly audience: string;
  readonly kid?: string;
}

export interface Signer {
  /**
   * A token with this request, good for five minutes. `overrides` replaces claims; one that is `undefined` is
   * left out.
   */
  sign(
    request: Readonly<Record<string, unknown>>,
    metadata?: Metadata,
    overrides?: Readonly<Record<string, unknown>>,
  ): Promise<string>;
}

const lifetime = 300;

export function createSigner(options: SignerOptions): Signer {
  const key = createPrivateKey(options.privateKey.replace(/\\n/g, '\n'));
  const header = {
    alg: algorithmOf(key),
    typ: 'JWT',
    ...(options.kid === undefined ? {} : { kid: options.kid }),
  };
  return {
    sign(request, metadata = {}, overrides = {}) {
      const now = Math.floor(options.world.now() / 1000);
      const claims = {
        data: { request, metadata },
        iss: 'wix.com',
        aud: options.audience,
        iat: now,
        exp: now + lifetime,
        ...overrides,
      };
      return new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
        .setProtectedHeader(header)
        .sign(key);
    },
  };
}

function algorithmOf(key: KeyObject): string {
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return 'RS256';
    case 'ec':
      return 'ES256';
    case 'ed25519':
      return 'EdDSA';
    default:
      throw new Error(`Private keys of type ${key.asymmetricKeyType} cannot sign requests`);
  }
}

/** A new key pair as PEM texts: SPKI and PKCS#8. */
export async function generateKeyPair(
  algorithm: 'ES256' | 'RS256',
): Promise<{ readonly publicKey: string; readonly privateKey: string }> {
  const create = promisify(generate);
  const { publicKey, privateKey } =
    algorithm === 'ES256'
      ? await create('ec', { namedCurve: 'P-256' })
      : await create('rsa', { modulusLength: 2048 });
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
