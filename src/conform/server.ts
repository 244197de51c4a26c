/** The server that is judged: signs requests as Wix does, sends them, and reads the answers. */
import { isObject, type Json } from '../wix/json.js';
import type { Signer } from '../wix/jwt/sign.js';
import type { World } from '../world/world.js';

export interface WireRequest {
  readonly method: 'POST' | 'GET';
  /** Behind the base address, with a slash. */
  readonly path: string;
  readonly body?: string;
  readonly contentType?: string;
}

export interface WireAnswer {
  /** 0: no answer came, and `text` says why. */
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly milliseconds: number;
}

/** Sends one request and waits for its whole answer; follows no redirect and never rejects. */
export type Wire = (request: WireRequest) => Promise<WireAnswer>;

/** A request with its answer, as a failure shows them. */
export interface Exchange extends WireAnswer {
  readonly method: WireRequest['method'];
  readonly path: string;
  /** The request inside the token, or what was sent instead, in words. */
  readonly request: unknown;
  /** The JSON of the answer; `undefined` where it is none. */
  readonly body: Json | undefined;
}

export type RawRequest = Readonly<Record<string, unknown>>;

export interface AskOptions {
  /** Claims of the token that are replaced; `undefined` leaves one out. */
  readonly claims?: RawRequest;
  readonly contentType?: string;
  /** What the token is signed with; default: the key that the server trusts. */
  readonly signer?: Signer;
  /** Said with the request where a failure is shown. */
  readonly note?: string;
}

export interface ServerUnderTest {
  readonly url: URL;
  readonly world: Pick<World, 'now' | 'id'>;
  /** The app id in the tokens. */
  readonly audience: string;
  readonly signer: Signer;
  /** Signs with a key that the server does not know. */
  readonly stranger: Signer;
  ask(path: string, request: RawRequest, options?: AskOptions): Promise<Exchange>;
  /** Sends a body as it is. @param shown what a failure shows as the request */
  send(request: WireRequest, shown: unknown): Promise<Exchange>;
  /** The slowest exchange so far. */
  slowest(): Exchange | undefined;
  /** Exchanges so far. */
  readonly asked: () => number;
}

export interface ServerParts
  extends Pick<ServerUnderTest, 'url' | 'world' | 'audience' | 'signer' | 'stranger'> {
  readonly wire: Wire;
}

/** A server behind a wire. */
export function serverUnderTest(parts: ServerParts): ServerUnderTest {
  const { wire, signer } = parts;
  let slowest: Exchange | undefined;
  let asked = 0;
  const send = async (request: WireRequest, shown: unknown): Promise<Exchange> => {
    const answer = await wire(request);
    const { method, path } = request;
    const exchange = { ...answer, method, path, request: shown, body: jsonOf(answer.text) };
    asked += 1;
    if (slowest === undefined || exchange.milliseconds > slowest.milliseconds) slowest = exchange;
    return exchange;
  };
  return {
    ...parts,
    async ask(path, request, { claims, contentType = 'text/plain', note, ...options } = {}) {
      const body = await (options.signer ?? signer).sign(request, {}, claims);
      return send(
        { method: 'POST', path, body, contentType },
        note === undefined ? request : { ...request, '…': note },
      );
    },
    send,
    slowest: () => slowest,
    asked: () => asked,
  };
}

function jsonOf(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** The members of an answer; `{}` for one that is no object. */
export function bodyOf({ body }: Exchange): Record<string, unknown> {
  return isObject(body) ? body : {};
}

/** The code of an error in either form of the protocol (section 9.2). */
export function errorCodeOf(exchange: Exchange): string | undefined {
  const { errorCode, applicationError } = bodyOf(exchange);
  const code = errorCode ?? (isObject(applicationError) ? applicationError.code : undefined);
  return typeof code === 'string' ? code : undefined;
}

/** Why this is no success; `undefined` for one. */
export function notSuccess(exchange: Exchange): string | undefined {
  const { status, body, text } = exchange;
  if (status === 0) return `an answer, but ${text}`;
  if (status !== 200) return `HTTP 200, not ${status}`;
  return isObject(body) ? undefined : 'a JSON object';
}

/** Why this is no refusal of one of these statuses; `undefined` for one. */
export function notRefused(exchange: Exchange, statuses: readonly number[]): string | undefined {
  const wanted = statuses.length === 0 ? 'HTTP 4xx' : `HTTP ${statuses.join(' or ')}`;
  const { status } = exchange;
  const right = statuses.length === 0 ? status >= 400 && status < 500 : statuses.includes(status);
  return right
    ? undefined
    : `a refusal with ${wanted}, not ${status === 0 ? exchange.text : `HTTP ${status}`}`;
}

export const paths = Object.freeze({
  query: '/v3/items/query',
  count: '/v3/items/count',
  aggregate: '/v3/items/aggregate',
  distinct: '/v3/items/query-distinct-values',
  references: '/v3/items/query-referenced',
  insert: '/v3/items/insert',
  update: '/v3/items/update',
  remove: '/v3/items/remove',
  collections: '/v3/collections/get',
  capabilities: '/v3/capabilities/get',
});
