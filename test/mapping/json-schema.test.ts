import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
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
