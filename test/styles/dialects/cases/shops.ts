import { both, type DialectCases, date, either, id, list, no, number, RESIDUAL, text } from '../case.js';

const shopifySchema = `
  type Query { products(first: Int, after: String, query: String, sortKey: ProductSortKeys, reverse: Boolean): ProductConnection! }
  type ProductConnection { nodes: [Product!]! } type Product { id: ID! title: String! } enum ProductSortKeys { ID TITLE UPDATED_AT }`;

/** Shops. */
export const shops: readonly DialectCases[] = [
  {
    dialect: 'shopify-admin',
    list: 'products',
    schema: shopifySchema,
    cases: [
      [text('title', 'eq', 'say "hi" \\o/'), 'title:"say \\"hi\\" \\\\o/"'],
      [text('title', 'eq', '---'), ''],
      [text('title', 'contains', 'a'), RESIDUAL],
      [id('id', 'in', ['gid://shopify/Product/1', 'gid://shopify/Product/22']), '(id:1 OR id:22)'],
      [id('id', 'eq', 'no such id'), 'id:0'],
      [date('updated_at', 'gt', '2024-01-02T03:04:05.678Z'), 'updated_at:>="2024-01-02T03:04:05Z"'],
      [list('tag', 'hasAll', ['a b', 'c']), '(tag:"a b" AND tag:"c")'],
      [
        both(text('vendor', 'eq', 'x'), either(text('title', 'eq', 'a'), text('title', 'eq', 'b'))),
        '(vendor:"x" AND (title:"a" OR title:"b"))',
      ],
      [text('inventory_total', 'eq', 'a'), RESIDUAL],
    ],
  },
  {
    dialect: 'commercetools',
    list: 'products',
    schema: `
      type Query { products(where: String, sort: [String!], limit: Int, offset: Int): ProductQueryResult! }
      type ProductQueryResult { results: [Product!]! total: Int! } type Product { id: String! key: String }`,
    cases: [
      [text('key', 'eq', 'a"b\\c'), 'key = "a\\"b\\\\c"'],
      [text('key', 'in', ['a', 'b']), 'key in ("a", "b")'],
      [text('key', 'isNull', true), 'key is not defined'],
      [number('version', 'lte', 3), 'version <= 3'],
      [
        number('totalPrice.centAmount', 'isNull', true),
        'totalPrice is not defined or totalPrice(centAmount is not defined)',
      ],
      [number('totalPrice.centAmount', 'gt', 99), 'totalPrice(centAmount > 99)'],
      [no(text('key', 'eq', 'a')), 'not(key = "a")'],
      [
        both(text('key', 'eq', 'a'), either(number('version', 'eq', 1), number('version', 'eq', 2))),
        '(key = "a") and ((version = 1) or (version = 2))',
      ],
    ],
  },
  {
    dialect: 'kibo',
    list: 'products',
    schema: `
      type Query { products(filter: String, startIndex: Int, pageSize: Int, sortBy: String): ProductCollection }
      type ProductCollection { items: [Product] totalCount: Int! } type Product { productCode: String }`,
    cases: [
      [text('productCode', 'eq', 'A-1'), 'productCode eq A-1'],
      [
        both(number('orderNumber', 'gte', 3), text('email', 'eq', 'a@b.c')),
        'orderNumber ge 3 and email eq a@b.c',
      ],
      [text('productCode', 'startsWith', 'A'), RESIDUAL],
    ],
  },
  {
    dialect: 'magento',
    list: 'products',
    schema: `
      type Query { products(search: String, filter: ProductAttributeFilterInput, pageSize: Int, currentPage: Int, sort: ProductAttributeSortInput): Products }
      type Products { items: [Product] total_count: Int } type Product { uid: ID! sku: String }
      input ProductAttributeFilterInput { sku: FilterEqualTypeInput name: FilterMatchTypeInput price: FilterRangeTypeInput }
      input FilterEqualTypeInput { eq: String in: [String] } input FilterMatchTypeInput { match: String } input FilterRangeTypeInput { from: String to: String }
      input ProductAttributeSortInput { name: SortEnum } enum SortEnum { ASC DESC }`,
    cases: [
      [number('price', 'gte', 9.5), { price: { from: '9.5' } }],
      [both(number('price', 'gt', 1), number('price', 'lt', 5)), { price: { from: '1', to: '5' } }],
      [text('sku', 'in', ['a', 'b']), { sku: { in: ['a', 'b'] } }],
      [text('name', 'eq', 'a'), RESIDUAL],
    ],
  },
  {
    dialect: 'saleor',
    list: 'products',
    schema: `
      type Query { products(first: Int, after: String, where: ProductWhereInput, sortBy: ProductOrder, channel: String): ProductCountableConnection }
      type ProductCountableConnection { edges: [Edge!]! totalCount: Int } type Edge { node: Product! cursor: String! } type Product { id: ID! name: String! }
      input ProductWhereInput { ids: [ID!] name: StringFilterInput price: DecimalFilterInput isAvailable: Boolean AND: [ProductWhereInput!] OR: [ProductWhereInput!] }
      input StringFilterInput { eq: String oneOf: [String!] } input DecimalFilterInput { eq: Float oneOf: [Float!] range: DecimalRangeInput } input DecimalRangeInput { gte: Float lte: Float }
      input ProductOrder { direction: OrderDirection! field: ProductOrderField } enum OrderDirection { ASC DESC } enum ProductOrderField { NAME PRICE }`,
    cases: [
      [text('name', 'in', ['a']), { name: { oneOf: ['a'] } }],
      [number('price', 'gte', 3), { price: { range: { gte: 3 } } }],
      [
        both(number('price', 'gte', 3), number('price', 'lte', 5)),
        { AND: [{ price: { range: { gte: 3 } } }, { price: { range: { lte: 5 } } }] },
      ],
      [text('name', 'contains', 'a'), RESIDUAL],
    ],
  },
  {
    dialect: 'vendure',
    list: 'products',
    schema: `
      type Query { products(options: ProductListOptions): ProductList! } type ProductList { items: [Product!]! totalItems: Int! } type Product { id: ID! name: String! }
      input ProductListOptions { skip: Int take: Int sort: ProductSortParameter filter: ProductFilterParameter }
      input ProductFilterParameter { name: StringOperators createdAt: DateOperators price: NumberOperators _and: [ProductFilterParameter!] _or: [ProductFilterParameter!] }
      input StringOperators { eq: String notEq: String contains: String in: [String!] isNull: Boolean } input DateOperators { eq: DateTime before: DateTime after: DateTime } input NumberOperators { eq: Float lt: Float gte: Float }
      input ProductSortParameter { name: SortOrder } enum SortOrder { ASC DESC }`,
    cases: [
      [date('createdAt', 'gt', '2024-01-01T00:00:00Z'), { createdAt: { after: '2024-01-01T00:00:00Z' } }],
      [date('createdAt', 'gte', '2024-01-01T00:00:00Z'), RESIDUAL],
      [text('name', 'isNull', true), { name: { isNull: true } }],
      [
        either(text('name', 'contains', 'a'), number('price', 'lt', 3)),
        { _or: [{ name: { contains: 'a' } }, { price: { lt: 3 } }] },
      ],
    ],
  },
];
