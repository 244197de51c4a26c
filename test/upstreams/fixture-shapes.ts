/** All imitations by name, and the SDL of each, so that recognition can be tried without a server. */
import { type GraphQLSchema, printSchema } from 'graphql';
import { buildAppsyncSchema, startAppsync } from './appsync.js';
import { buildContentfulSchema, startContentful } from './contentful.js';
import type { Row } from './data.js';
import { buildDgraphSchema, startDgraph } from './dgraph.js';
import { buildDirectusSchema, startDirectus } from './directus.js';
import type { ProductOptions, ProductUpstream, Source } from './engine/start.js';
import { createTables } from './engine/table.js';
import { buildHasuraSchema, startHasura } from './hasura.js';
import { buildJsonServerSchema, startJsonServer } from './json-server.js';
import { buildKeystoneSchema, startKeystone } from './keystone.js';
import { buildPayloadSchema, startPayload } from './payload.js';
import { buildPostgraphileSchema, startPostgraphile, startPostgraphilePlain } from './postgraphile.js';
import { buildPredicateListSchema, startPredicateList } from './predicate-list.js';
import { buildPrismaSchema, startPrisma } from './prisma.js';
import { buildRelayOnlySchema, startRelayOnly } from './relay-only.js';
import { buildShopifySchema, startShopify } from './shopify.js';
import { buildPageOnlySchema, buildPlainListSchema, startPageOnly, startPlainList } from './simple-lists.js';
import { buildStrapi4Schema, buildStrapi5Schema, startStrapi4, startStrapi5 } from './strapi.js';
import { buildVendureSchema, startVendure } from './vendure.js';

interface Imitation {
  readonly start: (rows: readonly Row[], options?: ProductOptions) => Promise<ProductUpstream>;
  readonly build: (source: Source) => GraphQLSchema;
}

export const upstreams = {
  hasura: { start: startHasura, build: buildHasuraSchema },
  postgraphile: {
    start: startPostgraphile,
    build: (source: Source) => buildPostgraphileSchema(source, {}, true),
  },
  postgraphilePlain: {
    start: startPostgraphilePlain,
    build: (source: Source) => buildPostgraphileSchema(source, {}, false),
  },
  strapi4: { start: startStrapi4, build: buildStrapi4Schema },
  strapi5: { start: startStrapi5, build: buildStrapi5Schema },
  contentful: { start: startContentful, build: buildContentfulSchema },
  jsonServer: { start: startJsonServer, build: buildJsonServerSchema },
  keystone: { start: startKeystone, build: buildKeystoneSchema },
  prisma: { start: startPrisma, build: buildPrismaSchema },
  shopify: { start: startShopify, build: buildShopifySchema },
  payload: { start: startPayload, build: buildPayloadSchema },
  vendure: { start: startVendure, build: buildVendureSchema },
  relayOnly: { start: startRelayOnly, build: buildRelayOnlySchema },
  plainList: { start: startPlainList, build: buildPlainListSchema },
  pageOnly: { start: startPageOnly, build: buildPageOnlySchema },
  appsync: { start: startAppsync, build: buildAppsyncSchema },
  predicateList: { start: startPredicateList, build: buildPredicateListSchema },
  directus: { start: startDirectus, build: buildDirectusSchema },
  dgraph: { start: startDgraph, build: buildDgraphSchema },
} satisfies Record<string, Imitation>;

export type UpstreamName = keyof typeof upstreams;
export const upstreamNames = Object.keys(upstreams) as readonly UpstreamName[];

/** The SDL of an imitation with its default options. */
export function sdlOf(name: UpstreamName): string {
  const imitation: Imitation = upstreams[name];
  return printSchema(imitation.build(() => createTables([])));
}
