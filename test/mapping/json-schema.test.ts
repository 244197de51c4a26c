import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { jsonSchemaText, mappingJsonSchemas } from '../../src/mapping/json-schema.js';

const schemas = mappingJsonSchemas();

test.each(Object.entries(schemas))(
  'schemas/%s.schema.json is up to date (npm run schemas)',
  (name, schema) => {
    const file = new URL(`../../schemas/${name}.schema.json`, import.meta.url);
    expect(readFileSync(file, 'utf8')).toBe(jsonSchemaText(schema));
  },
);

test.each(Object.entries(schemas))('%s: draft 7, a title, no $id, closed at the top', (_, schema) => {
  expect(schema).toMatchObject({
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: expect.any(String),
    additionalProperties: false,
  });
  expect(JSON.stringify(schema)).not.toContain('"$id"');
});

test.each(Object.entries(schemas))('%s: every key has a description, which editors show', (_, schema) => {
  const properties = schema.properties as Readonly<Record<string, { description?: string; $ref?: string }>>;
  const without = Object.entries(properties).filter(([, part]) => part.description === undefined);
  expect(without.map(([key]) => key)).toEqual([]);
});

describe('a collection', () => {
  const collection = { version: 1, collection: 'a', type: 'A', list: 'all', id: 'id', fields: {} };
  const withField = (field: unknown) => ({ ...collection, fields: { x: field } });

  test.each([
    ['a plain path', withField('a.b')],
    ['a path', withField({ path: 'a', type: 'TEXT' })],
    ['a template', withField({ template: '{a}' })],
    ['a template beside what belongs to a path', withField({ template: '{a}', path: '', collection: 'b' })],
    ['a reference', withField({ path: 'a', type: 'REFERENCE', collection: 'b' })],
  ])('%s is accepted', (_, value) => {
    expect(accepts(schemas.collection, value)).toBe(true);
  });

  const refused: readonly (readonly [string, object])[] = [
    ['neither path nor template', withField({ type: 'TEXT' })],
    ['an empty path', withField('')],
    ['an empty path in an object', withField({ path: '' })],
    ['a reference to nothing', withField({ path: 'a', type: 'REFERENCE' })],
    ['references to nothing', withField({ path: 'a', type: 'MULTI_REFERENCE' })],
    ['a collection without a reference', withField({ path: 'a', type: 'TEXT', collection: 'b' })],
    ['a collection without a type', withField({ path: 'a', collection: 'b' })],
    ['a scale of nothing', withField({ path: 'a', type: 'NUMBER', scale: 0 })],
    ['_id among the fields', { ...collection, fields: { _id: 'id' } }],
    ...['id', 'type', 'list', 'upstream'].map(
      (key) => [`an empty ${key}`, { ...collection, [key]: '' }] as const,
    ),
  ];
  test.each(refused)('%s is refused', (_, value) => {
    expect(accepts(schemas.collection, value)).toBe(false);
  });
});

/** The keywords that these schemas use. */
function accepts(schema: unknown, value: unknown): boolean {
  if (typeof schema === 'boolean') return schema;
  const part = schema as Readonly<Record<string, never>> & { readonly [key: string]: unknown };
  const all = (schemas: unknown, test: (each: unknown) => boolean): boolean =>
    schemas === undefined || (schemas as readonly unknown[]).every(test);
  const object = typeof value === 'object' && value !== null && !Array.isArray(value);
  const entries = object ? Object.entries(value) : [];
  const properties = (part.properties ?? {}) as Readonly<Record<string, unknown>>;
  const types: Readonly<Record<string, boolean>> = {
    object,
    array: Array.isArray(value),
    string: typeof value === 'string',
    number: typeof value === 'number',
    integer: Number.isInteger(value),
    boolean: typeof value === 'boolean',
    null: value === null,
  };
  const condition = part.if === undefined ? undefined : accepts(part.if, value);
  return (
    (part.type === undefined || types[part.type as string] === true) &&
    (part.const === undefined || part.const === value) &&
    (part.enum === undefined || (part.enum as readonly unknown[]).includes(value)) &&
    (part.not === undefined || !accepts(part.not, value)) &&
    all(part.allOf, (each) => accepts(each, value)) &&
    (part.anyOf === undefined || (part.anyOf as readonly unknown[]).some((each) => accepts(each, value))) &&
    (condition === undefined || accepts((condition ? part.then : part.else) ?? true, value)) &&
    (!object || all(part.required, (name) => Object.hasOwn(value, name as string))) &&
    (typeof value !== 'string' ||
      (value.length >= ((part.minLength as number | undefined) ?? 0) &&
        (part.pattern === undefined || new RegExp(part.pattern as string).test(value)))) &&
    entries.every(
      ([key, inner]) =>
        accepts(part.propertyNames ?? true, key) &&
        accepts(
          Object.hasOwn(properties, key) ? properties[key] : (part.additionalProperties ?? true),
          inner,
        ),
    )
  );
}
