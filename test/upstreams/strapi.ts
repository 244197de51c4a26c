/** Imitations of Strapi 4 and Strapi 5 over SQLite. */
import { makeExecutableSchema } from '@graphql-tools/schema';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import type { Row } from './data.js';
import { takePage } from './engine/pages.js';
import { collations, orderBy, type SortKey } from './engine/sql.js';
import {
  type ProductOptions,
  type ProductUpstream,
  type Source,
  serveProducts,
  tieSeed,
} from './engine/start.js';
import type { Entry } from './engine/table.js';
import type { UpstreamContext } from './harness.js';
import { evaluate, type StrapiFilters } from './strapi.filter.js';
import {
  categoryAttributes,
  idAttributes,
  productAttributes,
  type StrapiAttribute,
  strapi4TypeDefs,
  strapi5TypeDefs,
} from './strapi.schema.js';

export interface StrapiOptions extends ProductOptions {
  /** Page size where none is asked. Default 10. */
  readonly defaultLimit?: number;
  /** Larger pages are cut to this without a word. Default 100. */
  readonly maxLimit?: number;
}

interface Pagination {
  readonly page?: number | null;
  readonly pageSize?: number | null;
  readonly start?: number | null;
  readonly limit?: number | null;
}
interface ListArguments {
  readonly filters?: StrapiFilters | null;
  readonly pagination?: Pagination | null;
  readonly sort?: readonly (string | null)[] | null;
}
interface Answer {
  readonly rows: readonly (Entry | null)[];
  readonly pagination: {
    readonly total: number;
    readonly page: number;
    readonly pageSize: number;
    readonly pageCount: number;
  };
}

/**
 * @expected
 * - three-valued logic: `ne`, `notIn`, `notContains` and `not` drop rows without a value; relations are left joins.
 * - `eq: null` means IS NULL; `or: []` restricts nothing.
 * - `contains`, `startsWith`, `endsWith` ignore the case of ASCII letters just as `containsi`, and of no other letters
 *   (SQLite's LIKE); `%` and `_` in the value are wild and cannot be escaped; `eqi` is a LIKE too.
 * - SQLite puts nulls first ascending and last descending; text sorts by code point; ids as numbers; ties in any order.
 * - pages above 100 are silently cut to 100, the default is 10; page and offset pagination cannot be mixed.
 * - DateTime has milliseconds, Time is `HH:MM:SS.sss`, Long loses digits beyond 2^53; `publishDate` holds `createdAt`.
 */
export function startStrapi4(rows: readonly Row[], options: StrapiOptions = {}): Promise<ProductUpstream> {
  return serveProducts(rows, options, (source) => buildStrapi4Schema(source, options));
}

/** @expected As {@link startStrapi4}; flat rows, ids are `documentId` texts, the count is in `products_connection`. */
export function startStrapi5(rows: readonly Row[], options: StrapiOptions = {}): Promise<ProductUpstream> {
  return serveProducts(rows, options, (source) => buildStrapi5Schema(source, options));
}

function list(
  entries: readonly Entry[],
  attributes: readonly StrapiAttribute[],
  args: ListArguments,
  options: StrapiOptions,
  context: UpstreamContext,
): Answer {
  const matching = entries.filter((entry) => evaluate(args.filters ?? {}, entry, attributes) === true);
  const sorted = orderBy(
    matching,
    sortKeys(args.sort ?? [], attributes),
    collations.codePoint,
    tieSeed(options, context),
  );
  const { start, limit } = windowOf(args.pagination ?? {}, options);
  const page = takePage(sorted, start, limit, 'offset', options, context);
  return {
    rows: page.entries,
    pagination: {
      total: sorted.length,
      page: limit === 0 ? 1 : Math.floor(start / limit) + 1,
      pageSize: limit,
      pageCount: limit === 0 ? 0 : Math.ceil(sorted.length / limit),
    },
  };
}

function windowOf(pagination: Pagination, options: StrapiOptions): { start: number; limit: number } {
  const maximum = options.maxLimit ?? 100;
  const paged = pagination.page != null || pagination.pageSize != null;
  if (paged && (pagination.start != null || pagination.limit != null)) {
    throw new GraphQLError('Cannot use both page & offset pagination in the same query', {
      extensions: { error: { name: 'PaginationError' }, code: 'STRAPI_PAGINATION_ERROR' },
    });
  }
  const asked = (paged ? pagination.pageSize : pagination.limit) ?? options.defaultLimit ?? 10;
  const limit = asked === -1 ? maximum : Math.min(asked, maximum);
  return { start: paged ? ((pagination.page ?? 1) - 1) * limit : (pagination.start ?? 0), limit };
}

function sortKeys(sort: readonly (string | null)[], attributes: readonly StrapiAttribute[]): SortKey[] {
  return sort
    .flatMap((each) => (each ?? '').split(','))
    .filter((each) => each.trim() !== '')
    .map((each): SortKey => {
      const [path = '', direction = 'asc'] = each.trim().split(':');
      if (!/^(asc|desc)$/i.test(direction)) throw new GraphQLError(`Invalid order "${direction}" for sort`);
      const relation = path.startsWith('category.');
      const name = relation ? path.slice('category.'.length) : path;
      const attribute = [...idAttributes, ...(relation ? categoryAttributes : attributes)].find(
        (known) => known.name === name,
      );
      if (!attribute)
        throw new GraphQLError(`Invalid key ${path}`, { extensions: { error: { name: 'ValidationError' } } });
      const descending = direction.toLowerCase() === 'desc';
      const cell: SortKey['cell'] = relation
        ? (entry) => (entry.category === null ? null : attribute.stored(entry.category))
        : attribute.stored;
      return { cell, descending, nullsFirst: !descending };
    });
}

const fields = (attributes: readonly StrapiAttribute[]): Record<string, unknown> =>
  Object.fromEntries(attributes.map((attribute) => [attribute.name, attribute.show]));
const byId = (entries: readonly Entry[], id: string | undefined): Entry | null =>
  entries.find((entry) => entry.cells.id === id) ?? null;
const fileOf = (entry: Entry): object => ({
  documentId: `file-${entry.cells.id}`,
  name: 'image',
  alternativeText: null,
  url: entry.cells.imageUrl,
});

export function buildStrapi4Schema(source: Source, options: StrapiOptions = {}): GraphQLSchema {
  const collection =
    (entries: () => readonly Entry[], attributes: readonly StrapiAttribute[]) =>
    (_: unknown, args: ListArguments, context: UpstreamContext): object => {
      const answer = list(entries(), attributes, args, options, context);
      return { data: answer.rows, meta: { pagination: answer.pagination } };
    };
  const entity = { id: (entry: Entry) => entry.cells.id, attributes: (entry: Entry) => entry };
  return makeExecutableSchema({
    typeDefs: strapi4TypeDefs,
    resolvers: {
      Query: {
        product: (_: unknown, { id }: { id?: string }) => ({ data: byId(source().products, id) }),
        category: (_: unknown, { id }: { id?: string }) => ({ data: byId(source().categories, id) }),
        products: collection(() => source().products, productAttributes),
        categories: collection(() => source().categories, categoryAttributes),
      },
      ProductEntity: entity,
      CategoryEntity: entity,
      Product: {
        ...fields(productAttributes),
        category: (entry: Entry) => ({ data: entry.category }),
        image: (entry: Entry) => ({
          data: entry.cells.imageUrl === null ? null : { id: entry.cells.id, attributes: fileOf(entry) },
        }),
      },
      Category: fields(categoryAttributes),
    } as never,
  });
}

export function buildStrapi5Schema(source: Source, options: StrapiOptions = {}): GraphQLSchema {
  const collection =
    (
      entries: () => readonly Entry[],
      attributes: readonly StrapiAttribute[],
      read: (answer: Answer) => unknown,
    ) =>
    (_: unknown, args: ListArguments, context: UpstreamContext): unknown =>
      read(list(entries(), attributes, args, options, context));
  const connection = (answer: Answer): unknown => ({ nodes: answer.rows, pageInfo: answer.pagination });
  const bare = (answer: Answer): unknown => answer.rows;
  const documentId = { documentId: (entry: Entry) => entry.cells.id };
  return makeExecutableSchema({
    typeDefs: strapi5TypeDefs,
    resolvers: {
      Query: {
        product: (_: unknown, args: { documentId: string }) => byId(source().products, args.documentId),
        category: (_: unknown, args: { documentId: string }) => byId(source().categories, args.documentId),
        products: collection(() => source().products, productAttributes, bare),
        products_connection: collection(() => source().products, productAttributes, connection),
        categories: collection(() => source().categories, categoryAttributes, bare),
        categories_connection: collection(() => source().categories, categoryAttributes, connection),
      },
      Product: {
        ...fields(productAttributes),
        ...documentId,
        category: (entry: Entry) => entry.category,
        image: (entry: Entry) => (entry.cells.imageUrl === null ? null : fileOf(entry)),
      },
      Category: { ...fields(categoryAttributes), ...documentId },
    } as never,
  });
}
