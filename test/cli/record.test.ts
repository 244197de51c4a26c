/** `record` and `test`: a request is kept with what was asked and answered, and carried out again without the API. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Case } from '../../src/cli/cases/case.js';
import { textOf } from '../../src/cli/record.js';
import { createDemoSchema } from '../../src/demo/schema.js';
import { type DemoUpstream, startDemoUpstream } from '../../src/demo/upstream.js';
import { printSchemaFile } from '../../src/upstream/schema/print.js';
import { directoryWith, root } from './harness.js';
import { inside } from './inside.js';

let upstream: DemoUpstream;
beforeAll(async () => {
  upstream = await startDemoUpstream();
});
afterAll(() => upstream?.close());

const demo = join(root, 'mappings/demo');
const files: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    readdirSync(demo).map((name) => [`shop/${name}`, readFileSync(join(demo, name), 'utf8')]),
  ),
  'shop/shop.graphql': printSchemaFile(createDemoSchema()),
};
const saved = {
  ...files,
  'shop/upstream.yaml': files['shop/upstream.yaml']!.replace(/^url:/m, 'schema: shop.graphql\nurl:'),
};

let directory: ReturnType<typeof directoryWith>;
beforeEach(() => {
  directory?.remove();
  directory = directoryWith(saved);
});
afterAll(() => directory?.remove());

const here = () => ['--mappings', join(directory.path, 'shop'), '--cases', join(directory.path, 'cases')];
const record = (...args: string[]) =>
  inside(['record', ...args, ...here()], { environment: { UPSTREAM_URL: upstream.url } });
/** Without the API's address: nothing could be asked. */
const test = (...args: string[]) => inside(['test', ...args, ...here()]);
const live = (...args: string[]) =>
  inside(['test', ...args, '--live', ...here()], { environment: { UPSTREAM_URL: upstream.url } });
const caseFile = (name: string) => join(directory.path, 'cases', name);
const change = (file: string, from: string, to: string): void => {
  const path = join(directory.path, file);
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
};
const cheap = [
  'products',
  '--sort',
  '-price',
  '--limit',
  '2',
  '--fields',
  'title,price,condition',
  '--total',
];

it('a request is kept and carried out again without the API', async () => {
  const recorded = await record(...cheap, '--name', 'dear');
  expect(recorded.stdout).toMatch(/^2 items, 300 in all\nwrote .*cases\/dear\.yaml: 1 request to the API$/m);
  expect(readFileSync(caseFile('dear.yaml'), 'utf8')).toMatch(/^ {4}document: \|\n {6}query Wix_products\(/m);
  const tested = await test();
  expect(tested).toMatchObject({ code: 0, stdout: '1 of 1 cases as recorded\n' });
});

it.each([
  [
    'a reading request of each kind',
    [
      ['--count'],
      ['--distinct', 'condition'],
      ['--aggregate', '{"operations":[{"resultFieldName":"n","itemCount":{}}]}'],
      ['--filter', '{"title":{"$contains":"lamp"}}', '--include', 'brand'],
    ],
  ],
])('%s', async (_, requests) => {
  for (const [index, request] of requests.entries())
    expect((await record('products', ...request, '--name', `case-${index}`)).code).toBe(0);
  expect((await test()).stdout).toBe(`${requests.length} of ${requests.length} cases as recorded\n`);
});

it('what is refused is kept too', async () => {
  const { stdout } = await record('products', '--filter', '{"nothing":1}', '--name', 'refused');
  expect(stdout).toContain('VALIDATION_ERROR');
  expect((await test()).code).toBe(0);
  change('shop/products.yaml', 'title: name', 'title: name\n  nothing: stock');
  const { stdout: now, code } = await test();
  expect(now).toMatch(/refused\.yaml:\d+:1: /);
  expect(code).toBe(1);
});

it('writes: the API is written to once, and not by the test', async () => {
  const brand = '{"_id":"kept","title":"Kept","country":"CH"}';
  expect((await record('brands', '--insert', brand, '--name', 'insert')).code).toBe(0);
  expect((await record('brands', '--insert', brand, '--name', 'again')).code).toBe(0);
  expect(readFileSync(caseFile('again.yaml'), 'utf8')).toContain('ITEM_ALREADY_EXISTS');
  expect((await record('brands', '--remove', 'kept', '--name', 'remove')).code).toBe(0);
  expect((await test()).stdout).toBe('3 of 3 cases as recorded\n');
});

it('says it where the case cannot be written, without the trace of a fault of the program', async () => {
  const args = ['--mappings', join(directory.path, 'shop'), '--cases', '/dev/null/cases'];
  const { code, stderr } = await inside(['record', ...cheap, ...args], {
    environment: { UPSTREAM_URL: upstream.url },
  });
  expect([code, stderr]).toEqual([2, '/dev/null/cases cannot be used: mkdir failed (ENOTDIR)\n']);
});

describe('a changed mapping line', () => {
  beforeEach(async () => {
    await record(...cheap, '--name', 'dear');
  });

  it('shows in the items, where only the conversion changes', async () => {
    change('shop/products.yaml', 'NEW: New', 'NEW: Brand new');
    const { stdout, code } = await test();
    expect(stdout).toMatch(
      /dear\.yaml:\d+:7: items\.0\.condition: "New" before, "Brand new" now\n +condition: New\n +\^{9}\n/,
    );
    expect(stdout).toContain('0 of 1 cases as recorded');
    expect(code).toBe(1);
  });

  it('shows in the variables', async () => {
    change('shop/products.yaml', 'fields:', 'where: { available: true }\nfields:');
    const { stdout, code } = await test();
    expect(stdout).toMatch(/dear\.yaml:\d+:\d+: where: nothing before, \{"available":\{"eq":true\}\} now/);
    expect(stdout).toContain('what is answered was not compared');
    expect(code).toBe(1);
  });

  it('shows in the document', async () => {
    change('shop/products.yaml', 'title: name', 'title: sku');
    const { stdout, code } = await test();
    expect(stdout).toMatch(/dear\.yaml:\d+:5: the document is another one now/);
    expect(stdout).toMatch(/^ {2}- +name\n {2}\+ +sku$/m);
    expect(code).toBe(1);
  });

  it('and, where the API is asked, in the items that it gives now', async () => {
    change('shop/products.yaml', 'title: name', 'title: sku');
    const { stdout, code } = await live();
    expect(stdout).toMatch(/items\.0\.title: ".*" before, "SKU-\d+" now/);
    expect(code).toBe(1);
  });

  it('can be kept: what the API has answered already as it is, what is asked otherwise with --live', async () => {
    change('shop/products.yaml', 'NEW: New', 'NEW: Brand new');
    expect(await test('--update')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/written anew$/m),
    });
    expect((await test()).code).toBe(0);
    change('shop/products.yaml', 'title: name', 'title: sku');
    expect(await test('--update')).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/: kept, .* --live with --update$/m),
    });
    expect((await live('--update')).code).toBe(0);
    expect((await test()).code).toBe(0);
  });

  it('is told to programs', async () => {
    change('shop/products.yaml', 'NEW: New', 'NEW: Brand new');
    const { stdout, stderr } = await test('--json');
    expect(JSON.parse(stdout).cases[0].differences[0]).toMatchObject({
      path: ['answer', 'items', 0, 'condition'],
      line: expect.any(Number),
      message: 'items.0.condition: "New" before, "Brand new" now',
    });
    expect(stderr).toBe('0 of 1 cases as recorded\n');
    expect((await test('--junit')).stdout).toContain('tests="1" failures="1"');
  });
});

describe('secrets', () => {
  const token = 'canary-token-8d1f0a7e';
  const key = 'canary-key-55aa';
  it('of headers, addresses and arguments are in no case, whatever the API repeats; it is tested without them', async () => {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const said = `${request.headers.authorization} ${request.url} ${Buffer.concat(chunks)}`;
        response.setHeader('content-type', 'application/json');
        response.end(
          JSON.stringify({
            data: {
              notes: [
                { id: '1', text: said, more: 'x'.repeat(40_000) + token, any: { [token]: { [key]: 1 } } },
              ],
            },
            extensions: { seen: [{ said }] },
          }),
        );
      });
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/?k=canary-query`;
    const own = directoryWith({
      'm/upstream.yaml':
        'version: 1\nurl: ${NOTES_URL}\nschema: s.graphql\nheaders: { authorization: "Bearer ${NOTES_TOKEN}" }\n',
      'm/notes.yaml':
        'version: 1\ncollection: notes\ntype: Note\nlist: { field: notes, arguments: { key: "${NOTES_KEY}" } }\nid: id\nfields: { text: text, more: more, any: any }\n',
      'm/s.graphql':
        'type Query { notes(key: String): [Note!]! }\ntype Note { id: ID! text: String more: String any: JSON }\nscalar JSON\n',
    });
    const places = ['--mappings', join(own.path, 'm'), '--cases', join(own.path, 'cases')];
    try {
      const environment = { NOTES_URL: url, NOTES_TOKEN: token, NOTES_KEY: key };
      expect(await inside(['record', 'notes', ...places], { environment })).toMatchObject({
        code: 0,
        stderr: '',
      });
      const text = readFileSync(join(own.path, 'cases/notes-query.yaml'), 'utf8');
      expect(text).toContain('[hidden]');
      expect(text).not.toMatch(/canary/);
      expect(await inside(['test', ...places])).toMatchObject({ code: 0 });
      expect(await inside(['test', ...places], { environment })).toMatchObject({ code: 0 });
    } finally {
      own.remove();
      server.close();
    }
  });
});

describe('a filter that holds a variable', () => {
  it('is not written anew without it', async () => {
    await record(...cheap, '--name', 'dear');
    change('shop/products.yaml', 'fields:', 'where: { title: "${SHELF}" }\nfields:');
    const { stderr, code } = await test('--update');
    expect(code).toBe(2);
    expect(stderr).toContain('--update needs the variables that the mapping files name; set SHELF');
  });
});

describe('an API that does not answer', () => {
  const down = { environment: { UPSTREAM_URL: 'http://127.0.0.1:9/' } };

  it('leaves cases as they are', async () => {
    await record(...cheap, '--name', 'dear');
    const before = readFileSync(caseFile('dear.yaml'), 'utf8');
    const { stdout, code } = await inside(['test', '--live', '--update', ...here()], down);
    expect(stdout).toMatch(
      /dear\.yaml: kept, since nothing was answered: The upstream API cannot be reached$/m,
    );
    expect(code).toBe(1);
    expect(readFileSync(caseFile('dear.yaml'), 'utf8')).toBe(before);
  });

  it('is no case', async () => {
    const { stderr, code } = await inside(['record', ...cheap, ...here()], down);
    expect(stderr).toContain('Nothing was written: The upstream API cannot be reached');
    expect(code).toBe(1);
    expect(readdirSync(directory.path)).toEqual(['shop']);
  });
});

describe('is refused', () => {
  it('an answer that could not be read again: nothing is written', async () => {
    const value: Case = {
      version: 1,
      operation: 'CountDataItems',
      at: '2026-11-29T11:00:00.000Z',
      caller: {},
      request: JSON.parse('{"__proto__":1}'),
      exchanges: [],
      answer: {},
    };
    expect(() => textOf('a.yaml', value)).toThrow(
      /^Nothing was written, for it could not be read again: a.yaml:\d+:\d+: /,
    );
    const long = { ...value, request: { text: 'x'.repeat(2 ** 20) } };
    expect(() => textOf('a.yaml', long)).toThrow(
      'a.yaml would be larger than 1048576 bytes; record a request for fewer items',
    );
  });

  it('without a saved schema, before anything is asked', async () => {
    directory.remove();
    directory = directoryWith(files);
    const { stderr, code } = await record(...cheap);
    expect(stderr).toContain('A case needs a saved schema: write `schema: schema.graphql`');
    expect(code).toBe(1);
    expect(readdirSync(directory.path)).toEqual(['shop']);
  });

  it('a name that is taken, or is no name', async () => {
    await record(...cheap);
    expect(await record(...cheap)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('products-query.yaml is there already'),
    });
    expect((await record(...cheap, '--force')).code).toBe(0);
    expect(await record(...cheap, '--name', '..')).toMatchObject({ code: 2 });
  });

  it('a test of no cases', async () => {
    expect(await test()).toMatchObject({ code: 2, stderr: expect.stringContaining('There are no cases') });
  });

  it('a case that was edited clumsily, at its place', async () => {
    await record(...cheap, '--name', 'dear');
    change('cases/dear.yaml', 'operation: QueryDataItems', 'operation: QueryDataItem');
    expect(await test()).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/dear\.yaml:3:12: .*QueryDataItem/),
    });
  });
});
