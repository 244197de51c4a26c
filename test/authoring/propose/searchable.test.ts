import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { propose } from '../../../src/authoring/propose/propose.js';
import { dialectNamed } from '../../../src/styles/dialects/index.js';

/** Rows `name | type | description | values` as the description of products' query argument. */
function proposed(rows: readonly string[], header = 'name | type | description | acceptable_values') {
  const table = [`| ${header} |`, '| ---- |', ...rows.map((row) => `| ${row} |`)].join('\n');
  const schema = buildSchema(`
    type Query { products(first: Int, after: String, "${table.replaceAll('\n', '\\n')}" query: String): Products! node(id: ID!): Node }
    interface Node { id: ID! }
    type Products { nodes: [Product!]! edges: [Edge!]! pageInfo: PageInfo! }
    type Edge { node: Product! cursor: String! }
    type PageInfo { hasNextPage: Boolean! endCursor: String }
    type Product implements Node { id: ID! title: String createdAt: DateTime updatedAt: DateTime isGiftCard: Boolean! tags: [String!]! total: Int status: Status barcode: String maker: Maker }
    type Maker { name: String }
    enum Status { ACTIVE DRAFT }
    scalar DateTime
  `);
  const { collections } = propose(schema, { dialect: dialectNamed('shopify-admin') });
  const value = collections[0]!.value as {
    list: { filter?: { searchable: string[] } };
    fields: Record<string, unknown>;
  };
  return { searchable: value.list.filter?.searchable, fields: value.fields };
}

describe('fields of the search language', () => {
  test.each([
    ['the same name', 'title | string | Title.', ['title:text']],
    ['the id', 'id | id | Id.', ['id:id']],
    ['snake case', 'created_at | time | Created.', ['created_at:date']],
    ['a list by its singular', 'tag | string | Tag.', ['tag:list']],
    ['whole numbers', 'total | integer | Total.', ['total:number']],
    ['below an object', 'maker_name | string | Maker.', ['maker_name:text']],
    ['by its link', 'gift_card | boolean | [x](/objects/Product#field-isgiftcard)', ['gift_card:boolean']],
    [
      'a link to another type means another field',
      'barcode | string | [x](/objects/Variant#field-barcode)',
      [],
    ],
    ['another kind is another field', 'title | boolean | Titled.', []],
    [
      'an enum whose values it all takes',
      'status | string | Status. | `active` `draft` `any`',
      ['status:enum'],
    ],
    ['an enum of which it lacks a value', 'status | string | Status. | `active`', []],
    ['no field of that name', 'vendor | string | Vendor.', []],
  ])('%s', (_, row, expected) => {
    expect(proposed([row]).searchable).toEqual(expected);
  });

  test('names that differ from the path stand at the field, unless the dialect has them', () => {
    const { fields } = proposed(['created_at | time | C.', 'updated_at | time | U.', 'title | string | T.']);
    expect(fields).toMatchObject({
      _createdDate: { path: 'createdAt', filter: 'created_at' },
      _updatedDate: 'updatedAt',
      title: 'title',
    });
  });

  test('without types the field says its kind; numbers need a word', () => {
    const { searchable } = proposed(['title | T.', 'total | T.'], 'name | description');
    expect(searchable).toEqual(['title:text']);
  });

  test('without a table the dialect holds', () => {
    expect(proposed([], 'no table').searchable).toBeUndefined();
  });
});
