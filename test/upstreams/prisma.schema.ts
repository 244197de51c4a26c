/** Fields and SDL of the imitated Prisma-style API and Keystone. */
import type { DatabaseName } from './engine/database.js';
import { type Field, fields } from './engine/fields.js';
import type { Entry } from './engine/table.js';

const price: Field = {
  ...fields.price,
  show: (entry: Entry) => (entry.cells.price == null ? null : String(entry.cells.price)),
};
const categoryId: Field = {
  ...fields.idNumber,
  name: 'categoryId',
  nullable: true,
  cell: (entry) => entry.cells.categoryIdNumber ?? null,
  show: (entry) => entry.cells.categoryIdNumber ?? null,
};
const opensAt: Field = { ...fields.opensAt, kind: 'text', operand: fields.title.operand };
/** Prisma has no date without time: it answers with midnight. */
const releasedOn: Field = {
  ...fields.releasedOn,
  kind: 'instant',
  cell: (entry) => (entry.cells.releasedOn == null ? null : fields.createdAt.operand(entry.cells.releasedOn)),
  operand: fields.createdAt.operand,
  show: (entry) => (entry.cells.releasedOn == null ? null : `${entry.cells.releasedOn}T00:00:00.000Z`),
};

const numericId: Field = { ...fields.idNumber, name: 'id' };
export const categoryFields = (textIds: boolean): readonly Field[] => [
  textIds ? fields.id : numericId,
  fields.name,
];

const shared = [
  fields.title,
  fields.sku,
  price,
  fields.quantity,
  fields.rating,
  fields.big,
  fields.active,
  fields.status,
  fields.createdAt,
];
export const prismaFields: readonly Field[] = [
  numericId,
  ...shared,
  releasedOn,
  opensAt,
  fields.tags,
  fields.imageUrl,
  categoryId,
  fields.meta,
];
export const keystoneFields: readonly Field[] = [
  fields.id,
  ...shared,
  fields.releasedOn,
  opensAt,
  fields.imageUrl,
];

const join = (lines: readonly string[]): string => lines.join('\n    ');
const named = (each: Field): string => (each.nullable ? 'Nullable' : '');

/** Filters of one scalar; text ones have the words for parts of texts too. */
function comparable(name: string, scalar: string, more: string, nested = name): string {
  return `
  input ${name} {
    equals: ${scalar} in: [${scalar}!] notIn: [${scalar}!] lt: ${scalar} lte: ${scalar} gt: ${scalar} gte: ${scalar}
    ${more}
    not: ${nested}
  }`;
}
const words = 'contains: String startsWith: String endsWith: String';
const textFilters = (suffix: string): string =>
  comparable(`String${suffix}Filter`, 'String', `${words} mode: QueryMode`, `NestedString${suffix}Filter`) +
  comparable(`NestedString${suffix}Filter`, 'String', words);

const prismaScalars: Readonly<Partial<Record<Field['kind'], string>>> = {
  text: 'String',
  int: 'Int',
  float: 'Float',
  decimal: 'Decimal',
  bigint: 'BigInt',
  boolean: 'Boolean',
  enum: 'ProductStatus',
  instant: 'DateTimeISO',
  list: '[String!]',
  json: 'JSON',
};
const prismaFilter = (each: Field): string => {
  if (each.kind === 'list') return 'StringNullableListFilter';
  const base =
    { boolean: 'Bool', enum: 'EnumProductStatus', instant: 'DateTime', int: 'Int' }[each.kind as string] ??
    prismaScalars[each.kind];
  return `${base}${named(each)}Filter`;
};
const filterable = (list: readonly Field[]): readonly Field[] => list.filter((each) => each.kind !== 'json');

function prismaTable(type: string, list: readonly Field[], relation: string, where: string): string {
  const numeric = list.filter((each) => ['int', 'float', 'decimal', 'bigint'].includes(each.kind));
  const ordered = list.filter((each) => !['list', 'json', 'boolean', 'enum'].includes(each.kind));
  const line = (each: Field): string => `${each.name}: ${prismaScalars[each.kind]}`;
  return `
  type ${type} { ${join(list.map((each) => `${line(each)}${each.nullable ? '' : '!'}`))} ${relation} }
  input ${type}WhereInput {
    AND: [${type}WhereInput!] OR: [${type}WhereInput!] NOT: [${type}WhereInput!]
    ${join(filterable(list).map((each) => `${each.name}: ${prismaFilter(each)}`))} ${where}
  }
  input ${type}WhereUniqueInput { id: Int }
  input ${type}OrderByWithRelationInput {
    ${join(list.filter((each) => each.kind !== 'list' && each.kind !== 'json').map((each) => `${each.name}: ${each.nullable ? 'SortOrderInput' : 'SortOrder'}`))}
  }
  type Aggregate${type} {
    _count: ${type}CountAggregate _avg: ${type}AvgAggregate _sum: ${type}SumAggregate _min: ${type}MinAggregate _max: ${type}MaxAggregate
  }
  type ${type}CountAggregate { ${join(list.map((each) => `${each.name}: Int!`))} _all: Int! }
  type ${type}AvgAggregate { ${join(numeric.map((each) => `${each.name}: ${each.kind === 'decimal' ? 'Decimal' : 'Float'}`))} }
  type ${type}SumAggregate { ${join(numeric.map(line))} }
  type ${type}MinAggregate { ${join(ordered.map(line))} }
  type ${type}MaxAggregate { ${join(ordered.map(line))} }`;
}

const prismaRoot = (name: string, plural: string, type: string): string => {
  const args = `where: ${type}WhereInput, orderBy: [${type}OrderByWithRelationInput!], cursor: ${type}WhereUniqueInput, take: Int, skip: Int`;
  return `
    aggregate${type}(${args}): Aggregate${type}!
    findFirst${type}(${args}): ${type}
    ${plural}(${args}): [${type}!]!
    ${name}(where: ${type}WhereUniqueInput!): ${type}`;
};

export const prismaTypeDefs = `
  scalar BigInt scalar DateTimeISO scalar Decimal scalar JSON
  enum ProductStatus { DRAFT ACTIVE ARCHIVED }
  enum QueryMode { default insensitive }
  enum SortOrder { asc desc }
  enum NullsOrder { first last }
  input SortOrderInput { sort: SortOrder! nulls: NullsOrder }
  type Query { ${prismaRoot('product', 'products', 'Product')} ${prismaRoot('category', 'categories', 'Category')} }
  ${prismaTable('Product', prismaFields, 'category: Category', 'category: CategoryNullableRelationFilter')}
  ${prismaTable('Category', categoryFields(false), '', '').replace(/Decimal$/, '')}
  input CategoryNullableRelationFilter { is: CategoryWhereInput isNot: CategoryWhereInput }
  ${textFilters('')}${textFilters('Nullable')}
  ${['Int', 'Float', 'Decimal', 'BigInt'].flatMap((each) => [comparable(`${each}Filter`, each, ''), comparable(`${each}NullableFilter`, each, '')]).join('')}
  ${comparable('DateTimeNullableFilter', 'DateTimeISO', '')}
  input BoolNullableFilter { equals: Boolean not: BoolNullableFilter }
  input EnumProductStatusNullableFilter {
    equals: ProductStatus in: [ProductStatus!] notIn: [ProductStatus!] not: EnumProductStatusNullableFilter
  }
  input StringNullableListFilter { equals: [String!] has: String hasEvery: [String!] hasSome: [String!] isEmpty: Boolean }`;

const keystoneScalars: Readonly<Partial<Record<Field['kind'], string>>> = {
  ...prismaScalars,
  id: 'ID',
  enum: 'ProductStatusType',
  instant: 'DateTime',
  date: 'CalendarDay',
};
const keystoneFilter = (each: Field): string => {
  if (each.kind === 'id') return 'IDFilter';
  return `${keystoneScalars[each.kind]}${named(each)}Filter`;
};

function keystoneTable(type: string, list: readonly Field[], more: string, where: string): string {
  return `
  type ${type} { ${join(list.map((each) => `${each.name}: ${keystoneScalars[each.kind]}${each.kind === 'id' ? '!' : ''}`))} ${more} }
  input ${type}WhereUniqueInput { id: ID }
  input ${type}WhereInput {
    AND: [${type}WhereInput!] OR: [${type}WhereInput!] NOT: [${type}WhereInput!]
    ${join(list.map((each) => `${each.name}: ${keystoneFilter(each)}`))} ${where}
  }
  input ${type}OrderByInput { ${join(list.map((each) => `${each.name}: OrderDirection`))} }`;
}
const keystoneRoot = (name: string, plural: string, type: string): string => `
    ${name}(where: ${type}WhereUniqueInput!): ${type}
    ${plural}(where: ${type}WhereInput! = {}, orderBy: [${type}OrderByInput!]! = [], take: Int, skip: Int! = 0, cursor: ${type}WhereUniqueInput): [${type}!]
    ${plural}Count(where: ${type}WhereInput! = {}): Int`;

export const keystoneTypeDefs = `
  scalar BigInt scalar CalendarDay scalar DateTime scalar Decimal scalar JSON
  enum ProductStatusType { DRAFT ACTIVE ARCHIVED }
  enum QueryMode { default insensitive }
  enum OrderDirection { asc desc }
  type KeystoneMeta { adminMeta: KeystoneAdminMeta }
  type KeystoneAdminMeta { lists: [String!]! }
  type Query { ${keystoneRoot('product', 'products', 'Product')} ${keystoneRoot('category', 'categories', 'Category')} keystone: KeystoneMeta! }
  ${keystoneTable('Product', keystoneFields, 'tags: JSON meta: JSON category: Category', 'category: CategoryWhereInput')}
  ${keystoneTable('Category', categoryFields(true), '', '')}
  ${comparable('IDFilter', 'ID', '')}
  ${textFilters('')}${textFilters('Nullable')}
  ${['Int', 'Float', 'Decimal', 'DateTime', 'CalendarDay'].map((each) => comparable(`${each}NullableFilter`, each, '')).join('')}
  ${comparable('BigIntFilter', 'BigInt', '')}
  input BooleanNullableFilter { equals: Boolean not: BooleanNullableFilter }
  input ProductStatusTypeNullableFilter {
    equals: ProductStatusType in: [ProductStatusType!] notIn: [ProductStatusType!] not: ProductStatusTypeNullableFilter
  }`;

/** Prisma knows `mode` only for databases whose text operators respect case. */
export function typeDefsFor(database: DatabaseName, typeDefs: string): string {
  return database === 'postgresql'
    ? typeDefs
    : typeDefs.replace(/enum QueryMode \{[^}]*\}/, '').replaceAll('mode: QueryMode', '');
}
