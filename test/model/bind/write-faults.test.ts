import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { writeFaults } from '../../../src/model/bind/write-faults.js';
import type { WriteStyle } from '../../../src/styles/vocabulary.js';

const schema = buildSchema(`
  type Query { products: [Product!]! }
  type Product { id: ID! title: String price: Float status: Status version: Int meta: JSON }
  type Versionless { id: ID! }
  enum Status { DRAFT ACTIVE }
  scalar JSON
  input ProductInput { title: String! price: Float status: Status }
  input PatchInput { id: ID! title: StringSet price: FloatSet }
  input StringSet { set: String }
  input FloatSet { set: Float increment: Float }
  input Where { id: ID! }
  input Strange { brand: ID }
  type Payload { product: Product errors: [Fault!]! many: [Product!] }
  type Fault { message: String }
  type Mutation {
    createProduct(input: ProductInput!, notify: Boolean! = false): Payload
    createFlat(title: String!, price: Float): Product
    createMany(inputs: [ProductInput!]!): Payload
    createStrange(input: Strange!): Payload
    createLoose(data: JSON!): Payload
    updateProduct(input: PatchInput!): Payload
    updateVersion(id: ID!, version: Int!, input: ProductInput!): Payload
    setStatus(id: ID!, status: Status!): Payload
    deleteProduct(where: Where!): Payload
    deleteMany(ids: [ID!]!): Payload
  }
`);

const messages = (write: WriteStyle, written: readonly string[] = ['title', 'price'], type = 'Product') =>
  writeFaults(write, { schema, type, written, slots: { type: 'product', Type: 'Product' } }).map(
    ({ path, message, options }) =>
      `${options.severity === 'warning' ? 'warning ' : ''}${path.join('.')}: ${message}`,
  );

const insert = { mutation: 'createProduct', arguments: { input: '$item' } };

test.each<[string, WriteStyle]>([
  ['the item as one input', { ...insert, result: 'product', errors: 'errors' }],
  ['names with slots', { mutation: 'create$Type', arguments: { input: '$item' } }],
  ['the item as arguments', { mutation: 'createFlat', arguments: { '...': '$item' } }],
  ['a list of one', { mutation: 'createMany', arguments: { inputs: ['$item'] }, result: 'many.0' }],
  ['several items', { mutation: 'createMany', arguments: { inputs: '$items' } }],
  ['an item as JSON', { mutation: 'createLoose', arguments: { data: '$item' } }],
  [
    'an id beside the item, and values in objects',
    {
      mutation: 'updateProduct',
      arguments: { input: { id: '$id', '...': '$item' } },
      value: { set: '$value' },
    },
  ],
  ['an id inside', { mutation: 'deleteProduct', arguments: { where: { id: '$id' } } }],
  ['ids', { mutation: 'deleteMany', arguments: { ids: '$ids' } }],
  ['a constant', { mutation: 'setStatus', arguments: { id: '$id', status: 'DRAFT' } }],
  [
    'a version',
    {
      mutation: 'updateVersion',
      arguments: { id: '$id', version: '$version', input: '$item' },
      version: 'commercetools',
    },
  ],
])('nothing is wrong with %s', (_, write) => {
  expect(messages(write)).toEqual([]);
});

describe('what is wrong', () => {
  test.each<[WriteStyle, string[]]>([
    [{ ...insert, mutation: 'createProdct' }, ['mutation: the upstream has no mutation "createProdct"']],
    [
      { mutation: 'createProduct', arguments: { inptu: '$item' } },
      [
        'arguments.inptu: "createProduct" has no argument "inptu"',
        'arguments: "createProduct" needs the argument "input" (ProductInput!)',
      ],
    ],
    [
      { mutation: 'deleteProduct', arguments: { where: { key: '$id' } } },
      [
        'arguments.where.key: "where" has no member "key"',
        'arguments.where: "where" needs the member "id" (ID!)',
      ],
    ],
    [
      { mutation: 'deleteProduct', arguments: { where: '$id' } },
      ['arguments.where: "where" takes an object (Where!), not "$id"'],
    ],
    [
      { mutation: 'deleteProduct', arguments: { where: { id: ['$id'] } } },
      ['arguments.where.id: "id" takes one value (ID!), not a list'],
    ],
    [
      { mutation: 'deleteProduct', arguments: { where: { id: null } } },
      ['arguments.where.id: "id" (ID!) cannot be null'],
    ],
    [
      { mutation: 'setStatus', arguments: { id: '$id', status: 'DRAFTED' } },
      ['arguments.status: the enum Status has no value "DRAFTED"'],
    ],
    [
      { mutation: 'setStatus', arguments: { id: '$item', status: 'DRAFT' } },
      ['arguments.id: "id" (ID!) cannot take "$item", which is an object'],
    ],
    [
      { mutation: 'createFlat', arguments: { '...': '$id' } },
      ['arguments....: "..." takes the place of "$item", not of "$id"'],
    ],
    [
      { mutation: 'createStrange', arguments: { input: '$item' } },
      ['arguments.input: no field of this file is written: "input" takes brand'],
    ],
    [
      { ...insert, value: { set: '$value' } },
      [
        'value: "title" takes String!, which has not the form of value; leave value out where fields take plain values',
      ],
    ],
    [
      { ...insert, value: { set: 1 } },
      ['value: value has no "$value", so every item would be written alike'],
    ],
    [
      { ...insert, result: 'item', errors: 'userErrors' },
      [
        'result: the result of "createProduct" has no "item"',
        'errors: the result of "createProduct" has no "userErrors"',
      ],
    ],
    [
      { mutation: 'updateVersion', arguments: { id: '$id', version: '$version', input: '$item' } },
      ['arguments: "$version" stands here, but version does not name where it comes from'],
    ],
    [{ ...insert, version: 'commercetools' }, ['version: no argument holds "$version"']],
    [
      {
        mutation: 'updateVersion',
        arguments: { id: '$id', version: '$version', input: '$item' },
        version: 'commercetool',
      },
      ['version: no version source is called "commercetool"'],
    ],
  ])('%j', (write, expected) => {
    expect(messages(write)).toEqual(expected);
  });

  test('a suggestion for a word that is not known', () => {
    const helps = (values: WriteStyle['arguments']) =>
      writeFaults(
        { mutation: 'setStatus', arguments: values },
        { schema, type: 'Product', written: [], slots: {} },
      ).map(({ options }) => options.help);
    expect(helps({ id: '$id', status: 'DRAFTED' })).toEqual(['did you mean "DRAFT"?']);
    expect(helps({ id: '$id', status: 'GONE' })).toEqual(['its values: DRAFT, ACTIVE']);
    expect(helps({ id: '$id', status: 'DRAFT', staus: 1 })).toEqual(['did you mean "status"?']);
  });

  test('a version that the type does not have', () => {
    const write = {
      mutation: 'updateVersion',
      arguments: { id: '$id', version: '$version', input: '$item' },
      version: 'amplify',
    };
    expect(messages(write)).toEqual(['version: Product has no "_version", where this version stands']);
  });

  test('a member that is required and that nothing writes is a warning', () => {
    const expected = 'needs "title" (String!), which no field of this file writes';
    expect(messages(insert, ['price'])).toEqual([`warning : "createProduct" ${expected}`]);
    const flat = { mutation: 'createFlat', arguments: { '...': '$item' } };
    expect(messages(flat, ['price'])).toEqual([`warning : "createFlat" ${expected}`]);
    const given = { mutation: 'createProduct', arguments: { input: { title: 'untitled', '...': '$item' } } };
    expect(messages(given, ['price'])).toEqual([]);
  });
});
