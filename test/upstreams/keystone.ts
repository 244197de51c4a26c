/** An imitation of Keystone 6, which stands on Prisma but treats nulls in its own way. */
import { makeExecutableSchema } from '@graphql-tools/schema';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import type { Row } from './data.js';
import { type Field, fields, resolversOf } from './engine/fields.js';
import { type ProductUpstream, type Source, serveProducts } from './engine/start.js';
import type { Entry } from './engine/table.js';
import type { UpstreamContext } from './harness.js';
import { find, type ListArguments, type PrismaOptions, pageOf, select } from './prisma.list.js';
import { categoryFields, keystoneFields, keystoneTypeDefs, typeDefsFor } from './prisma.schema.js';

export interface KeystoneOptions extends PrismaOptions {
  /** Columns that are required: Prisma refuses to compare them with null, whatever the input type allows. */
  readonly required?: readonly string[];
}

/** @throws in the words of Prisma, where a required column is compared with null */
function refuseNullTests(where: unknown, required: readonly string[], column?: string): void {
  if (typeof where !== 'object' || where === null) return;
  for (const [name, value] of Object.entries(where)) {
    if (name === 'equals' && value === null && column !== undefined)
      throw new GraphQLError('Prisma error: Argument `equals` must not be null.', {
        extensions: { code: 'KS_PRISMA_ERROR' },
      });
    refuseNullTests(value, required, required.includes(name) ? name : column);
  }
}

/**
 * @expected As the imitated Prisma, but two-valued: every operator is false for a missing value, so `not`, `notIn` and `NOT` keep
 * rows without one. Ids are texts; there are no lists and no aggregates, `productsCount` counts; no `nulls` in sorts.
 */
export function startKeystone(rows: readonly Row[], options: KeystoneOptions = {}): Promise<ProductUpstream> {
  return serveProducts(rows, options, (source) => buildKeystoneSchema(source, options));
}

export function buildKeystoneSchema(source: Source, options: KeystoneOptions = {}): GraphQLSchema {
  const list =
    (entries: () => readonly Entry[], own: readonly Field[]) =>
    (_: unknown, args: ListArguments, context: UpstreamContext) => {
      refuseNullTests(args.where, options.required ?? []);
      return pageOf(select(entries(), own, args, true, options, context), args, options, context);
    };
  const count =
    (entries: () => readonly Entry[], own: readonly Field[]) =>
    (_: unknown, args: ListArguments, context: UpstreamContext) => {
      refuseNullTests(args.where, options.required ?? []);
      return select(entries(), own, args, true, options, context).length;
    };
  const category = categoryFields(true);
  return makeExecutableSchema({
    typeDefs: typeDefsFor(options.database ?? 'postgresql', keystoneTypeDefs),
    resolvers: {
      Query: {
        products: list(() => source().products, keystoneFields),
        productsCount: count(() => source().products, keystoneFields),
        product: (_: unknown, { where }: { where: { id?: string } }) => find(source().products, where.id),
        categories: list(() => source().categories, category),
        categoriesCount: count(() => source().categories, category),
        category: (_: unknown, { where }: { where: { id?: string } }) => find(source().categories, where.id),
      },
      Product: {
        ...resolversOf([...keystoneFields, fields.meta, fields.tags]),
        category: (entry: Entry) => entry.category,
      },
      Category: resolversOf(category),
    } as never,
  });
}
