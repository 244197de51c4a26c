import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { printSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/app/app.js';
import { createDemoSchema } from '../../src/demo/schema.js';
import { type DemoUpstream, startDemoUpstream } from '../../src/demo/upstream.js';
import { prepareDocument } from '../../src/upstream/transport/document.js';
import { unobserved } from '../../src/world/observation.js';
import { systemWorld } from '../../src/world/system-world.js';
import { directoryWith, root, until } from '../cli/harness.js';

const demo = (name: string): string => readFileSync(join(root, 'mappings/demo', name), 'utf8');
const withLines = (...lines: string[]): string =>
  demo('upstream.yaml').replace('defaults:', [...lines, 'defaults:'].join('\n'));

let api: DemoUpstream;
/** Passes requests on; introspection only for those who show the right header. */
let guarded: { readonly url: string; readonly seen: (string | undefined)[]; close(): void };

beforeAll(async () => {
  api = await startDemoUpstream();
  const seen: (string | undefined)[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', async () => {
      const body = Buffer.concat(chunks).toString();
      seen.push(incoming.headers['x-role']?.toString());
      if (body.includes('__') && incoming.headers['x-role'] !== 'admin') {
        outgoing.writeHead(400, { 'content-type': 'application/json' });
        outgoing.end(JSON.stringify({ errors: [{ message: 'GraphQL introspection is not allowed' }] }));
        return;
      }
      outgoing.setHeader('content-type', 'application/json');
      outgoing.end(await (await fetch(api.url, { method: 'POST', body })).text());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  guarded = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    seen,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
});
afterAll(async () => {
  guarded.close();
  await api.close();
});

async function appOver(files: Record<string, string>, url: string, environment: Record<string, string> = {}) {
  const directory = directoryWith({ 'brands.yaml': demo('brands.yaml'), ...files });
  const app = createApp({
    world: systemWorld,
    mappingsDirectory: directory.path,
    environment: { UPSTREAM_URL: url, ...environment },
    observe: unobserved,
    retry: { first: 20, most: 40 },
  });
  await app.started;
  directory.remove();
  return app;
}

describe('the schema', () => {
  it('is asked with the headers for introspection, which lie over the others', async () => {
    const lines = ['headers: { x-role: reader }', 'introspection: { headers: { X-Role: admin } }'];
    const app = await appOver({ 'upstream.yaml': withLines(...lines) }, guarded.url);
    expect(app.ready).toBe(true);
    expect(new Set(guarded.seen)).toEqual(new Set(['admin']));
    await app.close();
  });

  it('comes from the file when introspection is refused', async () => {
    const app = await appOver(
      {
        'upstream.yaml': withLines('schema: saved.graphql'),
        'saved.graphql': printSchema(createDemoSchema()),
      },
      guarded.url,
    );
    expect(app.schemas.get('default')).toMatchObject({
      origin: 'saved',
      instead: expect.stringContaining('introspection'),
    });
    expect([...app.collections.keys()]).toEqual(['brands']);
    await app.close();
  });

  it('is not asked for when introspection is switched off', async () => {
    guarded.seen.length = 0;
    const app = await appOver(
      { 'upstream.yaml': withLines('introspection: { enabled: false }') },
      guarded.url,
    );
    expect([app.ready, app.reasons, guarded.seen]).toEqual([
      false,
      ['upstream default: introspection is switched off in the mapping and no schema file is named'],
      [],
    ]);
    await app.close();
  });

  it('is asked for again while it is refused, with the reason', async () => {
    const app = await appOver({ 'upstream.yaml': demo('upstream.yaml') }, guarded.url);
    expect(app.ready).toBe(false);
    expect(app.reasons[0]).toMatch(/^upstream default: .*introspection/);
    const asked = guarded.seen.length;
    await until(() => (guarded.seen.length > asked + 2 ? true : undefined));
    await app.close();
    const atEnd = guarded.seen.length;
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(guarded.seen.length).toBeLessThanOrEqual(atEnd + 1);
  });
});

describe('several upstreams', () => {
  it('do not hold each other up', async () => {
    const other = demo('brands.yaml').replace('collection: brands', 'collection: others\nupstream: far');
    const app = await appOver(
      {
        'upstream.yaml': demo('upstream.yaml'),
        'others.yaml': other,
        'upstreams/far.yaml': demo('upstream.yaml').replace(/url: .*/, 'url: http://127.0.0.1:9/graphql'),
      },
      api.url,
    );
    expect([...app.collections.keys()]).toEqual(['brands']);
    expect([...app.pending]).toEqual(['others']);
    expect([app.ready, app.reasons]).toEqual([false, [expect.stringContaining('upstream far: ')]]);
    await app.close();
  });
});

describe('what cannot be used is a problem at its line', () => {
  it.each([
    ['dialect: strapi6', /^6:10: no dialect is called "strapi6"/],
    ['request: aws-sigv5', /^6:10: no request hook is called "aws-sigv5"/],
    ['request: aws-sigv4', /^\d+:\d+: request hook aws-sigv4 needs AWS_ACCESS_KEY_ID/],
    ['oauth2: { tokenUrl: x, clientId: a, clientSecret: b }', /^6:21: the URL in oauth2.tokenUrl/],
    ['headers: { host: example.com }', /^6:\d+: header host is set by the adapter itself/],
    ['headers: { x-a: $nothing }', /^6:\d+: header x-a: unknown slot \$nothing/],
  ])('%s', async (line, expected) => {
    const app = await appOver({ 'upstream.yaml': withLines(line) }, api.url);
    const [problem] = app.problems;
    expect(`${problem!.line}:${problem!.column}: ${problem!.message}`).toMatch(expected);
    expect([app.ready, app.collections.size]).toEqual([false, 0]);
    await app.close();
  });
});

describe('secrets', () => {
  it('are also the variables of constant arguments: the API may repeat them', async () => {
    const server = createServer((incoming, outgoing) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        const errors = [{ message: `no: ${Buffer.concat(chunks).toString()}` }];
        outgoing.setHeader('content-type', 'application/json').end(JSON.stringify({ errors }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const app = await appOver(
      {
        'upstream.yaml': withLines('schema: saved.graphql', 'introspection: { enabled: false }'),
        'saved.graphql': printSchema(createDemoSchema()),
        'brands.yaml': demo('brands.yaml').replace(
          'list: brands',
          "list: { field: brands, arguments: { key: '${ARGUMENT_KEY}' } }",
        ),
      },
      `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
      { ARGUMENT_KEY: 'argkey-0123456789' },
    );
    const context = { signal: new AbortController().signal, deadline: Date.now() + 60_000, scope: {} };
    const document = prepareDocument('query ($a: String) { brands(a: $a) }');
    const failure = await app.upstreams[0]!.client.request(
      document,
      { a: 'argkey-0123456789' },
      context,
    ).catch((error: unknown) => String(error));
    expect(failure).toContain('[hidden]');
    expect(failure).not.toContain('argkey');
    await app.close();
    server.close();
  });
});
