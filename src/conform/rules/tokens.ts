/** The envelope: which bodies the server must not answer (sections 2.3 to 2.6). */
import type { Rule } from '../rule.js';
import { serverRule } from '../rule.js';
import { bodyOf, type Exchange, notRefused, notSuccess, paths, type ServerUnderTest } from '../server.js';

interface Forgery {
  readonly name: string;
  readonly what: string;
  readonly make: (server: ServerUnderTest) => Promise<string>;
}

const request = Object.freeze({ collectionIds: [] });
const signed = (server: ServerUnderTest, claims?: Readonly<Record<string, unknown>>): Promise<string> =>
  server.signer.sign(request, {}, claims);
const seconds = (server: ServerUnderTest): number => Math.floor(server.world.now() / 1000);
const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const payloadOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>;

/** Long past every leeway. */
const day = 86_400;

const forgeries: readonly Forgery[] = [
  { name: 'missing', what: 'A request without a token is refused.', make: async () => '' },
  {
    name: 'json',
    what: 'A request in plain JSON, signed by nobody, is refused.',
    make: async () => JSON.stringify(request),
  },
  {
    name: 'unsigned',
    what: 'A token with alg none is refused.',
    make: async (server) => `${encoded({ alg: 'none' })}.${(await signed(server)).split('.')[1]}.`,
  },
  {
    name: 'changed',
    what: 'A token whose payload was changed after it was signed is refused.',
    async make(server) {
      const [header, payload, signature] = (await signed(server)).split('.');
      const changed = encoded({ ...payloadOf(`.${payload}`), iat: seconds(server) - 1 });
      return `${header}.${changed}.${signature}`;
    },
  },
  {
    name: 'stranger',
    what: 'A token that another key signed is refused.',
    make: (server) => server.stranger.sign(request),
  },
  {
    name: 'audience',
    what: 'A token for another app is refused.',
    make: (server) => signed(server, { aud: server.world.id() }),
  },
  {
    name: 'issuer',
    what: 'A token of another issuer than wix.com is refused.',
    make: (server) => signed(server, { iss: 'wix.com.example' }),
  },
  {
    name: 'expired',
    what: 'A token that has expired is refused.',
    make: (server) => signed(server, { iat: seconds(server) - 2 * day, exp: seconds(server) - day }),
  },
];

async function sendForged(server: ServerUnderTest, { what, make }: Forgery): Promise<Exchange> {
  const body = await make(server);
  const shown = { ...request, '…': what };
  return server.send({ method: 'POST', path: paths.collections, body, contentType: 'text/plain' }, shown);
}

export const tokenRules: readonly Rule[] = [
  serverRule(
    'token.good',
    'must',
    '2.3',
    'A token with all claims is answered, also where its metadata is empty.',
    async (server, check) => {
      const exchange = await server.ask(paths.collections, request);
      check(exchange, notSuccess(exchange));
      return undefined;
    },
  ),
  serverRule(
    'token.audiences',
    'should',
    '2.3',
    'The audience may be a list that holds the app id.',
    async (server, check) => {
      const exchange = await server.ask(paths.collections, request, {
        claims: { aud: [server.audience] },
        note: 'aud is a list',
      });
      check(exchange, notSuccess(exchange));
      return undefined;
    },
  ),
  ...forgeries.map((forgery) =>
    serverRule(`token.${forgery.name}`, 'must', '2.4', forgery.what, async (server, check) => {
      const exchange = await sendForged(server, forgery);
      const leaked = bodyOf(exchange).collections !== undefined;
      check(
        exchange,
        exchange.status >= 400 && !leaked ? undefined : `a refusal, not HTTP ${exchange.status}`,
      );
      return undefined;
    }),
  ),
  serverRule(
    'token.status',
    'should',
    '2.6',
    'What is not signed by Wix is refused with HTTP 401.',
    async (server, check) => {
      for (const forgery of forgeries) {
        const exchange = await sendForged(server, forgery);
        check(exchange, notRefused(exchange, [401]));
      }
      return undefined;
    },
  ),
  serverRule(
    'token.not-yet',
    'should',
    '2.3',
    'A token that is issued tomorrow is refused.',
    async (server, check) => {
      const claims = { iat: seconds(server) + day, exp: seconds(server) + 2 * day };
      const exchange = await server.ask(paths.collections, request, { claims, note: 'issued tomorrow' });
      check(exchange, notRefused(exchange, [401]));
      return undefined;
    },
  ),
];
