/** Custom fields of Vendure: below an object in results, flat in filters and sorts. */
import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { propose } from '../../../src/authoring/propose/propose.js';
import { collectionFile } from '../../../src/authoring/write/files.js';
import { dialectNamed } from '../../../src/styles/dialects/index.js';

const schema = buildSchema(`
  type Query { products(options: ProductListOptions): ProductList! product(id: ID): Product }
  type ProductList { items: [Product!]! totalItems: Int! }
  type Product { id: ID! name: String! customFields: ProductCustomFields size: Size }
  type ProductCustomFields { color: String weight: Int name: String shade: String }
  type Size { height: Int width: Int }
  input ProductListOptions { skip: Int take: Int sort: ProductSortParameter filter: ProductFilterParameter }
  enum SortOrder { ASC DESC }
  input ProductSortParameter { name: SortOrder color: SortOrder height: SortOrder }
  input ProductFilterParameter { name: StringOperators color: StringOperators weight: NumberOperators height: NumberOperators }
  input StringOperators { eq: String contains: String in: [String!] isNull: Boolean }
  input NumberOperators { eq: Float lt: Float gt: Float isNull: Boolean }`);

test('each name stands where the filter and the sort have it, and a field beside the object goes first', () => {
  const [products] = propose(schema, { dialect: dialectNamed('vendure')! }).collections;
  const { text } = collectionFile(products!);
  expect(text).toContain('customFieldsColor: { path: customFields.color, filter: color, sort: color }');
  expect(text).toContain('customFieldsWeight: { path: customFields.weight, filter: weight }');
  expect(text).toContain('customFieldsName: customFields.name');
  expect(text).toContain('customFieldsShade: customFields.shade');
  expect(text).toContain('sizeHeight: size.height');
});
