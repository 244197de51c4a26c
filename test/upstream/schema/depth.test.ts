/** Schemas that nest without end are refused with a sentence, and nothing recurses into them. */
import { buildSchema, introspectionFromSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { deepestSchema, refuseDeepText } from '../../../src/upstream/schema/depth.js';
import { buildFromIntrospection } from '../../../src/upstream/schema/from-introspection.js';
import { parseSchema } from '../../../src/upstream/schema/load.js';
import { SchemaError } from '../../../src/upstream/schema/schema-error.js';

const nested = (depth: number, open: string, inner: string, close: string): string =>
  open.repeat(depth) + inner + close.repeat(depth);

const listType = (depth: number): string =>
  nested(depth, '{"kind":"LIST","name":null,"ofType":', '{"kind":"SCALAR","name":"Int"}', '}');

const introspection = (field: string): string =>
  `{"__schema":{"queryType":{"name":"Query"},"directives":[],"types":[{"kind":"SCALAR","name":"Int"},
  {"kind":"INPUT_OBJECT","name":"In","inputFields":[{"name":"i","type":{"kind":"SCALAR","name":"Int"}}]},
  {"kind":"OBJECT","name":"Query","interfaces":[],"fields":[${field}]}]}}`;

const failure = (read: () => unknown): unknown => {
  try {
    read();
  } catch (error) {
    return error;
  }
  return undefined;
};

const int = '{"kind":"SCALAR","name":"Int"}';

describe.each([101, 20_000])('%i levels', (depth) => {
  it.each<[string, string]>([
    ['list types', `type Query { a: ${nested(depth, '[', 'Int', ']')} }`],
    ['values of arguments', `type Query { a(x: [Int] = ${nested(depth, '[', '1', ']')}): Int }`],
    ['arguments of directives', `type Query @x(a: ${nested(depth, '{a:', '1', '}')}) { a: Int }`],
    ['brackets that never close', `type Query ${'{'.repeat(depth)}`],
    ['JSON', introspection(`{"name":"a","args":[],"type":${listType(depth)}}`)],
    ['JSON that is no introspection', `{"__schema":${nested(depth, '[', '', ']')}}`],
  ])('%s', (_name, text) => {
    const error = failure(() => parseSchema(text));
    expect(error).toBeInstanceOf(SchemaError);
    expect(error).toMatchObject({
      kind: 'invalid',
      message: `the schema is nested more than ${deepestSchema} levels deep`,
      line: expect.any(Number),
      column: expect.any(Number),
    });
  });

  it.each<[string, string]>([
    ['a field', `{"name":"a","args":[],"type":${listType(depth)}}`],
    ['an argument', `{"name":"a","args":[{"name":"x","type":${listType(depth)}}],"type":${int}}`],
  ])('an answer of an API: the type of %s', (_name, field) => {
    const error = failure(() => buildFromIntrospection(JSON.parse(introspection(field))));
    expect(error).toMatchObject({ kind: 'invalid', message: expect.stringMatching(/nested more than/) });
  });
});

it('a default value that is a deep text', () => {
  const value = nested(20_000, '[', '1', ']');
  const field = `{"name":"a","args":[{"name":"x","type":${int},"defaultValue":"${value}"}],"type":${int}}`;
  expect(failure(() => parseSchema(introspection(field)))).toMatchObject({
    kind: 'invalid',
    message: expect.stringMatching(/nested more than/),
  });
});

describe('no nesting', () => {
  const many = '['.repeat(1000);
  it.each<[string, string]>([
    ['a hundred levels', `type Query { a: ${nested(99, '[', 'Int', ']')} }`],
    ['comments', `# ${many}\ntype Query { a: Int } # ${many}`],
    ['descriptions', `"${many}" type Query { "\\"${many}" a: Int }`],
    ['blocks', `"""\n${many} \\""" ${many} "${many}\n""" type Query { a: Int }`],
    ['lists one after another', `type Query { ${'a: [Int] '.repeat(1000)} }`],
  ])('%s', (_name, text) => {
    expect(() => refuseDeepText(text)).not.toThrow();
  });

  it('of a real introspection result, brackets in its texts included', () => {
    const schema = buildSchema(`"${many}" type Query { a(x: [[Int]] = [[1]]): [[[Int!]!]!] }`);
    expect(parseSchema(JSON.stringify(introspectionFromSchema(schema))).getType('Query')).toBeDefined();
  });
});
