/**
 * One deadline for all that a request does upstream, and its end when the caller goes. The clock of the service stands still here, so
 * whatever happens happens at once: a timer, however short, would never fire.
 */
import { createServer, request as httpRequest, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/app/app.js';
import { startServer } from '../../src/server/server.js';
import type { ServiceContext } from '../../src/service/handler.js';
import type { CallContext } from '../../src/upstream/transport/context.js';
import { UpstreamFailure } from '../../src/upstream/transport/failure.js';
import type { AdapterError } from '../../src/wix/errors.js';
import { createSigner, generateKeyPair, type Signer } from '../../src/wix/jwt/sign.js';
import { createVerifier, parseCredentials, type Verifier } from '../../src/wix/jwt/verify.js';
import { type Observation, unobserved } from '../../src/world/observation.js';
import { directoryWith, until } from '../cli/harness.js';
import { shopFiles, simulateShop } from '../simulation/simulated-shop.js';
import { simulateWorld } from '../world/simulated-world.js';

const files = (url: string) => ({
  'schema.graphql': `type Thing { id: ID! name: String }
type ThingList { items: [Thing!]! total: Int! }
type Query { things(limit: Int, offset: Int): ThingList! }
`,
  'upstream.yaml': `version: 1
url: ${url}
schema: schema.graphql
introspection: { enabled: false }
defaults: { rows: items, count: total, page: { size: limit, offset: offset, max: 100 } }
gateway: { concurrency: 3 }
`,
  'things.yaml':
    'version: 1\ncollection: things\ntype: Thing\nlist: things\nid: id\nfields: { name: name }\n',
});

const world = simulateWorld(1);
const audience = 'app-1';
let signer: Signer;
let verifier: Verifier;
beforeAll(async () => {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  signer = createSigner({ world, privateKey, audience });
  verifier = await createVerifier(parseCredentials({ WIX_APP_ID: audience, WIX_PUBLIC_KEY: publicKey }), {
    world,
  });
});

/** An API that takes requests and never answers. */
const open = new Set<ServerResponse>();
let asked = 0;
const api = createServer((incoming, outgoing) => {
  incoming.resume().on('error', () => undefined);
  asked += 1;
  open.add(outgoing);
  outgoing.once('close', () => open.delete(outgoing));
});
let url: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(api.address() as AddressInfo).port}/graphql`;
});
afterAll(() => {
  api.closeAllConnections();
  api.close();
});
const ending: (() => unknown)[] = [];
afterEach(async () => {
  asked = 0;
  for (const each of ending.splice(0).reverse()) await each();
});

async function start() {
  const directory = directoryWith(files(url));
  ending.push(directory.remove);
  const app = createApp({
    world,
    mappingsDirectory: directory.path,
    environment: {},
    observe: unobserved,
  });
  await app.started;
  expect(app.problems).toEqual([]);
  const server = await startServer({
    world,
    catalog: app,
    service: app.service(undefined),
    verifier,
    observe: unobserved,
    host: '127.0.0.1',
    port: 0,
  });
  ending.push(() => {
    void app.close();
    return world.run(server.stop(0));
  });
  const ask = async (query: object): Promise<() => void> => {
    const body = await signer.sign({ collectionId: 'things', query, returnTotalCount: true });
    const sent = httpRequest(`${server.url}/v3/items/query`, { method: 'POST' });
    sent.on('error', () => undefined).end(body);
    return () => sent.destroy();
  };
  return { ask, app };
}

describe('when the caller has gone, what was asked of the API is cut at once:', () => {
  it.each([
    ['a page', { paging: { limit: 5 } }, 1],
    ['the parts of a page', { paging: { limit: 300 } }, 1],
    ['a list that is sorted here', { sort: [{ fieldName: 'name' }], paging: { limit: 5 } }, 1],
  ])('%s', async (_name, query, least) => {
    const { ask } = await start();
    const leave = await ask(query);
    await until(() => open.size >= least || undefined);
    const before = world.monotonic();
    leave();
    await until(() => open.size === 0 || undefined);
    expect(world.monotonic() - before).toBe(0);
  });

  it('who waits for a place leaves the line, and is never sent', async () => {
    const { ask, app } = await start();
    const leaving: (() => void)[] = [];
    for (let times = 0; times < 4; times += 1) leaving.push(await ask({ paging: { limit: 5 + times } }));
    const waiting = () => app.gateways[0]!.waiting;
    await until(() => (open.size === 3 && waiting() === 1) || undefined);
    const before = world.monotonic();
    for (const leave of leaving) leave();
    await until(() => (open.size === 0 && waiting() === 0) || undefined);
    expect([world.monotonic() - before, asked]).toEqual([0, 3]);
  });
});

describe('one deadline', () => {
  async function startShop() {
    const own = simulateWorld(3);
    const shop = simulateShop(own);
    const directory = directoryWith({
      ...shopFiles,
      'upstream.yaml': shopFiles['upstream.yaml']!.replace('max: 50', 'max: 1'),
      'shelf.yaml': shopFiles['shelf.yaml']!.replace(/^cache:.*$/m, ''),
    });
    ending.push(directory.remove);
    const seen: CallContext[] = [];
    const state = { lose: false };
    const told: Observation[] = [];
    const app = createApp({
      world: own,
      mappingsDirectory: directory.path,
      environment: {},
      observe: unobserved,
      connect: () => ({
        ...shop.client,
        request(document, variables, context) {
          if (context.observe !== undefined) seen.push(context);
          if (state.lose && seen.length === 1)
            return Promise.reject(new UpstreamFailure('unreachable', 'the connection broke'));
          return shop.client.request(document, variables, context);
        },
      }),
    });
    ending.push(() => app.close());
    await own.run(app.started);
    const arrived = own.now();
    const context: ServiceContext = {
      world: own,
      requestId: 'r',
      scope: {},
      signal: new AbortController().signal,
      observe: (each) => told.push(each),
      arrived,
    };
    const query = { sort: [{ fieldName: 'stock', order: 'DESC' }], paging: { limit: 3 } };
    const ask = () => app.service(undefined)('QueryDataItems', { collectionId: 'shelf', query }, context);
    return { own, shop, seen, told, state, ask, arrived };
  }

  it('is that of every page and of every attempt', async () => {
    const { own, shop, seen, told, state, ask, arrived } = await startShop();
    shop.slow = 300;
    state.lose = true;
    await own.run(ask());
    expect(told.filter((each) => each.kind === 'call retried')).toHaveLength(1);
    // Three pages, and the first of them twice.
    expect(seen.length).toBeGreaterThanOrEqual(4);
    expect(new Set(seen.map((each) => each.deadline))).toEqual(new Set([arrived + 12_000]));
  });

  it('ends all: at that moment the request is refused, and nothing is sent after it', async () => {
    const { own, shop, seen, ask, arrived } = await startShop();
    shop.slow = 1_000_000;
    const error = await own.run(
      ask()
        .then(() => undefined)
        .catch((thrown: AdapterError) => thrown),
    );
    expect([error?.status, own.now() - arrived]).toEqual([504, 12_000]);
    const sent = seen.length;
    await own.pass(60_000);
    expect(seen.length).toBe(sent);
  });
});
