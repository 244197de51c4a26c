/** Opens the signed envelope in which every request arrives (protocol sections 2.1 to 2.6). */
import { parseInPieces } from '../../parse-in-pieces.js';
import type { World } from '../../world/world.js';
import { badRequest, unauthorized } from '../errors.js';
import { cut, isObject, member, preview, toRecord } from '../json.js';
import type { Metadata } from '../protocol.js';
import { createBlocks } from './blocks.js';
import type { Credential } from './credentials.js';
import { type ImportedKey, importPublicKeys } from './keys.js';
import { readMetadata } from './metadata.js';
import { createSignatureCheck, type SignatureCheck } from './signature.js';
import { createTokenReader, type Token, type TokenHeader } from './token-reader.js';

export { type Credential, type CredentialVariables, parseCredentials } from './credentials.js';

export interface VerifierOptions {
  /** How far clocks may differ, in seconds. Default 60. */
  readonly leewaySeconds?: number;
  readonly world: Pick<World, 'now' | 'turn' | 'busy'>;
  /** Processors that the process may use. Default 1: nothing is checked beside. */
  readonly processors?: number;
}

export interface Envelope {
  readonly request: Record<string, unknown>;
  readonly metadata: Metadata;
  /** Characters of the signed payload. */
  readonly length: number;
}

/** Takes a body while it arrives. Only the header of a token is parsed before its signature was found right. */
export interface EnvelopeReader {
  /** @throws UNAUTHORIZED as soon as the bytes cannot become a token for these keys */
  push(bytes: Buffer): void;
  /**
   * The request inside the body, if Wix signed it for one of the credentials.
   * @throws UNAUTHORIZED, with the exact reason for the log only; BAD_REQUEST if what was signed is no
   * request.
   */
  end(): Promise<Envelope>;
  /** Gives the memory of the body back. Nothing may be pushed afterwards, and an `end` must be over. */
  close(): void;
}

export interface Verifier {
  open(): EnvelopeReader;
  /** A whole body; throws as an EnvelopeReader does. */
  verify(body: string): Promise<Envelope>;
}

/** A key, once, with the apps that it signs for. */
interface Candidate extends ImportedKey {
  readonly audiences: readonly string[];
  readonly kids: readonly string[];
}

/** Keys whose signatures can only be told apart by hashing the whole body for each. */
const mostHashingKeys = 8;

/** Characters of a request up to which it makes no work worth a turn of its own. */
const unhurried = 4096;

/** Milliseconds of work in a turn of the event loop that the first request of it does not take before its signature is checked. */
const manyAtOnce = 0.2;

const issuer = 'wix.com';
/** Seconds for which a token without `exp` is taken, from its `iat`. */
const lifeWithoutExpiry = 300;
const extensionType = 'external_database_provider';

/**
 * Imports the keys once. The algorithm of a token must be the one of the key, so neither `none`, nor a
 * shared-secret signature made with the public text, nor another RSA scheme can pass.
 * @throws Error if there are no credentials, a key cannot be read, or there are more than eight keys of elliptic curves.
 */
export async function createVerifier(
  credentials: readonly Credential[],
  options: VerifierOptions,
): Promise<Verifier> {
  const leeway = options.leewaySeconds ?? 60;
  const candidates = distinctKeys(credentials);
  if (candidates.length === 0) throw new Error('No credentials: nobody could call');
  if (candidates.filter(({ algorithm }) => algorithm !== 'RS256').length > mostHashingKeys)
    throw new Error(`Public key: more than ${mostHashingKeys} keys of elliptic curves`);

  const blocks = createBlocks();
  const { processors = 1 } = options;
  const many = (): boolean => processors > 1 && options.world.busy() >= manyAtOnce;
  const open = (): EnvelopeReader => {
    const held = blocks.open();
    let fitting: readonly Candidate[] = [];
    let check: SignatureCheck | undefined;
    const reader = createTokenReader(
      {
        header(header) {
          fitting = fittingKeys(candidates, header);
          check = createSignatureCheck(fitting, options.world.turn, many);
        },
        signed: (bytes) => check?.update(bytes),
      },
      held,
    );
    return {
      push: reader.push,
      async end() {
        const { claims, length } = await claimsOf(reader.end(), check!, fitting, options.world);
        checkTimes(claims, Math.floor(options.world.now() / 1000), leeway);
        return openData(claims, length);
      },
      close: held.close,
    };
  };
  return {
    open,
    async verify(body) {
      const reader = open();
      try {
        reader.push(Buffer.from(body, 'latin1'));
        return await reader.end();
      } finally {
        reader.close();
      }
    },
  };
}

function distinctKeys(credentials: readonly Credential[]): readonly Candidate[] {
  const found: Candidate[] = [];
  const texts: string[] = [];
  for (const { key, kid, audience } of credentials)
    for (const imported of importPublicKeys(key)) {
      const text = imported.key.export({ type: 'spki', format: 'der' }).toString('base64');
      const at = texts.indexOf(text);
      const index = at < 0 ? texts.push(text) - 1 : at;
      const { audiences = [], kids = [] } = found[index] ?? {};
      const named = kid ?? imported.kid;
      found[index] = {
        ...imported,
        audiences: [...audiences, audience],
        kids: named ? [...kids, named] : kids,
      };
    }
  return found;
}

/** The keys for the header's algorithm, the one that its kid names first. */
function fittingKeys(candidates: readonly Candidate[], header: TokenHeader): readonly Candidate[] {
  const fitting = candidates.filter((each) => each.algorithm === header.alg);
  if (fitting.length === 0) throw unauthorized(`no key for algorithm ${shown(header.alg, 20)}`);
  const named = ({ kids }: Candidate) => (kids.some((kid) => kid === header.kid) ? 0 : 1);
  return fitting.sort((a, b) => named(a) - named(b));
}

interface Payload {
  readonly claims: Record<string, unknown>;
  /** In characters. */
  readonly length: number;
}

/** Claims of the token, if its signature is by a candidate whose audience it names. */
async function claimsOf(
  token: Token,
  check: SignatureCheck,
  candidates: readonly Candidate[],
  world: VerifierOptions['world'],
): Promise<Payload> {
  let reason = 'the signature fits none of the keys';
  let payload: Payload | undefined;
  const takes = (index: number, read: Payload): boolean => {
    payload = read;
    const { aud } = read.claims;
    const audiences: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
    if (candidates[index]!.audiences.some((each) => audiences.includes(each))) return true;
    // Another app may have the same key; the audience is logged because the operator has to set it.
    reason = `the audience ${shown(audiences[0], 100)} is not the app id of this key`;
    return false;
  };
  const accepted = await check.by(token, (index) => {
    const read = payload ?? readPayload(token, world);
    return read instanceof Promise ? read.then((each) => takes(index, each)) : takes(index, read);
  });
  if (!accepted) throw unauthorized(reason);
  return payload!;
}

/** Only for a token whose signature is right. What is short, as almost all are, is not waited for. */
function readPayload(token: Token, { turn }: VerifierOptions['world']): Payload | Promise<Payload> {
  const bytes = token.payload(turn);
  if (bytes instanceof Promise) return bytes.then((each) => readText(each, turn));
  return readText(bytes, turn);
}

function readText(bytes: Buffer | undefined, turn: () => Promise<void>): Payload | Promise<Payload> {
  const text = bytes?.toString('utf8') ?? '';
  if (text.length > unhurried) return readLong(text, turn);
  let claims: unknown;
  try {
    claims = JSON.parse(text);
  } catch {
    // Refused below.
  }
  return payloadOf(claims, text.length);
}

/** What a long request asks for is planned in one piece: not together with others. */
async function readLong(text: string, turn: () => Promise<void>): Promise<Payload> {
  await turn();
  return payloadOf(await parseInPieces(text, turn).catch(() => undefined), text.length);
}

function payloadOf(claims: unknown, length: number): Payload {
  if (!isObject(claims)) throw unauthorized('the token payload is not a JSON object');
  if (claims.iss !== issuer) throw unauthorized(`the issuer is not ${issuer}`);
  return { claims, length };
}

function checkTimes(claims: Record<string, unknown>, now: number, leeway: number): void {
  const seconds = (name: string): number | undefined => {
    const value = member(claims, name);
    if (value === undefined) return undefined;
    if (typeof value !== 'number' || !Number.isFinite(value)) throw unauthorized(`${name} is not a number`);
    return value;
  };
  const [issued, notBefore, expires] = [seconds('iat'), seconds('nbf'), seconds('exp')];
  if (expires === undefined) {
    // As Wix's own runtime takes such tokens; only one that was made just now, so that it cannot be sent again for ever.
    if (issued === undefined) throw unauthorized('exp and iat are missing');
    if (issued <= now - leeway - lifeWithoutExpiry)
      throw unauthorized(`exp is missing, and the token was made ${now - issued} seconds ago`);
  } else if (expires <= now - leeway) throw unauthorized(`the token expired ${now - expires} seconds ago`);
  for (const start of [issued, notBefore])
    if (start !== undefined && start > now + leeway)
      throw unauthorized(`the token is from ${start - now} seconds in the future; check the clock`);
}

function openData(claims: Record<string, unknown>, length: number): Envelope {
  const data = toRecord(member(claims, 'data'));
  const request = data && toRecord(member(data, 'request'));
  if (data === undefined || request === undefined) throw badRequest('data.request must be an object');
  const metadata = readMetadata(member(data, 'metadata'));
  const type = metadata.appExtensionType;
  if (type !== undefined && type.toLowerCase() !== extensionType)
    throw unauthorized(`the token is for an extension of type ${type.slice(0, 100)}`);
  return Object.freeze({ request, metadata, length });
}

/** For the log. Claims can be anything: objects whose toString is a number, lists of any depth. */
function shown(value: unknown, length: number): string {
  return typeof value === 'string' ? cut(value, length) : preview(value, length);
}
