/** The schema of the demo API. Nothing in it knows of Wix: it is what a modern shop backend might offer. */
const operators = (type: string): string =>
  `eq: ${type}, ne: ${type}, in: [${type}!], nin: [${type}!], isNull: Boolean`;
const ordering = (type: string): string => `gt: ${type}, gte: ${type}, lt: ${type}, lte: ${type}`;
const searching = 'contains: String, startsWith: String, endsWith: String';
const logic = (filter: string): string => `AND: [${filter}!], OR: [${filter}!], NOT: ${filter}`;
const list = (name: string, plural: string): string => `
  ${plural}(where: ${name}Filter, orderBy: [${name}Order!], limit: Int = 20, offset: Int = 0): ${name}Page!
  ${name.toLowerCase()}(id: ID!): ${name}`;
const written = (name: string): string => `
  create${name}(input: ${name}Input!): ${name}Payload!
  update${name}(id: ID!, input: ${name}Input!): ${name}Payload!
  delete${name}(id: ID!): ${name}Payload!`;

export const schemaText = `
"""Decimal number, written as text"""
scalar Decimal
"""Date without time, 2024-02-29"""
scalar Date
"""Instant in UTC with milliseconds"""
scalar DateTime

enum Condition { NEW REFURBISHED USED }
enum Direction { ASC DESC }

type Query {${list('Product', 'products')}${list('Category', 'categories')}${list('Brand', 'brands')}
}

type Product {
  id: ID!
  sku: String!
  name: String!
  """HTML"""
  description: String
  price: Money!
  listPrice: Money
  "From 1 to 5"
  rating: Float
  stock: Int!
  available: Boolean!
  condition: Condition!
  tags: [String!]
  images: [Image!]!
  brand: Brand
  category: Category!
  releasedOn: Date
  createdAt: DateTime!
  updatedAt: DateTime!
}
type Money { amount: Decimal!, currency: String! }
type Image { url: String!, alt: String, width: Int!, height: Int! }
type Category { id: ID!, slug: String!, name: String!, description: String, parent: Category }
type Brand { id: ID!, name: String!, country: String, founded: Int, website: String }

type Mutation {${written('Product')}${written('Category')}${written('Brand')}
}
"""Why a mutation has done nothing"""
type UserError { code: UserErrorCode!, message: String!, "Of the input" field: String }
enum UserErrorCode { TAKEN NOT_FOUND INVALID IN_USE }
type ProductPayload { product: Product, errors: [UserError!]! }
type CategoryPayload { category: Category, errors: [UserError!]! }
type BrandPayload { brand: Brand, errors: [UserError!]! }

"""A price without a currency has the one that it had, or EUR"""
input MoneyInput { amount: Decimal, currency: String }
input ImageInput { url: String!, alt: String, width: Int!, height: Int! }
"""A new product needs sku, name, price and categoryId; without an id it gets one. What is left out of a change stays, null takes it away"""
input ProductInput {
  id: ID, sku: String, name: String, description: String, price: MoneyInput, listPrice: MoneyInput
  rating: Float, stock: Int, available: Boolean, condition: Condition, tags: [String!], images: [ImageInput!]
  brandId: ID, categoryId: ID, releasedOn: Date
}
"""A new category needs slug and name"""
input CategoryInput { id: ID, slug: String, name: String, description: String, parentId: ID }
"""A new brand needs a name"""
input BrandInput { id: ID, name: String, country: String, founded: Int, website: String }

type ProductPage { items: [Product!]!, totalCount: Int! }
type CategoryPage { items: [Category!]!, totalCount: Int! }
type BrandPage { items: [Brand!]!, totalCount: Int! }

input IDFilter { ${operators('ID')} }
input StringFilter { ${operators('String')}, ${ordering('String')}, ${searching} }
input IntFilter { ${operators('Int')}, ${ordering('Int')} }
input FloatFilter { ${operators('Float')}, ${ordering('Float')} }
input DecimalFilter { ${operators('Decimal')}, ${ordering('Decimal')} }
input DateFilter { ${operators('Date')}, ${ordering('Date')} }
input DateTimeFilter { ${operators('DateTime')}, ${ordering('DateTime')} }
input BooleanFilter { eq: Boolean, ne: Boolean, isNull: Boolean }
input ConditionFilter { ${operators('Condition')} }
input StringListFilter { hasSome: [String!], hasAll: [String!], isEmpty: Boolean, isNull: Boolean }
input MoneyFilter { amount: DecimalFilter, currency: StringFilter }

input ProductFilter {
  ${logic('ProductFilter')}
  id: IDFilter, sku: StringFilter, name: StringFilter, description: StringFilter
  price: MoneyFilter, listPrice: MoneyFilter, rating: FloatFilter, stock: IntFilter, available: BooleanFilter
  condition: ConditionFilter, tags: StringListFilter, brand: BrandFilter, category: CategoryFilter
  releasedOn: DateFilter, createdAt: DateTimeFilter, updatedAt: DateTimeFilter
}
input CategoryFilter {
  ${logic('CategoryFilter')}
  id: IDFilter, slug: StringFilter, name: StringFilter, description: StringFilter, parent: CategoryFilter
}
input BrandFilter {
  ${logic('BrandFilter')}
  id: IDFilter, name: StringFilter, country: StringFilter, founded: IntFilter, website: StringFilter
}

input MoneyOrder { amount: Direction, currency: Direction }
input ProductOrder {
  id: Direction, sku: Direction, name: Direction, price: MoneyOrder, listPrice: MoneyOrder, rating: Direction, stock: Direction
  available: Direction, brand: BrandOrder, category: CategoryOrder
  releasedOn: Direction, createdAt: Direction, updatedAt: Direction
}
input CategoryOrder { id: Direction, slug: Direction, name: Direction, parent: CategoryOrder }
input BrandOrder { id: Direction, name: Direction, country: Direction, founded: Direction }
`;
