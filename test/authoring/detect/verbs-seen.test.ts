import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { detectCollections } from '../../../src/authoring/detect/collections.js';

const schema = buildSchema(`
  type Query { staffUsers: [User!]! customers: [User!]! stocks: [Stock!]! items: [Item!]! images: [Image!]! variants: [Variant!]! }
  type Mutation {
    customerDelete(id: ID!): User
    variantStocksCreate(input: [StockInput!]!): Done
    change_column_value(item: ID!, value: String): Item
    bannerImageDelete(id: ID!): Done
    update_column(title: String): Column
    itemArchive(id: ID!): Item
  }
  type Done { ok: Boolean }
  input StockInput { quantity: Int }
  type User { id: ID! email: String }
  type Stock { id: ID! quantity: Int }
  type Item { id: ID! name: String }
  type Column { title: String }
  type Image { id: ID! url: String }
  type Variant { id: ID! sku: String }
`);
const verbs = (type: string) =>
  detectCollections(schema).collections.find((each) => each.itemType === type)?.verbs;

test.each([
  ['named after another list of the same type', 'User', ['remove']],
  ['named after its owner', 'Stock', ['insert']],
  ['answers with it and says that it changes', 'Item', ['update']],
  ['a name in front that is no type is another thing', 'Image', []],
])('%s', (_, type, expected) => {
  expect(verbs(type)).toEqual(expected);
});

test('what is only seen gives no template', () => {
  const writes = detectCollections(schema).collections.map((each) => [
    each.itemType,
    Object.keys(each.writes),
  ]);
  expect(Object.fromEntries(writes)).toMatchObject({ Stock: [], Item: [], Image: [] });
});
