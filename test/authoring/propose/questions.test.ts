/** Which lists are proposed although they want an argument, and which only on request. */
import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { propose } from '../../../src/authoring/propose/propose.js';

const sdl = `
  type Query {
    products(first: Int, after: String, channel: String!): ProductPage!
    prices(marketCode: String!): [Price!]!
    cards(accountId: Int!): [Card!]!
    assets(ids: [ID!]!): [Asset!]!
    results(term: String!): [Result!]!
    review(documentId: ID!): Review
    orderByCode(code: String!): Order
    countries: [Country!]!
    empties: [Empty!]!
  }
  type ProductPage { nodes: [Product!]! pageInfo: PageInfo! totalCount: Int }
  type PageInfo { endCursor: String hasNextPage: Boolean! }
  type Product { id: ID! name: String country: Country empty: Empty }
  type Price { id: ID! amount: Float }
  type Card { id: ID! last4: String }
  type Asset { id: ID! name: String }
  type Result { id: ID! title: String }
  type Review { id: ID! text: String book: Book }
  type Book { id: ID! title: String links(first: Int, skip: Int): LinkPage }
  type LinkPage { items: [Link!]! total: Int }
  type Link { id: ID! url: String }
  type Order { id: ID! customer: Customer }
  type Customer { id: ID! email: String orders(first: Int, skip: Int): OrderPage }
  type OrderPage { items: [Order!]! total: Int }
  type Country { id: ID! name: String }
  type Empty { id: ID! count(of: String!): Int }
`;
const schema = buildSchema(sdl);
const reasons = new Map(propose(schema).skipped.map((each) => [each.field, each.reason]));

describe('by default', () => {
  test('lists of everything, and those that want to know for whom', () => {
    const { collections } = propose(schema);
    expect(collections.map((each) => [each.name, each.questions])).toEqual([
      ['products', ['products(channel: String!)']],
      ['prices', ['prices(marketCode: String!)']],
      ['countries', []],
    ]);
  });

  test.each([
    ['cards', /needs cards\(accountId: Int!\).*--only/],
    ['assets', /needs assets\(ids: \[ID!\]!\).*--only/],
    ['results', /needs results\(term: String!\).*--only/],
  ])('not %s, which belong to something', (field, reason) => {
    expect(reasons.get(field)).toMatch(reason);
  });

  test('nothing below one item', () => {
    const nested = propose(schema).collections.filter(({ value }) => {
      const field = typeof value.list === 'string' ? value.list : value.list.field;
      return field.includes('.');
    });
    expect(nested).toEqual([]);
  });

  test('no reference to what has no file', () => {
    expect(reasons.get('empties')).toMatch(/no field beside the id/);
    const products = propose(schema).collections.find((each) => each.name === 'products');
    expect(products?.value.fields).toEqual({
      name: 'name',
      country: { path: 'country.id', type: 'REFERENCE', collection: 'countries', include: 'country' },
    });
  });
});

test.each([
  ['cards', 'cards', { arguments: { accountId: '?' } }],
  ['Result', 'results', { arguments: { term: '?' } }],
])('--only %s gives it, with a question', (only, name, list) => {
  const { collections } = propose(schema, { only: [only] });
  expect(collections.map((each) => each.name)).toEqual([name]);
  expect(collections[0]!.value.list).toMatchObject(list);
});
