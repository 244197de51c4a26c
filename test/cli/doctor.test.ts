/** `doctor`: everything in order, and each trouble by itself: its line, what mends it, the exit code. */
import { appendFileSync, copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Examined } from '../../src/cli/doctor/examined.js';
import { examineNode } from '../../src/cli/doctor/machine.js';
import { createDemoSchema } from '../../src/demo/schema.js';
import { type DemoUpstream, startDemoUpstream } from '../../src/demo/upstream.js';
import { printSchemaFile } from '../../src/upstream/schema/print.js';
import { systemWorld } from '../../src/world/system-world.js';
import { missing, startStoreServer } from '../gateway/store-server.js';
import { type Caller, createCaller, directoryWith, root } from './harness.js';
import { inside } from './inside.js';

let upstream: DemoUpstream;
let caller: Caller;
let free: number;
const servers: Server[] = [];
const folder = directoryWith({});

async function listen(answer: RequestListener): Promise<number> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

beforeAll(async () => {
  upstream = await startDemoUpstream();
  writeFileSync(join(folder.path, 'schema.graphql'), printSchemaFile(createDemoSchema()));
  caller = await createCaller();
  for (const name of readdirSync(join(root, 'mappings/demo')))
    if (/\.(yaml|graphql)$/.test(name))
      copyFileSync(join(root, 'mappings/demo', name), join(folder.path, name));
  appendFileSync(join(folder.path, 'upstream.yaml'), '\nschema: schema.graphql\n');
  const port = await listen(() => undefined);
  await new Promise((resolve) => servers.pop()!.close(resolve));
  free = port;
});
afterAll(async () => {
  for (const each of servers) each.close().closeAllConnections();
  await upstream?.close();
  folder.remove();
});

interface Looked {
  readonly environment?: Readonly<Record<string, string>>;
  readonly port?: number;
  readonly mappings?: string;
  readonly ahead?: number;
}

async function doctor({ environment = {}, port = free, mappings = folder.path, ahead = 0 }: Looked) {
  const args = ['doctor', '--mappings', mappings, '--port', String(port), '--host', '127.0.0.1'];
  const world = { ...systemWorld, now: () => systemWorld.now() + ahead };
  const all = { UPSTREAM_URL: upstream.url, ...caller.environment, ...environment };
  const text = () => inside(args, { environment: all, world });
  const json = await inside([...args, '--json'], { environment: all, world });
  const { examined, problems } = JSON.parse(json.stdout) as {
    problems: number;
    examined: Examined[];
  };
  expect(json.code).toBe(problems > 0 ? 1 : 0);
  return { text, at: (what: string) => examined.find((each) => each.what === what), problems };
}

it('everything in order: a line each, exit code 0', async () => {
  const { text, problems } = await doctor({});
  expect(problems).toBe(0);
  const { code, stdout, progress } = await text();
  expect(code).toBe(0);
  expect(progress.at(-1)).toBe('');
  const shown = stdout
    .replaceAll(String(free), 'PORT')
    .replace(/127\.0\.0\.1:\d+/, 'API')
    .replace(/\d+\.\d+\.\d+/, 'X');
  expect(shown).toMatchInlineSnapshot(`
    "good     Node        X
    good     mapping     3 collections
    good     variables   all that the mapping files name are set
    good     address     http://API/graphql answers
    good     credential  the API gives rows of brands
    good     schema      the saved one is that of the API
    good     clock       as that of the API
    good     port        PORT is free
    good     keys        requests for the app 11111111-2222-4333-8444-555555555555 can be verified
    good     namespace   none: collections are called by their ids alone
    0 problems
    "
  `);
});

it('a problem in words: its mend, and exit code 1', async () => {
  const { text } = await doctor({ environment: { WIX_NAMESPACE: 'a shop' } });
  const { code, stdout } = await text();
  expect(code).toBe(1);
  expect(stdout).toContain('; mend: set WIX_NAMESPACE to the name alone, or unset it\n1 problem\n');
});

it.each([
  ['20.19.0', 'good'],
  ['22.1.0', 'good'],
  ['20.18.9', 'problem'],
  ['18.20.1', 'problem'],
])('Node %s: %s', (version, state) => {
  expect(examineNode(version, '>=20.19').state).toBe(state);
});

it('a variable that is not set is named once', async () => {
  const text = readFileSync(join(folder.path, 'upstream.yaml'), 'utf8');
  const other = directoryWith({
    'upstream.yaml': text.replace(
      /^url: .*$/m,
      'url: ${MY_URL}\nheaders: { authorization: "Bearer ${MY_TOKEN}", x-key: "${MY_TOKEN}" }',
    ),
    'brands.yaml': readFileSync(join(folder.path, 'brands.yaml'), 'utf8'),
  });
  const looked = await doctor({ mappings: other.path, environment: { UPSTREAM_URL: '' } });
  other.remove();
  expect(looked.at('variables')).toMatchObject({
    state: 'problem',
    seen: 'not set: MY_URL, MY_TOKEN',
    mend: 'export MY_URL=… MY_TOKEN=…',
  });
  expect(looked.problems).toBe(1);
});

it('a broken mapping file, and none at all', async () => {
  const other = directoryWith({
    'upstream.yaml': 'version: 1\nurl: http://127.0.0.1:9/\n',
    'a.yaml': 'colection: a\n',
  });
  expect((await doctor({ mappings: other.path })).at('mapping')).toMatchObject({
    state: 'problem',
    seen: expect.stringMatching(/problems? in the mapping files/),
    mend: 'wix-graphql-adapter check shows each with its place',
  });
  other.remove();
  const none = directoryWith({});
  expect((await doctor({ mappings: none.path })).at('mapping')).toMatchObject({ state: 'problem' });
  none.remove();
});

it('nobody answers at the address', async () => {
  const { at, problems } = await doctor({ environment: { UPSTREAM_URL: `http://127.0.0.1:${free}/` } });
  expect(at('address')).toMatchObject({ state: 'problem', mend: expect.stringContaining('url in ') });
  expect(at('credential')!.state).toBe('unknown');
  expect(problems).toBe(1);
});

it('what answers is no GraphQL API', async () => {
  const port = await listen((_, response) =>
    response.setHeader('content-type', 'text/html').end('<p>Hello</p>'),
  );
  const { at } = await doctor({ environment: { UPSTREAM_URL: `http://127.0.0.1:${port}/` } });
  expect(at('address')).toMatchObject({
    state: 'problem',
    mend: expect.stringContaining('the address of the GraphQL endpoint itself'),
  });
});

it('the credential is refused: for any question, or for rows only', async () => {
  const always = await listen((_, response) => {
    response.statusCode = 401;
    response.end('{}');
  });
  const rows = await listen((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      response.statusCode = body.includes('Doctor') ? 200 : 403;
      response.setHeader('content-type', 'application/json');
      response.end(body.includes('Doctor') ? '{"data":{"__typename":"Query"}}' : '{}');
    });
  });
  for (const port of [always, rows]) {
    const { at } = await doctor({ environment: { UPSTREAM_URL: `http://127.0.0.1:${port}/` } });
    expect(at('address')!.state).toBe('good');
    expect(at('credential')).toMatchObject({
      state: 'problem',
      mend: expect.stringContaining('headers in '),
    });
  }
});

it('the saved schema is not that of the API any more', async () => {
  const file = join(folder.path, 'schema.graphql');
  const before = readFileSync(file, 'utf8');
  writeFileSync(file, `${before}\ntype Newcomer { id: ID! }\n`);
  const { at, problems } = await doctor({});
  const [action] = at('schema')!.actions!;
  if (action?.kind !== 'run') throw new Error('there is no command to run');
  expect((await inside(action.arguments, { environment: { UPSTREAM_URL: upstream.url } })).code).toBe(0);
  expect((await doctor({})).at('schema')!.state).toBe('good');
  expect(readFileSync(file, 'utf8')).toBe(before);
  expect(at('schema')).toMatchObject({
    state: 'warning',
    mend: 'wix-graphql-adapter pull brings it up to date',
  });
  expect(problems).toBe(0);
});

it.each([
  [-300_000, '300 s behind'],
  [300_000, '300 s ahead of'],
])('the clock is %i ms off', async (ahead, words) => {
  const { at } = await doctor({ ahead });
  expect(at('clock')).toMatchObject({ state: 'problem', mend: expect.stringContaining('NTP') });
  // The header Date has whole seconds.
  expect(at('clock')!.seen.replace(/29[89]|30[12]/, '300')).toContain(words);
});

it('the port is taken, by another program or by the service', async () => {
  const other = await listen((_, response) => response.end('Hello'));
  expect((await doctor({ port: other })).at('port')).toMatchObject({
    state: 'problem',
    mend: 'choose another with --port or PORT',
  });
  const service = await listen((_, response) => response.end('{"status":"ok"}'));
  expect((await doctor({ port: service })).at('port')).toMatchObject({
    state: 'good',
    seen: `${service}: the service runs there already`,
  });
});

it.each([
  [{ WIX_PUBLIC_KEY: '' }, 'WIX_PUBLIC_KEY is not set'],
  [{ WIX_APP_ID: '', WIX_PUBLIC_KEY: '' }, 'are not set'],
  [{ WIX_PUBLIC_KEY: 'rubbish' }, 'WIX_PUBLIC_KEY cannot be used'],
])('keys %j', async (environment, words) => {
  const { at } = await doctor({ environment });
  expect(at('keys')).toMatchObject({
    state: 'problem',
    seen: expect.stringContaining(words),
    mend: expect.stringContaining('export WIX_APP_ID=$(cat .wix-keys/app-id)'),
  });
});

it.each([
  ['LOG_LEVEL', 'loud', 'silent'],
  ['ADMIN_PORT', 'none', 'ADMIN_PORT must be'],
  ['BODY_LIMIT', 'much', 'BODY_LIMIT must be'],
  ['MAX_CONNECTIONS', '0', 'MAX_CONNECTIONS must be'],
  ['ERROR_DETAILS', 'long', 'short or full'],
  ['WATCH', 'yes', 'on or off'],
])('%s: with %s the service does not start', async (variable, text, seen) => {
  const { at, problems } = await doctor({ environment: { [variable]: text } });
  expect([problems, at(variable)]).toEqual([
    1,
    {
      what: variable,
      state: 'problem',
      seen: expect.stringContaining(seen),
      mend: `set ${variable} so, or unset it`,
    },
  ]);
});

it.each([
  ['short', 'warning'],
  ['fifteen letters', 'warning'],
  ['sixteen letters.', undefined],
])('CURSOR_SECRET %s', async (secret, state) => {
  const { at, problems } = await doctor({ environment: { CURSOR_SECRET: secret } });
  expect([problems, at('CURSOR_SECRET')?.state]).toEqual([0, state]);
  expect(JSON.stringify(at('CURSOR_SECRET') ?? null)).not.toContain(secret);
});

it('CURSOR_SECRET unset is no matter', async () => {
  expect((await doctor({})).at('CURSOR_SECRET')).toBeUndefined();
});

describe('the store of answers', () => {
  const secret = { CURSOR_SECRET: 'the same for all' };

  it('is not told of where none is named', async () => {
    expect((await doctor({})).at('CACHE_URL')).toBeUndefined();
  });

  it.each([
    [{ CACHE_URL: 'http://cache', ...secret }, 'must be the address of a Valkey or Redis server'],
    [{ CACHE_URL: 'redis://127.0.0.1:1' }, 'CACHE_URL needs CURSOR_SECRET, the same for all replicas'],
    [{ CACHE_URL: 'redis://127.0.0.1:1', ...secret }, 'cannot be used (it is out of reach)'],
  ])('%j', async (environment, seen) => {
    const { at, problems } = await doctor({ environment });
    expect([problems, at('CACHE_URL')]).toMatchObject([
      1,
      {
        state: 'problem',
        seen: expect.stringContaining(seen),
        mend: expect.stringContaining('unset CACHE_URL'),
      },
    ]);
  });

  it.skipIf(missing)('is asked whether it answers', async () => {
    const server = await startStoreServer();
    try {
      const environment = { CACHE_URL: `redis://127.0.0.1:${server.port}`, ...secret };
      expect((await doctor({ environment })).at('CACHE_URL')).toMatchObject({ state: 'good' });
      server.pause();
      const { at } = await doctor({ environment });
      expect(at('CACHE_URL')).toMatchObject({
        state: 'problem',
        seen: expect.stringContaining('cannot be used ('),
      });
      server.resume();
    } finally {
      await server.remove();
    }
  });
});

it('a namespace', async () => {
  expect((await doctor({ environment: { WIX_NAMESPACE: 'shop' } })).at('namespace')!.seen).toContain(
    'shop/<id>',
  );
});
