import { both, type DialectCases, date, either, id, is, list, no, number, RESIDUAL, text } from '../case.js';

/** APIs generated from a database. */
export const databases: readonly DialectCases[] = [
  {
    dialect: 'hasura',
    list: 'books',
    schema: `
      type Query { books(where: books_bool_exp, order_by: [books_order_by!], limit: Int, offset: Int): [books!]! }
      type books { id: Int! title: String }
      input books_bool_exp { _and: [books_bool_exp!] _or: [books_bool_exp!] _not: books_bool_exp id: Int_cmp title: String_cmp price: Int_cmp tags: String_array_cmp author: authors_bool_exp }
      input authors_bool_exp { name: String_cmp }
      input Int_cmp { _eq: Int _neq: Int _gt: Int _gte: Int _lt: Int _lte: Int _in: [Int!] _nin: [Int!] _is_null: Boolean }
      input String_cmp { _eq: String _neq: String _in: [String!] _nin: [String!] _like: String _ilike: String _nilike: String _is_null: Boolean }
      input String_array_cmp { _contains: [String!] _eq: [String!] _is_null: Boolean }
      input books_order_by { id: order_by title: order_by }
      enum order_by { asc asc_nulls_first desc desc_nulls_last }`,
    cases: [
      [text('title', 'eq', 'Emma'), { title: { _eq: 'Emma' } }],
      [text('title', 'contains', '50%_\\'), { title: { _ilike: '%50\\%\\_\\\\%' } }],
      [text('title', 'startsWith', 'a'), { title: { _ilike: 'a%' } }],
      [text('title', 'endsWith', 'a'), { title: { _ilike: '%a' } }],
      [text('title', 'notContains', 'a'), { title: { _nilike: '%a%' } }],
      [number('price', 'nin', [1, 2]), { price: { _nin: [1, 2] } }],
      [number('price', 'contains', 1), RESIDUAL],
      [text('title', 'isNull', true), { title: { _is_null: true } }],
      [list('tags', 'has', 'new'), { tags: { _contains: ['new'] } }],
      [list('tags', 'hasSome', ['new']), RESIDUAL],
      [list('tags', 'isEmptyList', true), { tags: { _eq: [] } }],
      [text('author.name', 'eq', 'Jane'), { author: { name: { _eq: 'Jane' } } }],
      [
        either(text('title', 'eq', 'Emma'), number('price', 'lt', 5)),
        { _or: [{ title: { _eq: 'Emma' } }, { price: { _lt: 5 } }] },
      ],
      [
        both(number('price', 'gte', 1), number('price', 'lt', 5)),
        { _and: [{ price: { _gte: 1 } }, { price: { _lt: 5 } }] },
      ],
      [no(text('title', 'eq', 'Emma')), { _not: { title: { _eq: 'Emma' } } }],
    ],
  },
  {
    dialect: 'postgraphile',
    list: 'books',
    schema: `
      type Query { books(first: Int, offset: Int, after: String, condition: BookCondition, filter: BookFilter, orderBy: [BookOrderBy!]): BookConnection }
      type BookConnection { nodes: [Book]! totalCount: Int! }
      type Book { rowId: Int! title: String }
      input BookCondition { rowId: Int }
      input BookFilter { and: [BookFilter!] or: [BookFilter!] not: BookFilter rowId: IntFilter title: StringFilter tags: StringListFilter }
      input IntFilter { isNull: Boolean equalTo: Int distinctFrom: Int greaterThan: Int in: [Int!] notIn: [Int!] }
      input StringFilter { isNull: Boolean equalTo: String distinctFrom: String likeInsensitive: String notLikeInsensitive: String }
      input StringListFilter { equalTo: [String] contains: [String] overlaps: [String] }
      enum BookOrderBy { ROW_ID_ASC ROW_ID_DESC TITLE_ASC TITLE_DESC }`,
    cases: [
      [text('title', 'ne', 'Emma'), { title: { distinctFrom: 'Emma' } }],
      [text('title', 'contains', '50%'), { title: { likeInsensitive: '%50\\%%' } }],
      [text('title', 'notEndsWith', 'a'), { title: { notLikeInsensitive: '%a' } }],
      [number('rowId', 'gt', 3), { rowId: { greaterThan: 3 } }],
      [list('tags', 'hasSome', ['a', 'b']), { tags: { overlaps: ['a', 'b'] } }],
      [text('title', 'gt', 'a'), RESIDUAL],
    ],
  },
  {
    dialect: 'postgraphile4-plain',
    list: 'allBooks',
    schema: `
      type Query { allBooks(first: Int, offset: Int, condition: BookCondition, orderBy: [BooksOrderBy!]): BooksConnection }
      type BooksConnection { nodes: [Book]! totalCount: Int! }
      type Book { id: Int! title: String }
      input BookCondition { id: Int title: String }
      enum BooksOrderBy { ID_ASC ID_DESC }`,
    cases: [
      [text('title', 'eq', 'Emma'), { title: 'Emma' }],
      [text('title', 'isNull', true), { title: null }],
      [both(text('title', 'eq', 'Emma'), number('id', 'eq', 1)), { title: 'Emma', id: 1 }],
      [text('title', 'ne', 'Emma'), RESIDUAL],
      [either(text('title', 'eq', 'a'), text('title', 'eq', 'b')), RESIDUAL],
    ],
  },
  {
    dialect: 'supabase',
    list: 'booksCollection',
    schema: `
      type Query { booksCollection(first: Int, after: String, offset: Int, filter: booksFilter, orderBy: [booksOrderBy!]): booksConnection }
      type booksConnection { edges: [booksEdge!]! } type booksEdge { cursor: String! node: books! } type books { id: Int! title: String }
      input booksFilter { id: IntFilter title: StringFilter and: [booksFilter!] or: [booksFilter!] not: booksFilter }
      input IntFilter { eq: Int gt: Int in: [Int!] is: FilterIs }
      input StringFilter { eq: String neq: String ilike: String is: FilterIs }
      input booksOrderBy { id: OrderByDirection } enum OrderByDirection { AscNullsFirst DescNullsLast } enum FilterIs { NULL NOT_NULL }`,
    cases: [
      [text('title', 'isNull', true), { title: { is: 'NULL' } }],
      [text('title', 'notNull', true), { title: { is: 'NOT_NULL' } }],
      [text('title', 'contains', 'a_b'), { title: { ilike: '%a\\_b%' } }],
      [number('id', 'nin', [1]), RESIDUAL],
    ],
  },
  {
    dialect: 'prisma',
    list: 'books',
    schema: `
      type Query { books(where: BookWhereInput, orderBy: [BookOrderBy!], take: Int, skip: Int): [Book!]! }
      type Book { id: Int! title: String }
      input BookWhereInput { AND: [BookWhereInput!] OR: [BookWhereInput!] NOT: [BookWhereInput!] id: IntFilter title: StringFilter plain: PlainFilter tags: StringListFilter }
      input IntFilter { equals: Int in: [Int!] notIn: [Int!] gt: Int not: IntFilter }
      input StringFilter { equals: String contains: String mode: QueryMode not: StringFilter }
      input PlainFilter { equals: String contains: String }
      input StringListFilter { equals: [String!] has: String hasEvery: [String!] hasSome: [String!] isEmpty: Boolean }
      enum QueryMode { default insensitive } input BookOrderBy { id: SortOrder } enum SortOrder { asc desc }`,
    cases: [
      [number('id', 'ne', 1), { id: { not: { equals: 1 } } }],
      [text('title', 'contains', 'a'), { title: { contains: 'a', mode: 'insensitive' } }],
      // Without `mode` (SQLite, MySQL) nothing is known about case.
      [text('plain', 'contains', 'a'), RESIDUAL],
      [text('title', 'isNull', true), { title: { equals: null } }],
      [text('title', 'notNull', true), { title: { not: { equals: null } } }],
      [list('tags', 'hasAll', ['a']), { tags: { hasEvery: ['a'] } }],
      [no(number('id', 'gt', 1)), { NOT: [{ id: { gt: 1 } }] }],
    ],
  },
  {
    dialect: 'prisma-sqlite',
    list: 'books',
    schema: `
      type Query { books(where: BookWhereInput, orderBy: [BookOrderBy!], take: Int, skip: Int): [Book!]! }
      type Book { id: Int! title: String } input BookOrderBy { id: SortOrder } enum SortOrder { asc desc }
      input BookWhereInput { AND: [BookWhereInput!] OR: [BookWhereInput!] title: StringFilter }
      input StringFilter { equals: String contains: String not: StringFilter }`,
    cases: [
      [text('title', 'contains', 'a'), { title: { contains: 'a' } }],
      [text('title', 'ne', 'a'), { title: { not: { equals: 'a' } } }],
    ],
  },
  {
    dialect: 'dgraph',
    list: 'queryBook',
    schema: `
      type Query { queryBook(filter: BookFilter, order: BookOrder, first: Int, offset: Int): [Book] }
      type Book { id: ID! title: String }
      input BookFilter { id: [ID!] title: StringHashFilter price: IntFilter live: Boolean has: [BookHasFilter] and: [BookFilter] or: [BookFilter] not: BookFilter }
      input StringHashFilter { eq: String in: [String] } input IntFilter { eq: Int in: [Int] le: Int lt: Int ge: Int gt: Int }
      enum BookHasFilter { title price } input BookOrder { asc: BookOrderable desc: BookOrderable then: BookOrder } enum BookOrderable { title price }`,
    cases: [
      [id('id', 'in', ['0x1', '0x2']), { id: ['0x1', '0x2'] }],
      [id('id', 'eq', '0x1'), { id: ['0x1'] }],
      [number('price', 'gte', 3), { price: { ge: 3 } }],
      [is('live', 'boolean', 'eq', true), { live: true }],
      [text('title', 'isNull', true), { not: { has: ['title'] } }],
      [text('title', 'contains', 'a'), RESIDUAL],
    ],
  },
  {
    dialect: 'neo4j5',
    list: 'movies',
    schema: `
      type Query { movies(where: MovieWhere, options: MovieOptions): [Movie!]! }
      type Movie { id: ID! title: String }
      input MovieWhere { id: ID id_IN: [ID!] title: String title_CONTAINS: String released: Int released_GTE: Int tags: [String!] tags_INCLUDES: String OR: [MovieWhere!] AND: [MovieWhere!] NOT: MovieWhere }
      input MovieOptions { limit: Int offset: Int sort: [MovieSort!] } input MovieSort { title: SortDirection } enum SortDirection { ASC DESC }`,
    cases: [
      [number('released', 'gte', 1999), { released_GTE: 1999 }],
      [text('title', 'isNull', true), { title: null }],
      [list('tags', 'has', 'new'), { tags_INCLUDES: 'new' }],
      [no(text('title', 'eq', 'Heat')), { NOT: { title: 'Heat' } }],
    ],
  },
  {
    dialect: 'openreader',
    list: 'accounts',
    schema: `
      type Query { accounts(where: AccountWhereInput, orderBy: [AccountOrderByInput!], limit: Int, offset: Int): [Account!]! }
      type Account { id: String! name: String }
      input AccountWhereInput { id_eq: String name_eq: String name_isNull: Boolean name_containsInsensitive: String balance_gt: Int tags_containsAny: [String!] AND: [AccountWhereInput!] OR: [AccountWhereInput!] }
      enum AccountOrderByInput { id_ASC name_ASC_NULLS_FIRST }`,
    cases: [
      [text('name', 'notNull', true), { name_isNull: false }],
      [text('name', 'startsWith', 'a'), { name_containsInsensitive: 'a' }],
      [list('tags', 'hasSome', ['a']), { tags_containsAny: ['a'] }],
      [
        both(number('balance', 'gt', 1), either(text('name', 'eq', 'a'), text('name', 'eq', 'b'))),
        { balance_gt: 1, AND: [{ OR: [{ name_eq: 'a' }, { name_eq: 'b' }] }] },
      ],
    ],
  },
  {
    dialect: 'appsync',
    list: 'listBooks',
    schema: `
      type Query { listBooks(filter: ModelBookFilterInput, limit: Int, nextToken: String): ModelBookConnection }
      type ModelBookConnection { items: [Book]! nextToken: String } type Book { id: ID! title: String }
      input ModelBookFilterInput { id: ModelIDInput title: ModelStringInput published: ModelStringInput price: ModelIntInput tags: ModelStringInput and: [ModelBookFilterInput] or: [ModelBookFilterInput] not: ModelBookFilterInput }
      input ModelIDInput { eq: ID ne: ID } input ModelStringInput { eq: String ne: String ge: String contains: String beginsWith: String attributeExists: Boolean }
      input ModelIntInput { eq: Int le: Int ge: Int attributeExists: Boolean }`,
    cases: [
      [number('price', 'lte', 3), { price: { le: 3 } }],
      [list('tags', 'has', 'new'), { tags: { contains: 'new' } }],
      [number('price', 'notNull', true), { price: { attributeExists: true } }],
      [number('price', 'isNull', true), RESIDUAL],
      [date('published', 'gte', '2024-01-01T00:00:00Z'), RESIDUAL],
      [id('id', 'in', ['a', 'b']), RESIDUAL],
    ],
  },
];
