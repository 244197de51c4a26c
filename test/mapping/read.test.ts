import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Environment } from '../../src/mapping/environment.js';
import { formatProblem } from '../../src/mapping/problem.js';
import { type Mappings, readMappings } from '../../src/mapping/read.js';
import { collectionMapping, upstreamMapping } from '../../src/mapping/schema.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mapping-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

interface Read extends Mappings {
  /** All problems as printed, with `m` for the directory. */
  readonly printed: string;
  readonly ids: readonly string[];
}

function read(files: Readonly<Record<string, string | Uint8Array>>, environment: Environment = {}): Read {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), content);
  }
  const mappings = readMappings(directory, environment);
  const printed = mappings.problems.map(formatProblem).join('\n').replaceAll(directory, 'm');
  return { ...mappings, printed, ids: mappings.collections.map(({ value }) => value.collection) };
}

const upstream = 'version: 1\nurl: https://api.example/graphql\n';
const collection = (id: string, more = ''): string =>
  `version: 1\ncollection: ${id}\ntype: T\nlist: all\nid: id\nfields: { title: name }\n${more}`;

const odd = [
  '',
  '10',
  '"10"',
  '10 sec',
  '200%',
  '1e999',
  '~',
  'yes',
  '[]',
  '[10]',
  '{}',
  '{ a: 1 }',
  '{ fresh: 10 }',
  '"${X}"',
];
test.each([
  { file: 'upstream.yaml', text: upstream, keys: Object.keys(upstreamMapping.shape) },
  { file: 'products.yaml', text: collection('products'), keys: Object.keys(collectionMapping.shape) },
])('whatever stands at any key of $file, it is a problem at its place or none', ({ file, text, keys }) => {
  for (const key of keys)
    for (const value of odd) {
      const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith(`${key}:`));
      const { problems } = read({
        'upstream.yaml': upstream,
        [file]: `${lines.join('\n')}\n${key}: ${value}\n`,
      });
      for (const problem of problems.filter((each) => each.file.endsWith(file)))
        expect(problem.line, `${key}: ${value}: ${problem.message}`).toBe(lines.length + 1);
    }
});

test('the layout: upstreams by name, collections, nothing else', () => {
  const result = read({
    'upstream.yaml': `${upstream}schema: ../schema.graphql\n`,
    'upstreams/cms.yml': `${upstream}schema: saved/cms.json\n`,
    'upstreams/plain.yaml': upstream,
    'upstreams/.hidden.yaml': ':',
    'products.yaml': `# yaml-language-server: $schema=x\n${collection('products')}`,
    'pages.yml': collection('pages', 'upstream: cms'),
    '.draft.yaml': ':',
    'notes.txt': ':',
    'old/other.yaml': ':',
  });
  expect(result.printed).toBe('');
  expect([...result.upstreams.keys()]).toEqual(['default', 'cms', 'plain']);
  expect(result.ids).toEqual(['pages', 'products']);
  expect(result.upstreams.get('default')!.schemaPath).toBe(join(directory, '../schema.graphql'));
  expect(result.upstreams.get('cms')!.schemaPath).toBe(join(directory, 'upstreams/saved/cms.json'));
  expect(result.upstreams.get('plain')).not.toHaveProperty('schemaPath');
  const [pages] = result.collections;
  expect(pages!.file).toBe(join(directory, 'pages.yml'));
  expect(formatProblem(pages!.source.problemAt(['fields', 'title'], 'm'))).toContain('pages.yml:6:18: m');
});

test('files may be links, as in mounted configuration', () => {
  read({ '..data/products.yaml': collection('products'), 'upstream.yaml': upstream });
  symlinkSync('..data/products.yaml', join(directory, 'products.yaml'));
  expect(read({}).ids).toEqual(['products']);
});

test('UPSTREAM_URL replaces the url of the default upstream only', () => {
  const files = {
    'upstream.yaml': 'version: 1\nurl: ${UPSTREAM_URL}\n',
    'upstreams/cms.yaml': upstream,
    'a.yaml': collection('a'),
  };
  const url = 'http://127.0.0.1:4000/${X}?$language';
  const result = read(files, { UPSTREAM_URL: url });
  expect(result.printed).toBe('');
  expect(result.upstreams.get('default')!.value.url).toBe(url);
  expect(result.upstreams.get('cms')!.value.url).toBe('https://api.example/graphql');
  expect(read({ 'upstream.yaml': 'version: 1\nurl: ${OTHER}' }, { UPSTREAM_URL: url }).printed).toBe('');
  expect(read({ 'upstream.yaml': 'version: 1' }, { UPSTREAM_URL: url }).printed).toBe('');
  expect(
    read({ 'upstream.yaml': files['upstream.yaml'] }, { UPSTREAM_URL: '' }).printed,
  ).toMatchInlineSnapshot(`
    "m/upstream.yaml:2:6: the variable UPSTREAM_URL is empty
      url: \${UPSTREAM_URL}
           ^^^^^^^^^^^^^^^
      set UPSTREAM_URL in the environment, or give a fallback: \${UPSTREAM_URL:-text}"
  `);
});

test('urls that no client would accept', () => {
  const one = { 'a.yaml': collection('a') };
  expect(
    read({ ...one, 'upstream.yaml': 'version: 1\nurl: api.example/graphql' }).printed,
  ).toMatchInlineSnapshot(`
    "m/upstream.yaml:2:6: the url is not an address
      url: api.example/graphql
           ^^^^^^^^^^^^^^^^^^^
      write it whole: https://…/graphql"
  `);
  const { printed } = read(
    { 'upstream.yaml': upstream },
    { UPSTREAM_URL: 'https://me:hunter2@api.example/' },
  );
  expect(printed).toMatchInlineSnapshot(`
    "m/upstream.yaml:2:6: UPSTREAM_URL in the environment holds a user name or password
      url: https://api.example/graphql
           ^^^^^^^^^^^^^^^^^^^^^^^^^^^
      send them in headers: authorization: Basic …"
  `);
  expect(printed).not.toContain('hunter2');
});

test('a broken collection takes away only itself', () => {
  const result = read({
    'upstream.yaml': upstream,
    'a.yaml': collection('a'),
    'b.yaml': 'version: 1\n  x: [',
    'c.yaml': collection('c', 'feilds: {}'),
    'd.yaml': Buffer.from('version: 1\n# caf\xe9', 'latin1'),
    'e.yaml': '# nothing yet\n',
    'f.yaml': '',
    'g.yaml': collection('g', 'where: { a: "${GONE}" }\nwhere: {}'),
    'z.yaml': collection('z'),
  });
  expect(result.ids).toEqual(['a', 'z']);
  expect(result.printed).toMatchInlineSnapshot(`
    "m/b.yaml:2:3: this line begins where none before it does
        x: [
        ^
      begin it with no space, like version
    m/c.yaml:7:1: unknown key "feilds"
      feilds: {}
      ^^^^^^
      is it "fields", which is given already?
    m/d.yaml:2:6: the file is not UTF-8 text from here on
      # caf
           ^
      save it with the encoding UTF-8
    m/e.yaml:1:1: the file is empty
      # nothing yet
      ^
      write at least version, collection, type, list, id and fields, or remove the file
    m/f.yaml:1:1: the file is empty
      
      ^
      write at least version, collection, type, list, id and fields, or remove the file
    m/g.yaml:7:14: the variable GONE is not set
      where: { a: "\${GONE}" }
                   ^^^^^^^
      set GONE in the environment, or give a fallback: \${GONE:-text}
    m/g.yaml:8:1: key "where" is given twice
      where: {}
      ^^^^^
      keep one of them"
  `);
});

test('a broken upstream leaves the collections that name it, without repeating itself', () => {
  const result = read({ 'upstream.yaml': 'version: 1', 'a.yaml': collection('a') });
  expect(result.upstreams.size).toBe(0);
  expect(result.ids).toEqual(['a']);
  expect(result.printed).toMatchInlineSnapshot(`
    "m/upstream.yaml:1:1: the key "url" is missing
      version: 1
      ^
      add url: … (Address of the GraphQL endpoint; UPSTREAM_URL in the environment overrides it)"
  `);
});

test('an id that is given twice', () => {
  const result = read({ 'upstream.yaml': upstream, 'a.yaml': collection('x'), 'b.yaml': collection('x') });
  expect(result.collections.map(({ file }) => file)).toEqual([join(directory, 'a.yaml')]);
  expect(result.printed).toMatchInlineSnapshot(`
    "m/b.yaml:2:13: the collection of m/a.yaml has this id too
      collection: x
                  ^
      give each collection its own id"
  `);
});

test('an upstream that is given twice', () => {
  const files = { 'upstream.yaml': upstream, 'upstreams/default.yaml': upstream, 'a.yaml': collection('a') };
  expect(read(files).printed).toMatchInlineSnapshot(`
    "m/upstreams/default.yaml:1:1: the upstream "default" is given twice, here and in m/upstream.yaml
      rename or remove one of the files"
  `);
});

test('upstreams that are not there', () => {
  const result = read({
    'upstreams/shop.yaml': upstream,
    'a.yaml': collection('a'),
    'b.yaml': collection('b', 'upstream: shpo'),
    'c.yaml': collection('c', 'upstream: shop'),
  });
  expect(result.ids).toEqual(['c']);
  expect(result.printed).toMatchInlineSnapshot(`
    "m/a.yaml:1:1: there is no upstream.yaml for this collection
      version: 1
      ^
      add upstream: … (known: shop), or write upstream.yaml
    m/b.yaml:7:11: there is no upstream "shpo"
      upstream: shpo
                ^^^^
      did you mean "shop"? Otherwise write upstreams/<name>.yaml"
  `);
});

test('files in the wrong place', () => {
  const files = { 'upstream.yaml': collection('a'), 'shop.yaml': upstream, 'b.yaml': collection('b') };
  expect(read(files).printed).toMatchInlineSnapshot(`
    "m/shop.yaml:2:1: this file is an upstream, but its place is that of a collection
      url: https://api.example/graphql
      ^^^
      rename it to upstream.yaml, or move it to upstreams/<name>.yaml
    m/upstream.yaml:2:1: this file is a collection, but its place is that of an upstream
      collection: a
      ^^^^^^^^^^
      move it to the directory of the collections, under another name"
  `);
});

test('nothing there', () => {
  expect(read({ 'readme.txt': '' }).printed).toMatchInlineSnapshot(`
    "m:1:1: the directory holds no mapping files
      let the command init write the first files, or write upstream.yaml and a file for each collection"
  `);
  expect(read({ 'a.yaml': collection('a') }).printed).toMatchInlineSnapshot(`
    "m:1:1: there is no upstream
      write upstream.yaml with version: 1 and url: https://…/graphql"
  `);
});
test('an upstream alone is a warning', () => {
  const { problems, printed } = read({ 'upstream.yaml': upstream });
  expect(problems.map(({ severity }) => severity)).toEqual(['warning']);
  expect(printed).toMatchInlineSnapshot(`
    "m:1:1: there are no collections
      let the command init write the first one"
  `);
});
test('a directory that does not exist, or is a file', () => {
  rmSync(directory, { recursive: true });
  const print = (): string =>
    readMappings(directory, {}).problems.map(formatProblem).join('\n').replaceAll(directory, 'm');
  expect(print()).toMatchInlineSnapshot(`
    "m:1:1: the directory of mapping files does not exist
      name the right one, or let the command init write the first files"
  `);
  writeFileSync(directory, '');
  expect(print()).toMatchInlineSnapshot(`"m:1:1: the directory of mapping files cannot be read: ENOTDIR"`);
});

test('what is at fault as YAML is not reported for its shape too', () => {
  const lines = (limit: string, type: string) =>
    `version: 1\ncollection: a\ntype: ${type}\nid: id\nlist: a\nfields: {}\nlimits: { scan: ${limit} }\n`;
  const problems = (text: string) =>
    read({ 'upstream.yaml': upstream, 'a.yaml': text }).printed.match(/^m\/\S+:\d+:\d+: .*$/gm);
  expect(problems(lines('.inf', 'A'))).toEqual(['m/a.yaml:7:17: this is not a number that JSON can hold']);
  expect(problems(lines('5', '*x'))).toEqual(['m/a.yaml:3:7: there is no anchor &x before this alias']);
});

test('what would be set in a file whose references lead nowhere is told without the line to set', () => {
  const text = 'collection: a\ntype: A\nid: id\nlist: a\nfields: { b: *x }\n';
  expect(read({ 'upstream.yaml': upstream, 'a.yaml': text }).printed).toMatchInlineSnapshot(`
    "m/a.yaml:1:1: the key "version" is missing
      collection: a
      ^
      add version: … (Version of the mapping format)
    m/a.yaml:5:14: there is no anchor &x before this alias
      fields: { b: *x }
                   ^^"
  `);
});
