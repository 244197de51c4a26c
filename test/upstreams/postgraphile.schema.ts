/** SDL of the imitated PostGraphile, with or without the plug-ins for filters and aggregates. */
import {
  categoryColumns,
  isNumeric,
  type PostgraphileColumn,
  productColumns,
} from './postgraphile.columns.js';

export interface PostgraphileNames {
  readonly products: string;
  readonly categories: string;
  readonly product: string;
  readonly category: string;
  readonly productByNodeId: string;
}

/** @param simple names of @graphile-contrib/pg-simplify-inflector */
export const namesOf = (simple: boolean): PostgraphileNames =>
  simple
    ? {
        products: 'products',
        categories: 'categories',
        product: 'product',
        category: 'category',
        productByNodeId: 'productByNodeId',
      }
    : {
        products: 'allProducts',
        categories: 'allCategories',
        product: 'productById',
        category: 'categoryById',
        productByNodeId: 'product',
      };

const join = (lines: readonly string[]): string => lines.join('\n    ');

const comparisons = ['equalTo', 'notEqualTo', 'distinctFrom', 'notDistinctFrom'];
const sorts = ['lessThan', 'lessThanOrEqualTo', 'greaterThan', 'greaterThanOrEqualTo'];
const patterns = ['includes', 'startsWith', 'endsWith', 'like'].flatMap((each) => [
  each,
  `not${each.charAt(0).toUpperCase()}${each.slice(1)}`,
]);

const scalarFilter = (name: string, type: string, more: readonly string[] = []): string => `
  input ${name} {
    isNull: Boolean
    ${join([...comparisons, ...sorts].map((each) => `${each}: ${type}`))}
    ${join(['in', 'notIn'].map((each) => `${each}: [${type}!]`))}
    ${join(more)}
  }`;

const filterTypes = (): string => `
  ${['BigFloat', 'BigInt', 'Boolean', 'Date', 'Datetime', 'Float', 'Int', 'ProductStatus', 'Time']
    .map((type) => scalarFilter(`${type}Filter`, type))
    .join('')}
  ${scalarFilter('StringFilter', 'String', [
    ...patterns.flatMap((each) => [`${each}: String`, `${each}Insensitive: String`]),
    ...[...comparisons, ...sorts].map((each) => `${each}Insensitive: String`),
    'inInsensitive: [String!]',
    'notInInsensitive: [String!]',
  ])}
  ${scalarFilter('JSONFilter', 'JSON', ['contains: JSON', 'containsKey: String', 'containsAllKeys: [String!]', 'containsAnyKeys: [String!]', 'containedBy: JSON'])}
  input StringListFilter {
    isNull: Boolean
    ${join([...comparisons, ...sorts, 'contains', 'containedBy', 'overlaps'].map((each) => `${each}: [String]`))}
    ${join(['EqualTo', 'NotEqualTo', 'LessThan', 'LessThanOrEqualTo', 'GreaterThan', 'GreaterThanOrEqualTo'].map((each) => `any${each}: String`))}
  }`;

const filterTypeOf = (column: PostgraphileColumn): string =>
  column.kind === 'list' ? 'StringListFilter' : `${column.type}Filter`;

function aggregateTypes(): string {
  const numeric = productColumns.filter(isNumeric);
  const widened = (column: PostgraphileColumn): string =>
    column.kind === 'int' ? 'BigInt' : column.kind === 'bigint' ? 'BigFloat' : column.type;
  const averaged = (column: PostgraphileColumn): string => (column.kind === 'float' ? 'Float' : 'BigFloat');
  const groups = productColumns
    .filter((column) => column.name !== 'id')
    .flatMap((column) =>
      column.kind === 'instant'
        ? [column.constant, `${column.constant}_TRUNCATED_TO_HOUR`, `${column.constant}_TRUNCATED_TO_DAY`]
        : [column.constant],
    );
  return `
  type ProductAggregates {
    keys: [String!]
    sum: ProductSumAggregates
    distinctCount: ProductDistinctCountAggregates
    min: ProductMinAggregates
    max: ProductMaxAggregates
    average: ProductAverageAggregates
  }
  type ProductSumAggregates { ${join(numeric.map((each) => `${each.name}: ${widened(each)}!`))} }
  type ProductDistinctCountAggregates { ${join(productColumns.map((each) => `${each.name}: BigInt`))} }
  type ProductMinAggregates { ${join(numeric.map((each) => `${each.name}: ${each.type}`))} }
  type ProductMaxAggregates { ${join(numeric.map((each) => `${each.name}: ${each.type}`))} }
  type ProductAverageAggregates { ${join(numeric.map((each) => `${each.name}: ${averaged(each)}`))} }
  "Grouping methods for \`Product\` for usage during aggregation."
  enum ProductGroupBy { ${join(groups)} }`;
}

interface TableDescription {
  readonly type: string;
  readonly plural: string;
  readonly columns: readonly PostgraphileColumn[];
  readonly relation: boolean;
  readonly filter: boolean;
  readonly aggregates: boolean;
}

function table({ type, plural, columns, relation, filter, aggregates }: TableDescription): string {
  const sortable = columns.filter((column) => column.cell !== '');
  return `
  type ${type} implements Node {
    "A globally unique identifier. Can be used in various places throughout the system to identify this single value."
    nodeId: ID!
    ${join(columns.map((column) => `${column.name}: ${column.type}${column.nullable ? '' : '!'}`))}
    ${relation ? `"Reads a single \`Category\` that is related to this \`${type}\`." category: Category` : ''}
  }
  "A connection to a list of \`${type}\` values."
  type ${plural}Connection {
    nodes: [${type}]!
    edges: [${plural}Edge]!
    pageInfo: PageInfo!
    totalCount: Int!
    ${aggregates ? `aggregates: ${type}Aggregates groupedAggregates(groupBy: [${type}GroupBy!]!): [${type}Aggregates!]` : ''}
  }
  type ${plural}Edge { cursor: Cursor node: ${type} }
  "Methods to use when ordering \`${type}\`."
  enum ${plural}OrderBy { NATURAL ${join(sortable.flatMap((column) => [`${column.constant}_ASC`, `${column.constant}_DESC`]))} PRIMARY_KEY_ASC PRIMARY_KEY_DESC }
  "A condition to be used against \`${type}\` object types. All fields are tested for equality and combined with a logical ‘and.’"
  input ${type}Condition { ${join(columns.map((column) => `${column.name}: ${column.type}`))} }
  ${
    filter
      ? `"A filter to be used against \`${type}\` object types. All fields are combined with a logical ‘and.’"
  input ${type}Filter {
    ${join(columns.map((column) => `${column.name}: ${filterTypeOf(column)}`))}
    ${relation ? 'category: CategoryFilter categoryExists: Boolean' : ''}
    and: [${type}Filter!] or: [${type}Filter!] not: ${type}Filter
  }`
      : ''
  }`;
}

export function postgraphileTypeDefs(names: PostgraphileNames, plugins: boolean): string {
  const list = (type: string, plural: string): string => `(
    "Only read the first \`n\` values of the set." first: Int
    "Only read the last \`n\` values of the set." last: Int
    "Skip the first \`n\` values from our \`after\` cursor, an alternative to cursor based pagination. May not be used with \`last\`." offset: Int
    "Read all values in the set before (above) this cursor." before: Cursor
    "Read all values in the set after (below) this cursor." after: Cursor
    "The method to use when ordering \`${type}\`." orderBy: [${plural}OrderBy!] = [PRIMARY_KEY_ASC]
    "A condition to be used in determining which values should be returned by the collection." condition: ${type}Condition
    ${plugins ? `"A filter to be used in determining which values should be returned by the collection." filter: ${type}Filter` : ''}
  ): ${plural}Connection`;
  return `
  scalar BigFloat scalar BigInt scalar Cursor scalar Date scalar Datetime scalar JSON scalar Time
  enum ProductStatus { DRAFT ACTIVE ARCHIVED }
  interface Node { nodeId: ID! }
  type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: Cursor endCursor: Cursor }
  "The root query type which gives access points into the data universe."
  type Query implements Node {
    query: Query!
    nodeId: ID!
    node(nodeId: ID!): Node
    "Reads and enables pagination through a set of \`Product\`."
    ${names.products}${list('Product', 'Products')}
    "Reads and enables pagination through a set of \`Category\`."
    ${names.categories}${list('Category', 'Categories')}
    ${names.product}(id: Int!): Product
    ${names.category}(id: Int!): Category
    "Reads a single \`Product\` using its globally unique \`ID\`."
    ${names.productByNodeId}(nodeId: ID!): Product
  }
  ${table({ type: 'Product', plural: 'Products', columns: productColumns, relation: true, filter: plugins, aggregates: plugins })}
  ${table({ type: 'Category', plural: 'Categories', columns: categoryColumns, relation: false, filter: plugins, aggregates: false })}
  ${plugins ? filterTypes() + aggregateTypes() : ''}`;
}
