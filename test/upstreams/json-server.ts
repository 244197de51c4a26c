/** An imitation of json-graphql-server 3: JavaScript's own comparisons over plain objects. */
import { makeExecutableSchema } from '@graphql-tools/schema';
import { GraphQLScalarType, type GraphQLSchema } from 'graphql';
import type { Json, Row } from './data.js';
import { failIfDue, type PagingOptions, takePage } from './engine/pages.js';
import { type ProductOptions, type ProductUpstream, type Source, serveProducts } from './engine/start.js';
import { type Entry, isoMilliseconds } from './engine/table.js';
import type { UpstreamContext } from './harness.js';

type Item = { readonly [name: string]: Json | undefined };
interface ListArguments {
  readonly page?: number | null;
  readonly perPage?: number | null;
  readonly sortField?: string | null;
  readonly sortOrder?: string | null;
  readonly filter?: Readonly<Record<string, unknown>> | null;
}

/**
 * @expected
 * - JavaScript's loose comparisons: null is below 1 and above -1 as the number 0, and neither above nor below any text; `_neq`
 *   keeps items without a value; text compares by UTF-16 code unit.
 * - `title: null` finds items without a title; `ids` makes every other filter, `q` too, be ignored; `tags: […]` wants all.
 * - `q` looks without case into all values of an item, its id included.
 * - sorting by a text field with nulls is no order at all, as nulls equal everything; it happens before filtering.
 * - pages count from 0; without `page` everything comes, whatever `perPage` says; `perPage` is 25 by default.
 */
export function startJsonServer(
  rows: readonly Row[],
  options: ProductOptions = {},
): Promise<ProductUpstream> {
  return serveProducts(rows, options, (source) => buildJsonServerSchema(source, options));
}

const itemOf = (entry: Entry): Item => ({
  id: entry.cells.id as string,
  title: entry.cells.title as string | null,
  sku: entry.cells.sku as string,
  price: entry.cells.price as number | null,
  quantity: entry.cells.quantity as number | null,
  rating: entry.cells.rating as number | null,
  big: String(entry.cells.big),
  active: entry.cells.active as boolean | null,
  status: entry.status,
  created_at: isoMilliseconds(entry.cells.createdAt ?? null),
  released_on: entry.cells.releasedOn as string | null,
  opens_at: entry.cells.opensAt as string | null,
  tags: entry.tags,
  image_url: entry.cells.imageUrl as string | null,
  category_id: entry.cells.categoryId as string | null,
  meta: entry.meta,
});
const categoryOf = (entry: Entry): Item => ({
  id: entry.cells.id as string,
  name: entry.cells.name as string,
});

export function buildJsonServerSchema(source: Source, options: PagingOptions = {}): GraphQLSchema {
  const tables = {
    Product: { plural: 'Products', items: () => source().products.map(itemOf) },
    Category: { plural: 'Categories', items: () => source().categories.map(categoryOf) },
  };
  const Query: Record<string, unknown> = {};
  for (const [name, { plural, items }] of Object.entries(tables)) {
    Query[`all${plural}`] = (_: unknown, args: ListArguments, context: UpstreamContext) => {
      const found = applyFilter(sort(items(), args), args.filter ?? {});
      const perPage = args.perPage === undefined ? 25 : args.perPage;
      failIfDue(options, context);
      if (args.page === undefined || !perPage) return found;
      const positions = found.map((_item, position) => ({ position }) as Entry);
      const page = takePage(positions, (args.page ?? 0) * perPage, perPage, 'offset', options, context);
      return page.entries.map((entry) => entry && found[entry.position]);
    };
    Query[`_all${plural}Meta`] = (_: unknown, { filter }: ListArguments) => ({
      count: applyFilter(items(), filter ?? {}).length,
    });
    Query[name] = (_: unknown, { id }: { id: string }) => items().find((item) => item.id === id) ?? null;
  }
  return makeExecutableSchema({
    typeDefs: jsonServerTypeDefs,
    resolvers: {
      Query,
      Date: new GraphQLScalarType({
        name: 'Date',
        description: 'Date type',
        parseValue: (value) => new Date(value as string),
      }),
      Product: {
        Category: (item: Item) => tables.Category.items().find(({ id }) => id === item.category_id) ?? null,
      },
      Category: {
        Products: (item: Item) => tables.Product.items().filter(({ category_id }) => category_id === item.id),
      },
    } as never,
  });
}

function sort(items: Item[], { sortField, sortOrder }: ListArguments): Item[] {
  if (!sortField) return items;
  const direction = (sortOrder ?? 'asc').toLowerCase() === 'asc' ? 1 : -1;
  return items.sort((left, right) => {
    const a = left[sortField] as string;
    const b = right[sortField] as string;
    return a > b ? direction : a < b ? -direction : 0;
  });
}

/** The server's own way: one pass a filter key, the suffix looked for anywhere in the key. */
function applyFilter(all: readonly Item[], filter: Readonly<Record<string, unknown>>): Item[] {
  const ids = filter.ids as readonly string[] | null | undefined;
  if (ids) return all.filter((item) => ids.includes(item.id as string));
  let items = [...all];
  for (const [key, raw] of Object.entries(filter)) {
    if (key === 'q') continue;
    const operand = (raw instanceof Date ? raw.toISOString() : raw) as string;
    const suffix = ['_neq', '_lte', '_gte', '_lt', '_gt'].find((each) => key.includes(each));
    const name = suffix ? key.replace(new RegExp(`(${suffix})$`), '') : key;
    items = items.filter((item) => {
      const value = item[name] as string;
      if (suffix === '_neq') return !looselyEqual(value, operand);
      if (suffix === '_lte') return value <= operand;
      if (suffix === '_gte') return value >= operand;
      if (suffix === '_lt') return value < operand;
      if (suffix === '_gt') return value > operand;
      const list = raw as readonly unknown[];
      if (!Array.isArray(raw)) return looselyEqual(value, operand);
      return Array.isArray(value)
        ? list.every((each) => (value as unknown[]).includes(each))
        : list.includes(value);
    });
  }
  const q = filter.q as string | null | undefined;
  if (!q) return items;
  return items.filter((item) =>
    Object.values(item).some((value) => value?.toString().toLowerCase().includes(q.toLowerCase())),
  );
}

/** `==` */
function looselyEqual(left: unknown, right: unknown): boolean {
  return (
    left === right ||
    ((left ?? null) === null && (right ?? null) === null) ||
    (left != null && right != null && String(left) === String(right))
  );
}

const scalars: readonly (readonly [name: string, type: string, nullable: boolean])[] = [
  ['id', 'ID', false],
  ['title', 'String', true],
  ['sku', 'String', false],
  ['price', 'Float', true],
  ['quantity', 'Int', true],
  ['rating', 'Float', true],
  ['big', 'String', false],
  ['active', 'Boolean', true],
  ['status', 'String', true],
  ['created_at', 'Date', true],
  ['released_on', 'String', true],
  ['opens_at', 'String', true],
  ['image_url', 'String', true],
  ['category_id', 'ID', true],
  ['meta', 'JSON', true],
];

const filterLines = (list: typeof scalars): string =>
  list
    .flatMap(([name, type]) => {
      const suffixes =
        type === 'ID' || type === 'JSON'
          ? ['', '_neq']
          : type === 'Boolean'
            ? ['']
            : ['', '_lt', '_lte', '_gt', '_gte', '_neq'];
      return suffixes.map((suffix) => `${name}${suffix}: ${type}`);
    })
    .join('\n    ');
const root = (name: string, plural: string): string => `
    ${name}(id: ID!): ${name}
    all${plural}(page: Int, perPage: Int, sortField: String, sortOrder: String, filter: ${name}Filter): [${name}]
    _all${plural}Meta(page: Int, perPage: Int, filter: ${name}Filter): ListMetadata`;

const jsonServerTypeDefs = `
  "Date type"
  scalar Date
  scalar JSON
  type Query { ${root('Product', 'Products')} ${root('Category', 'Categories')} }
  type ListMetadata { count: Int }
  type Product {
    ${scalars.map(([name, type, nullable]) => `${name}: ${type}${nullable ? '' : '!'}`).join('\n    ')}
    tags: [String]
    Category: Category
  }
  type Category { id: ID! name: String! Products: [Product] }
  input ProductFilter { q: String ids: [ID] ${filterLines(scalars)} tags: [String] }
  input CategoryFilter { q: String ids: [ID] ${filterLines([
    ['id', 'ID', false],
    ['name', 'String', false],
  ])} }`;
