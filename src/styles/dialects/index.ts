/** All dialects: presets that say how one kind of GraphQL API spells things and what they mean. */
import type { Dialect } from '../vocabulary.js';
import { anilist } from './anilist.js';
import { appsync } from './appsync.js';
import { bigcommerce } from './bigcommerce.js';
import { commercetools } from './commercetools.js';
import { contember } from './contember.js';
import { contentful } from './contentful.js';
import { craft } from './craft.js';
import { datocms } from './datocms.js';
import { dgraph } from './dgraph.js';
import { directus } from './directus.js';
import { directusPostgresql } from './directus-postgresql.js';
import { drizzle } from './drizzle.js';
import { gatsby } from './gatsby.js';
import { gatsby5 } from './gatsby5.js';
import { github } from './github.js';
import { gitlab } from './gitlab.js';
import { graphweaver } from './graphweaver.js';
import { hasura } from './hasura.js';
import { hasuraCamel } from './hasura-camel.js';
import { hotChocolate } from './hot-chocolate.js';
import { hygraph } from './hygraph.js';
import { jsonGraphqlServer } from './json-graphql-server.js';
import { keystone } from './keystone.js';
import { keystoneSqlite } from './keystone-sqlite.js';
import { kibo } from './kibo.js';
import { linear } from './linear.js';
import { magento } from './magento.js';
import { monday } from './monday.js';
import { neo4j } from './neo4j.js';
import { neo4j5 } from './neo4j5.js';
import { nestjsQuery } from './nestjs-query.js';
import { openreader } from './openreader.js';
import { parse } from './parse.js';
import { payload } from './payload.js';
import { plain } from './plain.js';
import { postgraphile } from './postgraphile.js';
import { postgraphilePlain } from './postgraphile-plain.js';
import { postgraphile4 } from './postgraphile4.js';
import { postgraphile4Plain } from './postgraphile4-plain.js';
import { prisma } from './prisma.js';
import { prismaSqlite } from './prisma-sqlite.js';
import { relay } from './relay.js';
import { saleor } from './saleor.js';
import { sanity } from './sanity.js';
import { shopifyAdmin } from './shopify-admin.js';
import { shopifyStorefront } from './shopify-storefront.js';
import { strapi4 } from './strapi4.js';
import { strapi4Postgresql } from './strapi4-postgresql.js';
import { strapi4Sqlite } from './strapi4-sqlite.js';
import { strapi5 } from './strapi5.js';
import { strapi5Postgresql } from './strapi5-postgresql.js';
import { strapi5Sqlite } from './strapi5-sqlite.js';
import { supabase } from './supabase.js';
import { theGraph } from './the-graph.js';
import { vendure } from './vendure.js';
import { wpgraphql } from './wpgraphql.js';

/** In the order of the documentation; where two fingerprints score alike, the earlier one is taken. */
export const dialects: readonly Dialect[] = [
  hasura,
  hasuraCamel,
  postgraphile,
  postgraphilePlain,
  postgraphile4,
  postgraphile4Plain,
  supabase,
  strapi5,
  strapi5Postgresql,
  strapi5Sqlite,
  strapi4,
  strapi4Postgresql,
  strapi4Sqlite,
  contentful,
  hygraph,
  datocms,
  sanity,
  directus,
  directusPostgresql,
  payload,
  keystone,
  keystoneSqlite,
  prisma,
  prismaSqlite,
  nestjsQuery,
  hotChocolate,
  drizzle,
  graphweaver,
  dgraph,
  neo4j,
  neo4j5,
  appsync,
  shopifyStorefront,
  shopifyAdmin,
  magento,
  commercetools,
  saleor,
  vendure,
  bigcommerce,
  kibo,
  wpgraphql,
  github,
  gitlab,
  linear,
  monday,
  gatsby,
  gatsby5,
  parse,
  openreader,
  contember,
  theGraph,
  anilist,
  craft,
  jsonGraphqlServer,
  relay,
  plain,
];

/** undefined: no dialect has this name. */
export function dialectNamed(name: string): Dialect | undefined {
  return dialects.find((dialect) => dialect.name === name);
}
