/** `init` as its users meet it: what is written, what stays, what is sent, what is said when it cannot be done. */

import { writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { afterEach, describe, expect, test } from 'vitest';
import { parseQuery } from '../../../src/wix/requests.js';
import { context } from '../../rig.js';
import { makeRows } from '../../upstreams/data.js';
import { answerDocument } from '../../upstreams/documents.js';
import type { ProductOptions } from '../../upstreams/engine/start.js';
import { sdlOf, type UpstreamName, upstreams } from '../../upstreams/fixture-shapes.js';
import { createFolder, type Folder, serveFolder } from './folder.js';

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function start(name: UpstreamName, options: ProductOptions = {}) {
  const server = await upstreams[name].start(makeRows(60, 3), options);
  closing.push(() => server.close());
  return server;
}

function folder(): Folder {
  const created = createFolder();
  closing.push(() => created.remove());
  return created;
}

async function serve(path: string, environment: Record<string, string> = {}) {
  const served = await serveFolder(path, environment);
  closing.push(() => served.close());
  return served;
}

/** A server that answers every request alike. */
async function answering(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}

/** Two lists in a wrapper with a total, one plain list, one in another wrapper. */
async function answeringMixedLists(): Promise<string> {
  const rows = Array.from({ length: 7 }, (_, index) => ({ id: `i${index}`, name: `name ${index}` }));
  const cut = (_: unknown, { limit, offset }: { limit?: number; offset?: number }) =>
    rows.slice(offset ?? 0, (offset ?? 0) + (limit ?? rows.length));
  const schema = makeExecutableSchema({
    typeDefs: `
      type Query {
        products(limit: Int, offset: Int): ProductPage!
        orders(limit: Int, offset: Int): OrderPage!
        invoices(limit: Int, offset: Int): InvoicePage!
        countries: [Country!]!
      }
      type ProductPage { data: [Product!]! total: Int! }
      type OrderPage { data: [Order!]! total: Int! }
      type InvoicePage { items: [Invoice!]! totalCount: Int! }
      type Product { id: ID! name: String! }
      type Order { id: ID! name: String! }
      type Invoice { id: ID! name: String! }
      type Country { id: ID! name: String! }
    `,
    resolvers: {
      Query: {
        products: (parent, args) => ({ data: cut(parent, args), total: rows.length }),
        orders: (parent, args) => ({ data: cut(parent, args), total: rows.length }),
        invoices: (parent, args) => ({ items: cut(parent, args), totalCount: rows.length }),
        countries: () => rows,
      },
    },
  });
  return answering((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const { query, variables } = JSON.parse(Buffer.concat(chunks).toString());
      const result = await answerDocument({ schema, source: query, variableValues: variables });
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(result));
    });
  });
}

const yaml = (files: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(files)
      .filter(([name]) => name.endsWith('.yaml'))
      .map(([name, text]) => [name, text.replace(/127\.0\.0\.1:\d+/, '127.0.0.1:4000')]),
  );

describe('what is written', () => {
  test.each(['hasura', 'shopify', 'plainList', 'relayOnly'] as const)(
    '%s, for a person to read',
    async (name) => {
      const server = await start(name);
      const out = folder();
      await out.init(server.url);
      const all = Object.entries(yaml(out.files())).map(([file, text]) => `--- ${file}\n${text}`);
      expect(all.join('\n')).toMatchSnapshot();
    },
  );

  test('the report names dialect, collections, what was left out and what is next', async () => {
    const server = await start('pageOnly');
    const out = folder();
    const { output } = await out.init(server.url);
    expect(output.replaceAll(out.path, 'mappings')).toMatchSnapshot();
  });

  test('a saved schema is enough; then nothing is asked', async () => {
    const out = folder();
    const file = join(out.path, 'saved.graphql');
    writeFileSync(file, sdlOf('hasura'));
    const ran = await out.init(undefined, { schema: file });
    expect(ran.exitCode, ran.output).toBe(0);
    const files = out.files();
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining(['upstream.yaml', 'products.yaml', 'schema.graphql']),
    );
    expect(files['upstream.yaml']).toContain('url: ${UPSTREAM_URL}');
    const server = await start('hasura');
    const { app, engine } = await serve(out.path, { UPSTREAM_URL: server.url });
    const request = parseQuery({ collectionId: 'products', query: { paging: { limit: 3 } } });
    const answer = await engine.query(app.collections.get('products')!, request, context());
    expect(answer.items).toHaveLength(3);
  });

  test('a saved schema goes before that of the endpoint', async () => {
    const server = await start('hasura', { recordIntrospection: true });
    const out = folder();
    const file = join(out.path, 'saved.graphql');
    writeFileSync(file, sdlOf('hasura'));
    const ran = await out.init(server.url, { schema: file });
    expect(ran.exitCode, ran.output).toBe(0);
    expect(server.introspections()).toBe(0);
    expect(server.requests.length).toBeGreaterThan(0);
  });
});

describe('what stays', () => {
  test('a second run keeps every file that a person may have changed, byte for byte', async () => {
    const server = await start('postgraphile');
    const out = folder();
    await out.init(server.url);
    const edited = `${out.files()['products.yaml']}# mine\n`;
    writeFileSync(join(out.path, 'products.yaml'), edited);
    const before = out.files();
    const again = await out.init(server.url);
    expect(out.files()).toEqual(before);
    expect(again.exitCode).toBe(0);
    expect(again.output).toContain('kept 3 file(s)');
    await out.init(server.url, { force: true });
    expect(out.files()['products.yaml']).toBe(edited.replace('# mine\n', ''));
  });

  test('a schema made by hand is kept, and its difference is said', async () => {
    const server = await start('prisma');
    const out = folder();
    await out.init(server.url);
    const own = `${out.files()['schema.graphql']}\ntype Mine { id: ID! }\n`;
    writeFileSync(join(out.path, 'schema.graphql'), own);
    const again = await out.init(server.url);
    expect(out.files()['schema.graphql']).toBe(own);
    expect(again.output).toMatch(/kept schema\.graphql; it differs from the API's: use .*pull or --force/);
    await out.init(server.url, { force: true });
    expect(out.files()['schema.graphql']).not.toContain('Mine');
  });

  test('a schema that says the same in another layout is no difference', async () => {
    const out = folder();
    const file = join(out.path, 'schema.graphql');
    writeFileSync(file, `# by hand\n${sdlOf('hasura')}`);
    const before = out.files()['schema.graphql'];
    const ran = await out.init(undefined, { schema: file });
    expect(ran.output).not.toContain('differs');
    expect(out.files()['schema.graphql']).toBe(before);
  });

  test('a folder of another API is refused, and nothing is asked or written', async () => {
    const one = await start('prisma', { recordIntrospection: true });
    const other = await start('hasura', { recordIntrospection: true });
    const out = folder();
    await out.init(one.url);
    const before = out.files();
    const ran = await out.init(`${other.url}?key=s3cr3t`);
    expect(ran.exitCode).toBe(2);
    expect(ran.output).toContain(join(out.path, 'upstream.yaml'));
    expect(ran.output).toContain(new URL(one.url).host);
    expect(ran.output).toMatch(/--name.*--out.*--force/s);
    expect(ran.output).not.toContain('s3cr3t');
    expect(out.files()).toEqual(before);
    expect(other.requests).toEqual([]);
    expect((await out.init(other.url, { force: true })).exitCode).toBe(0);
  });

  test('another dialect than that of the kept file is refused', async () => {
    const server = await start('hasura');
    const out = folder();
    await out.init(server.url);
    const ran = await out.init(server.url, { dialect: 'prisma' });
    expect(ran).toMatchObject({ exitCode: 2, output: expect.stringContaining('dialect: hasura') });
    expect((await out.init(server.url, { dialect: 'hasura' })).exitCode).toBe(0);
  });

  test('a kept file that cannot be read is named with its problems', async () => {
    const server = await start('prisma');
    const out = folder();
    writeFileSync(join(out.path, 'upstream.yaml'), 'version: 1\nulr: http://127.0.0.1:9/\n');
    const ran = await out.init(server.url);
    expect(ran.exitCode).toBe(1);
    expect(ran.output).toMatch(/upstream\.yaml:2:1: /);
    expect(Object.keys(out.files())).toEqual(['upstream.yaml']);
  });

  test('new collections say where they differ from the defaults of the kept file', async () => {
    const server = await answeringMixedLists();
    const out = folder();
    const first = await out.init(server, { only: ['products', 'orders'] });
    expect(first.exitCode, first.output).toBe(0);
    expect(out.files()['upstream.yaml']).toContain('rows: data');
    const ran = await out.init(server, { only: ['countries', 'invoices'] });
    expect(ran.exitCode, ran.output).toBe(0);
    expect(ran.output).not.toContain('to be filled in');
    const { app, engine } = await serve(out.path);
    for (const id of ['products', 'countries', 'invoices']) {
      const request = parseQuery({ collectionId: id, query: {}, returnTotalCount: true });
      const answer = await engine.query(app.collections.get(id)!, request, context());
      expect([id, answer.items.length, answer.pagingMetadata.total]).toEqual([id, 7, 7]);
    }
  });

  test('a new collection beside kept files says all that it needs by itself', async () => {
    const server = await start('prisma');
    const out = folder();
    await out.init(server.url, { only: ['categories'] });
    const before = out.files();
    const ran = await out.init(server.url, { only: ['products'] });
    expect(ran.exitCode, ran.output).toBe(0);
    expect(out.files()['upstream.yaml']).toBe(before['upstream.yaml']);
    const { app, engine } = await serve(out.path);
    const request = parseQuery({ collectionId: 'products', query: {}, returnTotalCount: true });
    const answer = await engine.query(app.collections.get('products')!, request, context());
    expect(answer.pagingMetadata.total).toBe(60);
  });
});

describe('which collections', () => {
  const collections = (out: Folder) =>
    Object.keys(out.files()).filter((name) => name.endsWith('.yaml') && name !== 'upstream.yaml');

  test.each([
    ['only a name', { only: ['products'] }, ['products.yaml']],
    ['only a type', { only: ['Category'] }, ['categories.yaml']],
    ['only a list field', { only: ['allCategories'] }, ['categories.yaml']],
    ['only a pattern', { only: ['prod*'] }, ['products.yaml']],
    ['all but', { exclude: ['categories'] }, ['products.yaml']],
    ['all', {}, ['categories.yaml', 'products.yaml']],
  ])('%s', async (_, options, expected) => {
    const server = await start('postgraphilePlain');
    const out = folder();
    const ran = await out.init(server.url, options);
    expect(ran.exitCode, ran.output).toBe(0);
    expect(collections(out)).toEqual(expected);
    await serve(out.path);
  });

  test('none that there is', async () => {
    const server = await start('postgraphilePlain');
    const out = folder();
    const ran = await out.init(server.url, { only: ['orders'] });
    expect(ran).toMatchObject({ exitCode: 2 });
    expect(ran.output).toMatch(/called orders.*allProducts, allCategories/);
    expect(out.files()).toEqual({});
  });
});

describe('what is said of names and dialects that do not fit', () => {
  test('names that nothing has, beside others', async () => {
    const server = await start('postgraphilePlain');
    const ran = await folder().init(server.url, { only: ['products', 'categoris'], exclude: ['nothing*'] });
    expect(ran.exitCode).toBe(0);
    expect(ran.output).toMatch(/--only: no list is called categoris; did you mean/);
    expect(ran.output).toContain('--exclude: no list is called nothing*');
  });

  test('everything excluded', async () => {
    const server = await start('postgraphilePlain');
    const ran = await folder().init(server.url, { exclude: ['*'] });
    expect(ran.exitCode).toBe(2);
    expect(ran.output).toContain('see --exclude');
    expect(ran.output).not.toContain('No list of items was found');
  });

  test('a dialect of which the schema shows nothing', async () => {
    const server = await start('shopify');
    const said = 'nothing in the schema shows that the API is of this dialect';
    expect((await folder().init(server.url, { dialect: 'hasura' })).output).toContain(said);
    expect((await folder().init(server.url)).output).not.toContain(said);
  });
});

describe('several upstreams', () => {
  test('one service answers from both', async () => {
    const shop = await start('shopify');
    const press = await start('contentful');
    const out = folder();
    const first = await out.init(shop.url, { name: 'shop' });
    expect(first.exitCode, first.output).toBe(0);
    const second = await out.init(press.url, { name: 'press', only: ['categories'] });
    expect(second.exitCode, second.output).toBe(0);
    const files = out.files();
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining(['upstreams/shop.yaml', 'upstreams/press.yaml', 'upstreams/shop.graphql']),
    );
    expect(files['products.yaml']).toContain('upstream: shop');
    expect(files['categories.yaml']).toContain('upstream: press');
    const { app, engine } = await serve(out.path);
    shop.reset();
    press.reset();
    for (const id of ['products', 'categories']) {
      const request = parseQuery({ collectionId: id, query: { paging: { limit: 2 } } });
      expect((await engine.query(app.collections.get(id)!, request, context())).items).toHaveLength(2);
    }
    expect([shop.requests.length, press.requests.length]).toEqual([1, 1]);
  });

  test('each has variables of its own, so that no API gets the secret of another', async () => {
    const shop = await start('shopify', { recordIntrospection: true });
    const press = await start('contentful', { recordIntrospection: true });
    const out = folder();
    await out.init(shop.url, { header: ['Authorization: Bearer one'] });
    const ran = await out.init(press.url, {
      name: 'press-2',
      only: ['categories'],
      header: ['Authorization: Bearer two'],
    });
    expect(ran.exitCode, ran.output).toBe(0);
    expect(ran.output).toContain('set PRESS_2_AUTHORIZATION to the whole value');
    expect(out.files()['upstreams/press-2.yaml']).toMatch(/authorization: "?\$\{PRESS_2_AUTHORIZATION\}/);
    press.reset();
    shop.reset();
    await serve(out.path, { UPSTREAM_AUTHORIZATION: 'Bearer one', PRESS_2_AUTHORIZATION: 'Bearer two' });
    const sent = [shop, press].map((each) => each.requests.map(({ headers }) => headers.authorization));
    expect(sent.map((each) => [...new Set(each)])).toEqual([['Bearer one'], ['Bearer two']]);
  });

  test('a named one from a saved schema has an address and credentials of its own', async () => {
    const out = folder();
    const file = join(out.path, 'saved.graphql');
    writeFileSync(file, sdlOf('hasura'));
    const ran = await out.init(undefined, { schema: file, name: 'three' });
    expect(ran.exitCode, ran.output).toBe(0);
    const written = out.files()['upstreams/three.yaml'];
    expect(written).toContain('url: ${THREE_URL}');
    expect(written).toMatch(/x-hasura-admin-secret: "?\$\{THREE_X_HASURA_ADMIN_SECRET\}/);
    expect(written).not.toContain('UPSTREAM_');
    expect(ran.output).toContain('set THREE_URL to the address of the API');
  });
});

describe('headers', () => {
  const secret = 'Bearer s3cr3t-t0ken';

  test('are sent, and written as variables', async () => {
    const server = await start('hasura', { recordIntrospection: true });
    const out = folder();
    const ran = await out.init(server.url, {
      header: [`Authorization: ${secret}`, 'X-Api-Key: k3y-of-mine', 'x-plain:with:colons'],
    });
    expect(ran.exitCode, ran.output).toBe(0);
    for (const request of server.requests) {
      expect(request.headers).toMatchObject({
        authorization: secret,
        'x-api-key': 'k3y-of-mine',
        'x-plain': 'with:colons',
      });
    }
    const everything = JSON.stringify(out.files()) + ran.output;
    expect(everything).not.toMatch(/s3cr3t|k3y-of-mine|with:colons/);
    const file = out.files()['upstream.yaml'];
    expect(file).toContain('authorization: ${UPSTREAM_AUTHORIZATION}');
    expect(file).toContain('x-api-key: ${UPSTREAM_X_API_KEY}');
    expect(ran.output).toContain('set UPSTREAM_AUTHORIZATION to the whole value');
    server.reset();
    await serve(out.path, {
      UPSTREAM_AUTHORIZATION: secret,
      UPSTREAM_X_API_KEY: 'k3y-of-mine',
      UPSTREAM_X_PLAIN: 'with:colons',
    });
    expect(server.requests[0]!.headers.authorization).toBe(secret);
  });

  test('are not repeated when the API repeats them in its errors', async () => {
    const url = await answering((_, response) => {
      response.writeHead(401, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ errors: [{ message: `bad token ${secret}` }] }));
    });
    const ran = await folder().init(url, { header: [`Authorization: ${secret}`] });
    expect(ran.exitCode).toBe(1);
    expect(ran.output).toContain('bad token');
    expect(ran.output).not.toContain('s3cr3t');
  });
});

test('an address of the environment that replaces the written one is named', async () => {
  const server = await start('prisma');
  const said = 'UPSTREAM_URL replaces url of upstream.yaml';
  const other = await folder().init(server.url, {}, { UPSTREAM_URL: 'http://127.0.0.1:9/graphql' });
  expect(other.output).toContain(said);
  const same = await folder().init(server.url, {}, { UPSTREAM_URL: server.url });
  expect(same.output).not.toContain(said);
  const named = await folder().init(server.url, { name: 'two' }, { UPSTREAM_URL: 'http://127.0.0.1:9/' });
  expect(named.output).not.toContain(said);
});

describe('secrets in the address', () => {
  test('a key in the query stays in the environment', async () => {
    const server = await start('prisma');
    const out = folder();
    const url = `${server.url}?api_key=s3cr3t`;
    const ran = await out.init(url);
    expect(ran.exitCode, ran.output).toBe(0);
    expect(JSON.stringify(out.files()) + ran.output).not.toContain('s3cr3t');
    expect(out.files()['upstream.yaml']).toContain('url: ${UPSTREAM_URL}');
    expect(ran.output).toContain('set UPSTREAM_URL to the whole address');
    await serve(out.path, { UPSTREAM_URL: url });
  });

  test('a query without a key is part of the address', async () => {
    const server = await start('prisma');
    const out = folder();
    await out.init(`${server.url}?stage=published`);
    expect(out.files()['upstream.yaml']).toContain(`url: ${server.url}?stage=published`);
  });

  test.each(['http://me:s3cr3t@127.0.0.1:9/', 'http://s3cr3t@127.0.0.1:9/'])('%s is refused', async (url) => {
    const out = folder();
    const ran = await out.init(url);
    expect(ran.exitCode).toBe(2);
    expect(ran.output).toContain('--header "Authorization: Basic');
    expect(ran.output).not.toContain('s3cr3t');
    expect(out.files()).toEqual({});
  });
});

describe('what is sent', () => {
  test('--no-probe: nothing but introspection', async () => {
    const server = await start('hasura', { recordIntrospection: true });
    const ran = await folder().init(server.url, { probe: false });
    expect(ran.exitCode, ran.output).toBe(0);
    expect(server.requests.length).toBeGreaterThan(0);
    expect(server.requests.filter((each) => !each.introspection)).toEqual([]);
  });
});

describe('what cannot be done', () => {
  const json = (status: number, body: object) =>
    answering((_, response) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    });

  test.each<[string, () => Promise<string>, RegExp]>([
    ['a refused login', () => json(401, { message: 'Unauthorized' }), /401/],
    [
      'introspection that is switched off',
      () => json(400, { errors: [{ message: 'GraphQL introspection is not allowed' }] }),
      /introspection is not allowed.*--schema FILE/s,
    ],
    [
      'a page for people',
      () =>
        answering((_, response) => {
          response.writeHead(200, { 'content-type': 'text/html' });
          response.end('<!doctype html><title>Shop</title>');
        }),
      /not JSON|HTML|text\/html/i,
    ],
    ['no server', async () => 'http://127.0.0.1:9/graphql', /refused|connect|reach/i],
  ])('%s is said, with exit code 1', async (_, url, message) => {
    const out = folder();
    const ran = await out.init(await url());
    expect(ran.output).toMatch(message);
    expect(ran.exitCode).toBe(1);
    expect(out.files()).toEqual({});
  });

  test('a saved schema that cannot be read is named with its place', async () => {
    const out = folder();
    const file = join(out.path, 'saved.graphql');
    writeFileSync(file, 'type Query {\n  a: Strin g: \n}');
    const ran = await out.init(undefined, { schema: file });
    expect(ran.exitCode).toBe(1);
    expect(ran.output).toMatch(/saved\.graphql:\d+:\d+: /);
  });

  test.each([
    ['', ''],
    ['a file', 'taken'],
    ['a directory below a file', 'taken/x'],
  ])('--out that is %s is wrong usage', async (_, name) => {
    const out = folder();
    writeFileSync(join(out.path, 'taken'), 'mine');
    const ran = await out.init('http://127.0.0.1:9/', { out: name === '' ? '' : join(out.path, name) });
    expect(ran.exitCode).toBe(2);
    expect(ran.output).toMatch(/^--out\b[^\n]*$/);
    expect(out.files()).toEqual({ taken: 'mine' });
  });

  test.each([
    ['neither URL nor schema', undefined, {}, /give the URL/],
    ['a URL that is none', 'shop.example', {}, /URL|address/],
    ['a header without a colon', 'http://127.0.0.1:9/', { header: ['s3cr3t'] }, /"Name: value"/],
    ['a header without a name', 'http://127.0.0.1:9/', { header: [': s3cr3t'] }, /"Name: value"/],
    ['an unknown dialect', 'http://127.0.0.1:9/', { dialect: 'hasurra' }, /hasura/],
    ['a name that is no file name', 'http://127.0.0.1:9/', { name: '../x' }, /--name/],
  ])('%s is wrong usage', async (_, url, options, message) => {
    const ran = await folder().init(url, options);
    expect(ran.output).toMatch(message);
    expect(ran.output).not.toContain('s3cr3t');
    expect(ran.exitCode).toBe(2);
  });
});
