/** An imitation of Keystone 6, which stands on Prisma but treats nulls in its own way. */
import { makeExecutableSchema } from '@graphql-tools/schema';
import type { GraphQLSchema } from 'graphql';
import type { Row } from './data.js';
import { type Field, fields, resolversOf } from './engine/fields.js';
import { type ProductUpstream, type Source, serveProducts } from './engine/start.js';
import type { Entry } from './engine/table.js';
import type { UpstreamContext } from './harness.js';
import { find, type ListArguments, type PrismaOptions, pageOf, select } from './prisma.list.js';
import { categoryFields, keystoneFields, keystoneTypeDefs, typeDefsFor } from './prisma.schema.js';

/**
 * @expected As the imitated Prisma, but two-valued: every operator is false for a missing value, so `not`, `notIn` and `NOT` keep
 * rows without one. Ids are texts; there are no lists and no aggregates, `productsCount` counts; no `nulls` in sorts.
 */
export function startKeystone(rows: readonly Row[], options: PrismaOptions = {}): Promise<ProductUpstream> {
  return serveProducts(rows, options, (source) => buildKeystoneSchema(source, options));
}

export function buildKeystoneSchema(source: Source, options: PrismaOptions = {}): GraphQLSchema {
  const list =
    (entries: () => readonly Entry[], own: readonly Field[]) =>
    (_: unknown, args: ListArguments, context: UpstreamContext) =>
      pageOf(select(entries(), own, args, true, options, context), args, options, context);
  const count =
    (entries: () => readonly Entry[], own: readonly Field[]) =>
    (_: unknown, args: ListArguments, context: UpstreamContext) =>
      select(entries(), own, args, true, options, context).length;
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
