/** Small schemas, one a style, as the products that have the style generate them. */

export const operatorObjects = `
  type Query {
    products(where: ProductFilter, orderBy: [ProductOrder!], limit: Int, offset: Int): [Product!]!
    productsCount(where: ProductFilter): Int!
    product(id: ID!): Product
  }
  type Mutation {
    createProduct(data: ProductInput!): Product
    updateProduct(id: ID!, data: ProductInput!): Product
    deleteProduct(id: ID!): Product
    addProductToCart(cart: ID!, product: ID!): Cart
  }
  type Cart { id: ID! total: Float }
  type Product { id: ID! title: String price: Float active: Boolean createdAt: DateTime tags: [String!] kind: Kind brand: Brand }
  type Brand { name: String }
  enum Kind { A B }
  scalar DateTime
  input ProductInput { title: String price: Float active: Boolean }
  input ProductFilter { AND: [ProductFilter!] OR: [ProductFilter!] NOT: ProductFilter id: IdOps title: TextOps price: FloatOps active: BoolOps createdAt: DateOps tags: ListOps brand: BrandFilter }
  input BrandFilter { name: TextOps }
  input IdOps { eq: ID ne: ID in: [ID!] }
  input TextOps { eq: String ne: String in: [String!] contains: String containsi: String startsWith: String isNull: Boolean lt: String }
  input FloatOps { eq: Float ne: Float in: [Float!] gt: Float gte: Float lt: Float lte: Float isNull: Boolean }
  input BoolOps { eq: Boolean }
  input DateOps { eq: DateTime gt: DateTime lt: DateTime exists: Boolean }
  input ListOps { has: String hasSome: [String!] }
  input ProductOrder { title: Direction price: Direction }
  enum Direction { asc desc }
`;

export const suffixes = `
  type Query {
    postCollection(where: PostFilter, order: [PostOrder], limit: Int = 100, skip: Int = 0): PostCollection
    post(id: String!): Post
  }
  type PostCollection { items: [Post]! total: Int! skip: Int! limit: Int! }
  type Post { sys: Sys! title: String views: Int }
  type Sys { id: String! }
  input PostFilter { AND: [PostFilter] OR: [PostFilter] title: String title_not: String title_in: [String] title_contains: String title_exists: Boolean views: Int views_gt: Int views_lte: Int views_not: Int }
  enum PostOrder { title_ASC title_DESC views_ASC views_DESC }
`;

export const relay = `
  type Query {
    films(first: Int, after: String, before: String, last: Int, sortKey: FilmSortKeys, reverse: Boolean, query: String): FilmConnection!
    node(id: ID!): Node
    nodes(ids: [ID!]!): [Node]!
  }
  interface Node { id: ID! }
  type Film implements Node { id: ID! title: String createdAt: String }
  type FilmConnection { edges: [FilmEdge!]! pageInfo: PageInfo! totalCount: Int }
  type FilmEdge { node: Film! cursor: String! }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  enum FilmSortKeys { TITLE CREATED_AT RELEVANCE }
`;

export const envelopes = `
  type Query {
    products(filters: ProductFilters, pagination: PaginationArg, sort: [String]): ProductResponseCollection
    product(id: ID): ProductEntityResponse
  }
  type ProductResponseCollection { data: [ProductEntity!]! meta: Meta! }
  type Meta { pagination: Pagination! }
  type Pagination { total: Int! page: Int! pageCount: Int! }
  type ProductEntity { id: ID attributes: Product }
  type ProductEntityResponse { data: ProductEntity }
  type Product { title: String price: Float }
  input PaginationArg { page: Int pageSize: Int start: Int limit: Int }
  input ProductFilters { and: [ProductFilters] title: StringFilter price: FloatFilter }
  input StringFilter { eq: String contains: String containsi: String null: Boolean and: [String] }
  input FloatFilter { eq: Float gt: Float null: Boolean }
`;

export const namespace = `
  type Query { site: Site! shop: Shop! repository(owner: String!, name: String!): Repository }
  type Site { products(first: Int, after: String, entityIds: [Int!]): ProductConnection! product(entityId: Int): Product }
  type Shop { id: ID! name: String! colours: [Colour!]! }
  type Colour { name: String hex: String }
  type Repository { id: ID! issues(first: Int, after: String): IssueConnection! }
  type ProductConnection { edges: [ProductEdge] pageInfo: PageInfo! }
  type ProductEdge { node: Product! cursor: String! }
  type Product { id: ID! entityId: Int! name: String! }
  type IssueConnection { nodes: [Issue] pageInfo: PageInfo! totalCount: Int! }
  type Issue { id: ID! title: String! }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
`;

/** What looks like something else in real schemas. */
export const traps = `
  type Query {
    entries(limit: Int, offset: Int, after: String, before: String, title: [String], search: String): [Entry]
    cart(id: ID!): Cart
    carts: [Cart!]!
    productsCount(limit: Int): Count
    orders(order: String, first: Int): [Order!]!
    people_aggregate: PeopleAggregate
    people: [Person!]!
    links(person: ID!): [Link!]!
    link(person: ID!, target: ID!): Link
  }
  type Entry { id: ID! title: String }
  type Cart { id: ID! items: [Line!]! total: Float }
  type Line { sku: String quantity: Int }
  type Count { count: Int precision: String }
  type Order { id: ID! order: String total: Float }
  type PeopleAggregate { count: Int sum: PersonSum avg: PersonSum }
  type PersonSum { age: Float }
  type Person { id: ID! age: Int old: String @deprecated min: Int max: Int }
  type Link { person: ID! target: ID! weight: Float }
`;
