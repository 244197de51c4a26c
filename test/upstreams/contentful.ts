/** An imitation of Contentful's GraphQL content API. */
import { makeExecutableSchema } from '@graphql-tools/schema';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import type { Row } from './data.js';
import { byId, type Field, fields, outputLines, resolversOf } from './engine/fields.js';
import { takePage } from './engine/pages.js';
import { type Comparison, collations, compare3, orderBy, type SortKey } from './engine/sql.js';
import {
  type ProductOptions,
  type ProductUpstream,
  type Source,
  serveProducts,
  tieSeed,
} from './engine/start.js';
import type { Cell, Entry } from './engine/table.js';
import type { UpstreamContext } from './harness.js';

export interface ContentfulOptions extends ProductOptions {
  /** Order of text. Default codePoint. */
  readonly collation?: 'codePoint' | 'locale';
}

const releasedOn: Field = {
  ...fields.releasedOn,
  kind: 'instant',
  cell: (entry) => (entry.cells.releasedOn == null ? null : fields.createdAt.operand(entry.cells.releasedOn)),
  show: (entry) => (entry.cells.releasedOn == null ? null : `${entry.cells.releasedOn}T00:00:00.000Z`),
  operand: fields.createdAt.operand,
};
const opensAt: Field = { ...fields.opensAt, kind: 'text', operand: fields.title.operand };
/** Contentful has neither enums, big integers, decimals nor times of day. */
const own: readonly Field[] = [
  fields.title,
  fields.sku,
  fields.price,
  fields.quantity,
  fields.rating,
  fields.bigText,
  fields.active,
  fields.statusText,
  { ...fields.createdAt, name: 'publishDate' },
  releasedOn,
  opensAt,
];
const types = {
  text: 'String',
  decimal: 'Float',
  int: 'Int',
  float: 'Float',
  boolean: 'Boolean',
  instant: 'DateTime',
} as const;
const suffixes = {
  text: ['', '_not', '_contains', '_not_contains', '_in', '_not_in', '_exists'],
  other: ['', '_not', '_gt', '_gte', '_lt', '_lte', '_in', '_not_in', '_exists'],
  boolean: ['', '_not', '_exists'],
} as const;

type Where = { readonly [member: string]: unknown };
interface ListArguments {
  readonly where?: Where | null;
  readonly order?: readonly string[] | null;
  readonly skip: number;
  readonly limit: number;
}
interface Collection {
  readonly items: readonly (Entry | null)[];
  readonly total: number;
  readonly skip: number;
  readonly limit: number;
}

/**
 * @expected
 * - two-valued logic: `_not`, `_not_in`, `_not_contains` keep entries without the field (a search index excludes matches).
 * - equality and `_in` are exact; `_contains` ignores the case of all letters and takes its operand literally.
 * - null operands restrict nothing.
 * - entries without a value sort last in both directions; ties in any order.
 * - limit 100 by default, above 1000 is an error; the id is `sys.id`; there is no NOT.
 */
export function startContentful(
  rows: readonly Row[],
  options: ContentfulOptions = {},
): Promise<ProductUpstream> {
  return serveProducts(rows, options, (source) => buildContentfulSchema(source, options));
}

export function buildContentfulSchema(source: Source, options: ContentfulOptions = {}): GraphQLSchema {
  const collation = collations[options.collation ?? 'codePoint'];
  const collection =
    (entries: () => readonly Entry[]) =>
    (_: unknown, args: ListArguments, context: UpstreamContext): Collection => {
      if (args.limit > 1000 || args.limit < 0 || args.skip < 0) {
        throw new GraphQLError(
          'Query cannot be executed. The maximum allowed limit for a collection is 1000',
          {
            extensions: { contentful: { code: 'INVALID_LIMIT' } },
          },
        );
      }
      const matching = entries().filter((entry) => matches(args.where ?? {}, entry));
      const sorted = orderBy(matching, (args.order ?? []).map(sortKey), collation, tieSeed(options, context));
      const page = takePage(sorted, args.skip, args.limit, 'offset', options, context);
      return { items: page.entries, total: sorted.length, skip: args.skip, limit: args.limit };
    };
  const sys = (entry: Entry): object => ({
    id: entry.cells.id,
    spaceId: 'space',
    environmentId: 'master',
    publishedVersion: 1,
  });
  return makeExecutableSchema({
    typeDefs: contentfulTypeDefs,
    resolvers: {
      Query: {
        product: (_: unknown, { id }: { id: string }) => byId(source().products, id),
        category: (_: unknown, { id }: { id: string }) => byId(source().categories, id),
        productCollection: collection(() => source().products),
        categoryCollection: collection(() => source().categories),
      },
      Entry: { __resolveType: (entry: Entry) => ('name' in entry.cells ? 'Category' : 'Product') },
      Product: {
        ...resolversOf([...own, fields.tags, fields.meta]),
        sys,
        category: (entry: Entry) => entry.category,
        image: (entry: Entry) =>
          entry.cells.imageUrl === null
            ? null
            : { sys: sys(entry), title: null, url: () => entry.cells.imageUrl },
      },
      Category: { sys, name: fields.name.show },
    } as never,
  });
}

function sortKey(order: string): SortKey {
  const name = order.replace(/_(ASC|DESC)$/, '');
  const cell =
    name === 'sys_id'
      ? fields.id.cell
      : ([...own, fields.name].find((field) => field.name === name) as Field).cell;
  return { cell, descending: order.endsWith('_DESC'), nullsFirst: false };
}

function matches(where: Where, entry: Entry): boolean {
  return Object.entries(where).every(([member, value]): boolean => {
    if (value === null || value === undefined) return true;
    if (member === 'AND') return (value as Where[]).every((each) => matches(each ?? {}, entry));
    if (member === 'OR') return (value as Where[]).some((each) => matches(each ?? {}, entry));
    if (member === 'sys') {
      return Object.entries(value).every(([key, operand]) =>
        compare(fields.id, key.replace(/^id/, ''), operand, entry),
      );
    }
    if (member === 'category') return entry.category !== null && matches(value as Where, entry.category);
    if (member === 'category_exists') return (entry.category !== null) === value;
    if (member.startsWith('tags_')) return compareTags(member.slice('tags'.length), value, entry.tags);
    if (/^(image|meta)_exists$/.test(member))
      return ((member === 'meta_exists' ? entry.meta : entry.cells.imageUrl) !== null) === value;
    const field = [...own, fields.name].find(
      (each) => member === each.name || member.startsWith(`${each.name}_`),
    ) as Field;
    return compare(field, member.slice(field.name.length), value, entry);
  });
}

function compare(field: Field, suffix: string, value: unknown, entry: Entry): boolean {
  const cell: Cell = field.cell(entry);
  const collation = collations.codePoint;
  const test = (comparison: Comparison): boolean =>
    compare3(comparison, cell, field.operand(value), collation) === true;
  const among = (): boolean =>
    (value as unknown[]).some((each) => compare3('eq', cell, field.operand(each), collation) === true);
  const contains = (): boolean =>
    cell !== null && String(cell).toLowerCase().includes(String(value).toLowerCase());
  switch (suffix) {
    case '':
      return test('eq');
    case '_not':
      return !test('eq');
    case '_gt':
    case '_gte':
    case '_lt':
    case '_lte':
      return test(suffix.slice(1) as Comparison);
    case '_in':
      return among();
    case '_not_in':
      return !among();
    case '_contains':
      return contains();
    case '_not_contains':
      return !contains();
    case '_exists':
      return (cell !== null) === value;
    default:
      throw new GraphQLError(`Unknown filter ${field.name}${suffix}`);
  }
}

function compareTags(suffix: string, value: unknown, tags: readonly string[] | null): boolean {
  if (suffix === '_exists') return (tags !== null) === value;
  const wanted = value as readonly string[];
  const own = tags ?? [];
  if (suffix === '_contains_all') return wanted.every((each) => own.includes(each));
  return wanted.some((each) => own.includes(each)) === (suffix === '_contains_some');
}

function filterLines(chosen: readonly Field[]): string {
  return chosen
    .flatMap((field) => {
      const type = types[field.kind as keyof typeof types];
      const list = field.kind === 'text' || field.kind === 'boolean' ? suffixes[field.kind] : suffixes.other;
      return list.map((suffix) => {
        const operand = suffix === '_exists' ? 'Boolean' : suffix.endsWith('_in') ? `[${type}]` : type;
        return `${field.name}${suffix}: ${operand}`;
      });
    })
    .join('\n    ');
}

const orderEnum = (names: readonly string[]): string =>
  names.flatMap((name) => [`${name}_ASC`, `${name}_DESC`]).join(' ');
const listArguments = (type: string): string =>
  `limit: Int = 100, locale: String, order: [${type}Order], preview: Boolean, skip: Int = 0, where: ${type}Filter`;

const contentfulTypeDefs = `
  scalar DateTime scalar JSON
  interface Entry { sys: Sys! }
  type Sys { id: String! spaceId: String! environmentId: String! publishedAt: DateTime publishedVersion: Int }
  input SysFilter { id: String id_not: String id_in: [String] id_not_in: [String] id_contains: String id_not_contains: String id_exists: Boolean }
  type Asset { sys: Sys! title(locale: String, preview: Boolean): String url: String }
  type Product implements Entry {
    sys: Sys!
    ${outputLines(
      own.map((field) => ({ ...field, nullable: true })),
      types,
    ).replace(/: /g, '(locale: String): ')}
    tags(locale: String): [String]
    meta(locale: String): JSON
    image(locale: String, preview: Boolean): Asset
    category(locale: String, preview: Boolean): Category
  }
  type Category implements Entry { sys: Sys! name(locale: String): String }
  type ProductCollection { total: Int! skip: Int! limit: Int! items: [Product]! }
  type CategoryCollection { total: Int! skip: Int! limit: Int! items: [Category]! }
  input ProductFilter {
    sys: SysFilter
    ${filterLines(own)}
    tags_contains_all: [String] tags_contains_some: [String] tags_contains_none: [String] tags_exists: Boolean
    image_exists: Boolean meta_exists: Boolean category_exists: Boolean
    category: cfCategoryNestedFilter
    OR: [ProductFilter] AND: [ProductFilter]
  }
  input CategoryFilter { sys: SysFilter ${filterLines([fields.name])} OR: [CategoryFilter] AND: [CategoryFilter] }
  input cfCategoryNestedFilter { sys: SysFilter ${filterLines([fields.name])} OR: [cfCategoryNestedFilter] AND: [cfCategoryNestedFilter] }
  enum ProductOrder { ${orderEnum([...own.map((field) => field.name), 'sys_id'])} }
  enum CategoryOrder { ${orderEnum(['name', 'sys_id'])} }
  type Query {
    product(id: String!, locale: String, preview: Boolean): Product
    productCollection(${listArguments('Product')}): ProductCollection
    category(id: String!, locale: String, preview: Boolean): Category
    categoryCollection(${listArguments('Category')}): CategoryCollection
  }`;
