import { Pool } from 'undici';
import type { World } from '../../world/world.js';
import { basicCredentials, parseAddress, TransportConfigError } from './address.js';
import { smallAnswer } from './allowance.js';
import { acceptedEncodings } from './decode.js';
import { type Answer, exchange, textOf } from './exchange.js';
import { UpstreamFailure } from './failure.js';
import type { HeaderMap, HeaderSource } from './headers.js';
import { closePool } from './pool.js';

export interface OAuth2Options {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope?: string | undefined;
  readonly audience?: string | undefined;
  /** Where id and secret go: `basic` (default) in the Authorization header, `body` as form fields (RFC 6749, 2.3.1). */
  readonly style?: 'basic' | 'body' | undefined;
  /** Most milliseconds for a token request. Default 10000. */
  readonly timeoutMs?: number | undefined;
  readonly world: World;
}

interface Token {
  readonly value: string;
  /** Epoch milliseconds from which a new one is fetched. */
  readonly until: number;
}

/** Milliseconds without a new token after one that was refused at once, as the one before. */
const uselessFor = 10_000;

/** Lifetime assumed where the token endpoint does not say, in seconds. */
const unsaidLifetime = 300;

/** Characters of a token: servers take no longer headers. */
const longestToken = 16_384;

/**
 * Adds `authorization: Bearer …` by OAuth2 client credentials to another source's headers. The token is kept
 * until a minute before it expires (half of its life when that is shorter than two minutes), fetched by one
 * request at a time, and dropped when the upstream refuses it, by status or in words (`unauthorized`); a new one that is
 * refused too is kept for ten seconds, so that a missing permission does not fetch tokens for ever.
 * `headers()` rejects with UpstreamFailure; its texts name the token endpoint's error code, nothing else.
 * @throws {TransportConfigError} when the token URL cannot be used
 */
export function withOAuth2(options: OAuth2Options, base: HeaderSource): HeaderSource {
  const address = tokenAddress(options.tokenUrl);
  const { world, timeoutMs = 10_000 } = options;
  const pool = new Pool(address.origin, {
    connections: 1,
    connect: { timeout: timeoutMs },
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const { headers, body } = tokenRequest(options);
  const closed = new AbortController();
  let token: Token | undefined;
  let fetching: Promise<Token> | undefined;
  let closing: Promise<void> | undefined;
  /** Whether the last token that replaced a refused one was taken. */
  let renewed: 'untried' | 'useful' | 'useless' = 'useful';
  let uselessUntil = 0;

  async function fetchToken(): Promise<Token> {
    const answer = await exchange(
      pool,
      { origin: address.origin, path: address.path, method: 'POST', headers, body },
      { world, signal: closed.signal, deadline: world.now() + timeoutMs, most: smallAnswer },
    ).catch((error: UpstreamFailure) => {
      // Nothing reached the GraphQL endpoint, whatever happened to the token request.
      throw new UpstreamFailure(error.kind, `no access token: ${error.message}`);
    });
    return readToken(answer, address.shown, world.now());
  }

  function withToken(all: HeaderMap, value: string): HeaderMap {
    return { ...all, authorization: `Bearer ${value}` };
  }

  return {
    headers(scope) {
      const all = base.headers(scope);
      if (token && world.now() < token.until && !(all instanceof Promise)) return withToken(all, token.value);
      if (token && world.now() < token.until)
        return Promise.resolve(all).then((each) => withToken(each, token!.value));
      fetching ??= fetchToken()
        .then((fresh) => {
          token = fresh;
          return fresh;
        })
        .finally(() => {
          fetching = undefined;
        });
      return Promise.all([all, fetching]).then(([each, fresh]) => withToken(each, fresh.value));
    },
    accepted(used) {
      if (token && used.authorization === `Bearer ${token.value}`) renewed = 'useful';
    },
    rejected(used) {
      base.rejected?.(used);
      // Another request may have renewed it already.
      if (!token || used.authorization !== `Bearer ${token.value}`) return true;
      // The refusal of a renewed token is no matter of its age: it may lack a permission, which no further one has.
      if (renewed === 'untried') {
        renewed = 'useless';
        uselessUntil = world.now() + uselessFor;
      }
      if (renewed === 'useless' && world.now() < uselessUntil) return false;
      token = undefined;
      renewed = 'untried';
      return true;
    },
    secrets: (used) => [
      ...base.secrets(used),
      ...address.secrets,
      options.clientSecret,
      ...(token === undefined ? [] : [token.value]),
      // Dropped meanwhile, perhaps, while the answer to it was still under way.
      ...(used?.authorization?.split(' ').slice(1) ?? []),
    ],
    close() {
      closed.abort();
      closing ??= Promise.all([closePool(world, pool), base.close?.()]).then(() => undefined);
      return closing;
    },
  };
}

function tokenAddress(url: string) {
  try {
    return parseAddress(url);
  } catch (error) {
    if (!(error instanceof TransportConfigError)) throw error;
    throw new TransportConfigError(error.message.replace('upstream URL', 'URL in oauth2.tokenUrl'));
  }
}

function tokenRequest(options: OAuth2Options): { headers: HeaderMap; body: string } {
  const { clientId, clientSecret, scope, audience, style = 'basic' } = options;
  const form = new URLSearchParams({ grant_type: 'client_credentials' });
  if (scope !== undefined) form.set('scope', scope);
  if (audience !== undefined) form.set('audience', audience);
  if (style === 'body') {
    form.set('client_id', clientId);
    form.set('client_secret', clientSecret);
  }
  return {
    body: form.toString(),
    headers: {
      accept: 'application/json',
      'accept-encoding': acceptedEncodings,
      'content-type': 'application/x-www-form-urlencoded',
      ...(style === 'basic'
        ? { authorization: basicCredentials(formEncode(clientId), formEncode(clientSecret)) }
        : {}),
    },
  };
}

/** Form encoding of one value, which RFC 6749 wants before Base64. */
function formEncode(text: string): string {
  return new URLSearchParams({ x: text }).toString().slice(2);
}

function readToken(answer: Answer, shown: string, now: number): Token {
  const body = parse(textOf(answer));
  const value = body?.access_token;
  const details = { status: answer.status } as const;
  if (answer.status !== 200 || typeof value !== 'string') {
    const code =
      typeof body?.error === 'string' && /^[\w.-]{1,60}$/.test(body.error) ? body.error : 'no details';
    const credentials = [400, 401, 403].includes(answer.status);
    throw new UpstreamFailure(
      credentials ? 'unauthorized' : 'http',
      `no access token: ${shown} answered with status ${answer.status} (${code})`,
      // A 401 of the token endpoint must not look like one of the upstream, which would ask for a renewed token.
      answer.status === 401 ? {} : details,
    );
  }
  if (value.length > longestToken || !/^[\x21-\x7e]+$/.test(value)) {
    throw new UpstreamFailure(
      'unauthorized',
      `no access token: ${shown} gave one that no header can carry`,
      details,
    );
  }
  const said = Number(body?.expires_in);
  const seconds = Number.isFinite(said) && said > 0 ? said : unsaidLifetime;
  return { value, until: now + (seconds > 120 ? seconds - 60 : seconds / 2) * 1000 };
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
