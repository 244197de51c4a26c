/** All imitations by name, and the SDL of each, so that recognition can be tried without a server. */
import { type GraphQLSchema, printSchema } from 'graphql';
import type { Row } from './data.js';
import type { ProductOptions, ProductUpstream, Source } from './engine/start.js';
import { createTables } from './engine/table.js';
import { buildHasuraSchema, startHasura } from './hasura.js';
import { buildPostgraphileSchema, startPostgraphile, startPostgraphilePlain } from './postgraphile.js';
import { buildStrapi4Schema, buildStrapi5Schema, startStrapi4, startStrapi5 } from './strapi.js';

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
} satisfies Record<string, Imitation>;

export type UpstreamName = keyof typeof upstreams;
export const upstreamNames = Object.keys(upstreams) as readonly UpstreamName[];

/** The SDL of an imitation with its default options. */
export function sdlOf(name: UpstreamName): string {
  const imitation: Imitation = upstreams[name];
  return printSchema(imitation.build(() => createTables([])));
}
