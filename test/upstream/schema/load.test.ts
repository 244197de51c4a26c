import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSchema, introspectionFromSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadSchema, parseSchema } from '../../../src/upstream/schema/load.js';
import { printSchemaFile } from '../../../src/upstream/schema/print.js';
import { SchemaError } from '../../../src/upstream/schema/schema-error.js';
import { hasRare, rareFile } from '../../rare/rare.js';

const sdl = 'type Query { products(first: Int = 3): [Product!]! } type Product { id: ID! }';
const introspection = introspectionFromSchema(buildSchema(sdl));

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'schema-'));
});
afterAll(() => rm(folder, { recursive: true }));

test.each<[string, string]>([
  ['schema.graphql', sdl],
  ['schema.gql', `\uFEFF# comment\n${sdl}`],
  ['schema.graphqls', `"""text"""\n${sdl.replaceAll(' }', '\r\n}')}`],
  ['data.json', JSON.stringify({ data: introspection })],
  ['plain.json', JSON.stringify(introspection, null, 2)],
  ['odd-name.txt', JSON.stringify({ data: introspection, extensions: {} })],
])('%s', async (name, text) => {
  const path = join(folder, name);
  await writeFile(path, text);
  const schema = await loadSchema(path);
  expect(Object.keys(schema.getQueryType()!.getFields())).toEqual(['products']);
  expect(schema.getQueryType()!.getFields().products!.args[0]!.defaultValue).toBe(3);
});

describe('what is tolerated', () => {
  test.each<[string, string, string]>([
    ['AppSync scalars', 'type Query { a: AWSDateTime, b: [AWSJSON] }', 'AWSDateTime'],
    [
      'an extension without a definition',
      'extend type Query { a: Int } extend type Query { b: Int }',
      'Query',
    ],
    ['unknown directives', 'type Query @auth(rules: [{allow: public}]) { a: Int @aws_api_key }', 'Query'],
    ['other root names', 'schema { query: query_root } type query_root { a: Int }', 'query_root'],
    ['an empty type', 'type Query { a: Empty } type Empty', 'Empty'],
    ['names with two underscores', 'type Query { __a: Int }', 'Query'],
  ])('%s', (_, text, type) => {
    expect(parseSchema(text).getType(type)).toBeDefined();
  });

  test('both extensions count', () => {
    const schema = parseSchema('extend type Query { a: Int } extend type Query { b: Int }');
    expect(Object.keys(schema.getQueryType()!.getFields())).toEqual(['a', 'b']);
  });

  test('introspection with null where lists are expected', () => {
    const json = JSON.parse(JSON.stringify(introspection)) as { __schema: Record<string, unknown> };
    json.__schema.directives = null;
    for (const type of json.__schema.types as Record<string, unknown>[]) type.interfaces = null;
    expect(parseSchema(JSON.stringify(json)).getType('Product')).toBeDefined();
  });
});

test.each<[string, string, Partial<SchemaError>, RegExp]>([
  ['empty', ' \n', { kind: 'syntax', line: 1, column: 1 }, /empty/],
  [
    'broken SDL',
    'type Query {\n  a: Int\n  b Int\n}',
    { kind: 'syntax', line: 3, column: 5 },
    /Expected ":"/,
  ],
  [
    'unknown type',
    'type Query {\n  a: Int\n  b: [Nope!]\n}',
    { kind: 'invalid', line: 3, column: 7 },
    /type Nope is used/,
  ],
  ['wrong case', 'type Query { a: string }', { kind: 'invalid', line: 1, column: 17 }, /case-sensitive/],
  ['no query type', 'type A { b: Int }', { kind: 'invalid' }, /no query type/],
  ['broken JSON', '{\n  "data": {\n    x', { kind: 'syntax', line: 3, column: 5 }, /not valid JSON/],
  ['another JSON', '{"a":1}', { kind: 'invalid' }, /no __schema/],
  ['errors saved', '{"errors":[{"message":"no"}]}', { kind: 'invalid' }, /but errors/],
  ['no types', '{"__schema":{"queryType":{"name":"Query"}}}', { kind: 'invalid' }, /no types/],
  ['null data', '{"data":null}', { kind: 'invalid' }, /no __schema/],
  [
    'a missing type',
    JSON.stringify(introspection)
      .replaceAll('"name":"Product"', '"name":"Gone"')
      .replace('"name":"Gone"', '"name":"Here"'),
    { kind: 'incomplete' },
    /cut|not complete/,
  ],
])('%s', (_, text, expected, message) => {
  const parse = () => parseSchema(text);
  expect(parse).toThrow(SchemaError);
  expect(parse).toThrow(message);
  expect(parse).toThrow(expect.objectContaining(expected));
});

test('a file that is not there', async () => {
  await expect(loadSchema(join(folder, 'none.graphql'))).rejects.toMatchObject({
    kind: 'unreadable',
    message: expect.stringMatching(/none\.graphql: there is no such file/),
  });
});

describe('schemas of real size', () => {
  const packages = new URL('../../../node_modules/', import.meta.url);
  test.each([
    ['GitHub', () => fileURLToPath(new URL('@octokit/graphql-schema/schema.graphql', packages)), 1_000],
    ...(hasRare
      ? [['Shopify', () => rareFile('@shopify/hydrogen-react/storefront.schema.json'), 300] as const]
      : []),
  ] as const)('%s loads, and prints to a file that gives the same again', async (_, file, atLeast) => {
    const path = file();
    const schema = await loadSchema(path);
    expect(Object.keys(schema.getTypeMap()).length).toBeGreaterThan(atLeast);
    const text = printSchemaFile(schema);
    expect(printSchemaFile(parseSchema(text))).toBe(text);
    expect((await readFile(path, 'utf8')).length).toBeGreaterThan(100_000);
  });
});

test('the syntax tree of a file is not kept', () => {
  const schema = parseSchema(`
    enum Way { up }
    input Wanted { way: Way }
    interface Thing { id: ID! }
    type Item implements Thing { id: ID! }
    type Query { items(wanted: Wanted): [Item!]! }
  `);
  // Everything that can be reached, functions and what they hold not included.
  const seen = new Set<unknown>();
  const kinds = new Set<unknown>();
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    if ('kind' in value && typeof value.kind === 'string') kinds.add(value.kind);
    for (const each of value instanceof Map ? value.values() : Object.values(value)) look(each);
  };
  look(schema.toConfig());
  expect(seen.size).toBeGreaterThan(20);
  expect([...kinds]).toEqual([]);
});
