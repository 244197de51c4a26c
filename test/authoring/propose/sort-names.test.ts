import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { propose } from '../../../src/authoring/propose/propose.js';
import { dialectNamed } from '../../../src/styles/dialects/index.js';

const schema = buildSchema(`
  type Query { products(first: Int, after: String, sortKey: Keys, reverse: Boolean): Products! }
  type Products { nodes: [Product!]! edges: [Edge!]! pageInfo: PageInfo! }
  type Edge { node: Product! cursor: String! }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type Product { id: ID! title: String createdAt: DateTime updatedAt: DateTime }
  enum Keys { TITLE CREATED UPDATED_AT ID RELEVANCE }
  scalar DateTime
`);

test('a key that nearly spells the field is named at the field, exact ones follow the dialect', () => {
  const { collections } = propose(schema, { dialect: dialectNamed('shopify-admin') });
  expect(collections[0]?.value.fields).toEqual({
    title: 'title',
    _createdDate: { path: 'createdAt', sort: 'CREATED' },
    _updatedDate: 'updatedAt',
  });
});

test("without a dialect detection's own style names it", () => {
  const [products] = propose(schema).collections;
  expect(products?.value.fields).toMatchObject({ _createdDate: 'createdAt' });
  expect(products?.value.list).toMatchObject({ sort: { fields: { createdAt: 'CREATED' } } });
});
