/** The JSON Schema of one API's collection: editors complete its paths, lists, types and arguments; nothing is refused. */
import { buildSchema } from 'graphql';
import { expect, it } from 'vitest';
import { propose } from '../../../src/authoring/propose/propose.js';
import { collectionJsonSchema, pathsOf } from '../../../src/authoring/write/api-schema.js';
import { collectionFile, schemaFiles } from '../../../src/authoring/write/files.js';
import { bindOutput } from '../../../src/model/bind/output.js';
import { parsePath } from '../../../src/model/bind/paths.js';
import { dialects } from '../../../src/styles/dialects/index.js';

const schema = buildSchema(`
  enum Locale { EN DE }
  interface Named { name: String! }
  type Photo implements Named { name: String!, url: String! }
  type Film { seconds: Int }
  union Media = Photo | Film
  type Brand { id: ID!, title: String!, products: [Product!]! }
  type Product { id: ID!, name: String!, tags: [String!], media: [Media!]!, brand: Brand, in(locale: Locale!): String }
  type Query { "All of them" products(locale: Locale, limit: Int, offset: Int): [Product!]! brands: [Brand!]! }
`);

it('names the paths to plain values, as a mapping file writes them', () => {
  expect(pathsOf(schema.getType('Product')).slice(0, 10)).toEqual([
    'id',
    'name',
    'tags',
    'brand.id',
    'brand.title',
    'media[].(Photo).name',
    'media[].(Photo).url',
    'media[].(Film).seconds',
    'brand.products[].id',
    'brand.products[].name',
  ]);
});

it('each path that it names can be read', () => {
  for (const type of ['Product', 'Brand'])
    for (const path of pathsOf(schema.getType(type)))
      expect(bindOutput(schema, type, parsePath(path), {}), path).not.toHaveProperty('message');
});

it('suggests types, lists, arguments and paths beside what any file may say', () => {
  const made = collectionJsonSchema(schema, { type: 'Product', list: { field: 'products' } });
  expect(made).toMatchObject({
    allOf: [{ $ref: 'collection.schema.json' }],
    properties: {
      type: { anyOf: [{ enum: expect.arrayContaining(['Product', 'Brand', 'Named']) }, { type: 'string' }] },
      list: {
        anyOf: [
          { anyOf: [{ enum: ['products', 'brands'] }, { type: 'string' }] },
          {
            properties: {
              arguments: {
                properties: {
                  locale: { description: 'Locale', anyOf: [{ enum: ['EN', 'DE'] }, {}] },
                  limit: { description: 'Int' },
                },
              },
            },
          },
        ],
      },
      fields: {
        additionalProperties: {
          anyOf: [{ anyOf: [{ enum: expect.arrayContaining(['brand.title']) }, {}] }, {}],
        },
      },
    },
  });
});

it('is named in the first line of the file; the one of upstream files names the dialects', () => {
  const { collections } = propose(schema);
  const { text } = collectionFile(collections.find((each) => each.name === 'products')!);
  expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=.schemas/of-products.schema.json');
  const upstream = schemaFiles().find(({ name }) => name.endsWith('/upstream.schema.json'))!;
  const { properties } = JSON.parse(upstream.text);
  expect(properties.dialect.anyOf[0].enum).toEqual(dialects.map(({ name }) => name));
});
