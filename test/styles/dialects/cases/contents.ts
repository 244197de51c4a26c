import { both, type DialectCases, date, either, id, is, list, number, RESIDUAL, text } from '../case.js';

/** Content management systems and developers' tools. */
export const contents: readonly DialectCases[] = [
  {
    dialect: 'strapi5',
    list: 'books_connection',
    schema: `
      type Query { books_connection(filters: BookFiltersInput, pagination: PaginationArg, sort: [String]): Books }
      type Books { nodes: [Book!]! pageInfo: Pagination! } type Pagination { total: Int! } type Book { documentId: ID! title: String }
      input PaginationArg { limit: Int start: Int }
      input BookFiltersInput { documentId: IDFilterInput title: StringFilterInput price: FloatFilterInput author: AuthorFiltersInput and: [BookFiltersInput] or: [BookFiltersInput] not: BookFiltersInput }
      input AuthorFiltersInput { name: StringFilterInput }
      input IDFilterInput { eq: ID in: [ID] } input FloatFilterInput { eq: Float ne: Float gt: Float notIn: [Float] null: Boolean notNull: Boolean }
      input StringFilterInput { eq: String ne: String contains: String containsi: String notContainsi: String null: Boolean notNull: Boolean in: [String] notIn: [String] }`,
    cases: [
      [text('title', 'eq', 'Emma'), { title: { eq: 'Emma' } }],
      [text('title', 'ne', 'Emma'), RESIDUAL],
      [number('price', 'ne', 3), { price: { ne: 3 } }],
      [number('price', 'nin', [3]), { price: { notIn: [3] } }],
      [text('title', 'startsWith', 'Em'), { title: { containsi: 'Em' } }],
      [text('title', 'isNull', true), { title: { null: true } }],
      [text('author.name', 'contains', 'a'), { author: { name: { containsi: 'a' } } }],
      [
        either(id('documentId', 'eq', 'x'), number('price', 'gt', 1)),
        { or: [{ documentId: { eq: 'x' } }, { price: { gt: 1 } }] },
      ],
    ],
  },
  {
    dialect: 'contentful',
    list: 'pageCollection',
    schema: `
      type Query { pageCollection(where: PageFilter, order: [PageOrder], limit: Int, skip: Int): PageCollection }
      type PageCollection { items: [Page]! total: Int! } type Page { title: String sys: Sys! } type Sys { id: String! }
      input PageFilter { AND: [PageFilter] OR: [PageFilter] title: String title_not: String title_in: [String] title_contains: String title_exists: Boolean views: Int views_not: Int views_gte: Int tags_contains_all: [String] tags_contains_some: [String] sys: SysFilter }
      input SysFilter { id: String id_in: [String] } enum PageOrder { title_ASC title_DESC sys_id_ASC }`,
    cases: [
      [text('title', 'eq', 'Home'), { title: 'Home' }],
      [text('title', 'isNull', true), { title_exists: false }],
      [text('title', 'notNull', true), { title_exists: true }],
      [text('title', 'contains', 'om'), RESIDUAL],
      [number('views', 'ne', 1), { views_not: 1 }],
      [id('sys.id', 'in', ['a']), { sys: { id_in: ['a'] } }],
      [list('tags', 'has', 'a'), { tags_contains_all: ['a'] }],
      [
        both(number('views', 'gte', 1), either(text('title', 'eq', 'a'), text('title', 'eq', 'b'))),
        { views_gte: 1, OR: [{ title: 'a' }, { title: 'b' }] },
      ],
    ],
  },
  {
    dialect: 'keystone',
    list: 'posts',
    schema: `
      type Query { posts(where: PostWhereInput! = {}, orderBy: [PostOrderByInput!]! = [], take: Int, skip: Int! = 0): [Post!] postsCount(where: PostWhereInput! = {}): Int }
      type Post { id: ID! title: String } input PostOrderByInput { title: OrderDirection } enum OrderDirection { asc desc }
      input PostWhereInput { AND: [PostWhereInput!] OR: [PostWhereInput!] NOT: [PostWhereInput!] title: StringFilter views: IntNullableFilter }
      input StringFilter { equals: String contains: String mode: QueryMode not: StringFilter } input IntNullableFilter { equals: Int notIn: [Int!] not: IntNullableFilter } enum QueryMode { default insensitive }`,
    cases: [
      [text('title', 'contains', 'a'), { title: { contains: 'a', mode: 'insensitive' } }],
      [number('views', 'ne', 3), { views: { not: { equals: 3 } } }],
      [number('views', 'isNull', true), { views: { equals: null } }],
    ],
  },
  {
    dialect: 'payload',
    list: 'Books',
    schema: `
      type Query { Books(where: Book_where, limit: Int, page: Int, sort: String): Books } type Books { docs: [Book!]! totalDocs: Int! } type Book { id: String! title: String }
      input Book_where { title: Book_title_operator price: Book_price_operator dims__w: Book_price_operator tags: Book_tags_operator AND: [Book_where_and] OR: [Book_where_or] }
      input Book_where_and { title: Book_title_operator price: Book_price_operator AND: [Book_where_and] OR: [Book_where_or] }
      input Book_where_or { title: Book_title_operator price: Book_price_operator AND: [Book_where_and] OR: [Book_where_or] }
      input Book_title_operator { equals: String not_equals: String like: String contains: String in: [String] not_in: [String] exists: Boolean }
      input Book_price_operator { equals: Float not_equals: Float greater_than: Float exists: Boolean }
      input Book_tags_operator { equals: String in: [String] all: [String] }`,
    cases: [
      [text('title', 'contains', 'a b'), { title: { contains: 'a b' } }],
      [text('title', 'in', ['a']), RESIDUAL],
      [number('price', 'isNull', true), { price: { exists: false } }],
      [number('dims.w', 'gt', 3), { dims__w: { greater_than: 3 } }],
      [list('tags', 'hasAll', ['a']), { tags: { all: ['a'] } }],
      [
        either(text('title', 'eq', 'a'), number('price', 'eq', 1)),
        { OR: [{ title: { equals: 'a' } }, { price: { equals: 1 } }] },
      ],
    ],
  },
  {
    dialect: 'json-graphql-server',
    list: 'allPosts',
    schema: `
      type Query { allPosts(page: Int, perPage: Int, sortField: String, sortOrder: String, filter: PostFilter): [Post] _allPostsMeta(filter: PostFilter): ListMetadata }
      type ListMetadata { count: Int } type Post { id: ID! title: String! }
      input PostFilter { q: String ids: [ID] id: ID id_neq: ID title: String title_gt: String title_neq: String views: Int views_lt: Int created_at: DateTime tags: [String] }`,
    cases: [
      [text('title', 'eq', 'a'), { title: 'a' }],
      [text('title', 'ne', 'a'), { title_neq: 'a' }],
      [text('title', 'contains', 'a'), { q: 'a' }],
      [both(text('title', 'contains', 'a'), number('views', 'lt', 3)), { q: 'a', views_lt: 3 }],
      [date('created_at', 'eq', '2024-01-01T00:00:00Z'), RESIDUAL],
      [list('tags', 'hasAll', ['a', 'b']), { tags: ['a', 'b'] }],
      [either(text('title', 'eq', 'a'), text('title', 'eq', 'b')), RESIDUAL],
    ],
  },
  {
    dialect: 'hot-chocolate',
    list: 'books',
    schema: `
      type Query { books(first: Int, after: String, where: BookFilterInput, order: [BookSortInput!]): BooksConnection } type BooksConnection { nodes: [Book!] } type Book { id: ID! }
      input BookFilterInput { and: [BookFilterInput!] or: [BookFilterInput!] title: StringOperationFilterInput price: IntOperationFilterInput tags: ListStringOperationFilterInput }
      input StringOperationFilterInput { eq: String neq: String contains: String } input IntOperationFilterInput { eq: Int neq: Int gte: Int in: [Int] nin: [Int] }
      input ListStringOperationFilterInput { some: StringOperationFilterInput any: Boolean } input BookSortInput { title: SortEnumType } enum SortEnumType { ASC DESC }`,
    cases: [
      [number('price', 'isNull', true), { price: { eq: null } }],
      [list('tags', 'has', 'a'), { tags: { some: { eq: 'a' } } }],
      [list('tags', 'isEmptyList', true), { tags: { any: false } }],
      [
        both(number('price', 'gte', 1), number('price', 'ne', 5)),
        { and: [{ price: { gte: 1 } }, { price: { neq: 5 } }] },
      ],
    ],
  },
  {
    dialect: 'linear',
    list: 'issues',
    schema: `
      type Query { issues(first: Int, after: String, filter: IssueFilter, sort: [IssueSortInput!], includeArchived: Boolean): IssueConnection } type IssueConnection { nodes: [Issue!]! } type Issue { id: ID! title: String! }
      input IssueFilter { and: [IssueFilter!] or: [IssueFilter!] title: StringComparator priority: NumberComparator dueDate: NullableDate }
      input StringComparator { eq: String neq: String containsIgnoreCase: String startsWithIgnoreCase: String } input NumberComparator { eq: Float nin: [Float!] } input NullableDate { null: Boolean gt: DateTime }
      input IssueSortInput { title: TitleSort } input TitleSort { order: Order nulls: Nulls } enum Order { Ascending Descending } enum Nulls { first last }`,
    cases: [
      [text('title', 'endsWith', 'a'), { title: { containsIgnoreCase: 'a' } }],
      [date('dueDate', 'isNull', true), { dueDate: { null: true } }],
      [number('priority', 'nin', [1]), { priority: { nin: [1] } }],
    ],
  },
  {
    dialect: 'craft',
    list: 'entries',
    schema: `
      type Query { entries(id: [String], title: [String], price: [String], featured: Boolean, orderBy: String, limit: Int, offset: Int, relatedTo: [String]): [EntryInterface] entryCount(title: [String]): Int! }
      interface EntryInterface { id: ID }`,
    cases: [
      [number('price', 'gt', 10), { price: ['> 10'] }],
      [text('title', 'eq', 'not now'), RESIDUAL],
      [text('title', 'isNull', true), { title: [':empty:'] }],
      [is('featured', 'boolean', 'eq', true), { featured: true }],
      [both(number('price', 'gt', 1), number('price', 'lt', 9)), RESIDUAL],
    ],
  },
];
