/** Opens the signed envelope in which every request arrives (protocol sections 2.1 to 2.6). */
import { compactVerify } from 'jose';
import type { Clock } from '../../world/world.js';
import { badRequest, unauthorized } from '../errors.js';
import { cut, isObject, member, preview, toRecord } from '../json.js';
import type { Metadata } from '../protocol.js';
import type { Credential } from './credentials.js';
import { type ImportedKey, importPublicKeys } from './keys.js';
import { readMetadata } from './metadata.js';

export { type Credential, type CredentialVariables, parseCredentials } from './credentials.js';

export interface VerifierOptions {
  /** How far clocks may differ, in seconds. Default 60. */
  readonly leewaySeconds?: number;
  readonly world: Clock;
}

export interface Envelope {
  readonly request: Record<string, unknown>;
  readonly metadata: Metadata;
}

export interface Verifier {
  /**
   * The request inside a body, if Wix signed it for one of the credentials.
   * @throws UNAUTHORIZED, with the exact reason for the log only; BAD_REQUEST if what was signed is no
   * request.
   */
  verify(body: string): Promise<Envelope>;
}

interface Candidate extends ImportedKey {
  readonly audience: string;
}

const issuer = 'wix.com';
const extensionType = 'external_database_provider';

/**
 * Imports the keys once. The algorithm of a token must be the one of the key, so neither `none`, nor a
 * shared-secret signature made with the public text, nor another RSA scheme can pass.
 * @throws Error if there are no credentials or a key cannot be read.
 */
export async function createVerifier(
  credentials: readonly Credential[],
  options: VerifierOptions,
): Promise<Verifier> {
  const leeway = options.leewaySeconds ?? 60;
  const candidates = credentials.flatMap((credential) =>
    importPublicKeys(credential.key).map((key): Candidate => {
      const kid = credential.kid ?? key.kid;
      return {
        key: key.key,
        algorithm: key.algorithm,
        audience: credential.audience,
        ...(kid ? { kid } : {}),
      };
    }),
  );
  if (candidates.length === 0) throw new Error('No credentials: nobody could call');

  return {
    async verify(body) {
      const token = unwrap(body);
      const header = readHeader(token);
      const fitting = candidates.filter((each) => each.algorithm === header.alg);
      if (fitting.length === 0) throw unauthorized(`no key for algorithm ${shown(header.alg, 20)}`);
      const named = (each: Candidate) => (each.kid !== undefined && each.kid === header.kid ? 0 : 1);
      fitting.sort((a, b) => named(a) - named(b));
      const claims = await verifySignature(token, fitting);
      checkTimes(claims, Math.floor(options.world.now() / 1000), leeway);
      return openData(claims);
    },
  };
}

/** The token without white space or one pair of quotes around it. */
function unwrap(body: string): string {
  const trimmed = body.trim();
  return trimmed.length >= 2 && trimmed.startsWith('"') && trimmed.endsWith('"')
    ? trimmed.slice(1, -1)
    : trimmed;
}

function readHeader(token: string): Record<string, unknown> {
  const parts = token.split('.', 4);
  if (parts.length !== 3) throw unauthorized('the body is not a compact token of three parts');
  const header = parseJson(Buffer.from(parts[0]!, 'base64url').toString('utf8'));
  if (!isObject(header)) throw unauthorized('the token header is not a JSON object');
  if (header.crit !== undefined) throw unauthorized('the token header demands extensions');
  return header;
}

/** Claims of the token, if its signature is by a candidate whose audience it names. */
async function verifySignature(
  token: string,
  candidates: readonly Candidate[],
): Promise<Record<string, unknown>> {
  let reason = 'the signature fits none of the keys';
  for (const { key, algorithm, audience } of candidates) {
    let payload: Uint8Array;
    try {
      ({ payload } = await compactVerify(token, key, { algorithms: [algorithm] }));
    } catch {
      continue;
    }
    const claims = parseJson(Buffer.from(payload).toString('utf8'));
    if (!isObject(claims)) throw unauthorized('the token payload is not a JSON object');
    if (claims.iss !== issuer) throw unauthorized(`the issuer is not ${issuer}`);
    const audiences: readonly unknown[] = Array.isArray(claims.aud) ? claims.aud : [claims.aud];
    if (audiences.includes(audience)) return claims;
    // Another app may have the same key; the audience is logged because the operator has to set it.
    reason = `the audience ${shown(audiences[0], 100)} is not the app id of this key`;
  }
  throw unauthorized(reason);
}

function checkTimes(claims: Record<string, unknown>, now: number, leeway: number): void {
  const seconds = (name: string): number | undefined => {
    const value = member(claims, name);
    if (value === undefined) return undefined;
    if (typeof value !== 'number' || !Number.isFinite(value)) throw unauthorized(`${name} is not a number`);
    return value;
  };
  const [issued, notBefore, expires] = [seconds('iat'), seconds('nbf'), seconds('exp')];
  if (expires === undefined) throw unauthorized('exp is missing');
  if (expires <= now - leeway) throw unauthorized(`the token expired ${now - expires} seconds ago`);
  for (const start of [issued, notBefore])
    if (start !== undefined && start > now + leeway)
      throw unauthorized(`the token is from ${start - now} seconds in the future; check the clock`);
}

function openData(claims: Record<string, unknown>): Envelope {
  const data = toRecord(member(claims, 'data'));
  const request = data && toRecord(member(data, 'request'));
  if (data === undefined || request === undefined) throw badRequest('data.request must be an object');
  const metadata = readMetadata(member(data, 'metadata'));
  const type = metadata.appExtensionType;
  if (type !== undefined && type.toLowerCase() !== extensionType)
    throw unauthorized(`the token is for an extension of type ${type.slice(0, 100)}`);
  return Object.freeze({ request, metadata });
}

/** For the log. Claims can be anything: objects whose toString is a number, lists of any depth. */
function shown(value: unknown, length: number): string {
  return typeof value === 'string' ? cut(value, length) : preview(value, length);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
