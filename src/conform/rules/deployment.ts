/** What stands between Wix and the server: addresses, proxies, clocks, several processes (sections 2.1, 2.7, 10). */
import { type CollectionRule, collectionRule, type Rule, serverRule } from '../rule.js';
import { askItems, itemsOf, nextOf } from '../sample.js';
import { type Exchange, notSuccess, paths, type ServerUnderTest } from '../server.js';

/** Milliseconds after which Wix has gone. */
const patience = 15_000;
/** Seconds by which clocks may differ: half of the leeway that servers are told to give. */
const mostSkew = 30;
/** Bytes of a request that proxies refuse when nobody told them otherwise (1 MB is the usual limit of nginx). */
const longRequest = 1.25 * 2 ** 20;
/** Requests with the same cursor: one of several processes would answer otherwise. */
const repeats = 8;

const all = Object.freeze({ collectionIds: [] });

const isLoopback = (hostname: string): boolean => /^(localhost|127\.|\[::1\])/.test(hostname);

async function askAs(server: ServerUnderTest, contentType: string): Promise<Exchange> {
  return server.ask(paths.collections, all, { contentType, note: `content type ${contentType}` });
}

export const deploymentRules: readonly Rule[] = [
  serverRule('deployment.tls', 'must', '2.1', 'The address begins with https.', async (server, check) => {
    if (isLoopback(server.url.hostname)) return 'the server is on this machine';
    const exchange = await server.ask(paths.collections, all);
    check(
      exchange,
      server.url.protocol === 'https:' ? undefined : `an address with https, not ${server.url.origin}`,
    );
    return undefined;
  }),
  serverRule(
    'deployment.redirect',
    'must',
    '2.1',
    'No request is sent elsewhere: a signed body does not follow.',
    async (server, check) => {
      for (const path of [paths.collections, paths.capabilities]) {
        const exchange = await server.ask(path, all);
        const { status, headers } = exchange;
        check(
          exchange,
          status >= 300 && status < 400
            ? `an answer, not the way to ${headers.location ?? 'another address'}`
            : undefined,
        );
      }
      return undefined;
    },
  ),
  serverRule(
    'deployment.answer-type',
    'must',
    '2.7',
    'Answers are JSON and say so.',
    async (server, check) => {
      const exchange = await server.ask(paths.collections, all);
      const type = exchange.headers['content-type'] ?? 'none';
      check(
        exchange,
        notSuccess(exchange) ??
          (/^application\/json\b/i.test(type) ? undefined : `content type application/json, not ${type}`),
      );
      return undefined;
    },
  ),
  serverRule(
    'deployment.content-types',
    'should',
    '2.1',
    'The body is taken as it is, whatever its content type says: no source states which one Wix sends.',
    async (server, check) => {
      for (const type of ['text/plain', 'application/json', 'application/jwt', 'application/octet-stream']) {
        const exchange = await askAs(server, type);
        check(exchange, notSuccess(exchange));
      }
      return undefined;
    },
  ),
  serverRule(
    'deployment.long-request',
    'should',
    '2.1',
    'A request of more than a megabyte arrives: proxies have limits of their own.',
    async (server, check) => {
      const collectionIds = Array.from(
        { length: 5000 },
        (_, index) => `${'x'.repeat(longRequest / 5000)}${index}`,
      );
      const shown = `collectionIds: 5000 long ones, ${Math.round(longRequest / 2 ** 10)} KiB`;
      const body = await server.signer.sign({ collectionIds });
      const exchange = await server.send(
        { method: 'POST', path: paths.collections, body, contentType: 'text/plain' },
        shown,
      );
      check(exchange, notSuccess(exchange));
      return undefined;
    },
  ),
  serverRule(
    'deployment.clock',
    'should',
    '2.4',
    'The clocks of the server and of this machine agree: tokens live for minutes.',
    async (server, check) => {
      const before = server.world.now();
      const exchange = await server.ask(paths.collections, all);
      const date = Date.parse(exchange.headers.date ?? '');
      if (Number.isNaN(date)) return 'answers have no date';
      const seconds = Math.round((date - (before + server.world.now()) / 2) / 1000);
      check(
        exchange,
        Math.abs(seconds) <= mostSkew ? undefined : `the same time, not one that differs by ${seconds} s`,
      );
      return undefined;
    },
  ),
  serverRule(
    'deployment.time',
    'must',
    '10',
    'Every answer comes within 15 seconds, after which Wix has gone.',
    async (server, check) => {
      const slowest = server.slowest();
      if (slowest === undefined) return 'nothing was asked';
      const { milliseconds } = slowest;
      check(
        slowest,
        milliseconds < patience
          ? undefined
          : `an answer in time, not after ${(milliseconds / 1000).toFixed(1)} s`,
      );
      return undefined;
    },
  ),
];

export const replicaRules: readonly CollectionRule[] = [
  collectionRule(
    'deployment.replicas',
    'must',
    '5.3',
    'A cursor is understood by every process behind the address, and gives the same page each time.',
    async (sample, check) => {
      const limit = Math.max(1, Math.min(3, Math.floor(sample.items.length / 2)));
      const cursor = nextOf(await askItems(sample, { cursorPaging: { limit } }));
      if (cursor === undefined) return 'the server gives no cursor';
      let first: string | undefined;
      for (let asked = 0; asked < repeats; asked += 1) {
        const exchange = await askItems(sample, { cursorPaging: { limit, cursor } });
        const page = JSON.stringify(itemsOf(exchange));
        first ??= page;
        check(exchange, notSuccess(exchange) ?? (page === first ? undefined : 'the same page as before'));
      }
      return undefined;
    },
  ),
];
