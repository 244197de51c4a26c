/** Columns and SDL of the imitated Strapi 4 and 5. */
import { type Cell, type Entry, isoMilliseconds, type Kind } from './engine/table.js';

export interface StrapiAttribute {
  readonly name: string;
  readonly kind: Kind | 'json';
  readonly type: string;
  /** What SQLite has stored: milliseconds for date-times, JSON text for JSON. */
  readonly stored: (entry: Entry) => Cell;
  readonly show: (entry: Entry) => unknown;
}

const attribute = (name: string, kind: Kind, type: string, cell = name): StrapiAttribute => {
  const stored = (entry: Entry): Cell => entry.cells[cell] ?? null;
  return { name, kind, type, stored, show: stored };
};
const jsonAttribute = (name: 'tags' | 'meta'): StrapiAttribute => ({
  name,
  kind: 'json',
  type: 'JSON',
  stored: (entry) => (entry[name] === null ? null : JSON.stringify(entry[name])),
  show: (entry) => entry[name],
});

export const productAttributes: readonly StrapiAttribute[] = [
  attribute('title', 'text', 'String'),
  attribute('sku', 'text', 'String'),
  attribute('price', 'float', 'Float'),
  attribute('quantity', 'int', 'Int'),
  attribute('rating', 'float', 'Float'),
  { ...attribute('big', 'bigint', 'Long'), show: (entry) => Number(entry.cells.big) },
  attribute('active', 'boolean', 'Boolean'),
  attribute('status', 'text', 'ENUM_PRODUCT_STATUS', 'statusText'),
  {
    ...attribute('publishDate', 'instant', 'DateTime', 'createdAt'),
    stored: (entry) =>
      entry.cells.createdAt == null ? null : Math.floor(Number(entry.cells.createdAt) / 1000),
    show: (entry) => isoMilliseconds(entry.cells.createdAt ?? null),
  },
  attribute('releasedOn', 'date', 'Date'),
  {
    ...attribute('opensAt', 'time', 'Time'),
    show: (entry) => (entry.cells.opensAt == null ? null : `${entry.cells.opensAt}.000`),
  },
  jsonAttribute('tags'),
  jsonAttribute('meta'),
];
export const categoryAttributes: readonly StrapiAttribute[] = [attribute('name', 'text', 'String')];

/** `id` of version 4 is a number in the database; `documentId` of version 5 is text. */
export const idAttributes: readonly StrapiAttribute[] = [
  attribute('id', 'int', 'ID', 'idNumber'),
  attribute('documentId', 'text', 'ID', 'id'),
];

const filterInput = (type: string): string => {
  const one = [
    'eq',
    'eqi',
    'ne',
    'nei',
    'startsWith',
    'endsWith',
    'contains',
    'notContains',
    'containsi',
    'notContainsi',
    'gt',
    'gte',
    'lt',
    'lte',
  ];
  return `
  input ${type}FilterInput {
    and: [${type}] or: [${type}] not: ${type}FilterInput
    ${one.map((each) => `${each}: ${type}`).join('\n    ')}
    null: Boolean notNull: Boolean in: [${type}] notIn: [${type}] between: [${type}]
  }`;
};

const filterOf = (each: StrapiAttribute): string =>
  `${each.type.startsWith('ENUM') ? 'String' : each.type}FilterInput`;
const lines = (attributes: readonly StrapiAttribute[], line: (each: StrapiAttribute) => string): string =>
  attributes.map(line).join('\n    ');

const filters = (id: string): string => `
  input ProductFiltersInput {
    ${id}: IDFilterInput
    ${lines(productAttributes, (each) => `${each.name}: ${filterOf(each)}`)}
    category: CategoryFiltersInput
    and: [ProductFiltersInput] or: [ProductFiltersInput] not: ProductFiltersInput
  }
  input CategoryFiltersInput {
    ${id}: IDFilterInput
    name: StringFilterInput
    and: [CategoryFiltersInput] or: [CategoryFiltersInput] not: CategoryFiltersInput
  }`;

const common = `
  scalar Date scalar DateTime scalar JSON scalar Long scalar Time
  enum ENUM_PRODUCT_STATUS { DRAFT ACTIVE ARCHIVED }
  type Pagination { total: Int! page: Int! pageSize: Int! pageCount: Int! }
  input PaginationArg { page: Int pageSize: Int start: Int limit: Int }
  ${['Boolean', 'Date', 'DateTime', 'Float', 'ID', 'Int', 'JSON', 'Long', 'String', 'Time'].map(filterInput).join('')}`;

const productFields = lines(productAttributes, (each) => `${each.name}: ${each.type}`);
const listArguments = (type: string): string =>
  `filters: ${type}FiltersInput, pagination: PaginationArg = {}, sort: [String] = []`;

export const strapi4TypeDefs = `
  ${common}
  ${filters('id')}
  enum PublicationState { LIVE PREVIEW }
  type ResponseCollectionMeta { pagination: Pagination! }
  type UploadFile { name: String! alternativeText: String url: String! }
  type UploadFileEntity { id: ID attributes: UploadFile }
  type UploadFileEntityResponse { data: UploadFileEntity }
  type Category { name: String }
  type CategoryEntity { id: ID attributes: Category }
  type CategoryEntityResponse { data: CategoryEntity }
  type CategoryEntityResponseCollection { data: [CategoryEntity!]! meta: ResponseCollectionMeta! }
  type Product {
    ${productFields}
    image: UploadFileEntityResponse
    category: CategoryEntityResponse
  }
  type ProductEntity { id: ID attributes: Product }
  type ProductEntityResponse { data: ProductEntity }
  type ProductEntityResponseCollection { data: [ProductEntity!]! meta: ResponseCollectionMeta! }
  type Query {
    category(id: ID): CategoryEntityResponse
    categories(${listArguments('Category')}): CategoryEntityResponseCollection
    product(id: ID): ProductEntityResponse
    products(${listArguments('Product')}, publicationState: PublicationState = LIVE): ProductEntityResponseCollection
  }`;

export const strapi5TypeDefs = `
  ${common}
  ${filters('documentId')}
  enum PublicationStatus { DRAFT PUBLISHED }
  type UploadFile { documentId: ID! name: String! alternativeText: String url: String! }
  type Category { documentId: ID! name: String }
  type CategoryEntityResponseCollection { nodes: [Category!]! pageInfo: Pagination! }
  type Product {
    documentId: ID!
    ${productFields}
    image: UploadFile
    category: Category
  }
  type ProductEntityResponseCollection { nodes: [Product!]! pageInfo: Pagination! }
  type Query {
    category(documentId: ID!, status: PublicationStatus = PUBLISHED): Category
    categories_connection(${listArguments('Category')}, status: PublicationStatus = PUBLISHED): CategoryEntityResponseCollection
    categories(${listArguments('Category')}, status: PublicationStatus = PUBLISHED): [Category]!
    product(documentId: ID!, status: PublicationStatus = PUBLISHED): Product
    products_connection(${listArguments('Product')}, status: PublicationStatus = PUBLISHED): ProductEntityResponseCollection
    products(${listArguments('Product')}, status: PublicationStatus = PUBLISHED): [Product]!
  }`;
